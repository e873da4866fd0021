package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
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
import dev.trestle.components.load.Distribution;
import dev.trestle.estimator.fact.Fact;
import dev.trestle.estimator.fact.Tiers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Columns over many nodes: a question reads all of an entity, or a few columns of it, in parallel. */
public final class Warehouse extends Kind {
    static final Param HOLDS = SqlDatabase.HOLDS;
    static final Param NODES = Param.of("instances", ParamType.INTEGER, "Nodes", "3", "Nodes that the shards stand on.")
            .between("1", "1000")
            .group("Size")
            .tries("x2");
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
    static final Param COLUMNS = Param.of(
                    "columns", ParamType.RATIO, "Columns read", "10 %", "Share of the columns that a question reads.")
            .between("0.01 %", "100 %")
            .group("Questions");
    static final Param PRUNED = Param.of(
                    "pruned",
                    ParamType.RATIO,
                    "Partitions skipped",
                    "0 %",
                    "Share of the rows that partitions let a question skip.")
            .between("0 %", "99.999 %")
            .group("Questions");
    static final Param COMPRESSION = Param.of(
                    "compression", ParamType.NUMBER, "Compression", "4", "Bytes of the entities over bytes stored.")
            .between("1", "1000")
            .group("Questions");
    static final Param SCAN = Param.of(
                    "scan", ParamType.BYTES, "Scan speed", "90 MB", "Bytes a second that one part reads from storage.")
            .between("1 KB", "100 GB")
            .group("Speed");
    static final Param START_TIME = Param.of(
                    "startTime",
                    ParamType.DISTRIBUTION,
                    "Start",
                    "lognormal(40 ms, cv 0.5)",
                    "Time to take a question and plan it.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(5 ms, cv 1)",
                    "Time of a row that is staged by itself instead of in a batch.")
            .group("Speed");
    static final Param LOAD = Param.of(
                    "load", ParamType.DURATION, "Load", "5 min", "How often staged rows are loaded and become visible.")
            .between("1 ms", "30 day")
            .group("Questions");

    public Warehouse() {
        super(
                "warehouse",
                "Data warehouse",
                Family.DATA,
                "Columns for questions about everything; slow to answer about one thing.");
    }

    @Override
    public List<Param> params() {
        return List.of(HOLDS, NODES, COLUMNS, PRUNED, COMPRESSION, SCAN, LOAD, WORKERS, START_TIME, WRITE_TIME, CPUS);
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "hourly",
                "Reports, loaded every hour",
                Map.of("load", "1 h", "instances", "8"),
                List.of("object.stream.bandwidth", "object.storage.price")));
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
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        Settings settings = site.settings();
        Scatter.Shape shape = shape(settings);
        double nanosPerByte = nanosPerByte(settings) / shape.shards();
        long[] more = site.entities().stream()
                .mapToLong(entity -> (long) ((double) entity.count() * entity.sizeBytes() * nanosPerByte))
                .toArray();
        Work work = new Work.More(Distribution.constant(0), settings.distribution(WRITE_TIME), more, 0);
        return new Scatter(site, shape, work);
    }

    private static Scatter.Shape shape(Settings settings) {
        return new Scatter.Shape(
                settings.integer(NODES),
                settings.integer(NODES) * settings.integer(WORKERS),
                // Storage is shared: every node can read every part, and a row is written once.
                settings.integer(NODES),
                1,
                settings.integer(WORKERS),
                settings.nanos(LOAD),
                settings.distribution(START_TIME),
                -1);
    }

    /** All parts of a question together, for each byte of the entity. */
    private static double nanosPerByte(Settings settings) {
        double share = settings.ratio(COLUMNS) * (1 - settings.ratio(PRUNED)) / settings.number(COMPRESSION);
        return share * 1e9 / settings.bytes(SCAN);
    }

    /** Every part is read, a row is staged once. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        Scatter.Shape shape = shape(settings);
        double read = demand.mix().heldBytes() * nanosPerByte(settings) / shape.shards() / 1e9;
        return Scatter.forecast(
                shape, demand, read, settings.distribution(WRITE_TIME).mean() / 1e9);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(NODES);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int nodes = settings.integer(NODES);
        int cpus = settings.integer(CPUS);
        double storedGb = usage.storedBytes() / settings.number(COMPRESSION) / 1e9;
        return List.of(
                new CostLine(
                        String.format(Locale.ROOT, "%d x %d vCPU", nodes, cpus),
                        nodes * cpus * Fact.of("compute.vcpu.price").value() * Usage.HOURS),
                new CostLine("storage after a year", Tiers.OBJECTS.price(storedGb)));
    }
}
