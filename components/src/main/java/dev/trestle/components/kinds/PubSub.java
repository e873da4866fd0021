package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
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
import dev.trestle.estimator.fact.Fact;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A broker or event bus: copies each message to the consumers that are bound to it and pushes it to them at once. */
public final class PubSub extends Kind {
    static final Param EVENTS = Param.of(
                    "events",
                    ParamType.NAMES,
                    "Events",
                    "",
                    "Which events it takes, separated by commas; empty means all.")
            .group("Routing");
    static final Param EXCHANGE = Param.choice(
                    "exchange",
                    "Exchange",
                    "Who gets a message: every consumer (fan-out), those bound to its event by name (direct), or by a pattern"
                            + " (topic).",
                    "fan-out",
                    "direct",
                    "topic")
            .group("Routing");
    static final Param BINDINGS = Param.of(
                    "bindings",
                    ParamType.TEXT,
                    "Bindings",
                    "",
                    "For direct and topic, such as: billing = order-*; audit = #. A consumer that is not named gets the events"
                            + " that it has operations for.")
            .group("Routing");
    static final Param INSTANCES = Param.of(
                    "instances",
                    ParamType.INTEGER,
                    "Instances",
                    "3",
                    "Brokers that take messages in turn and know each other's.")
            .between("1", "1000")
            .group("Size")
            .tries("+1");
    static final Param WORKERS = Param.of(
                    "workers",
                    ParamType.INTEGER,
                    "Workers",
                    "4",
                    "Messages that one instance routes at the same time; the others queue.")
            .between("1", "10000")
            .group("Size");
    static final Param QUEUE = Param.of(
                    "queue",
                    ParamType.INTEGER,
                    "Queue limit",
                    "none",
                    "Messages that may wait for a worker of an instance; one more is rejected.")
            .between("0", "10000000")
            .orNone()
            .group("Size")
            .tries("x2", "none");
    static final Param ROUTE_TIME = Param.of(
                    "routeTime",
                    ParamType.DISTRIBUTION,
                    "Routing a message",
                    "800 us",
                    "A worker's time to take a message and find who gets it; then the publisher is answered.")
            .group("Work");
    static final Param TRANSFORM_TIME = Param.of(
                    "transformTime",
                    ParamType.DISTRIBUTION,
                    "Transforming a copy",
                    "0 ms",
                    "A worker's further time per copy, to give each consumer the form that it wants.")
            .group("Work");
    static final Param DURABLE = Param.choice(
                    "durable",
                    "Durable",
                    "Whether copies are kept for consumers that are away, and survive a crash of the broker.",
                    "yes",
                    "no")
            .group("Delivery")
            .tries("yes");
    static final Param UNACKNOWLEDGED = Param.of(
                    "unacknowledged",
                    ParamType.INTEGER,
                    "Unacknowledged at most",
                    "none",
                    "Messages pushed to one instance of a consumer and not yet acknowledged; more of them wait here.")
            .between("1", "1000000")
            .orNone()
            .group("Delivery");
    static final Param ANSWER_TIMEOUT = Param.of(
                    "answerTimeout",
                    ParamType.DURATION,
                    "Answer timeout",
                    "30 s",
                    "A copy that is not acknowledged for so long is pushed again.")
            .between("1 ms", "12 h")
            .group("Delivery");
    static final Param MAX_RECEIVES = Param.of(
                    "maxReceives",
                    ParamType.INTEGER,
                    "Deliveries at most",
                    "5",
                    "After so many failed deliveries a copy goes to the dead letters.")
            .between("1", "1000000")
            .group("Delivery")
            .tries("x2");
    static final Param RETRY_DELAY = Param.of(
                    "retryDelay",
                    ParamType.DURATION,
                    "Retry after",
                    "1 s",
                    "How long a copy that a consumer could not handle waits before it is pushed again.")
            .between("0 s", "12 h")
            .group("Delivery");

    public PubSub() {
        super("pub-sub", "Pub/sub broker", Family.MESSAGING, "Pushes a copy of each message to all who want it.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                EVENTS,
                EXCHANGE,
                BINDINGS,
                INSTANCES,
                WORKERS,
                QUEUE,
                ROUTE_TIME,
                TRANSFORM_TIME,
                DURABLE,
                UNACKNOWLEDGED,
                ANSWER_TIMEOUT,
                MAX_RECEIVES,
                RETRY_DELAY);
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "published events", Port.MESSAGE), Port.out("out", "copies to consumers", Port.MESSAGE));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "rabbitmq",
                        "RabbitMQ",
                        Map.of("exchange", "topic", "instances", "3", "unacknowledged", "250"),
                        List.of("queue.rabbitmq.rate", "broker.node.price")),
                new Preset(
                        "esb",
                        "Enterprise service bus",
                        Map.of("exchange", "direct", "instances", "1", "transformTime", "lognormal(5 ms, cv 1)"),
                        List.of("broker.node.price")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.QUEUES, Role.BROADCASTS);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of(Gauge.UTILIZATION, Gauge.QUEUE, Gauge.LAG);
    }

    @Override
    public List<String> holds(Settings settings) {
        return settings.names(EVENTS);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    /** Without the copies, of which the settings do not know how many there are. */
    @Override
    public double ownSeconds(Settings settings, int verb) {
        boolean transforms = settings.distribution(TRANSFORM_TIME).mean() > 0;
        return verb == Call.PUBLISH && !transforms
                ? settings.distribution(ROUTE_TIME).mean() / 1e9
                : Double.NaN;
    }

    /** A copy that takes time makes the work depend on who is bound, which is no setting. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return settings.isNone(QUEUE) && settings.distribution(TRANSFORM_TIME).mean() == 0
                ? Optional.of(WorkTime.of(settings.distribution(ROUTE_TIME))
                        .queue(settings.integer(INSTANCES), settings.integer(WORKERS), demand.callsPerSecond()))
                : Optional.empty();
    }

    @Override
    public List<String> check(Settings settings) {
        return Bindings.flaws(settings.text(BINDINGS));
    }

    /** What is not durable stands in memory only. */
    @Override
    public boolean corruptible(Settings settings) {
        return settings.flag(DURABLE);
    }

    @Override
    public Behaviour behave(Site site) {
        return new Exchange(site);
    }

    @Override
    public boolean fillsDisks(Settings settings) {
        return settings.flag(DURABLE);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int brokers = settings.integer(INSTANCES);
        return List.of(new CostLine(
                String.format(Locale.ROOT, "%d brokers", brokers),
                brokers * Fact.of("broker.node.price").value() * Usage.HOURS));
    }
}
