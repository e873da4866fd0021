package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Forecast;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Preset;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.load.Distribution;
import dev.trestle.estimator.fact.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Our own code: instances with a fixed number of workers each, which run the steps of operations. */
public final class Service extends Kind {
    /** A canary that is further off the share that was asked for deserves a word. */
    private static final double CANARY_TOLERANCE = 0.5;

    static final Param INSTANCES = Param.of(
                    "instances",
                    ParamType.INTEGER,
                    "Instances",
                    "2",
                    "How many copies run; a balancer spreads over them.")
            .between("1", "10000")
            .group("Size")
            .tries("+1", "x2")
            .whileRunning();
    static final Param WORKERS = Param.of(
                    "workers",
                    ParamType.INTEGER,
                    "Workers",
                    "64",
                    "Requests that one instance works on at the same time; the others queue.")
            .between("1", "100000")
            .group("Size")
            .whileRunning();
    static final Param CPUS = Param.of(
                    "cpus",
                    ParamType.INTEGER,
                    "vCPU per instance",
                    "4",
                    "Size of one instance: what it costs, and with the discipline sharing what its workers share.")
            .between("1", "512")
            .group("Size");
    static final Param SERVICE_TIME = Param.of(
                    "serviceTime",
                    ParamType.DISTRIBUTION,
                    "Service time",
                    "lognormal(8 ms, cv 1)",
                    "A worker's own time on one request, without waiting for other nodes.")
            .group("Work")
            .whileRunning();
    static final Param QUEUE = Param.of(
                    "queue",
                    ParamType.INTEGER,
                    "Queue limit",
                    "none",
                    "Requests that may wait at one instance; one more is rejected.")
            .between("0", "10000000")
            .orNone()
            .group("Work")
            .tries("x2", "/2", "none");
    static final Param MODEL = Param.choice(
                    "model",
                    "Waiting",
                    "Whether a worker is held while a step waits for another node (blocking), or not (async).",
                    "blocking",
                    "async")
            .group("Work")
            .tries("async");

    static final Param DISCIPLINE = Param.choice(
                    "discipline",
                    "Discipline",
                    "Workers take requests in order of arrival (fifo), the urgent ones first (urgent-first), or in order, "
                            + "while all share the processors (sharing).",
                    "fifo",
                    "urgent-first",
                    "sharing")
            .group("Work")
            .tries("urgent-first");
    static final Param URGENT = Param.of(
                    "urgent",
                    ParamType.OPERATIONS,
                    "Urgent",
                    "",
                    "Operations that go first and are dropped last, separated by commas; empty means those that write.")
            .group("Work");
    static final Param FULL_QUEUE = Param.choice(
                    "fullQueue",
                    "When the queue is full",
                    "Who is dropped for one more: itself (newest), who waits longest, or for an urgent one the last that is "
                            + "not (ordinary).",
                    "newest",
                    "oldest",
                    "ordinary")
            .group("Work")
            .tries("oldest");
    static final Param PATIENCE = Param.of(
                    "patience",
                    ParamType.DISTRIBUTION,
                    "Longest wait",
                    "none",
                    "How long a request waits for a worker before it is dropped.")
            .orNone()
            .group("Work");
    static final Param BREAKER = Param.of(
                    "breaker",
                    ParamType.RATIO,
                    "Breaker opens at",
                    "none",
                    "Share of failed calls at which an instance asks a node no more for a while.")
            .between("1 %", "100 %")
            .orNone()
            .group("Calls")
            .tries("50 %");
    static final Param BREAKER_WINDOW = Param.of(
                    "breakerWindow",
                    ParamType.INTEGER,
                    "Breaker looks at",
                    "100",
                    "How many of the last calls the share is taken of.")
            .between("1", "100000")
            .group("Calls");
    static final Param BREAKER_PAUSE = Param.of(
                    "breakerPause",
                    ParamType.DURATION,
                    "Breaker pause",
                    "10 s",
                    "How long an open breaker waits before one call may try again.")
            .between("1 ms", "1 h")
            .group("Calls");
    static final Param BULKHEAD = Param.of(
                    "bulkhead",
                    ParamType.INTEGER,
                    "Bulkhead",
                    "none",
                    "Calls that one instance has out at one node at the same time; one more fails at once.")
            .between("1", "1000000")
            .orNone()
            .group("Calls");
    static final Param AUTOSCALE = Param.of(
                    "autoscale",
                    ParamType.RATIO,
                    "Target utilization",
                    "none",
                    "Instances are started and stopped to keep this share of their workers busy.")
            .between("1 %", "100 %")
            .orNone()
            .group("Autoscaling")
            .tries("60 %");
    static final Param MIN_INSTANCES = Param.of(
                    "minInstances", ParamType.INTEGER, "At least", "1", "Instances that always run.")
            .between("1", "10000")
            .group("Autoscaling");
    static final Param MAX_INSTANCES = Param.of(
                    "maxInstances", ParamType.INTEGER, "At most", "10", "Instances that may run.")
            .between("1", "10000")
            .group("Autoscaling");
    static final Param AUTOSCALE_EVERY = Param.of(
                    "autoscaleEvery",
                    ParamType.DURATION,
                    "Looks every",
                    "15 s",
                    "How often the utilization since the last look is compared with the target.")
            .between("100 ms", "1 h")
            .group("Autoscaling");
    static final Param START_DELAY = Param.of(
                    "startDelay",
                    ParamType.DURATION,
                    "Start takes",
                    "1 min",
                    "Time from the decision until a new instance, or a new version of one, takes requests.")
            .between("0 s", "1 h")
            .group("Autoscaling");
    static final Param CALM = Param.of(
                    "calm",
                    ParamType.DURATION,
                    "Fewer after",
                    "5 min",
                    "How long fewer instances must have been enough before some are stopped.")
            .between("0 s", "1 day")
            .group("Autoscaling");

    public Service() {
        super("service", "Service", Family.COMPUTE, "Runs the steps of operations on a number of instances.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                INSTANCES,
                WORKERS,
                CPUS,
                SERVICE_TIME,
                QUEUE,
                MODEL,
                DISCIPLINE,
                URGENT,
                FULL_QUEUE,
                PATIENCE,
                Asking.TIMEOUT.group("Calls"),
                Asking.RETRIES.group("Calls"),
                Asking.BACKOFF.group("Calls"),
                Asking.GROWTH.group("Calls"),
                Asking.JITTER.group("Calls"),
                Asking.BUDGET.group("Calls"),
                Asking.HEDGE.group("Calls"),
                Asking.TIED.group("Calls"),
                BREAKER,
                BREAKER_WINDOW,
                BREAKER_PAUSE,
                BULKHEAD,
                AUTOSCALE,
                MIN_INSTANCES,
                MAX_INSTANCES,
                AUTOSCALE_EVERY,
                START_DELAY,
                CALM,
                Deployment.AT,
                Deployment.STRATEGY,
                Deployment.BATCH,
                Deployment.DRAIN_TIME,
                Deployment.CANARY_SHARE,
                Deployment.BAKE_TIME,
                Deployment.NEW_ERRORS,
                Deployment.NEW_SLOWNESS,
                Deployment.ROLLBACK_AT,
                Deployment.ROLLBACK_EVERY);
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "app-server",
                "Application server, 4 vCPU",
                Map.of("workers", "200", "cpus", "4", "serviceTime", "exponential(20 ms)"),
                List.of("service.time", "service.workers", "service.rate.per-4-vcpu")));
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "requests", Port.REQUEST),
                Port.out("out", "calls, reads and writes, events", Port.REQUEST, Port.DATA, Port.MESSAGE));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.HANDLES);
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.distribution(SERVICE_TIME).mean() / 1e9;
    }

    /** An autoscaler never comes to rest, nor does what is deployed meanwhile; a breaker opens and closes. */
    @Override
    public double paceSeconds(Settings settings) {
        if (scales(settings) || deploys(settings)) {
            return Double.POSITIVE_INFINITY;
        }
        return settings.isNone(BREAKER) ? 0 : settings.nanos(BREAKER_PAUSE) / 1e9;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Processing(site, shape(site.settings()));
    }

    static Processing.Shape shape(Settings settings) {
        return new Processing.Shape(
                most(settings),
                settings.integer(WORKERS),
                settings.limit(QUEUE),
                settings.distribution(SERVICE_TIME),
                settings.text(MODEL).equals("async"));
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    private static boolean scales(Settings settings) {
        return !settings.isNone(AUTOSCALE);
    }

    private static boolean deploys(Settings settings) {
        return !settings.isNone(Deployment.AT);
    }

    /** Whether there is a second set of instances for a while. */
    private static boolean doubles(Settings settings) {
        return deploys(settings) && settings.text(Deployment.STRATEGY).equals("blue-green");
    }

    /** The most instances that there can be at the same time. */
    private static int most(Settings settings) {
        return scales(settings)
                ? settings.integer(MAX_INSTANCES)
                : settings.most(INSTANCES) * (doubles(settings) ? 2 : 1);
    }

    @Override
    public int mostInstances(Settings settings) {
        return settings.most(INSTANCES);
    }

    @Override
    public int readied(Settings settings) {
        return settings.varies(INSTANCES) ? settings.most(INSTANCES) : 0;
    }

    /** Who scales by himself, or changes one instance after the other, says himself how many there are. */
    @Override
    public String fixed(Settings settings, Param param) {
        boolean own = scales(settings) || deploys(settings);
        return own && param.id().equals(INSTANCES.id())
                ? "its number of instances is up to its " + (scales(settings) ? "autoscaling" : "deployment")
                : null;
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return settings.integer(scales(settings) ? MIN_INSTANCES : INSTANCES) > 1;
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        int first = settings.integer(INSTANCES);
        if (scales(settings) && (first < settings.integer(MIN_INSTANCES) || first > settings.integer(MAX_INSTANCES))) {
            flaws.add("it begins with " + first + " instances, which is not between " + settings.text(MIN_INSTANCES)
                    + " and " + settings.text(MAX_INSTANCES));
        }
        if (scales(settings) && deploys(settings)) {
            flaws.add("a run has either autoscaling or a deployment");
        }
        double share = (double) Deployment.canaries(settings) / first;
        if (deploys(settings)
                && settings.text(Deployment.STRATEGY).equals("canary")
                && Math.abs(share / settings.ratio(Deployment.CANARY_SHARE) - 1) > CANARY_TOLERANCE) {
            flaws.add("a canary of " + settings.text(Deployment.CANARY_SHARE) + " is " + Deployment.canaries(settings)
                    + " of " + first + " instances");
        }
        return flaws;
    }

    @Override
    public List<String> notes(Settings settings) {
        boolean shared = settings.text(DISCIPLINE).equals("sharing");
        return shared || settings.text(CPUS).equals(CPUS.preset())
                ? List.of()
                : List.of(settings.text(CPUS)
                        + " vCPU change what an instance costs and not how fast it is: workers share"
                        + " processors only with the discipline sharing");
    }

    /** The machines, or where their number changes as many as there were on average, at the brief's average load. */
    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int cpus = settings.integer(CPUS);
        if (!scales(settings) && !doubles(settings) && !settings.varies(INSTANCES)) {
            return List.of(machines(settings.integer(INSTANCES), cpus));
        }
        double least = scales(settings)
                ? settings.integer(MIN_INSTANCES)
                : settings.varies(INSTANCES) ? 1 : settings.integer(INSTANCES);
        double average = Math.min(most(settings), Math.max(least, usage.instances()));
        return List.of(new CostLine(
                String.format(Locale.ROOT, "%.1f x %d vCPU on average", average, cpus),
                average * cpus * Fact.of("compute.vcpu.price").value() * Usage.HOURS));
    }

    /** Rented machines by their number and size. */
    static CostLine machines(int instances, int cpus) {
        double perCpuHour = Fact.of("compute.vcpu.price").value();
        return new CostLine(
                String.format(Locale.ROOT, "%d x %d vCPU", instances, cpus),
                instances * cpus * perCpuHour * Usage.HOURS);
    }

    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        if (scales(settings)
                || deploys(settings)
                || settings.text(DISCIPLINE).equals("sharing")
                || !settings.isNone(PATIENCE)) {
            return Optional.empty();
        }
        boolean held = settings.text(MODEL).equals("blocking");
        return Optional.of(perInstance(
                settings.integer(INSTANCES),
                settings.integer(WORKERS),
                settings.distribution(SERVICE_TIME),
                held ? demand : new Demand(demand.callsPerSecond(), 0)));
    }

    /** The queue of one of several equal instances over which the calls are spread evenly at random. */
    static Forecast perInstance(int instances, int workers, Distribution serviceTime, Demand demand) {
        double service = serviceTime.mean() / 1e9;
        double held = service + demand.waitsSeconds();
        double squaredCv = held == 0 ? 0 : serviceTime.squaredCv() * (service / held) * (service / held);
        return Forecast.queue(workers, demand.callsPerSecond() / instances, held, squaredCv);
    }
}
