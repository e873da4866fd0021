package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import java.util.Arrays;
import java.util.List;

/**
 * Schedulers at work: a tick per operation on a fixed grid, first after half a period, whatever became of the last one. It
 * is the one who asked, so it closes the books of the operations that it started.
 */
final class Starting extends Behaviour {
    private static final int TICK = FIRST_EVENT;
    private static final int START = FIRST_EVENT + 1;
    private static final int TIMEOUT = FIRST_EVENT + 2;
    /** A request without payload: headers and a query, as a round figure. */
    private static final long QUERY_BYTES = 500;

    private final Site site;
    private final List<OperationPlan> operations;
    /** Null where each operation has its period. */
    private final Cron cron;
    /** When the run begins, as the times of cron count. */
    private final long beginsNanos;

    private final long jitterNanos;
    private final Chance jitter;
    private final boolean overlap;
    private final int timeoutLane;
    private final boolean lock;
    private final long leaseNanos;
    private final Chance[] keyChance;
    private final boolean[] up;
    private final int[] running;
    private final Counter started;
    private final Counter skipped;
    private final Counter missed;
    private Wire[][] ways;
    private int turn;
    /** Who has the lock, and from when on. */
    private int holder;

    private long heldFrom;

    Starting(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        operations = site.operations();
        cron = cron(settings);
        beginsNanos = settings.nanos(Scheduler.BEGINS);
        jitterNanos = settings.nanos(Scheduler.JITTER);
        jitter = site.chance("jitter");
        overlap = settings.text(Scheduler.OVERLAP).equals("allow");
        timeoutLane = engine.lane(settings.nanos(Scheduler.TIMEOUT));
        lock = settings.flag(Scheduler.LOCK);
        leaseNanos = settings.nanos(Scheduler.LEASE);
        keyChance = new Chance[site.entities().size()];
        for (int i = 0; i < keyChance.length; i++) {
            keyChance[i] = site.chance("keys of " + site.entities().get(i).name());
        }
        up = new boolean[settings.integer(Scheduler.INSTANCES)];
        Arrays.fill(up, true);
        running = new int[operations.size()];
        started = meter.counter("started");
        skipped = meter.counter("skipped");
        missed = meter.counter("missed");
    }

    /** A line that cannot be read has its finding. */
    private static Cron cron(Settings settings) {
        try {
            return Scheduler.cron(settings);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean atOnce() {
        return cron != null && cron.next(beginsNanos - 1) == beginsNanos;
    }

    private long untilNext(long otherwise) {
        long now = beginsNanos + engine.now();
        return cron == null ? otherwise : cron.next(now) - now;
    }

    @Override
    public void start() {
        ways = new Wire[operations.size()][];
        for (OperationPlan operation : operations) {
            ways[operation.index()] = site.requests(operation.index());
            if (operation.everyNanos() > 0 && ways[operation.index()].length > 0) {
                Call ticker = engine.call(this);
                ticker.operation = operation.index();
                // Midnight itself is a time too.
                engine.schedule(ticker, TICK, atOnce() ? 0 : untilNext(operation.everyNanos() / 2));
            }
        }
    }

    @Override
    public int instances() {
        return up.length;
    }

    @Override
    public boolean up(int instance) {
        return up[instance];
    }

    @Override
    public boolean givesUp() {
        return true;
    }

    /** Nobody calls a clock. */
    @Override
    public void arrive(Call call) {
        throw new IllegalStateException(id + " was called");
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case TICK -> {
                engine.schedule(
                        call, TICK, untilNext(operations.get(call.operation).everyNanos()));
                tick(call.operation);
            }
            case START -> begin(call.operation, call);
            default -> giveUp(call);
        }
    }

    private void tick(int operation) {
        int starts = 0;
        for (int i = 0; i < up.length; i++) {
            boolean works = !lock || i == holder && engine.now() >= heldFrom;
            if (up[i] && works) {
                starts++;
            }
        }
        if (starts == 0) {
            missed.value++;
        }
        for (int i = 0; i < starts; i++) {
            Call root = engine.call(this);
            root.operation = operation;
            if (jitterNanos == 0) {
                begin(operation, root);
            } else {
                engine.schedule(root, START, (long) (jitterNanos * jitter.uniform()));
            }
        }
    }

    private void begin(int operation, Call root) {
        if (!overlap && running[operation] > 0) {
            skipped.value++;
            engine.free(root);
            return;
        }
        OperationPlan plan = operations.get(operation);
        started.value++;
        running[operation]++;
        root.verb = Call.REQUEST;
        root.madeNanos = engine.now();
        root.arrivedNanos = engine.now();
        root.phase = engine.phase();
        root.keyEntity = plan.keyEntity();
        if (plan.fresh()) {
            root.key = site.freshKey(root.keyEntity);
        } else if (root.keyEntity >= 0) {
            root.key = site.popularity(root.keyEntity).key(keyChance[root.keyEntity]);
        }
        if (engine.journal.deeds() != null) {
            engine.journal.deeds().begins(root);
        }
        book(root);
        site.meter(operation).offer(root.phase);
        Call child = engine.child(root);
        child.sentBytes = QUERY_BYTES + plan.requestBytes();
        root.other = child;
        Wire[] way = ways[operation];
        engine.send(child, way[turn++ % way.length], Call.ANY);
        engine.scheduleInLane(root, TIMEOUT, timeoutLane);
    }

    @Override
    public void reply(Call root, Call child) {
        root.outcome = child.outcome;
        end(root);
    }

    private void giveUp(Call root) {
        engine.abandon(root.other);
        root.outcome = Call.TIMED_OUT;
        end(root);
    }

    private void end(Call root) {
        long now = engine.now();
        running[root.operation]--;
        site.meter(root.operation).end(root.phase, engine.phase(), root.outcome, now - root.madeNanos);
        engine.journal.end(root, now, root.outcome);
        unbook(root);
        engine.free(root);
    }

    /** What was started goes on; the lock is free for others when its lease is over. */
    @Override
    public void crash(int instance) {
        for (int i = 0; i < up.length; i++) {
            up[i] &= instance >= 0 && i != instance;
        }
        passLock();
    }

    @Override
    public void recover(int instance) {
        for (int i = 0; i < up.length; i++) {
            up[i] |= instance < 0 || i == instance;
        }
        passLock();
    }

    private void passLock() {
        for (int i = 0; i < up.length && !up[holder]; i++) {
            if (up[i]) {
                holder = i;
                heldFrom = engine.now() + leaseNanos;
            }
        }
    }
}
