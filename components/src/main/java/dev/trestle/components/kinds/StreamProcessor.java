package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Forecast;
import dev.trestle.components.kind.Gauge;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Preset;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts a stream of events into windows of their own time, and does something once for each window. */
public final class StreamProcessor extends Kind {
    static final Param WINDOW = Param.choice(
                    "window",
                    "Window",
                    "Which events belong together: those of the same stretch of time (tumbling), of a stretch that moves on"
                            + " by less than its size (sliding), or until nothing comes for a while (session).",
                    "tumbling",
                    "sliding",
                    "session")
            .group("Windows");
    static final Param SIZE = Param.of(
                    "size", ParamType.DURATION, "Size", "1 min", "How long a tumbling or sliding window is.")
            .between("1 ms", "30 day")
            .group("Windows");
    static final Param SLIDE = Param.of(
                    "slide", ParamType.DURATION, "Slide", "10 s", "By how much a sliding window moves on.")
            .between("1 ms", "30 day")
            .group("Windows");
    static final Param GAP = Param.of(
                    "gap", ParamType.DURATION, "Gap", "30 s", "How long nothing comes until a session is over.")
            .between("1 ms", "1 day")
            .group("Windows");
    static final Param OUT_OF_ORDER = Param.of(
                    "outOfOrder",
                    ParamType.DURATION,
                    "Out of order by",
                    "5 s",
                    "By how much the watermark stays behind the latest event of each source: results wait for that long.")
            .between("0 s", "1 day")
            .group("Time");
    static final Param LATENESS = Param.of(
                    "lateness",
                    ParamType.DURATION,
                    "Allowed lateness",
                    "0 s",
                    "How long a window is kept after its result; an event that comes by then makes a new result.")
            .between("0 s", "30 day")
            .group("Time");
    static final Param LATE = Param.choice(
                    "late",
                    "Later than that",
                    "Events that are too late for their windows are dropped, or go on one by one (side output).",
                    "drop",
                    "side-output")
            .group("Time");
    static final Param IDLE = Param.of(
                    "idleAfter",
                    ParamType.DURATION,
                    "Idle after",
                    "10 s",
                    "A source that is silent for so long does not hold up the watermark; with none it does for ever.")
            .between("1 ms", "1 day")
            .orNone()
            .group("Time");
    static final Param WATERMARK_EVERY = Param.of(
                    "watermarkEvery",
                    ParamType.DURATION,
                    "Watermark every",
                    "200 ms",
                    "How often the watermark moves on and windows end.")
            .between("1 ms", "1 h")
            .group("Time");
    static final Param CHECKPOINT_EVERY = Param.of(
                    "checkpointEvery",
                    ParamType.DURATION,
                    "Checkpoint every",
                    "1 min",
                    "How often the windows and read positions are written down; none: a crash loses the open windows.")
            .between("100 ms", "1 day")
            .orNone()
            .group("Checkpoints")
            .tries("/2");
    static final Param PAUSE = Param.of(
                    "checkpointPause",
                    ParamType.DISTRIBUTION,
                    "Checkpoint pause",
                    "10 ms",
                    "How long instances stand still until the barriers of all sources are there.")
            .group("Checkpoints");
    static final Param STORE_TIME = Param.of(
                    "checkpointTime",
                    ParamType.DISTRIBUTION,
                    "Checkpoint takes",
                    "1 s",
                    "Time to store the state, while the work goes on.")
            .group("Checkpoints");
    static final Param RESTART_TIME = Param.of(
                    "restartTime",
                    ParamType.DURATION,
                    "Restart takes",
                    "10 s",
                    "From the loss of an instance until the job goes on from its last checkpoint.")
            .between("0 s", "1 h")
            .group("Checkpoints");
    static final Param SINK = Param.choice(
                    "sink",
                    "Results",
                    "Sent at once, and again after a restart (at-least-once), or together with the checkpoint that has them,"
                            + " never twice (transactional).",
                    "at-least-once",
                    "transactional")
            .group("Results")
            .tries("transactional");
    static final Param INSTANCES = Param.of(
                    "instances", ParamType.INTEGER, "Instances", "2", "Keys are spread over them.")
            .between("1", "10000")
            .group("Size")
            .tries("+1", "x2");
    static final Param WORKERS = Param.of(
                    "workers", ParamType.INTEGER, "Workers", "4", "Events that one instance counts at the same time.")
            .between("1", "10000")
            .group("Size");
    static final Param CPUS = Param.of(
                    "cpus", ParamType.INTEGER, "vCPU per instance", "4", "Size of one instance; only the bill uses it.")
            .between("1", "512")
            .group("Size");
    static final Param SERVICE_TIME = Param.of(
                    "serviceTime",
                    ParamType.DISTRIBUTION,
                    "Service time",
                    "100 us",
                    "A worker's time to count an event into its windows.")
            .group("Size");

    public StreamProcessor() {
        super(
                "stream-processor",
                "Stream processor",
                Family.COMPUTE,
                "Counts events into windows of their own time and acts once per window.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                WINDOW,
                SIZE,
                SLIDE,
                GAP,
                OUT_OF_ORDER,
                LATENESS,
                LATE,
                IDLE,
                WATERMARK_EVERY,
                CHECKPOINT_EVERY,
                PAUSE,
                STORE_TIME,
                RESTART_TIME,
                SINK,
                INSTANCES,
                WORKERS,
                CPUS,
                SERVICE_TIME);
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "events", Port.MESSAGE),
                Port.out("out", "results: writes, events, calls", Port.REQUEST, Port.DATA, Port.MESSAGE));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "flink",
                        "Apache Flink",
                        Map.of("watermarkEvery", "200 ms", "checkpointEvery", "1 min", "sink", "transactional"),
                        List.of("stream.watermark-interval", "stream.checkpoint-interval", "stream.rate")),
                new Preset(
                        "kafka-streams",
                        "Kafka Streams",
                        Map.of("checkpointEvery", "30 s", "sink", "at-least-once", "restartTime", "45 s"),
                        List.of("stream.commit-interval", "topic.session-timeout")));
    }

    @Override
    public String handlingClock() {
        return "from the end of a window to the end of its steps";
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CONSUMES);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of(Gauge.UTILIZATION, Gauge.QUEUE, Gauge.LAG);
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.distribution(SERVICE_TIME).mean() / 1e9;
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        boolean sliding = settings.text(WINDOW).equals("sliding");
        if (sliding && settings.nanos(SLIDE) > settings.nanos(SIZE)) {
            flaws.add("it slides by more than the size of its windows: events in between are in none");
        }
        if (sliding && settings.nanos(SIZE) / Math.max(1, settings.nanos(SLIDE)) > 1000) {
            flaws.add("every event is in more than 1,000 windows");
        }
        if (settings.text(SINK).equals("transactional") && settings.isNone(CHECKPOINT_EVERY)) {
            flaws.add("results that go with a checkpoint never go, as there is none");
        }
        return flaws;
    }

    /** A window has to fill and to be over. */
    @Override
    public double paceSeconds(Settings settings) {
        double window = Math.max(settings.nanos(SIZE), settings.nanos(GAP)) / 1e9;
        return window + settings.nanos(LATENESS) / 1e9;
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Streaming(site);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return List.of(Service.machines(settings.integer(INSTANCES), settings.integer(CPUS)));
    }

    /** As for workers: who hands events out gives them to any free worker; the pauses of checkpoints are left out. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return Optional.of(Service.perInstance(
                1,
                settings.integer(INSTANCES) * settings.integer(WORKERS),
                settings.distribution(SERVICE_TIME),
                new Demand(demand.callsPerSecond(), 0)));
    }
}
