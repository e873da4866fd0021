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

/** Points of series in the order of time: writes append, a read goes through a stretch of one series. */
public final class TimeSeries extends Kind {
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "Read",
                    "lognormal(0.5 ms, cv 1)",
                    "Time of a read, without its points.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime", ParamType.DISTRIBUTION, "Write", "lognormal(0.1 ms, cv 1)", "Time to append a point.")
            .group("Speed");
    static final Param POINTS = Param.of(
                    "points", ParamType.INTEGER, "Points", "1000", "Points that a read goes through.")
            .between("0", "1000000000")
            .group("Content");
    static final Param POINT_TIME = Param.of(
                    "pointTime", ParamType.DURATION, "Point", "100 ns", "Time to read one point.")
            .between("0 s", "1 ms")
            .group("Speed");

    public TimeSeries() {
        super(
                "time-series",
                "Time series database",
                Family.DATA,
                "Takes in points cheaply and reads stretches of a series.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                SqlDatabase.HOLDS,
                POINTS,
                POINT_TIME,
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
        boolean[] scattered = new boolean[site.entities().size()];
        double[] more = new double[site.entities().size()];
        Arrays.fill(more, (double) settings.integer(POINTS) * settings.nanos(POINT_TIME));
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
