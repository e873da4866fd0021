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

/** An inverted index: finds by words what was written before its last refresh; every search asks every shard. */
public final class SearchIndex extends Kind {
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "Read",
                    "lognormal(4 ms, cv 1)",
                    "Time of a search at one shard.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(1.6 ms, cv 1)",
                    "Time to index one document.")
            .group("Speed");
    static final Param REFRESH = Param.of(
                    "refreshInterval",
                    ParamType.DURATION,
                    "Refresh every",
                    "1 s",
                    "How often what was written becomes visible to searches.")
            .between("1 ms", "1 h")
            .group("Content");

    public SearchIndex() {
        super(
                "search-index",
                "Search index",
                Family.DATA,
                "Finds documents by their words, a moment after they were written.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                SqlDatabase.HOLDS,
                REFRESH,
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
        // A search knows words, not the document that has them.
        Arrays.fill(scattered, true);
        return new Replicas(
                site,
                new Work(
                        settings.distribution(READ_TIME),
                        more,
                        settings.distribution(WRITE_TIME),
                        Distribution.duration("0 ms"),
                        scattered,
                        settings.nanos(REFRESH)));
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
