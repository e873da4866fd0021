package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Family;
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
import dev.trestle.estimator.fact.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lets only so many requests through, of each client or of all together, and turns the others away. */
public final class RateLimiter extends Kind {
    static final Param ALGORITHM = Param.choice(
                    "algorithm",
                    "Algorithm",
                    "Tokens that fill a bucket, a queue that drips, a count per window of the clock, the times of all "
                            + "admitted requests, or two counts that stand for a sliding window.",
                    "token-bucket",
                    "leaky-bucket",
                    "fixed-window",
                    "sliding-log",
                    "sliding-counter")
            .group("Limit")
            .whileRunning();
    static final Param LIMIT = Param.of(
                    "limit", ParamType.RATE, "Limit", "10/s", "Requests that may pass, in the long run.")
            .between("0.001/s", "1000000000/s")
            .group("Limit")
            .tries("x2", "/2")
            .whileRunning();
    static final Param BURST = Param.of(
                    "burst",
                    ParamType.INTEGER,
                    "Burst",
                    "20",
                    "Size of the bucket: tokens that may be saved up, or requests that may wait in a leaky bucket.")
            .between("1", "1000000")
            .group("Limit")
            .whileRunning();
    static final Param WINDOW = Param.of(
                    "window",
                    ParamType.DURATION,
                    "Window",
                    "1 s",
                    "Length of the window over which windows, logs and counters count.")
            .between("1 ms", "1 day")
            .group("Limit")
            .whileRunning();
    static final Param PER = Param.choice(
                    "per", "Per", "Whether each client has a limit of its own, or all share one.", "client", "all")
            .group("Limit");
    static final Param INSTANCES = Param.of(
                    "instances", ParamType.INTEGER, "Instances", "2", "Limiters; requests go over them in turn.")
            .between("1", "1000")
            .group("Counters")
            .tries("+1");
    static final Param COUNTERS = Param.choice(
                    "counters",
                    "Counters",
                    "One counter that all instances ask (shared), or one in the memory of each (local).",
                    "shared",
                    "local")
            .group("Counters")
            .tries("shared");
    static final Param COUNTER_TIME = Param.of(
                    "counterTime",
                    ParamType.DISTRIBUTION,
                    "Asking the counter",
                    "0.5 ms",
                    "Time until a shared counter has answered.")
            .group("Counters");
    static final Param COUNTER_TIMEOUT = Param.of(
                    "counterTimeout",
                    ParamType.DURATION,
                    "Counter timeout",
                    "20 ms",
                    "A shared counter that takes longer is not waited for; none means that it is.")
            .between("10 us", "1 min")
            .orNone()
            .group("Counters");
    static final Param WITHOUT_COUNTER = Param.choice(
                    "withoutCounter",
                    "Without an answer",
                    "What happens to a request whose counter did not answer in time: it passes (open) or not (closed).",
                    "open",
                    "closed")
            .group("Counters")
            .tries("closed", "open");

    public RateLimiter() {
        super("rate-limiter", "Rate limiter", Family.GUARDS, "Turns away requests above a rate, per client or in all.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                ALGORITHM,
                LIMIT,
                BURST,
                WINDOW,
                PER,
                INSTANCES,
                COUNTERS,
                COUNTER_TIME,
                COUNTER_TIMEOUT,
                WITHOUT_COUNTER);
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "requests", Port.REQUEST), Port.out("out", "requests within the limit", Port.REQUEST));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "stripe",
                        "Token bucket per account, as at Stripe",
                        Map.of("algorithm", "token-bucket", "limit", "100/s", "burst", "100", "per", "client"),
                        List.of("external.stripe.rate")),
                new Preset(
                        "redis",
                        "Sliding log in Redis",
                        Map.of("algorithm", "sliding-log", "counters", "shared", "counterTime", "0.5 ms"),
                        List.of("network.same-zone.rtt", "cache.node.price")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.FORWARDS);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of();
    }

    /** A window goes by, or a burst that was saved up is spent. */
    @Override
    public double paceSeconds(Settings settings) {
        double burst = settings.number(BURST) / settings.perSecond(LIMIT);
        return Math.max(settings.nanos(WINDOW) / 1e9, burst);
    }

    @Override
    public Behaviour behave(Site site) {
        return new Limiting(site);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    /** One processor per instance, and a cache node for shared counters. */
    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        List<CostLine> lines = new ArrayList<>();
        lines.add(Service.machines(settings.integer(INSTANCES), 1));
        if (shared(settings)) {
            lines.add(new CostLine("shared counter", Fact.of("cache.node.price").value() * Usage.HOURS));
        }
        return lines;
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        int instances = settings.integer(INSTANCES);
        if (!shared(settings) && instances > 1) {
            flaws.add(instances + " instances that count for themselves let through up to " + instances
                    + " times the limit");
        }
        boolean bucket = settings.text(ALGORITHM).endsWith("bucket");
        if (!bucket && Limit.inWindow(settings.perSecond(LIMIT), settings.nanos(WINDOW)) < 1) {
            flaws.add("a window of " + settings.text(WINDOW) + " at " + settings.text(LIMIT)
                    + " lets nothing through: it is less than one request");
        }
        return flaws;
    }

    static boolean shared(Settings settings) {
        return settings.text(COUNTERS).equals("shared");
    }

    /** An empty memory for the limit that the settings ask for. */
    /** The window of the algorithms that have one; of a leaky bucket the time between two drops. */
    static long windowNanos(Settings settings) {
        return settings.text(ALGORITHM).equals("leaky-bucket")
                ? (long) (1e9 / settings.perSecond(LIMIT))
                : settings.nanos(WINDOW);
    }

    static Limit limit(Settings settings) {
        double perSecond = settings.perSecond(LIMIT);
        long windowNanos = settings.nanos(WINDOW);
        long inWindow = Limit.inWindow(perSecond, windowNanos);
        int burst = settings.integer(BURST);
        return switch (settings.text(ALGORITHM)) {
            case "token-bucket" -> new Limit.TokenBucket(perSecond, burst);
            case "leaky-bucket" -> new Limit.LeakyBucket(perSecond, burst);
            case "fixed-window" -> new Limit.FixedWindow(inWindow, windowNanos);
            case "sliding-log" -> new Limit.SlidingLog(inWindow, windowNanos);
            default -> new Limit.SlidingCounter(inWindow, windowNanos);
        };
    }
}
