package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.EntityPlan;
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

/** An inverted index in shards: a search asks all of them, a write is found after the next refresh. */
public final class SearchIndex extends Kind {
    static final Param HOLDS = SqlDatabase.HOLDS;
    static final Param NODES = Param.of("instances", ParamType.INTEGER, "Nodes", "3", "Nodes that the shards stand on.")
            .between("1", "1000")
            .group("Size")
            .tries("+1", "x2");
    static final Param WORKERS = Param.of(
                    "workers",
                    ParamType.INTEGER,
                    "Parts at once",
                    "8",
                    "Parts of queries that one node executes at once.")
            .between("1", "100000")
            .group("Speed");
    static final Param CPUS = Param.of(
                    "cpus", ParamType.INTEGER, "vCPU per node", "8", "Size of a node; only the bill uses it.")
            .between("1", "512")
            .group("Size");
    static final Param SHARDS = Param.of(
                    "shards", ParamType.INTEGER, "Shards", "5", "Parts of the index; every search asks all of them.")
            .between("1", "10000")
            .group("Size")
            .tries("x2");
    static final Param COPIES = Param.of("copies", ParamType.INTEGER, "Copies", "2", "Nodes that have each shard.")
            .between("1", "100")
            .group("Size")
            .tries("+1");
    static final Param REFRESH = Param.of(
                    "refresh",
                    ParamType.DURATION,
                    "Refresh",
                    "1 s",
                    "How often what was written becomes visible to searches.")
            .between("1 ms", "1 day")
            .group("Questions");
    static final Param RECOVERY = Param.of(
                    "recovery",
                    ParamType.BYTES,
                    "Rebuild",
                    "40 MB",
                    "Bytes per second at which a damaged copy of a shard is built anew from another one.")
            .between("1 KB", "100 GB")
            .group("Size");
    static final Param GATHER_TIME = Param.of(
                    "gatherTime",
                    ParamType.DISTRIBUTION,
                    "Gather",
                    "0.2 ms",
                    "Time to take a request and put its answer together.")
            .group("Speed");
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "Search a shard",
                    "lognormal(0.8 ms, cv 1)",
                    "Time of one shard on a search.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Index",
                    "lognormal(1.6 ms, cv 1)",
                    "Time of one copy to index a document.")
            .group("Speed");

    public SearchIndex() {
        super(
                "search-index",
                "Search index",
                Family.DATA,
                "Finds documents by their words; a write shows after the next refresh.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                HOLDS, NODES, SHARDS, COPIES, REFRESH, RECOVERY, WORKERS, GATHER_TIME, READ_TIME, WRITE_TIME, CPUS);
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "elasticsearch",
                "Elasticsearch, three nodes",
                Map.of("instances", "3", "shards", "5", "refresh", "1 s"),
                List.of("search.rate")));
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
    public Set<Gauge> gauges() {
        return Set.of(Gauge.UTILIZATION, Gauge.QUEUE, Gauge.LAG);
    }

    @Override
    public double paceSeconds(Settings settings) {
        return settings.nanos(REFRESH) / 1e9;
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        Settings settings = site.settings();
        Work work = new Work.Plain(settings.distribution(READ_TIME), settings.distribution(WRITE_TIME));
        return new Scatter(site, shape(settings, rebuildNanos(settings, site)), work);
    }

    /** The bytes of a shard over those per second. */
    private static long rebuildNanos(Settings settings, Site site) {
        double bytes = 0;
        for (EntityPlan entity : site.entities()) {
            bytes += (double) entity.count() * entity.sizeBytes();
        }
        double seconds = bytes / settings.integer(SHARDS) / settings.bytes(RECOVERY);
        return (long) Math.min(Long.MAX_VALUE / 4, seconds * 1e9);
    }

    private static Scatter.Shape shape(Settings settings, long rebuildNanos) {
        return new Scatter.Shape(
                settings.integer(NODES),
                settings.integer(SHARDS),
                settings.integer(COPIES),
                settings.integer(COPIES),
                settings.integer(WORKERS),
                settings.nanos(REFRESH),
                settings.distribution(GATHER_TIME),
                rebuildNanos);
    }

    /** Every shard is asked, every copy is written. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        double read = settings.distribution(READ_TIME).mean() / 1e9;
        double write = settings.distribution(WRITE_TIME).mean() / 1e9;
        return Scatter.forecast(shape(settings, 0), demand, read, write);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(NODES);
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return settings.integer(COPIES) > 1;
    }

    @Override
    public List<String> check(Settings settings) {
        if (settings.integer(COPIES) > settings.integer(NODES)) {
            return List.of(settings.integer(COPIES) + " copies need as many nodes, not " + settings.integer(NODES));
        }
        return List.of();
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int nodes = settings.integer(NODES);
        int cpus = settings.integer(CPUS);
        return List.of(
                new CostLine(
                        String.format(Locale.ROOT, "%d x %d vCPU", nodes, cpus),
                        nodes * cpus * Fact.of("compute.vcpu.price").value() * Usage.HOURS),
                new CostLine(
                        "storage after a year, all copies",
                        settings.integer(COPIES)
                                * usage.storedBytes()
                                / 1e9
                                * Fact.of("disk.gp3.price").value()));
    }
}
