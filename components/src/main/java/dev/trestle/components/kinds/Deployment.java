package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import java.util.Arrays;

/**
 * A new version that replaces the old one during a run: all instances at once (big bang), a few after the others (rolling),
 * beside the old ones (blue/green), or on some first and then on the others (canary).
 *
 * <p>An instance that is replaced is taken out of service, has the time to drain, is stopped with what is still in it, and
 * starts with the other version. The errors and the slowness of the new version are those of the calls that its
 * instances work on; when too many of them fail, the old version comes back in the same way.
 */
final class Deployment {
    static final Param AT = Param.of(
                    "deployAt",
                    ParamType.DURATION,
                    "Deploy at",
                    "none",
                    "When during the run a new version replaces the old one.")
            .between("0 s", "1 day")
            .orNone()
            .group("Deployment");
    static final Param STRATEGY = Param.choice(
                    "strategy",
                    "Strategy",
                    "Some instances after the others (rolling), all at once (big-bang), as many new ones beside the old"
                            + " (blue-green), or on a share of them first (canary).",
                    "rolling",
                    "big-bang",
                    "blue-green",
                    "canary")
            .group("Deployment");
    static final Param BATCH = Param.of(
                    "deployBatch", ParamType.INTEGER, "At a time", "1", "Instances that are replaced at the same time.")
            .between("1", "10000")
            .group("Deployment");
    static final Param DRAIN_TIME = Param.of(
                    "drainTime",
                    ParamType.DURATION,
                    "Drain",
                    "30 s",
                    "How long an instance that goes may finish what it has, and is not sent new requests by those who know.")
            .between("0 s", "1 h")
            .group("Deployment");
    static final Param CANARY_SHARE = Param.of(
                    "canaryShare",
                    ParamType.RATIO,
                    "Canary",
                    "10 %",
                    "Share of the instances that get the new version first, at least one.")
            .between("0.1 %", "100 %")
            .group("Deployment");
    static final Param BAKE_TIME = Param.of(
                    "bakeTime",
                    ParamType.DURATION,
                    "Watch for",
                    "5 min",
                    "How long the canary runs before the others follow; how long blue/green keeps the old instances.")
            .between("0 s", "1 day")
            .group("Deployment");
    static final Param NEW_ERRORS = Param.of(
                    "newErrors",
                    ParamType.RATIO,
                    "Errors of the new version",
                    "0 %",
                    "Share of its requests that fail after their service time.")
            .between("0 %", "100 %")
            .group("Deployment");
    static final Param NEW_SLOWNESS = Param.of(
                    "newSlowness",
                    ParamType.NUMBER,
                    "Slowness of the new version",
                    "1",
                    "Its service times as a multiple of those of the old one.")
            .between("0.01", "1000")
            .group("Deployment");
    static final Param ROLLBACK_AT = Param.of(
                    "rollbackAt",
                    ParamType.RATIO,
                    "Roll back at",
                    "none",
                    "Share of failed requests of the new version at which the old one comes back.")
            .between("0.1 %", "100 %")
            .orNone()
            .group("Deployment");
    static final Param ROLLBACK_EVERY = Param.of(
                    "rollbackEvery",
                    ParamType.DURATION,
                    "Look at it every",
                    "30 s",
                    "How often the failed requests of the new version are looked at.")
            .between("100 ms", "1 h")
            .group("Deployment");

    private static final int BEGIN = 0;
    private static final int STOP = 1;
    private static final int OPEN = 2;
    private static final int GO_ON = 3;
    private static final int CLEAR = 4;
    /** A share of fewer calls than this tells nothing. */
    private static final int FEWEST_CALLS = 10;

    private final Processing node;
    private final Fleet fleet;
    private final Engine engine;
    private final int event;
    private final int watchEvent;
    private final int instances;
    private final String strategy;
    private final int batchSize;
    private final int canaries;
    private final long atNanos;
    private final long drainNanos;
    private final long startNanos;
    private final long bakeNanos;
    private final double errors;
    private final double slowness;
    private final double rollbackAt;
    private final long watchNanos;
    private final Chance chance;
    private final Counter replaced;
    private final Counter rollbacks;
    private final Counter newCalls;
    private final Counter newFailures;
    /** By instance: whether it has the new version, whether it is being replaced. */
    private final boolean[] isNew;

    private final boolean[] inBatch;
    private Call timer;
    private Call watch;
    private boolean target = true;
    private boolean first = true;
    private boolean watching;
    private long callsBefore;
    private long failuresBefore;

    /** @param event of the node for its steps; the next one is for looks at the new version */
    Deployment(Processing node, Site site, Fleet fleet, int event) {
        this.node = node;
        this.fleet = fleet;
        this.event = event;
        watchEvent = event + 1;
        engine = site.engine();
        Settings settings = site.settings();
        instances = Math.min(settings.integer(Service.INSTANCES), node.instances());
        strategy = settings.text(STRATEGY);
        batchSize = settings.integer(BATCH);
        canaries = canaries(settings);
        atNanos = settings.nanos(AT);
        drainNanos = settings.nanos(DRAIN_TIME);
        startNanos = settings.nanos(Service.START_DELAY);
        bakeNanos = settings.nanos(BAKE_TIME);
        errors = settings.ratio(NEW_ERRORS);
        slowness = settings.number(NEW_SLOWNESS);
        rollbackAt = settings.isNone(ROLLBACK_AT) ? 2 : settings.ratio(ROLLBACK_AT);
        watchNanos = settings.nanos(ROLLBACK_EVERY);
        chance = site.chance("new version");
        replaced = node.meter.counter("instances replaced");
        rollbacks = node.meter.counter("rollbacks");
        newCalls = node.meter.counter("new version calls");
        newFailures = node.meter.counter("new version failures");
        isNew = new boolean[node.instances()];
        inBatch = new boolean[isNew.length];
        Arrays.fill(isNew, instances, isNew.length, true);
        if (blueGreen()) {
            node.meter.rents(instances, engine.now());
            for (int i = instances; i < isNew.length; i++) {
                // Before anybody looks who is there.
                fleet.halt(i);
                node.meter.stations.get(i).crash();
            }
        }
    }

    /** How many instances get a new version first. */
    static int canaries(Settings settings) {
        return Math.max(1, (int) Math.round(settings.ratio(CANARY_SHARE) * settings.integer(Service.INSTANCES)));
    }

    private boolean blueGreen() {
        return strategy.equals("blue-green");
    }

    void start() {
        timer = engine.call(node);
        watch = engine.call(node);
        timer.stage = BEGIN;
        engine.schedule(timer, event, atNanos);
    }

    /** Time of the next step, or of a look at the new version. */
    void event(int type) {
        if (type == watchEvent) {
            look();
            return;
        }
        switch (timer.stage) {
            case BEGIN -> begin();
            case STOP -> stop();
            case OPEN -> open();
            case GO_ON -> replaceNext(batchSize);
            default -> clear();
        }
    }

    private void begin() {
        if (blueGreen()) {
            node.meter.rents(instances, engine.now());
            Arrays.fill(inBatch, instances, isNew.length, true);
            startBatch();
        } else if (strategy.equals("big-bang")) {
            Arrays.fill(inBatch, true);
            stop();
        } else {
            replaceNext(strategy.equals("canary") ? canaries : batchSize);
        }
    }

    private void replaceNext(int most) {
        int left = most;
        for (int i = 0; i < isNew.length && left > 0; i++) {
            if (isNew[i] != target) {
                inBatch[i] = true;
                fleet.drain(i);
                left--;
            }
        }
        if (left < most) {
            next(STOP, drainNanos);
        }
    }

    private void next(int stage, long nanos) {
        timer.stage = stage;
        engine.schedule(timer, event, nanos);
    }

    private void stop() {
        for (int i = 0; i < isNew.length; i++) {
            if (inBatch[i]) {
                fleet.halt(i);
                node.die(i);
                isNew[i] = target;
            }
        }
        startBatch();
    }

    private void startBatch() {
        next(OPEN, startNanos);
    }

    private void open() {
        for (int i = 0; i < isNew.length; i++) {
            if (inBatch[i]) {
                inBatch[i] = false;
                fleet.enter(i);
                replaced.value++;
            }
        }
        if (target && !watching) {
            watching = true;
            engine.schedule(watch, watchEvent, watchNanos);
        }
        if (blueGreen()) {
            switchOver();
        } else if (first && strategy.equals("canary") && target) {
            first = false;
            next(GO_ON, bakeNanos);
        } else {
            replaceNext(batchSize);
        }
    }

    /** One side takes over; the other is kept for a while, to go back or to finish what it has. */
    private void switchOver() {
        for (int i = 0; i < isNew.length; i++) {
            if (isNew[i] == target) {
                fleet.enter(i);
            } else {
                fleet.drain(i);
            }
        }
        next(CLEAR, target ? Math.max(drainNanos, bakeNanos) : drainNanos);
    }

    private void clear() {
        for (int i = 0; i < isNew.length; i++) {
            if (isNew[i] != target) {
                fleet.halt(i);
                node.die(i);
            }
        }
        node.meter.rents(-instances, engine.now());
        engine.cancel(watch);
    }

    private void look() {
        long calls = newCalls.value - callsBefore;
        long failures = newFailures.value - failuresBefore;
        callsBefore = newCalls.value;
        failuresBefore = newFailures.value;
        if (calls >= FEWEST_CALLS && failures >= rollbackAt * calls) {
            rollBack();
        } else {
            engine.schedule(watch, watchEvent, watchNanos);
        }
    }

    private void rollBack() {
        rollbacks.value++;
        target = false;
        engine.cancel(timer);
        if (blueGreen()) {
            switchOver();
            return;
        }
        boolean starting = false;
        for (int i = 0; i < isNew.length; i++) {
            if (inBatch[i] && !isNew[i]) {
                // It was on its way out, and stays.
                inBatch[i] = false;
                fleet.enter(i);
            } else if (inBatch[i]) {
                isNew[i] = false;
                starting = true;
            }
        }
        if (strategy.equals("big-bang")) {
            Arrays.fill(inBatch, true);
            stop();
        } else if (starting) {
            startBatch();
        } else {
            replaceNext(Math.max(batchSize, strategy.equals("canary") && first ? canaries : 0));
        }
    }

    /** The factor on the service times of an instance. */
    double slowness(int instance) {
        return isNew[instance] ? slowness : 1;
    }

    /** Whether a call at the instance fails because of its version. */
    boolean fails(int instance) {
        return isNew[instance] && errors > 0 && chance.uniform() < errors;
    }

    /** The instance is through with a call. */
    void ended(Call call) {
        if (isNew[call.instance]) {
            newCalls.value++;
            newFailures.value += call.outcome == Call.OK ? 0 : 1;
        }
    }
}
