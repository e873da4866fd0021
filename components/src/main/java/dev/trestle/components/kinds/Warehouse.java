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
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Columns for questions about everything: a read scans some columns of all rows, on all shards at the same time. */
public final class Warehouse extends Kind {
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "Read",
                    "lognormal(5 ms, cv 1)",
                    "Time of a query at one shard, without its scan.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime", ParamType.DISTRIBUTION, "Write", "lognormal(1 ms, cv 1)", "Time to take in one row.")
            .group("Speed");
    static final Param COLUMNS = Param.of(
                    "columns", ParamType.RATIO, "Columns", "10 %", "Share of a row's bytes that a query reads.")
            .between("0 %", "100 %")
            .group("Content");
    static final Param SCAN_RATE = Param.of(
                    "scanRate", ParamType.BYTES, "Scan", "1 GB", "Bytes that one query scans at one shard in a second.")
            .between("1 KB", "1 TB")
            .group("Speed");
    static final Param LOAD = Param.of(
                    "loadInterval",
                    ParamType.DURATION,
                    "Load every",
                    "1 min",
                    "How often what was taken in becomes visible to queries.")
            .between("1 ms", "7 day")
            .group("Content");

    public Warehouse() {
        super("warehouse", "Data warehouse", Family.DATA, "Answers questions about everything by scanning columns.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                SqlDatabase.HOLDS,
                COLUMNS,
                SCAN_RATE,
                LOAD,
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
        Arrays.fill(scattered, true);
        for (int i = 0; i < more.length; i++) {
            double bytes = (double) entities.get(i).count() * entities.get(i).sizeBytes() * settings.ratio(COLUMNS);
            more[i] = bytes / settings.bytes(SCAN_RATE) * 1e9;
        }
        return new Replicas(
                site,
                new Work(
                        settings.distribution(READ_TIME),
                        more,
                        settings.distribution(WRITE_TIME),
                        Distribution.duration("0 ms"),
                        scattered,
                        settings.nanos(LOAD)));
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
    public List<CostLine> cost(Settings settings, Usage usage) {
        return StoreBill.of(settings, instances(settings), usage);
    }
}
