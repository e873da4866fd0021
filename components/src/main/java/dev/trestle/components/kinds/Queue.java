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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message queue with acknowledgement: at least once, with visibility timeout, retries and a dead-letter queue. */
public final class Queue extends Kind {
    static final Param EVENTS = Param.of(
                    "events",
                    ParamType.NAMES,
                    "Events",
                    "",
                    "Which events it takes, separated by commas; empty means all.")
            .group("Messages");
    static final Param PUBLISH_TIME = Param.of(
                    "publishTime",
                    ParamType.DISTRIBUTION,
                    "Accepting a message",
                    "2 ms",
                    "Time until the producer is told that the message is stored.")
            .group("Messages");
    static final Param DURABLE = Param.choice(
                    "durable", "Durable", "Whether stored messages survive a crash of the queue.", "yes", "no")
            .group("Messages")
            .tries("yes");
    static final Param CAPACITY = Param.of(
                    "capacity",
                    ParamType.INTEGER,
                    "Capacity",
                    "none",
                    "Messages that may wait; when it is full a publish is rejected.")
            .between("1", "1e9")
            .orNone()
            .group("Messages")
            .tries("x2", "none");
    static final Param RETENTION = Param.of(
                    "retention",
                    ParamType.DURATION,
                    "Retention",
                    "4 day",
                    "A message that waits for so long is dropped.")
            .between("1 s", "365 day")
            .orNone()
            .group("Messages");
    static final Param CONFIRM = Param.choice(
                    "confirm",
                    "Confirm",
                    "Whether a publisher waits until its message is stored, or goes on at once and never hears of a loss.",
                    "yes",
                    "no")
            .group("Messages")
            .tries("yes");
    static final Param ORDER = Param.choice(
                    "order",
                    "Order",
                    "None; of all messages, one at a time (fifo); or of the messages of each key, one of a key at a time.",
                    "unordered",
                    "fifo",
                    "per-key")
            .group("Delivery")
            .tries("per-key", "fifo");
    static final Param DELIVERY = Param.choice(
                    "delivery",
                    "Delivery",
                    "At least once: until it is acknowledged. At most once: it is forgotten as it is handed out.",
                    "at-least-once",
                    "at-most-once")
            .group("Delivery")
            .tries("at-least-once");
    static final Param DEDUPLICATE = Param.of(
                    "deduplicate",
                    ParamType.DURATION,
                    "Knows messages for",
                    "none",
                    "How long the queue knows a message that it has taken: sent again within that time it is taken once.")
            .between("1 ms", "30 day")
            .orNone()
            .group("Messages")
            .tries("5 min");
    static final Param VISIBILITY = Param.of(
                    "visibilityTimeout",
                    ParamType.DURATION,
                    "Visibility timeout",
                    "30 s",
                    "A delivered message that is not acknowledged for so long is delivered again.")
            .between("1 ms", "12 h")
            .group("Delivery")
            .tries("x2");
    static final Param MAX_RECEIVES = Param.of(
                    "maxReceives",
                    ParamType.INTEGER,
                    "Deliveries at most",
                    "5",
                    "After so many failed deliveries a message goes to the dead-letter queue.")
            .between("1", "1000")
            .group("Delivery")
            .tries("x2");
    static final Param RETRY_DELAY = Param.of(
                    "retryDelay",
                    ParamType.DURATION,
                    "Retry after",
                    "1 s",
                    "How long a message that a consumer could not handle waits before it is delivered again.")
            .between("0 s", "12 h")
            .group("Delivery")
            .tries("x2", "/2");
    static final Param PREFETCH = Param.of(
                    "prefetch",
                    ParamType.INTEGER,
                    "Prefetch",
                    "0",
                    "Messages handed to a consumer beyond those that its workers can begin at once.")
            .between("0", "100000")
            .group("Delivery");

    public Queue() {
        super("queue", "Queue", Family.MESSAGING, "Keeps messages until a consumer has acknowledged them.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                EVENTS,
                PUBLISH_TIME,
                DURABLE,
                CAPACITY,
                RETENTION,
                CONFIRM,
                DEDUPLICATE,
                ORDER,
                DELIVERY,
                VISIBILITY,
                MAX_RECEIVES,
                RETRY_DELAY,
                PREFETCH);
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "published events", Port.MESSAGE),
                Port.out("out", "deliveries to consumers", Port.MESSAGE));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "sqs",
                        "Amazon SQS",
                        Map.of("publishTime", "lognormal(10 ms, cv 0.5)", "durable", "yes", "retention", "4 day"),
                        List.of("queue.latency", "queue.request.price", "queue.in-flight.limit", "queue.retention")),
                new Preset(
                        "sqs-fifo",
                        "Amazon SQS FIFO",
                        Map.of(
                                "publishTime",
                                "lognormal(10 ms, cv 0.5)",
                                "order",
                                "per-key",
                                "retention",
                                "4 day",
                                "deduplicate",
                                "5 min"),
                        List.of(
                                "queue.fifo.rate",
                                "queue.request.price.fifo",
                                "queue.retention",
                                "queue.deduplication")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.QUEUES);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of(Gauge.QUEUE, Gauge.LAG);
    }

    @Override
    public List<String> holds(Settings settings) {
        return settings.names(EVENTS);
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return settings.flag(DURABLE);
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.distribution(PUBLISH_TIME).mean() / 1e9;
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        return new MessageStore(site);
    }

    /** A message costs a send, a receive and a delete. */
    @Override
    public boolean fillsDisks(Settings settings) {
        return settings.flag(DURABLE);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        boolean ordered = !settings.text(ORDER).equals("unordered");
        double price = Fact.of(ordered ? "queue.request.price.fifo" : "queue.request.price")
                .value();
        return List.of(new CostLine("3 requests per message", 3 * usage.callsPerSecond() * Usage.SECONDS * price));
    }
}
