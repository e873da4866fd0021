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
import java.util.stream.Stream;

/** A relational database: one leader takes writes, followers copy its log, soon or before the writer is told. */
public final class SqlDatabase extends Kind {
    static final Param HOLDS = Param.of(
                    "holds",
                    ParamType.NAMES,
                    "Holds",
                    "",
                    "Entities that it keeps, separated by commas; empty means all.")
            .group("Content");
    static final Param FENCING = Param.choice(
                    "fencing",
                    "Fencing",
                    "Whether a write that shows the token of a lock older than the newest one seen for its key is refused.",
                    "no",
                    "yes")
            .group("Content");
    static final Param FOLLOWERS = Param.of(
                    "followers", ParamType.INTEGER, "Followers", "1", "Copies that follow the leader.")
            .between("0", "100")
            .group("Replication")
            .tries("+1");
    static final Param REPLICATION = Param.choice(
                    "replication",
                    "Replication",
                    "Whether a write is acknowledged at once (async), when one follower has it (semi-sync), or when all "
                            + "have it (sync).",
                    "async",
                    "semi-sync",
                    "sync")
            .group("Replication")
            .tries("semi-sync", "sync", "async");
    static final Param LAG = Param.of(
                    "lag",
                    ParamType.DISTRIBUTION,
                    "Follower lag",
                    "exponential(10 ms)",
                    "From a write at the leader until a follower shows it, with async replication; the order of writes is kept.")
            .group("Replication");
    static final Param SYNC_TIME = Param.of(
                    "syncTime",
                    ParamType.DISTRIBUTION,
                    "Synchronous copy",
                    "lognormal(1 ms, cv 0.5)",
                    "Round trip to a follower, with sync and semi-sync replication.")
            .group("Replication");
    static final Param READ_FROM = Param.choice(
                    "readFrom",
                    "Read from",
                    "Who answers reads: the leader alone, any copy in turn, the followers alone, or any copy but the leader "
                            + "for those who have just written.",
                    "leader",
                    "any",
                    "followers",
                    "leader after own write")
            .group("Replication")
            .tries("leader after own write", "leader", "any", "followers");
    static final Param OWN_WINDOW = Param.of(
                    "ownWindow",
                    ParamType.DURATION,
                    "Own writes",
                    "10 s",
                    "With reads from the leader after own writes: for how long after a write.")
            .between("1 ms", "1 day")
            .group("Replication");
    static final Param HEARTBEAT = Param.of(
                    "heartbeat",
                    ParamType.DURATION,
                    "Heartbeat",
                    "none",
                    "How often every copy is asked whether it is there; none finds a death at once.")
            .between("1 ms", "1 h")
            .orNone()
            .group("Replication");
    static final Param MISSED_BEATS = Param.of(
                    "missedBeats",
                    ParamType.INTEGER,
                    "Missed beats",
                    "3",
                    "Heartbeats in a row without an answer before the next one that make a copy dead.")
            .between("1", "1000")
            .group("Replication");
    static final Param FAILOVER = Param.of(
                    "failover",
                    ParamType.DURATION,
                    "Failover after",
                    "10 s",
                    "From when a death is found until the follower that has most leads, or writers wait for a dead follower "
                            + "no longer; none means never.")
            .between("1 ms", "1 h")
            .orNone()
            .group("Replication")
            .tries("/2");
    static final Param CHECKSUMS = Param.choice(
                    "checksums",
                    "Checksums",
                    "What becomes of a read of a row that is damaged on its disk: a checksum finds it and another copy that has "
                            + "the row answers and repairs it, or the read fails, or nothing finds it and it answers wrongly.",
                    "repair",
                    "detect",
                    "none")
            .group("Replication")
            .tries("repair");

    /** How copies follow a leader and take its place, for all stores that have one. */
    static final List<Param> COPIES = List.of(
            FOLLOWERS,
            REPLICATION,
            READ_FROM,
            LAG,
            SYNC_TIME,
            OWN_WINDOW,
            HEARTBEAT,
            MISSED_BEATS,
            FAILOVER,
            CHECKSUMS);

    static final Param WORKERS = Param.of(
                    "workers",
                    ParamType.INTEGER,
                    "Queries at once",
                    "8",
                    "Queries that one copy executes at the same time.")
            .between("1", "100000")
            .group("Speed")
            .whileRunning();
    static final Param READ_TIME = Param.of(
                    "readTime", ParamType.DISTRIBUTION, "Read", "lognormal(0.8 ms, cv 1)", "Execution time of a read.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(2.6 ms, cv 1)",
                    "Execution time of a write.")
            .group("Speed");
    static final Param QUEUE = Param.of(
                    "queue", ParamType.INTEGER, "Queue limit", "none", "Queries that may wait at one copy.")
            .between("0", "10000000")
            .orNone()
            .group("Speed");
    static final Param CPUS = Param.of(
                    "cpus", ParamType.INTEGER, "vCPU per copy", "4", "Size of one copy; only the bill uses it.")
            .between("1", "512")
            .group("Speed");

    public SqlDatabase() {
        super(
                "sql-database",
                "SQL database",
                Family.DATA,
                "Relational data with a leader and followers, in one or many shards.");
    }

    @Override
    public List<Param> params() {
        return Stream.of(
                        List.of(HOLDS, FENCING),
                        COPIES,
                        Parting.PARAMS,
                        List.of(WORKERS, READ_TIME, WRITE_TIME, QUEUE, CPUS),
                        Desk.PARAMS,
                        Tables.PARAMS,
                        Disk.PARAMS)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "reads and writes", Port.DATA));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "postgresql",
                        "PostgreSQL on 4 vCPU",
                        Map.of(
                                "workers",
                                "8",
                                "readTime",
                                "lognormal(0.8 ms, cv 1)",
                                "writeTime",
                                "lognormal(2.6 ms, cv 1)"),
                        List.of("sql.reads", "sql.writes", "sql.lag.zone", "sql.commit.sync-zone")),
                new Preset(
                        "postgresql-16",
                        "PostgreSQL on 16 vCPU",
                        Map.of(
                                "workers",
                                "32",
                                "readTime",
                                "lognormal(0.32 ms, cv 1)",
                                "writeTime",
                                "lognormal(1.6 ms, cv 1)",
                                "cpus",
                                "16"),
                        List.of("sql.reads.16", "sql.writes.16")),
                new Preset(
                        "patroni",
                        "PostgreSQL with Patroni",
                        Map.of("followers", "2", "heartbeat", "10 s", "missedBeats", "3", "failover", "1 s"),
                        List.of("sql.heartbeat", "sql.leader.ttl", "sql.reads", "sql.writes")),
                new Preset(
                        "rds-multi-az",
                        "RDS, one standby",
                        Map.of("followers", "1", "replication", "sync", "failover", "90 s"),
                        List.of("sql.failover.standby", "sql.commit.sync-zone", "sql.slo")),
                new Preset(
                        "pgbouncer",
                        "PostgreSQL behind PgBouncer",
                        Map.of("pool", "20", "connectTime", "2.3 ms", "connections", "300"),
                        List.of("sql.pool.size", "sql.connect.time", "sql.connections")),
                new Preset(
                        "vitess",
                        "MySQL in four Vitess shards",
                        Map.of(
                                "shards",
                                "4",
                                "followers",
                                "2",
                                "replication",
                                "semi-sync",
                                "readTime",
                                "lognormal(0.4 ms, cv 1)",
                                "writeTime",
                                "lognormal(0.4 ms, cv 1)"),
                        List.of("sql.shard.rate.vitess")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.STORES);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of(Gauge.UTILIZATION, Gauge.QUEUE, Gauge.LAG);
    }

    /**
     * Waits for followers or for the disk are those of several things at once, and what depends on the rows or on all shards
     * is no setting: such queries have no simple mean.
     */
    @Override
    public double ownSeconds(Settings settings, int verb) {
        boolean read = verb == Call.READ;
        boolean syncs = !read && Disk.of(settings).syncs();
        if (syncs || !ownCopy(settings, verb) || Tables.dependOnRows(settings)) {
            return Double.NaN;
        }
        double connect = settings.isNone(Desk.POOL)
                ? settings.distribution(Desk.CONNECT_TIME).mean()
                : 0;
        return (connect + settings.distribution(read ? READ_TIME : WRITE_TIME).mean()) / 1e9;
    }

    /** Only where each query has its own time at one copy, and nobody is turned away. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        boolean own = !Double.isNaN(ownSeconds(settings, Call.READ) + ownSeconds(settings, Call.WRITE));
        boolean open = settings.isNone(Desk.CONNECTIONS) && settings.isNone(Desk.POOL);
        boolean same = settings.distribution(Desk.CONNECT_TIME).mean() == 0 && settings.isNone(Disk.SNAPSHOT_EVERY);
        return own && open && same
                ? copies(
                        settings,
                        demand,
                        WorkTime.of(settings.distribution(READ_TIME)),
                        WorkTime.of(settings.distribution(WRITE_TIME)))
                : Optional.empty();
    }

    /** A leader and followers that execute such reads and writes, for all kinds that are one. */
    static Optional<Forecast> copies(Settings settings, Demand demand, WorkTime read, WorkTime write) {
        Parting parting = Parting.of(settings);
        boolean simple = ownCopy(settings, Call.WRITE)
                && settings.isNone(QUEUE)
                && !parting.reshards()
                && readers(settings) == 1;
        if (Double.isNaN(demand.readShare()) || !simple) {
            return Optional.empty();
        }
        int followers = settings.integer(FOLLOWERS);
        boolean apart = followers > 0 && settings.text(READ_FROM).equals("followers");
        return Optional.of(new CopiesForecast(read, write, settings.integer(WORKERS))
                .of(demand, parting.shards(), followers, apart));
    }

    /** Whether one copy alone decides how long a query takes. */
    static boolean ownCopy(Settings settings, int verb) {
        boolean asksAll = !settings.names(Parting.SCATTERED).isEmpty()
                || settings.text(Parting.SHARD_BY).equals(Sharding.By.ROUND_ROBIN.word());
        return !asksAll && (verb == Call.READ || settings.text(REPLICATION).equals("async"));
    }

    /** Copies of a shard that are read in turn. */
    private static int readers(Settings settings) {
        int followers = settings.integer(FOLLOWERS);
        return switch (settings.text(READ_FROM)) {
            case "leader" -> 1;
            case "followers" -> Math.max(1, followers);
            default -> 1 + followers;
        };
    }

    /** Resharding is a story; snapshots come and go. */
    @Override
    public double paceSeconds(Settings settings) {
        if (!settings.isNone(Parting.RESHARD_AT)) {
            return Double.POSITIVE_INFINITY;
        }
        return settings.isNone(Disk.SNAPSHOT_EVERY) ? 0 : settings.nanos(Disk.SNAPSHOT_EVERY) / 1e9;
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Replicas(site, shape(site.settings()), new Tables(site.settings(), site.entities()));
    }

    /** What the settings of copies say; other stores that have a leader and followers share them. */
    static Replicas.Shape shape(Settings settings) {
        boolean async = settings.text(REPLICATION).equals("async");
        Copying copying = new Copying(
                settings.integer(FOLLOWERS),
                settings.text(REPLICATION),
                settings.text(READ_FROM),
                settings.nanos(OWN_WINDOW),
                settings.distribution(async ? LAG : SYNC_TIME),
                settings.distribution(SYNC_TIME),
                settings.nanos(HEARTBEAT),
                settings.integer(MISSED_BEATS),
                settings.nanos(FAILOVER),
                settings.text(CHECKSUMS));
        return new Replicas.Shape(copying, Parting.of(settings), Desk.of(settings), Disk.of(settings));
    }

    @Override
    public int instances(Settings settings) {
        return allCopies(settings);
    }

    /** Copies of all shards. */
    static int allCopies(Settings settings) {
        return Parting.of(settings).most() * (1 + settings.integer(FOLLOWERS));
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return hasHeir(settings);
    }

    /** Whether a follower takes the place of a dead leader. */
    static boolean hasHeir(Settings settings) {
        return settings.integer(FOLLOWERS) > 0 && !settings.isNone(FAILOVER);
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>(flaws(settings));
        flaws.addAll(Parting.flaws(settings));
        flaws.addAll(Desk.flaws(settings));
        flaws.addAll(Disk.flaws(settings));
        return flaws;
    }

    static List<String> flaws(Settings settings) {
        if (settings.integer(FOLLOWERS) == 0 && !settings.text(REPLICATION).equals("async")) {
            return List.of(settings.text(REPLICATION) + " replication needs at least one follower");
        }
        return List.of();
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return bill(settings, usage.storedBytes());
    }

    /** Servers and storage of all copies. */
    static List<CostLine> bill(Settings settings, double storedBytes) {
        int copies = 1 + settings.integer(FOLLOWERS);
        int instances = allCopies(settings);
        int cpus = settings.integer(CPUS);
        return List.of(
                new CostLine(
                        String.format(Locale.ROOT, "%d x %d vCPU", instances, cpus),
                        instances * cpus * Fact.of("sql.vcpu.price").value() * Usage.HOURS),
                new CostLine(
                        "storage after a year",
                        copies
                                * storedBytes
                                / 1e9
                                * Fact.of("sql.storage.price").value()));
    }
}
