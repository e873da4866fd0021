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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A partitioned log on several brokers: every consumer linked to it reads all messages at its own pace. */
public final class Topic extends Kind {
    static final Param EVENTS = Param.of(
                    "events",
                    ParamType.NAMES,
                    "Events",
                    "",
                    "Which events it takes, separated by commas; empty means all.")
            .group("Messages");
    static final Param PARTITIONS = Param.of(
                    "partitions",
                    ParamType.INTEGER,
                    "Partitions",
                    "12",
                    "Messages of one key go to one partition, where their order is kept; no more consumers than that work.")
            .between("1", "10000")
            .group("Messages")
            .tries("x2");
    static final Param RETENTION = Param.of(
                    "retention",
                    ParamType.DURATION,
                    "Retention",
                    "7 day",
                    "How long messages are kept; those that a consumer has not read by then it never gets.")
            .between("1 s", "3650 day")
            .group("Messages");
    static final Param BROKERS = Param.of(
                    "brokers", ParamType.INTEGER, "Brokers", "3", "Machines that share the partitions.")
            .between("1", "1000")
            .group("Brokers")
            .tries("+1");
    static final Param WORKERS = Param.of(
                    "workers",
                    ParamType.INTEGER,
                    "Workers per broker",
                    "6",
                    "Messages that a broker stores at the same time; the others queue.")
            .between("1", "1000")
            .group("Brokers");
    static final Param APPEND_TIME = Param.of(
                    "appendTime",
                    ParamType.DISTRIBUTION,
                    "Storing a message",
                    "20 us",
                    "A worker's time at the leader of the partition.")
            .group("Brokers");
    static final Param REPLICATION = Param.of(
                    "replicationFactor",
                    ParamType.INTEGER,
                    "Replication factor",
                    "3",
                    "Copies of each partition, the leader's included.")
            .between("1", "20")
            .group("Copies")
            .tries("+1");
    static final Param ACKS = Param.choice(
                    "acks",
                    "Acknowledge",
                    "When the publisher is told that its message is stored: all copies in sync have it, the leader has it (1),"
                            + " or at once (0).",
                    "all",
                    "1",
                    "0")
            .group("Copies")
            .tries("all");
    static final Param MIN_IN_SYNC = Param.of(
                    "minInSync",
                    ParamType.INTEGER,
                    "Copies in sync at least",
                    "2",
                    "With acks all: with fewer copies in sync than that a message is rejected.")
            .between("1", "20")
            .group("Copies")
            .tries("+1");
    static final Param COPY_TIME = Param.of(
                    "copyTime",
                    ParamType.DISTRIBUTION,
                    "Time to a copy",
                    "lognormal(2 ms, cv 0.5)",
                    "From the leader until a follower has a message; their order is kept.")
            .group("Copies");
    static final Param FAILOVER_TIME = Param.of(
                    "failoverTime",
                    ParamType.DURATION,
                    "Failover after",
                    "9 s",
                    "How long a broker is dead before others lead its partitions.")
            .between("0 s", "1 h")
            .group("Copies");
    static final Param UNCLEAN = Param.choice(
                    "uncleanElection",
                    "Unclean election",
                    "Whether a copy that is not in sync may lead when no other is left: available, and messages are lost.",
                    "no",
                    "yes")
            .group("Copies")
            .tries("no");
    static final Param RESEND = Param.of(
                    "producerRetry",
                    ParamType.DURATION,
                    "Publisher sends again after",
                    "1 s",
                    "Without a good answer for so long a publisher sends the same message again.")
            .between("1 ms", "1 h")
            .orNone()
            .group("Publishers");
    static final Param IDEMPOTENT = Param.choice(
                    "idempotent",
                    "Idempotent publishers",
                    "Whether brokers know a message that is sent again, so that it is stored once.",
                    "yes",
                    "no")
            .group("Publishers")
            .tries("yes");
    static final Param IDEMPOTENT_FOR = Param.of(
                    "idempotentFor",
                    ParamType.DURATION,
                    "Known for",
                    "2 min",
                    "How long brokers know a message of an idempotent publisher; sent again later it is stored again.")
            .between("1 ms", "3650 day")
            .group("Publishers");
    static final Param TRANSACTIONS = Param.choice(
                    "transactions",
                    "Transactions",
                    "Whether all that an operation publishes to these brokers, of whatever events, is told to consumers together when it"
                            + " has ended well, or never; a consumer that publishes says up to where it has read in the same transaction.",
                    "no",
                    "yes")
            .group("Publishers")
            .tries("yes");
    static final Param TRANSACTION_TIMEOUT = Param.of(
                    "transactionTimeout",
                    ParamType.DURATION,
                    "Transaction timeout",
                    "1 min",
                    "A transaction that is open for so long is aborted; until then what is behind it in its partitions waits.")
            .between("1 ms", "1 day")
            .group("Publishers");
    static final Param COMMIT_INTERVAL = Param.of(
                    "commitInterval",
                    ParamType.DURATION,
                    "Offsets committed every",
                    "5 s",
                    "How often consumers say up to where they have read; what they did since is done again after a crash. 0 s:"
                            + " after every message.")
            .between("0 s", "1 h")
            .group("Consumers")
            .tries("/2");
    static final Param SESSION = Param.of(
                    "sessionTimeout",
                    ParamType.DURATION,
                    "Session timeout",
                    "10 s",
                    "How long a consumer's instance is silent before its group shares out the partitions anew.")
            .between("10 ms", "1 h")
            .group("Consumers");
    static final Param REBALANCE = Param.choice(
                    "rebalance",
                    "Rebalance",
                    "While partitions are shared out: all stop and get new ranges (eager), or only those stop that move"
                            + " (cooperative, sticky).",
                    "eager",
                    "cooperative")
            .group("Consumers");
    static final Param REBALANCE_TIME = Param.of(
                    "rebalanceTime",
                    ParamType.DURATION,
                    "Rebalance takes",
                    "3 s",
                    "How long sharing out the partitions takes.")
            .between("0 s", "1 h")
            .group("Consumers");
    static final Param ANSWER_TIMEOUT = Param.of(
                    "answerTimeout",
                    ParamType.DURATION,
                    "Answer timeout",
                    "30 s",
                    "A message that is not answered for so long is handed out again.")
            .between("1 ms", "12 h")
            .group("Consumers");
    static final Param MAX_RECEIVES = Param.of(
                    "maxReceives",
                    ParamType.INTEGER,
                    "Deliveries at most",
                    "5",
                    "After so many failed deliveries the consumer puts a message aside and goes on.")
            .between("1", "1000000")
            .group("Consumers");
    static final Param RETRY_DELAY = Param.of(
                    "retryDelay",
                    ParamType.DURATION,
                    "Retry after",
                    "1 s",
                    "How long a partition stands still after a failed delivery before the same message comes again.")
            .between("0 s", "12 h")
            .group("Consumers");

    static final Param REPLAY_AT = Param.of(
                    "replayAt",
                    ParamType.DURATION,
                    "Replay at",
                    "none",
                    "When during the run consumers are set back, and handle messages again.")
            .between("0 s", "30 day")
            .orNone()
            .group("Replay");
    static final Param REPLAY_BACK = Param.of(
                    "replayBack",
                    ParamType.DURATION,
                    "Replay from so long before",
                    "1 min",
                    "How far they are set back, as far as the retention reaches.")
            .between("1 ms", "3650 day")
            .group("Replay");
    static final Param REPLAY_GROUPS = Param.of(
                    "replayGroups",
                    ParamType.TEXT,
                    "Replay for",
                    "",
                    "Ids of the consumers that are set back, separated by commas; empty means all.")
            .group("Replay");

    public Topic() {
        super(
                "topic",
                "Topic",
                Family.MESSAGING,
                "A log in partitions that any number of consumers read, each at its pace.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                EVENTS,
                PARTITIONS,
                RETENTION,
                BROKERS,
                WORKERS,
                APPEND_TIME,
                REPLICATION,
                ACKS,
                MIN_IN_SYNC,
                COPY_TIME,
                FAILOVER_TIME,
                UNCLEAN,
                RESEND,
                IDEMPOTENT,
                IDEMPOTENT_FOR,
                TRANSACTIONS,
                TRANSACTION_TIMEOUT,
                COMMIT_INTERVAL,
                SESSION,
                REBALANCE,
                REBALANCE_TIME,
                ANSWER_TIMEOUT,
                MAX_RECEIVES,
                RETRY_DELAY,
                REPLAY_AT,
                REPLAY_BACK,
                REPLAY_GROUPS);
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "published events", Port.MESSAGE),
                Port.out("out", "every message to each consumer", Port.MESSAGE));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "kafka",
                        "Apache Kafka",
                        Map.of("sessionTimeout", "45 s", "failoverTime", "9 s", "retention", "7 day", "acks", "all"),
                        List.of(
                                "topic.session-timeout",
                                "topic.broker-session",
                                "topic.retention",
                                "topic.rate",
                                "topic.delivery-timeout")),
                new Preset(
                        "kafka-fast",
                        "Apache Kafka, leader only",
                        Map.of("sessionTimeout", "45 s", "acks", "1", "idempotent", "no"),
                        List.of("topic.session-timeout", "topic.latency")));
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
        return settings.integer(BROKERS);
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        int copies = settings.integer(REPLICATION);
        boolean enough = !settings.text(ACKS).equals("all") || copies > settings.integer(MIN_IN_SYNC);
        return settings.integer(BROKERS) > 1 && copies > 1 && enough;
    }

    @Override
    public long resendNanos(Settings settings) {
        return Math.max(0, settings.nanos(RESEND));
    }

    @Override
    public boolean transactional(Settings settings) {
        return settings.flag(TRANSACTIONS);
    }

    /** Copies overlap in time, so waiting for all of them has no simple mean. */
    @Override
    public double ownSeconds(Settings settings, int verb) {
        boolean waits = settings.text(ACKS).equals("all") && settings.integer(REPLICATION) > 1;
        return verb == Call.PUBLISH && !waits
                ? settings.distribution(APPEND_TIME).mean() / 1e9
                : Double.NaN;
    }

    /** Brokers lead as many partitions each, and partitions are taken to be equally loaded. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        int brokers = settings.integer(BROKERS);
        return settings.integer(PARTITIONS) % brokers == 0
                ? Optional.of(WorkTime.of(settings.distribution(APPEND_TIME))
                        .queue(brokers, settings.integer(WORKERS), demand.callsPerSecond()))
                : Optional.empty();
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        int copies = settings.integer(REPLICATION);
        if (copies > settings.integer(BROKERS)) {
            flaws.add("a replication factor of " + copies + " needs as many brokers, and there are "
                    + settings.integer(BROKERS));
        }
        if (settings.text(ACKS).equals("all") && settings.integer(MIN_IN_SYNC) > copies) {
            flaws.add("with " + copies + " copies there are never " + settings.integer(MIN_IN_SYNC)
                    + " in sync: every message is rejected");
        }
        if (settings.flag(TRANSACTIONS) && !(settings.text(ACKS).equals("all") && settings.flag(IDEMPOTENT))) {
            flaws.add("transactions need acks of all copies and idempotent publishers");
        }
        return flaws;
    }

    /** A replay is a story. */
    @Override
    public double paceSeconds(Settings settings) {
        return settings.isNone(REPLAY_AT) ? 0 : Double.POSITIVE_INFINITY;
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Brokers(site);
    }

    /** Brokers, and disks for all copies of what is kept. */
    @Override
    public boolean fillsDisks(Settings settings) {
        return true;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int brokers = settings.integer(BROKERS);
        double hour = Fact.of("topic.broker.price").value();
        double seconds = settings.nanos(RETENTION) / 1_000_000_000L;
        double kept = usage.bytesInPerSecond() * seconds * settings.integer(REPLICATION);
        return List.of(
                new CostLine(String.format(Locale.ROOT, "%d brokers", brokers), brokers * hour * Usage.HOURS),
                new CostLine(
                        "storage of all copies",
                        kept / 1e9 * Fact.of("topic.storage.price").value()));
    }
}
