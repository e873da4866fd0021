package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Station;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Program;
import dev.trestle.components.kind.Route;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import dev.trestle.components.load.Popularity;
import java.util.List;

/**
 * Instances of workers that run the steps of operations: what services and consumers have in common.
 *
 * <p>A worker first spends the service time, then goes through the steps in order. It is held while a step waits for
 * another node, unless the model is asynchronous. Each access of a step is a call that the node makes to itself; that
 * call looks into the cache, asks the store and fills or drops the cache entry, as the route says.
 */
class Processing extends Behaviour {
    private static final int SERVED = FIRST_EVENT;
    private static final int SEND_AGAIN = FIRST_EVENT + 1;
    private static final int ASK_CACHE = 1;
    private static final int ASK_STORE = 2;
    private static final int DROP_ENTRY = 3;
    /** A request without payload: headers and a query, as a round figure. */
    private static final long QUERY_BYTES = 500;
    /** How often a message is sent again before the publisher gives it up. */
    private static final int RESENDS = 60;

    /** The size of a {@link Processing}: all that its kind's settings say. */
    record Shape(int instances, int workers, int queue, Distribution serviceTime, boolean async) {}

    private final Site site;
    private final Shape shape;
    private final Station[] stations;
    private final Chance serviceChance;
    private final Chance stepChance;
    private final Chance[] keyChance;
    private final Popularity[] popularity;
    private final long[] sizeBytes;
    private Program[] programs;
    /** What is done on behalf of other services, by operation, entity and verb; made when it is first needed. */
    private final Program[][][] accesses;

    private int nextInstance;

    Processing(Site site, Shape shape) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        this.shape = shape;
        stations = new Station[shape.instances()];
        for (int i = 0; i < stations.length; i++) {
            stations[i] = new Station(engine, this, i, shape.workers(), shape.queue());
        }
        serviceChance = site.chance("service");
        stepChance = site.chance("steps");
        List<EntityPlan> entities = site.entities();
        keyChance = new Chance[entities.size()];
        popularity = new Popularity[entities.size()];
        sizeBytes = new long[entities.size()];
        accesses = new Program[site.operations().size()][entities.size()][Call.OWN + 1];
        for (int i = 0; i < keyChance.length; i++) {
            keyChance[i] = site.chance("keys of " + entities.get(i).name());
            popularity[i] = site.popularity(i);
            sizeBytes[i] = entities.get(i).sizeBytes();
        }
    }

    @Override
    public void start() {
        programs = new Program[site.operations().size()];
        for (int i = 0; i < programs.length; i++) {
            programs[i] = site.program(i);
        }
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public boolean up(int instance) {
        return stations[instance].up();
    }

    @Override
    public void arrive(Call call) {
        book(call);
        admit(call);
    }

    /** Gives a call its instance and, if there is room, its place in there. */
    final void admit(Call call) {
        if (call.instance == Call.ANY) {
            call.instance = nextInstance++ % stations.length;
        }
        if (call.verb == Call.DELIVER) {
            call.operation = site.handlerOperation(call.subject);
            if (call.operation < 0) {
                call.outcome = Call.NO_ROUTE;
                settle(call);
                return;
            }
            site.meter(call.operation).offer(call.phase);
            OperationPlan handler = site.operations().get(call.operation);
            if (handler.fresh()) {
                call.keyEntity = handler.keyEntity();
                call.key = site.freshKey(call.keyEntity);
            }
        }
        if (!stations[call.instance].enter(call)) {
            close(call);
        }
    }

    @Override
    public void begin(Call call) {
        long nanos = shape.serviceTime().sample(serviceChance) + startUpNanos();
        engine.schedule(call, SERVED, stations[call.instance].slowed(nanos));
    }

    /** What it takes before a worker that was just taken can begin; for those that must be made first. */
    long startUpNanos() {
        return 0;
    }

    /** A worker is through with a call and free again. */
    void workerFreed() {}

    /** Whether the work on the call fails by itself, once its time is spent. */
    boolean fails(Call call) {
        return false;
    }

    /** A delivery has been worked on, with the outcome that the call says. */
    void worked(Call call) {}

    /** Nobody works on the call any more: whoever waits for it is told. */
    void settle(Call call) {
        answer(call);
    }

    @Override
    public void event(Call call, int type) {
        if (type == SEND_AGAIN) {
            sendAgain(call);
            return;
        }
        if (fails(call)) {
            call.outcome = Call.FAILED;
            finish(call);
            return;
        }
        Program program = program(call);
        if (program.steps().isEmpty()) {
            finish(call);
            return;
        }
        if (shape.async()) {
            stations[call.instance].park(call);
        }
        proceed(call, program);
    }

    private Program program(Call call) {
        return switch (call.verb) {
            case Call.REQUEST -> programs[call.operation];
            case Call.DELIVER -> site.handler(call.subject);
            default -> accessProgram(call);
        };
    }

    private Program accessProgram(Call call) {
        Program[] known = accesses[call.operation][call.subject];
        if (known[call.verb] == null) {
            known[call.verb] = site.access(call.subject, call.verb, call.operation);
        }
        return known[call.verb];
    }

    /** Goes on with the steps until something must be waited for or all is done. */
    private void proceed(Call call, Program program) {
        List<Program.Step> steps = program.steps();
        while (call.pending == 0) {
            if (call.step == steps.size()) {
                finish(call);
                return;
            }
            Program.Step step = steps.get(call.step);
            if (call.repeat == 0 && step.share() < 1 && stepChance.uniform() >= step.share()) {
                call.step++;
            } else if (step.parallel()) {
                launchTogether(call, steps);
            } else if (call.repeat == step.times()) {
                call.step++;
                call.repeat = 0;
            } else {
                call.repeat++;
                access(call, call.step, step);
            }
        }
    }

    /** Sends out all repetitions of this parallel step and of the parallel steps right behind it. */
    private void launchTogether(Call call, List<Program.Step> steps) {
        boolean first = true;
        while (call.step < steps.size() && steps.get(call.step).parallel()) {
            int index = call.step++;
            Program.Step step = steps.get(index);
            if (first || step.share() >= 1 || stepChance.uniform() < step.share()) {
                for (int i = 0; i < step.times(); i++) {
                    access(call, index, step);
                }
            }
            first = false;
        }
    }

    private void access(Call call, int index, Program.Step step) {
        call.pending++;
        Call access = engine.child(call);
        access.verb = step.verb();
        access.operation = step.verb() == Call.REQUEST ? step.subject() : step.operation();
        access.subject = step.subject();
        access.step = index;
        if (call.verb == Call.DELIVER) {
            // What an earlier step has seen is not what this one writes.
            access.version = 0;
        }
        if (step.keyEntity() >= 0 && (call.verb == Call.REQUEST || call.verb == Call.DELIVER)) {
            access.key = key(call, step);
            access.keyEntity = step.keyEntity();
        }
        access.stage = step.route().aside() && access.verb == Call.READ ? ASK_CACHE : ASK_STORE;
        if (access.verb == Call.PUBLISH) {
            access.message = engine.nextMessage();
            access.attempt = 1;
            if (call.rootWaits()) {
                // A message tells of when the person acted, however long it was on its way.
                access.madeNanos = call.root.madeNanos;
            }
        }
        ask(access, step.route());
    }

    /** No answer to a message: the same once more, or it is given up. */
    private void sendAgain(Call access) {
        if (access.other != null) {
            engine.abandon(access.other);
        }
        if (!access.parentWaits()) {
            engine.free(access);
        } else if (access.attempt > RESENDS) {
            access.outcome = Call.TIMED_OUT;
            accessed(access.parent, access, program(access.parent));
        } else {
            access.attempt++;
            ask(access, route(access, program(access.parent)));
        }
    }

    /**
     * The key of a step: that of the operation when both are about the same entity, or else of the operation that called
     * it, or of the one that called that; where nobody has one it is drawn. A step that makes something makes a new one.
     */
    private long key(Call call, Program.Step step) {
        int entity = step.keyEntity();
        // An operation that makes something got its new key from whoever started it: its own steps share that one.
        boolean handsOn = !step.fresh() || step.verb() != Call.REQUEST;
        if (step.times() == 1 && handsOn && call.keyEntity == entity) {
            return call.key;
        }
        if (step.fresh()) {
            return site.freshKey(entity);
        }
        Call above = call;
        while (step.times() == 1 && above.parentWaits()) {
            above = above.parent;
            if (above.keyEntity == entity) {
                return above.key;
            }
        }
        return popularity[entity].key(keyChance[entity]);
    }

    private void ask(Call access, Route route) {
        Wire wire = access.stage == ASK_STORE ? route.store() : route.cache();
        Call child = engine.child(access);
        if (access.stage == DROP_ENTRY) {
            child.verb = Call.DELETE;
        }
        child.sentBytes = carries(child) ? payload(child) : QUERY_BYTES;
        if (child.verb == Call.PUBLISH) {
            child.madeNanos = access.madeNanos;
            if (route.resendNanos() > 0) {
                access.other = child;
                engine.schedule(access, SEND_AGAIN, route.resendNanos());
            }
        }
        engine.send(child, wire, Call.ANY);
    }

    private static boolean carries(Call child) {
        return child.verb == Call.WRITE || child.verb == Call.RESERVE || child.verb == Call.FILL;
    }

    private long payload(Call child) {
        return sizeBytes[child.subject];
    }

    @Override
    public void reply(Call access, Call child) {
        if (!access.parentWaits()) {
            engine.free(access);
            return;
        }
        Call call = access.parent;
        Program program = program(call);
        Route route = route(access, program);
        if (child.outcome != Call.OK && route.resendNanos() > 0 && access.attempt <= RESENDS) {
            // Its timer sends it again.
            access.other = null;
            return;
        }
        if (access.stage == ASK_CACHE && child.outcome != Call.OK) {
            access.stage = ASK_STORE;
            ask(access, route);
            return;
        }
        if (child.outcome != Call.OK && access.stage == ASK_STORE) {
            // A cache that cannot drop the entry has crashed and lost it anyway.
            access.outcome = child.outcome;
        }
        if (access.stage == ASK_STORE && child.outcome == Call.OK) {
            // The store may say under which key it wrote: one that hands out ids does.
            access.key = child.key;
            access.version = child.version;
            access.message = child.message;
            access.replyBytes = child.replyBytes;
            note(call, access, child);
            if (access.verb == Call.WRITE && program.steps().get(access.step).fresh()) {
                site.created(access.keyEntity, access.key);
            }
            if (route.aside() && access.verb == Call.READ) {
                fill(access, route);
            } else if (route.aside() && access.verb != Call.PUBLISH) {
                access.stage = DROP_ENTRY;
                ask(access, route);
                return;
            }
        } else if (access.stage == ASK_CACHE) {
            access.version = child.version;
            access.replyBytes = child.replyBytes;
            note(call, access, child);
        }
        accessed(call, access, program);
    }

    private static Route route(Call access, Program program) {
        // Parallel steps have moved on already, so each access remembers the step it belongs to.
        return program.steps().get(access.step).route();
    }

    /** What the access read or wrote goes into the history of the operation, at the node that runs the operation. */
    private void note(Call call, Call access, Call child) {
        Journal journal = engine.journal;
        if (call.verb != Call.REQUEST && call.verb != Call.DELIVER) {
            access.place = child.place;
        } else if (access.verb == Call.PUBLISH) {
            journal.published(access.subject, access.message, access.client, access.madeNanos, engine.now(), Call.OK);
        } else if (access.verb != Call.REQUEST) {
            access.place = child.place;
            journal.effect(access, access.verb != Call.READ);
        }
    }

    /** The caller fills the cache on its way, without waiting for it. */
    private void fill(Call access, Route route) {
        Call put = engine.child(access);
        put.orphan();
        put.verb = Call.FILL;
        put.sentBytes = payload(put);
        engine.send(put, route.cache(), Call.ANY);
    }

    private void accessed(Call call, Call access, Program program) {
        int outcome = access.outcome;
        if (access.verb == Call.READ) {
            call.replyBytes += access.replyBytes;
        }
        if (call.verb != Call.REQUEST) {
            call.version = access.version;
        }
        call.place = access.place;
        engine.free(access);
        call.pending--;
        if (outcome != Call.OK) {
            call.outcome = outcome;
            finish(call);
        } else {
            proceed(call, program);
        }
    }

    private void finish(Call call) {
        workerFreed();
        stations[call.instance].leave(call);
        close(call);
    }

    /** The instance has crashed with the call in it. */
    @Override
    public void lose(Call call) {
        engine.cancel(call);
        call.outcome = Call.CRASHED;
        close(call);
    }

    /** Answers, and closes the books of a handler's operation: it has no client who would. */
    private void close(Call call) {
        if (call.verb == Call.DELIVER) {
            long now = engine.now();
            site.meter(call.operation).end(call.phase, engine.phase(), call.outcome, now - call.arrivedNanos);
            if (call.outcome == Call.OK) {
                int group = site.broadcasts(sender(call).node) ? node : -1;
                engine.journal.handled(call, group, now, Journal.place(node, call.instance));
            }
            worked(call);
        }
        settle(call);
    }

    /** Who has handed out a delivery. */
    Behaviour sender(Call delivery) {
        return delivery.wire.from;
    }
}
