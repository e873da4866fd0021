package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import java.util.Arrays;
import java.util.List;

/**
 * The instances of a node and who of them is at work: all of them, or as many as autoscaling thinks right.
 *
 * <p>Autoscaling is the rule of Kubernetes' horizontal autoscaler: wanted = the sum of the instances' utilizations over the
 * target, those that are not measured yet taken as idle, rounded up and left alone within 10 %; more at once, fewer only
 * when that was enough all through the time of calm. An instance that has to go is taken out of service first and goes
 * when it is empty.
 */
final class Fleet {
    private static final int OFF = 0;
    private static final int STARTING = 1;
    private static final int ON = 2;
    private static final int DRAINING = 3;
    private static final double TOLERANCE = 0.1;
    /** How long an instance that has to go still takes calls of those who do not know: until balancers have noticed. */
    static final long DRAIN_NANOS = 30_000_000_000L;

    private final Behaviour node;
    private final Engine engine;
    private final Meter meter;
    private final List<Station> stations;
    private final int[] state;
    private final boolean[] crashed;
    private final long[] drainsSince;
    /** Utilization to keep; 0 where nothing is scaled. */
    private final double target;

    private final int least;
    private final int most;
    private final long startNanos;
    private final long calmNanos;
    private final int startedEvent;
    private int turn;
    private double busyBefore;
    private double offeredBefore;
    private long lookedNanos;
    /** Since when fewer would do, and how many would have done all that time. */
    private long calmSince;

    private int calmWanted;
    private Counter started;
    private Counter stopped;

    /** @param startedEvent of the node, for calls whose {@link Call#instance} has been started */
    Fleet(Behaviour node, Site site, List<Station> stations, int startedEvent) {
        this.node = node;
        engine = site.engine();
        meter = node.meter;
        Settings settings = site.settings();
        this.stations = stations;
        this.startedEvent = startedEvent;
        state = new int[stations.size()];
        crashed = new boolean[state.length];
        drainsSince = new long[state.length];
        Arrays.fill(state, ON);
        target = settings.isNone(Service.AUTOSCALE) ? 0 : settings.ratio(Service.AUTOSCALE);
        least = settings.integer(Service.MIN_INSTANCES);
        most = state.length;
        startNanos = settings.nanos(Service.START_DELAY);
        calmNanos = settings.nanos(Service.CALM);
        if (scales() || settings.varies(Service.INSTANCES)) {
            int first = settings.integer(Service.INSTANCES);
            for (int i = first; i < state.length; i++) {
                state[i] = OFF;
                stations.get(i).crash();
            }
            meter.rents(first, engine.now());
            started = meter.counter("instances started");
            stopped = meter.counter("instances stopped");
        }
    }

    boolean scales() {
        return target > 0;
    }

    /** Who takes the next call that is for any of them: each in turn, dead ones included. */
    int next() {
        for (int i = 0; i < state.length; i++) {
            int instance = turn++ % state.length;
            if (state[instance] == ON) {
                return instance;
            }
        }
        return turn++ % state.length;
    }

    /** It takes no more calls of those who know, and finishes what it has. */
    void drain(int instance) {
        state[instance] = DRAINING;
    }

    /** It is not at work, until it {@link #enter enters}; whoever is in it is up to the node. */
    void halt(int instance) {
        state[instance] = OFF;
    }

    /** It takes calls from now on, unless it has crashed. */
    void enter(int instance) {
        state[instance] = ON;
        open(instance);
    }

    /** Whether the instance is in service and well. */
    boolean up(int instance) {
        return state[instance] == ON && !crashed[instance];
    }

    /** An instance has crashed, or all with -1. */
    void crashed(int instance) {
        for (int i = 0; i < state.length; i++) {
            crashed[i] |= instance < 0 || i == instance;
        }
    }

    /** It is well again, or all with -1; one that is not at work stays away. */
    void recovered(int instance) {
        for (int i = 0; i < state.length; i++) {
            if (instance < 0 || i == instance) {
                crashed[i] = false;
                open(i);
            }
        }
    }

    private void open(int instance) {
        if (!crashed[instance] && (state[instance] == ON || state[instance] == DRAINING)) {
            stations.get(instance).recover();
        }
    }

    /** Looks at the utilization since the last look, and starts or stops instances. */
    void check() {
        double busy = 0;
        double offered = 0;
        int well = 0;
        int coming = 0;
        for (int i = 0; i < state.length; i++) {
            Station station = stations.get(i);
            station.advance();
            busy += station.busyNanos;
            offered += station.serverNanos;
            well += up(i) ? 1 : 0;
            coming += state[i] == STARTING || state[i] == ON && crashed[i] ? 1 : 0;
        }
        retire();
        double pressure = offered == offeredBefore ? 1 : (busy - busyBefore) / (offered - offeredBefore) / target;
        // As many as would have been busy just so: one that came a moment ago has not been measured and counts as idle.
        double needed = (busy - busyBefore) / (stations.get(0).servers() * (double) sinceLastLook()) / target;
        busyBefore = busy;
        offeredBefore = offered;
        int now = well + coming;
        boolean right = Math.abs(pressure - 1) <= TOLERANCE;
        scale(now, right ? now : Math.max(least, Math.min(most, (int) Math.ceil(needed))));
    }

    /** Those that have drained go; whether any are left that drain. */
    boolean retire() {
        boolean left = false;
        for (int i = 0; i < state.length; i++) {
            boolean empty = stations.get(i).empty() && engine.now() - drainsSince[i] >= DRAIN_NANOS;
            if (state[i] == DRAINING && empty) {
                stop(i);
            }
            left |= state[i] == DRAINING;
        }
        return left;
    }

    /**
     * Somebody wants so many at work from now on: others have been got ready, or some begin to drain. Whether any do, and
     * {@link #retire} has to be called after a while.
     */
    boolean size(int wanted) {
        int at = 0;
        for (int each : state) {
            at += each == ON ? 1 : 0;
        }
        fewer(at - wanted);
        for (int i = 0; i < state.length && at < wanted; i++) {
            if (state[i] != ON) {
                meter.rents(state[i] == OFF ? 1 : 0, engine.now());
                started.value += state[i] == OFF ? 1 : 0;
                enter(i);
                at++;
            }
        }
        return at > wanted;
    }

    private long sinceLastLook() {
        long since = engine.now() - lookedNanos;
        lookedNanos = engine.now();
        return since;
    }

    private void scale(int now, int wanted) {
        if (wanted >= now) {
            calmSince = engine.now();
            calmWanted = 0;
            more(wanted - now);
            return;
        }
        calmWanted = Math.max(calmWanted, wanted);
        if (engine.now() - calmSince >= calmNanos) {
            fewer(now - calmWanted);
            calmSince = engine.now();
            calmWanted = 0;
        }
    }

    /** Those that are on their way out come back first; others have to be started. */
    private void more(int count) {
        int left = count;
        for (int i = 0; i < state.length && left > 0; i++) {
            if (state[i] == DRAINING) {
                state[i] = ON;
                left--;
            }
        }
        for (int i = 0; i < state.length && left > 0; i++) {
            if (state[i] == OFF) {
                state[i] = STARTING;
                meter.rents(1, engine.now());
                Call start = engine.call(node);
                start.instance = i;
                engine.schedule(start, startedEvent, startNanos);
                left--;
            }
        }
    }

    /** The last ones go first; who has to take the calls in the meantime stays. */
    private void fewer(int count) {
        int on = 0;
        for (int each : state) {
            on += each == ON ? 1 : 0;
        }
        int left = Math.min(count, on - 1);
        for (int i = state.length - 1; i >= 0 && left > 0; i--) {
            if (state[i] == ON) {
                state[i] = DRAINING;
                drainsSince[i] = engine.now();
                left--;
            }
        }
    }

    /** The instance is ready. */
    void started(int instance) {
        state[instance] = ON;
        started.value++;
        open(instance);
    }

    private void stop(int instance) {
        state[instance] = OFF;
        stations.get(instance).crash();
        meter.rents(-1, engine.now());
        stopped.value++;
    }
}
