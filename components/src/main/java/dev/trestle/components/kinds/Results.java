package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Site;

/**
 * The results of a stream processor on their way to the sink. Each is a call that runs the steps of the operation, at
 * once; or with a transactional sink only when the checkpoint is complete that has it, so that what is not complete was
 * never there.
 *
 * <p>{@link Call#attempt} says in which life of the job a result was made, {@link Call#urgent} before which of two barriers.
 */
final class Results {
    private static final int COMMIT_AGAIN = 200;
    private static final long COMMIT_AGAIN_NANOS = 1_000_000_000;

    private final Streaming node;
    private final Site site;
    private final Engine engine;
    private final Steps steps;
    private final boolean transactional;
    private final Identities identities;
    private final Counter results;
    private final Counter duplicates;
    private final Counter aborted;
    private final Counter failed;
    private int life = 1;
    private boolean side;
    /** Results under way, of each side of the barrier. */
    private final int[] underWay = new int[2];
    /** Results that wait for their checkpoint, linked by {@link Call#rival}; the barrier is behind the last of the first. */
    private Call head;

    private Call tail;
    private Call barrier;

    Results(Streaming node, Site site, Steps steps, boolean transactional) {
        this.node = node;
        this.site = site;
        this.steps = steps;
        this.transactional = transactional;
        engine = site.engine();
        identities = new Identities(engine);
        results = node.meter.counter("results");
        duplicates = node.meter.counter("duplicates");
        aborted = node.meter.counter("aborted");
        failed = node.meter.counter("failedResults");
    }

    /** The window in that slot is through. */
    void of(WindowStore store, int slot) {
        Call result = result(store.event(slot), store.keyEntity(slot), store.key(slot), store.end(slot));
        result.scratch = HashRing.mix(HashRing.mix(HashRing.mix(store.key(slot)) + store.start(slot))
                + store.event(slot) * 1_000L
                + store.fired(slot));
        go(result);
    }

    /** A record that was too late for its windows goes on by itself. */
    void single(Call record, long eventNanos) {
        Call result = result(record.subject, record.keyEntity, record.key, eventNanos);
        result.scratch = HashRing.mix(HashRing.mix(record.message) + 1);
        go(result);
    }

    private Call result(int event, int keyEntity, long key, long endNanos) {
        Call result = engine.call(node);
        result.verb = Call.DELIVER;
        result.subject = event;
        result.operation = site.handlerOperation(event);
        result.keyEntity = keyEntity;
        result.key = key;
        result.madeNanos = endNanos;
        result.instance = 0;
        OperationPlan plan = site.operations().get(result.operation);
        if (plan.fresh()) {
            result.keyEntity = plan.keyEntity();
            result.key = site.freshKey(plan.keyEntity());
        }
        return result;
    }

    private void go(Call result) {
        result.message = identities.of(result.scratch);
        duplicates.value += identities.again() && !transactional ? 1 : 0;
        if (!transactional) {
            run(result);
        } else if (tail == null) {
            head = result;
            tail = result;
        } else {
            tail.rival = result;
            tail = result;
        }
    }

    private void run(Call result) {
        result.attempt = life;
        result.urgent = side;
        underWay[side ? 1 : 0]++;
        site.meter(result.operation).offer(result.phase);
        steps.proceed(result, site.handler(result.subject));
    }

    /** The n-th message of a result: always the same number for the same result. */
    long message(Call result) {
        int turn = result.stage++;
        return turn == 0 ? result.message : identities.of(HashRing.mix(result.scratch + turn));
    }

    /** A result has run its steps; false when that has failed and the job must begin anew. */
    boolean ended(Call result) {
        boolean well = result.outcome == Call.OK;
        boolean ofThisLife = result.attempt == life;
        if (ofThisLife) {
            underWay[result.urgent ? 1 : 0]--;
        }
        site.meter(result.operation).end(result.phase, engine.phase(), result.outcome, engine.now() - result.madeNanos);
        engine.journal.end(result, engine.now(), result.outcome);
        (well ? results : failed).value++;
        if (!well && transactional) {
            // It is committed: that is done until it succeeds.
            result.outcome = Call.OK;
            result.step = 0;
            result.repeat = 0;
            result.stage = 0;
            engine.schedule(result, COMMIT_AGAIN, COMMIT_AGAIN_NANOS);
            return true;
        }
        engine.free(result);
        return well || !ofThisLife;
    }

    boolean event(Call call, int type) {
        if (type != COMMIT_AGAIN) {
            return false;
        }
        run(call);
        return true;
    }

    void barrier() {
        identities.barrier();
        barrier = tail;
        side = !side;
    }

    /** Whether what was sent before the barrier has arrived. */
    boolean flushed() {
        return transactional || underWay[side ? 0 : 1] == 0;
    }

    void completed() {
        identities.completed();
        while (barrier != null) {
            Call result = head;
            head = result.rival;
            result.rival = null;
            if (result == barrier) {
                barrier = null;
            }
            if (head == null) {
                tail = null;
            }
            run(result);
        }
    }

    /** The job begins anew: what no complete checkpoint has was never there. */
    void restart() {
        life++;
        underWay[0] = 0;
        underWay[1] = 0;
        barrier = null;
        identities.restart();
        while (head != null) {
            Call result = head;
            head = result.rival;
            aborted.value++;
            engine.free(result);
        }
        tail = null;
    }
}
