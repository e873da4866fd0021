package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.CostLine;
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

/** Nodes and edges: a read goes along edges for some hops, where a relational store would join once for each. */
public final class GraphDatabase extends Kind {
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "Read",
                    "lognormal(0.5 ms, cv 1)",
                    "Time to find the node that a traversal starts from.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(2 ms, cv 1)",
                    "Time to write a node or an edge.")
            .group("Speed");
    static final Param HOPS = Param.of("hops", ParamType.INTEGER, "Hops", "2", "Edges in a row that a read follows.")
            .between("0", "10")
            .group("Content");
    static final Param DEGREE = Param.of(
                    "degree", ParamType.INTEGER, "Degree", "20", "Edges of a node, followed at each hop.")
            .between("1", "100000")
            .group("Content");
    static final Param EDGE_TIME = Param.of("edgeTime", ParamType.DURATION, "Edge", "1 us", "Time to follow one edge.")
            .between("0 s", "1 s")
            .group("Speed");

    public GraphDatabase() {
        super("graph-database", "Graph database", Family.DATA, "Follows edges from node to node in one question.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                SqlDatabase.HOLDS,
                HOPS,
                DEGREE,
                EDGE_TIME,
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
        boolean[] scattered = new boolean[site.entities().size()];
        double[] more = new double[site.entities().size()];
        double edges = 0;
        double reached = 1;
        for (int hop = 0; hop < settings.integer(HOPS); hop++) {
            reached *= settings.integer(DEGREE);
            edges += reached;
        }
        Arrays.fill(more, edges * settings.nanos(EDGE_TIME));
        return new Replicas(
                site,
                new Work(
                        settings.distribution(READ_TIME),
                        more,
                        settings.distribution(WRITE_TIME),
                        Distribution.duration("0 ms"),
                        scattered,
                        0));
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
    public List<CostLine> cost(Settings settings, Usage usage) {
        return StoreBill.of(settings, instances(settings), usage);
    }
}
