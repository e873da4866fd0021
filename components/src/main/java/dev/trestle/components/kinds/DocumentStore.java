package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.load.Distribution;
import java.util.List;
import java.util.Set;

/** Documents that are read and written whole: fast by key or index, a walk through all of them by anything else. */
public final class DocumentStore extends Kind {
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "Read",
                    "lognormal(0.8 ms, cv 1)",
                    "Execution time of a read by key or index.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(1.6 ms, cv 1)",
                    "Execution time of a write, without its indexes.")
            .group("Speed");
    static final Param UNINDEXED = Param.of(
                    "unindexed",
                    ParamType.NAMES,
                    "Found without index",
                    "",
                    "Entities that are found by a field without an index: every shard goes through all it has.")
            .group("Content");
    static final Param SCAN_TIME = Param.of(
                    "scanTime", ParamType.DURATION, "Scan", "2 us", "Time to look at one document of a scan.")
            .between("0 s", "1 s")
            .group("Speed");
    static final Param INDEXES = Param.of(
                    "indexes", ParamType.INTEGER, "Indexes", "1", "Indexes beside the key that each write keeps up.")
            .between("0", "64")
            .group("Content");
    static final Param INDEX_TIME = Param.of(
                    "indexTime", ParamType.DURATION, "Index", "100 us", "Time of a write for each of its indexes.")
            .between("0 s", "1 s")
            .group("Speed");

    public DocumentStore() {
        super(
                "document-store",
                "Document store",
                Family.DATA,
                "Whole documents by key, and by fields that have an index.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                SqlDatabase.HOLDS,
                UNINDEXED,
                SCAN_TIME,
                INDEXES,
                INDEX_TIME,
                SqlDatabase.SHARDS,
                SqlDatabase.FOLLOWERS,
                SqlDatabase.READ_FROM,
                SqlDatabase.LAG,
                SqlDatabase.FAILOVER,
                SqlDatabase.WORKERS,
                READ_TIME,
                WRITE_TIME,
                SqlDatabase.QUEUE,
                SqlDatabase.CPUS);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "reads and writes", Port.DATA));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.STORES);
    }

    @Override
    public Behaviour behave(Site site) {
        Settings settings = site.settings();
        List<EntityPlan> entities = site.entities();
        boolean[] scattered = new boolean[entities.size()];
        double[] more = new double[entities.size()];
        List<String> unindexed = settings.names(UNINDEXED);
        for (int i = 0; i < more.length; i++) {
            scattered[i] = unindexed.contains(entities.get(i).name());
            more[i] = scattered[i] ? (double) entities.get(i).count() * settings.nanos(SCAN_TIME) : 0;
        }
        double indexSeconds = settings.integer(INDEXES) * settings.nanos(INDEX_TIME) / 1e9;
        return new Replicas(
                site,
                new Work(
                        settings.distribution(READ_TIME),
                        more,
                        settings.distribution(WRITE_TIME),
                        Distribution.duration(indexSeconds + " s"),
                        scattered,
                        0));
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(SqlDatabase.SHARDS) * (1 + settings.integer(SqlDatabase.FOLLOWERS));
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return settings.integer(SqlDatabase.FOLLOWERS) > 0 && !settings.isNone(SqlDatabase.FAILOVER);
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> unindexed = settings.names(UNINDEXED);
        return unindexed.isEmpty()
                ? List.of()
                : List.of("reads of " + String.join(", ", unindexed)
                        + " go through every document; an index makes them fast");
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return StoreBill.of(settings, instances(settings), usage);
    }
}
