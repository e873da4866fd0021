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

    /** Hubs make some walks so many times as long as the mean. */
    private static final double FAR_FROM_MEAN = 100;

    public GraphDatabase() {
        super(
                "graph-database",
                "Graph database",
                Family.DATA,
                "Vertices and edges; walks of a few hops are fast, questions about everything are not.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                SqlDatabase.HOLDS,
                READ_TIME,
                WRITE_TIME,
                HOPS,
                DEGREE,
                EDGE_TIME,
                LIMIT,
                SqlDatabase.FOLLOWERS,
                SqlDatabase.REPLICATION,
                SqlDatabase.READ_FROM,
                SqlDatabase.LAG,
                SqlDatabase.SYNC_TIME,
                SqlDatabase.OWN_WINDOW,
                SqlDatabase.FAILOVER,
                SqlDatabase.WORKERS,
                SqlDatabase.QUEUE,
                SqlDatabase.CPUS);
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
                : WorkTime.of(settings.distribution(WRITE_TIME));
    }

    /** Walks that the limit cuts short are not what the mean degree says. */
    private static boolean cuts(Settings settings) {
        double edges = StrictMath.pow(settings.number(DEGREE), settings.integer(HOPS));
        return edges * FAR_FROM_MEAN > settings.integer(LIMIT);
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return SqlDatabase.ownCopy(settings, verb) && !cuts(settings)
                ? time(settings, verb).seconds()
                : Double.NaN;
    }

    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return cuts(settings)
                ? Optional.empty()
                : SqlDatabase.copies(settings, demand, time(settings, Call.READ), time(settings, Call.WRITE));
    }

    @Override
    public Behaviour behave(Site site) {
        Settings settings = site.settings();
        Work work = new Traversal(
                settings.distribution(READ_TIME),
                settings.distribution(WRITE_TIME),
                settings.nanos(EDGE_TIME),
                settings.integer(HOPS),
                settings.number(DEGREE),
                settings.integer(LIMIT),
                site.entities().stream().mapToLong(EntityPlan::count).toArray());
        return new Replicas(site, SqlDatabase.shape(settings), work);
    }

    @Override
    public int instances(Settings settings) {
        return 1 + settings.integer(SqlDatabase.FOLLOWERS);
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return settings.integer(SqlDatabase.FOLLOWERS) > 0 && !settings.isNone(SqlDatabase.FAILOVER);
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>(SqlDatabase.flaws(settings));
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
