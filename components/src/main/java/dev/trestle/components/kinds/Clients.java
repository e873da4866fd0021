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
import dev.trestle.components.load.Arrivals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** People and their devices: they issue the operations of the brief at its rates and see how long answers take. */
public final class Clients extends Kind {
    static final Param ARRIVALS = Param.choice(
                    "arrivals",
                    "Arrivals",
                    "How requests come: independently (poisson), evenly (steady), in bursts, over a day, or each person's "
                            + "next one some time after the last answer (closed).",
                    "poisson",
                    "steady",
                    "bursty",
                    "daily",
                    "closed")
            .group("Load");
    static final Param BURST_FACTOR = Param.of(
                    "burstFactor",
                    ParamType.NUMBER,
                    "Burst factor",
                    "5",
                    "How many times the mean rate comes in a burst; between bursts as much less that the mean stays.")
            .between("1", "1e6")
            .group("Load");
    static final Param BURST_LENGTH = Param.of(
                    "burstLength", ParamType.DURATION, "Burst length", "1 s", "How long a burst lasts on average.")
            .between("1 us", "1 day")
            .group("Load");
    static final Param BURST_EVERY = Param.of(
                    "burstEvery",
                    ParamType.DURATION,
                    "Burst every",
                    "10 s",
                    "Time from the beginning of a burst to that of the next on average.")
            .between("2 us", "2 day")
            .group("Load");
    static final Param DAY_PEAK = Param.of(
                    "dayPeak",
                    ParamType.NUMBER,
                    "Peak of the day",
                    "1.8",
                    "The highest rate of a day over its mean; the lowest is as far below.")
            .between("1", "2")
            .group("Load");
    static final Param DAY_LENGTH = Param.of(
                    "dayLength",
                    ParamType.DURATION,
                    "Length of the day",
                    "24 h",
                    "From one peak to the next; the run begins at the mean, going up.")
            .between("1 ms", "365 day")
            .group("Load");
    static final Param CONCURRENT = Param.of(
                    "concurrent",
                    ParamType.INTEGER,
                    "Concurrent users",
                    "100",
                    "How many people are there at the same time in a closed loop; the rates only say what they ask for.")
            .between("1", "1000000")
            .group("Load");
    static final Param THINK = Param.of(
                    "think",
                    ParamType.DISTRIBUTION,
                    "Think time",
                    "exponential(5 s)",
                    "Time from an answer to the same person's next request in a closed loop.")
            .group("Load");
    static final Param USERS = Param.of(
                    "users", ParamType.NUMBER, "Users", "1 M", "How many different people there are here.")
            .between("1", "1e10")
            .group("Load");
    static final Param REGION = Param.of(
                    "region",
                    ParamType.TEXT,
                    "Region",
                    "",
                    "Id of the region that these people live in; empty means the one that they are drawn in, if any.")
            .group("Load");
    static final Param TRANSPORT = Param.choice(
                    "transport",
                    "Transport",
                    "How people hear of events: not at all (request), by asking every so often (short-poll), by asking and "
                            + "being kept waiting (long-poll), or over a connection that stays open (sse, websocket).",
                    "request",
                    "short-poll",
                    "long-poll",
                    "sse",
                    "websocket")
            .group("Events");
    static final Param LISTENS_WITH = Param.of(
                    "listensWith",
                    ParamType.TEXT,
                    "Listens with",
                    "",
                    "Name of the operation that asks for news or opens the connection.")
            .group("Events");
    static final Param FOLLOWS = Param.of(
                    "follows",
                    ParamType.NAMES,
                    "Follows",
                    "",
                    "Events that people wait for, separated by commas; empty means all. Each is news for one of them, as soon "
                            + "as a consumer has handled it.")
            .group("Events");
    static final Param LISTENERS = Param.of(
                    "listeners", ParamType.INTEGER, "Listeners", "1000", "How many people listen at the same time.")
            .between("1", "200000")
            .group("Events");
    static final Param POLL_EVERY = Param.of(
                    "pollEvery", ParamType.DURATION, "Poll every", "5 s", "From one short poll to the next.")
            .between("1 ms", "1 day")
            .group("Events");
    static final Param HOLD_FOR = Param.of(
                    "holdFor",
                    ParamType.DURATION,
                    "Hold for",
                    "30 s",
                    "After so long without news a long poll is answered with nothing, and an open connection is looked after.")
            .between("10 ms", "1 day")
            .group("Events");
    static final Param DEVICE_CACHE = Param.of(
                    "deviceCache",
                    ParamType.DURATION,
                    "Device keeps answers for",
                    "none",
                    "How long a person's device answers the same read by itself; none means that it asks every time.")
            .between("1 ms", "365 day")
            .orNone()
            .group("Sessions");
    static final Param READS_OWN = Param.of(
                    "readsOwn",
                    ParamType.RATIO,
                    "Look at own writes",
                    "30 %",
                    "Share of writes after which the same person reads what was written; such a read takes the place of "
                            + "one of the load's own, so rates stay as stated.")
            .between("0 %", "100 %")
            .group("Sessions");
    static final Param READS_OWN_AFTER = Param.of(
                    "readsOwnAfter",
                    ParamType.DISTRIBUTION,
                    "Look after",
                    "exponential(1 s)",
                    "Time from the answer to the write until that person reads it.")
            .group("Sessions");

    public Clients() {
        super("clients", "Clients", Family.CLIENTS, "People and devices that issue the operations of the brief.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                ARRIVALS,
                BURST_FACTOR,
                BURST_LENGTH,
                BURST_EVERY,
                DAY_PEAK,
                DAY_LENGTH,
                USERS,
                REGION,
                CONCURRENT,
                THINK,
                Asking.TIMEOUT,
                Asking.RETRIES,
                Asking.BACKOFF,
                Asking.GROWTH,
                Asking.JITTER,
                Asking.BUDGET,
                Asking.HEDGE,
                TRANSPORT,
                LISTENS_WITH,
                FOLLOWS,
                LISTENERS,
                POLL_EVERY,
                HOLD_FOR,
                DEVICE_CACHE,
                READS_OWN,
                READS_OWN_AFTER);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.out("out", "requests", Port.REQUEST));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "aws-sdk",
                        "AWS SDK, standard retry mode",
                        Map.of("retries", "2", "backoffGrowth", "exponential", "jitter", "full"),
                        List.of("clients.aws.attempts")),
                new Preset(
                        "finagle",
                        "Finagle with its retry budget",
                        Map.of("retries", "20", "retryBudget", "20 %"),
                        List.of("clients.finagle.retries")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.SOURCE);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of(Gauge.LAG, Gauge.HIT_RATIO);
    }

    @Override
    public double paceSeconds(Settings settings) {
        return settings.text(ARRIVALS).equals("closed") ? 0 : arrivals(settings).paceSeconds();
    }

    @Override
    public boolean asksAtRandom(Settings settings) {
        return settings.text(ARRIVALS).equals("poisson");
    }

    /** A new process of an open loop. */
    static Arrivals arrivals(Settings settings) {
        return switch (settings.text(ARRIVALS)) {
            case "steady" -> Arrivals.steady();
            case "bursty" ->
                Arrivals.bursty(
                        settings.number(BURST_FACTOR), seconds(settings, BURST_LENGTH), seconds(settings, BURST_EVERY));
            case "daily" -> Arrivals.daily(settings.number(DAY_PEAK), seconds(settings, DAY_LENGTH));
            default -> Arrivals.poisson();
        };
    }

    private static double seconds(Settings settings, Param param) {
        return settings.nanos(param) / 1e9;
    }

    /** With answers kept on the device some reads do not come. */
    @Override
    public double rereads(Settings settings) {
        return settings.isNone(DEVICE_CACHE) ? settings.ratio(READS_OWN) : Double.NaN;
    }

    @Override
    public Behaviour behave(Site site) {
        return new ClientLoad(site);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return List.of();
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        String transport = settings.text(TRANSPORT);
        if (!transport.equals("request") && settings.text(LISTENS_WITH).isBlank()) {
            flaws.add("people listen by " + transport + ", but listensWith names no operation: they hear of nothing");
        }
        double most = seconds(settings, BURST_EVERY) / seconds(settings, BURST_LENGTH);
        if (settings.text(ARRIVALS).equals("bursty") && settings.number(BURST_FACTOR) > Math.max(1, most)) {
            flaws.add("bursts of " + settings.text(BURST_FACTOR) + " times the mean for " + settings.text(BURST_LENGTH)
                    + " every " + settings.text(BURST_EVERY) + " would be more than all requests: all come in bursts");
        }
        return flaws;
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return true;
    }
}
