package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Family;
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
import java.util.Set;

/** A relational database: one leader takes writes, followers copy its log, soon or before the writer is told. */
public final class SqlDatabase extends Kind {
    static final Param HOLDS = Param.of(
                    "holds",
                    ParamType.NAMES,
                    "Holds",
                    "",
                    "Entities that it keeps, separated by commas; empty means all.")
            .group("Content");
    static final Param FOLLOWERS = Param.of(
                    "followers", ParamType.INTEGER, "Followers", "1", "Copies that follow the leader.")
            .between("0", "100")
            .group("Replication");
    static final Param REPLICATION = Param.choice(
                    "replication",
                    "Replication",
                    "Whether a write is acknowledged at once (async), when one follower has it (semi-sync), or when all "
                            + "have it (sync).",
                    "async",
                    "semi-sync",
                    "sync")
            .group("Replication");
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
                    "Who answers reads: the leader alone, any copy in turn, the followers alone, or any copy but the leader for "
                            + "those who have just written.",
                    "leader",
                    "any",
                    "followers",
                    "leader after own write")
            .group("Replication");
    static final Param OWN_WINDOW = Param.of(
                    "ownWindow",
                    ParamType.DURATION,
                    "Own writes",
                    "10 s",
                    "With reads from the leader after own writes: for how long after a write.")
            .between("1 ms", "1 day")
            .group("Replication");
    static final Param SHARDS = Param.of(
                    "shards",
                    ParamType.INTEGER,
                    "Shards",
                    "1",
                    "Parts that the rows are divided into, each a leader with followers of its own.")
            .between("1", "1000")
            .group("Shards");
    static final Param SHARD_BY = Param.choice(
                    "shardBy",
                    "Shard by",
                    "How a key finds its shard: a hash of it, ranges of keys, a directory that puts a new key into the "
                            + "emptiest shard, or consistent hashing.",
                    "hash",
                    "range",
                    "directory",
                    "consistent hash")
            .group("Shards");
    static final Param SCATTERED = Param.of(
                    "scattered",
                    ParamType.NAMES,
                    "Asked of all shards",
                    "",
                    "Entities that are read by something else than the shard key: every shard must be asked.")
            .group("Shards");
    static final Param CONNECTIONS = Param.of(
                    "connections",
                    ParamType.INTEGER,
                    "Connections",
                    "none",
                    "Queries that one copy lets in, executing or waiting; more are turned away.")
            .between("1", "10000000")
            .orNone()
            .group("Speed");
    static final Param FSYNC_TIME = Param.of(
                    "fsyncTime",
                    ParamType.DISTRIBUTION,
                    "Log to disk",
                    "0 ms",
                    "Time until the log of a write is on disk, where the time of a write does not include it.")
            .group("Speed");
    static final Param FAILOVER = Param.of(
                    "failover",
                    ParamType.DURATION,
                    "Failover after",
                    "10 s",
                    "From a crash of the leader until the follower that has most takes over; none means never.")
            .between("1 ms", "1 h")
            .orNone()
            .group("Replication");
    static final Param WORKERS = Param.of(
                    "workers",
                    ParamType.INTEGER,
                    "Queries at once",
                    "8",
                    "Queries that one copy executes at the same time.")
            .between("1", "100000")
            .group("Speed");
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
        return List.of(
                HOLDS,
                FOLLOWERS,
                REPLICATION,
                READ_FROM,
                LAG,
                SYNC_TIME,
                OWN_WINDOW,
                FAILOVER,
                SHARDS,
                SHARD_BY,
                SCATTERED,
                WORKERS,
                READ_TIME,
                WRITE_TIME,
                FSYNC_TIME,
                QUEUE,
                CONNECTIONS,
                CPUS);
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
                        List.of("sql.reads.16", "sql.writes.16")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.STORES);
    }

    /** The wait for followers is that of several copies at once: a synchronous write has no simple mean. */
    @Override
    public double ownSeconds(Settings settings, int verb) {
        if (verb == Call.READ) {
            return settings.distribution(READ_TIME).mean() / 1e9;
        }
        boolean async = settings.text(REPLICATION).equals("async");
        double nanos = settings.distribution(WRITE_TIME).mean()
                + settings.distribution(FSYNC_TIME).mean();
        return async ? nanos / 1e9 : Double.NaN;
    }

    @Override
    public Behaviour behave(Site site) {
        Settings settings = site.settings();
        List<String> scattered = settings.names(SCATTERED);
        int entities = site.entities().size();
        boolean[] everywhere = new boolean[entities];
        for (int i = 0; i < entities; i++) {
            everywhere[i] = scattered.contains(site.entities().get(i).name());
        }
        return new Replicas(
                site,
                new Work(
                        settings.distribution(READ_TIME),
                        new double[entities],
                        settings.distribution(WRITE_TIME),
                        settings.distribution(FSYNC_TIME),
                        everywhere,
                        0));
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(SHARDS) * copies(settings);
    }

    private static int copies(Settings settings) {
        return 1 + settings.integer(FOLLOWERS);
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return settings.integer(FOLLOWERS) > 0 && !settings.isNone(FAILOVER);
    }

    @Override
    public List<String> check(Settings settings) {
        if (settings.integer(FOLLOWERS) == 0 && !settings.text(REPLICATION).equals("async")) {
            return List.of(settings.text(REPLICATION) + " replication needs at least one follower");
        }
        if (settings.integer(SHARDS) == 1 && !settings.names(SCATTERED).isEmpty()) {
            return List.of("with one shard nothing is scattered");
        }
        return List.of();
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int copies = instances(settings);
        int cpus = settings.integer(CPUS);
        return List.of(
                new CostLine(
                        String.format(Locale.ROOT, "%d x %d vCPU", copies, cpus),
                        copies * cpus * Fact.of("sql.vcpu.price").value() * Usage.HOURS),
                new CostLine(
                        "storage after a year",
                        copies(settings)
                                * usage.storedBytes()
                                / 1e9
                                * Fact.of("sql.storage.price").value()));
    }
}
