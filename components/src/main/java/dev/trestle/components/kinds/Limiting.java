package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Tunable;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * Limiters at work: each request is counted, at the instance or at the counter that all share, and then passes, waits or
 * is rejected. The count is made at the moment of the answer, in one step.
 */
final class Limiting extends Behaviour implements Tunable {
    private static final int COUNT = FIRST_EVENT;
    private static final int GIVE_UP = FIRST_EVENT + 1;
    private static final int PASS = FIRST_EVENT + 2;

    private final Site site;
    private final boolean perClient;
    private final boolean shared;
    private final Distribution counterTime;
    private final Chance chance;
    private final long timeoutNanos;
    private final boolean open;
    /** One per instance, or only the first where it is shared. */
    private final Limit[] limits;

    private final boolean[] up;
    /** Changes when the instance dies: what it had in hand is broken off. */
    private final int[] life;

    private final Counter admitted;
    private final Counter delayed;
    private final Counter rejected;
    private final Counter uncounted;
    /** Null where each client has a limit of its own. */
    private final Outflow outflow;

    private Wire[][] ways;
    private int nextInstance;
    private int turn;

    Limiting(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        perClient = settings.text(RateLimiter.PER).equals("client");
        shared = RateLimiter.shared(settings);
        counterTime = settings.distribution(RateLimiter.COUNTER_TIME);
        chance = site.chance("counter");
        timeoutNanos = settings.nanos(RateLimiter.COUNTER_TIMEOUT);
        open = settings.text(RateLimiter.WITHOUT_COUNTER).equals("open");
        up = new boolean[settings.integer(RateLimiter.INSTANCES)];
        Arrays.fill(up, true);
        life = new int[up.length];
        limits = new Limit[shared ? 1 : up.length];
        tune(settings);
        admitted = meter.counter("admitted");
        delayed = meter.counter("delayed");
        rejected = meter.counter("rejected");
        uncounted = meter.counter("uncounted");
        outflow = perClient
                ? null
                : new Outflow(meter, RateLimiter.windowNanos(settings), settings.perSecond(RateLimiter.LIMIT));
    }

    /** Counts begin anew, as when a limiter is configured again. */
    @Override
    public void tune(Settings settings) {
        for (int i = 0; i < limits.length; i++) {
            limits[i] = RateLimiter.limit(settings);
        }
    }

    @Override
    public void start() {
        ways = new Wire[site.operations().size()][];
        for (int i = 0; i < ways.length; i++) {
            ways[i] = site.requests(i);
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
    public void arrive(Call call) {
        book(call);
        if (call.instance == Call.ANY) {
            call.instance = nextInstance;
            nextInstance = nextInstance + 1 == up.length ? 0 : nextInstance + 1;
        }
        if (!up[call.instance]) {
            call.outcome = Call.REFUSED;
            answer(call);
            return;
        }
        call.stage = life[call.instance];
        if (!shared) {
            count(call);
            return;
        }
        long asking = slowed(counterTime.sample(chance));
        if (timeoutNanos >= 0 && asking > timeoutNanos) {
            engine.schedule(call, GIVE_UP, timeoutNanos);
        } else {
            engine.schedule(call, COUNT, asking);
        }
    }

    @Override
    public void event(Call call, int type) {
        if (call.stage != life[call.instance]) {
            call.outcome = Call.CRASHED;
            answer(call);
        } else if (type == COUNT) {
            count(call);
        } else if (type == PASS) {
            pass(call);
        } else {
            uncounted.value++;
            if (open) {
                pass(call);
            } else {
                reject(call);
            }
        }
    }

    private void count(Call call) {
        Limit limit = limits[shared ? 0 : call.instance];
        long wait = limit.admit(perClient ? call.client : 0, engine.now());
        if (wait == Limit.REJECTED) {
            reject(call);
        } else if (wait == 0) {
            pass(call);
        } else {
            delayed.value++;
            engine.schedule(call, PASS, wait);
        }
    }

    private void reject(Call call) {
        rejected.value++;
        call.outcome = Call.REJECTED;
        answer(call);
    }

    private void pass(Call call) {
        admitted.value++;
        if (outflow != null) {
            outflow.passes(engine.now());
        }
        Wire[] targets = ways[call.operation];
        int next = turn++;
        engine.send(engine.child(call), targets[targets.length == 1 ? 0 : next % targets.length], Call.ANY);
    }

    @Override
    public void reply(Call call, Call child) {
        call.takeAnswer(child);
        if (call.stage != life[call.instance]) {
            call.outcome = Call.CRASHED;
        }
        answer(call);
    }

    /** A dead limiter forgets its own counters; shared ones live elsewhere. */
    @Override
    public void crash(int instance) {
        for (int i = 0; i < up.length; i++) {
            if (instance < 0 || i == instance) {
                up[i] = false;
                life[i]++;
                if (!shared) {
                    limits[i].clear();
                }
            }
        }
    }

    @Override
    public void recover(int instance) {
        for (int i = 0; i < up.length; i++) {
            up[i] |= instance < 0 || i == instance;
        }
    }
}
