package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Vertices and edges: a read is a walk along edges, and pays for each of them. */
public final class GraphDatabase extends Kind {
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "Read",
                    "lognormal(0.3 ms, cv 1)",
                    "Execution time of a read, before what comes on top.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(2 ms, cv 1)",
                    "Execution time of a write, before what comes on top.")
            .group("Speed");
    static final Param HOPS = Param.of("hops", ParamType.INTEGER, "Hops", "2", "How far a read walks from its key.")
            .between("0", "6")
            .group("Questions");
    static final Param DEGREE = Param.of(
                    "degree", ParamType.NUMBER, "Edges per vertex", "20", "Mean number of edges; hubs have many more.")
            .between("0.1", "10000")
            .group("Questions");
    static final Param EDGE_TIME = Param.of(
                    "edgeTime", ParamType.DURATION, "Edge", "1 us", "Time for each edge that is followed.")
            .between("0 s", "1 s")
            .group("Questions");
    static final Param LIMIT = Param.of(
                    "limit", ParamType.INTEGER, "Edge limit", "100000", "Edges at which a walk stops.")
            .between("1", "1000000")
            .group("Questions");

    static final Param CROSS_TIME = Param.of(
                    "crossTime",
                    ParamType.DURATION,
                    "Crossing",
                    "0.5 ms",
                    "With several shards: time of each further hop that needs vertices of another shard, which are asked for "
                            + "all together.")
            .between("0 s", "1 h")
            .group("Questions");

    /** Hubs make some walks so many times as long as the mean. */
    private static final double FAR_FROM_MEAN = 100;
    /** Of so many neighbours all are in the same one of two shards once in a thousand times. */
    private static final double SURELY_CROSSING = 10;

    public GraphDatabase() {
        super(
                "graph-database",
                "Graph database",
                Family.DATA,
                "Vertices and edges; walks of a few hops are fast, questions about everything are not.");
    }

    @Override
    public List<Param> params() {
        return Stream.of(
                        List.of(SqlDatabase.HOLDS, READ_TIME, WRITE_TIME),
                        List.of(HOPS, DEGREE, EDGE_TIME, LIMIT, CROSS_TIME),
                        SqlDatabase.COPIES,
                        Parting.PARAMS,
                        List.of(SqlDatabase.WORKERS, SqlDatabase.QUEUE, SqlDatabase.CPUS))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset("neo4j", "Friends of friends", Map.of("hops", "2", "degree", "20"), List.of("memory.read")));
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

    private static WorkTime time(Settings settings, int verb) {
        return verb == Call.READ
                ? WorkTime.of(settings.distribution(READ_TIME))
                        .then(Traversal.time(
                                settings.nanos(EDGE_TIME) / 1e9, settings.integer(HOPS), settings.number(DEGREE)))
                        .then(WorkTime.always(settings.nanos(CROSS_TIME) / 1e9 * crossings(settings)))
                : WorkTime.of(settings.distribution(WRITE_TIME));
    }

    /** Hops that leave the shard, when all that may do. */
    private static int crossings(Settings settings) {
        return Parting.of(settings).most() == 1 ? 0 : Math.max(0, settings.integer(HOPS) - 1);
    }

    /**
     * Walks that the limit cuts short are not what the mean degree says, and with few edges, or keys that are not spread by
     * a hash, some walks stay in their shard.
     */
    private static boolean hasMean(Settings settings) {
        double edges = StrictMath.pow(settings.number(DEGREE), settings.integer(HOPS));
        if (edges * FAR_FROM_MEAN > settings.integer(LIMIT)) {
            return false;
        }
        return crossings(settings) == 0
                || settings.text(Parting.SHARD_BY).equals(Sharding.By.HASH.word())
                        && Traversal.fewestEdges(settings.number(DEGREE)) >= SURELY_CROSSING;
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return SqlDatabase.ownCopy(settings, verb) && hasMean(settings)
                ? time(settings, verb).seconds()
                : Double.NaN;
    }

    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return hasMean(settings)
                ? SqlDatabase.copies(settings, demand, time(settings, Call.READ), time(settings, Call.WRITE))
                : Optional.empty();
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        Settings settings = site.settings();
        Work work = new Traversal(
                settings.distribution(READ_TIME),
                settings.distribution(WRITE_TIME),
                new Traversal.Walk(
                        settings.nanos(EDGE_TIME),
                        settings.nanos(CROSS_TIME),
                        settings.integer(HOPS),
                        settings.number(DEGREE),
                        settings.integer(LIMIT)),
                site.entities().stream().mapToLong(EntityPlan::count).toArray());
        return new Replicas(site, SqlDatabase.shape(settings), work);
    }

    @Override
    public int instances(Settings settings) {
        return SqlDatabase.allCopies(settings);
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return SqlDatabase.hasHeir(settings);
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>(SqlDatabase.flaws(settings));
        flaws.addAll(Parting.flaws(settings));
        double edges = StrictMath.pow(settings.number(DEGREE), settings.integer(HOPS));
        if (edges > settings.integer(LIMIT)) {
            flaws.add("a walk of " + settings.integer(HOPS) + " hops would follow more edges than the limit: "
                    + "its answer is cut");
        }
        return flaws;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return SqlDatabase.bill(settings, usage.storedBytes());
    }
}
