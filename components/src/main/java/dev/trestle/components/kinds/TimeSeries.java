package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Points in order of time: appends are cheap, a read goes over the points of a range. */
public final class TimeSeries extends Kind {
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "Read",
                    "lognormal(0.8 ms, cv 1)",
                    "Execution time of a read, before what comes on top.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(0.1 ms, cv 1)",
                    "Execution time of a write, before what comes on top.")
            .group("Speed");
    static final Param RANGE = Param.of("range", ParamType.DURATION, "Range", "1 h", "How far back a read looks.")
            .between("0 s", "36500 day")
            .group("Questions");
    static final Param INTERVAL = Param.of(
                    "interval", ParamType.DURATION, "Interval", "10 s", "From one point of a series to the next.")
            .between("1 us", "365 day")
            .group("Questions");
    static final Param ROLLUP = Param.of(
                    "rollup",
                    ParamType.DURATION,
                    "Roll-up",
                    "none",
                    "Reads use points that were summed up over so long, where there are such.")
            .between("1 us", "365 day")
            .orNone()
            .group("Questions");
    static final Param POINT_TIME = Param.of(
                    "pointTime", ParamType.DURATION, "Point", "0.2 us", "Time for each point that a read goes over.")
            .between("0 s", "1 s")
            .group("Questions");
    static final Param RETENTION = Param.of(
                    "retention",
                    ParamType.DURATION,
                    "Retention",
                    "30 day",
                    "Older points are dropped; only the bill uses it.")
            .between("1 s", "36500 day")
            .group("Questions");
    static final Param COMPRESSION = Param.of(
                    "compression",
                    ParamType.NUMBER,
                    "Compression",
                    "10",
                    "Bytes written over bytes stored; only the bill uses it.")
            .between("1", "1000")
            .group("Questions");

    public TimeSeries() {
        super(
                "time-series",
                "Time-series database",
                Family.DATA,
                "Points in order of time; cheap to append, read by range, kept for so long.");
    }

    @Override
    public List<Param> params() {
        return Stream.of(
                        List.of(SqlDatabase.HOLDS, READ_TIME, WRITE_TIME),
                        List.of(RANGE, INTERVAL, ROLLUP, POINT_TIME, RETENTION, COMPRESSION),
                        SqlDatabase.COPIES,
                        Parting.PARAMS,
                        List.of(SqlDatabase.WORKERS, SqlDatabase.QUEUE, SqlDatabase.CPUS))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "dashboard",
                        "A day by minutes",
                        Map.of("range", "1 day", "rollup", "1 min"),
                        List.of("widecolumn.writes")),
                new Preset(
                        "timescaledb",
                        "TimescaleDB with Patroni",
                        Map.of("followers", "2", "heartbeat", "10 s", "missedBeats", "3", "failover", "1 s"),
                        List.of("sql.heartbeat", "sql.leader.ttl")));
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
                        .then(WorkTime.always(points(settings) * settings.nanos(POINT_TIME) / 1e9))
                : WorkTime.of(settings.distribution(WRITE_TIME));
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return SqlDatabase.ownCopy(settings, verb) ? time(settings, verb).seconds() : Double.NaN;
    }

    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return SqlDatabase.copies(settings, demand, time(settings, Call.READ), time(settings, Call.WRITE));
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        Settings settings = site.settings();
        long[] more = new long[site.entities().size()];
        java.util.Arrays.fill(more, (long) (points(settings) * settings.nanos(POINT_TIME)));
        Work work = new Work.More(settings.distribution(READ_TIME), settings.distribution(WRITE_TIME), more, 0);
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

    /** Points that a read goes over. */
    static double points(Settings settings) {
        long apart = settings.nanos(INTERVAL);
        if (!settings.isNone(ROLLUP)) {
            apart = Math.max(apart, settings.nanos(ROLLUP));
        }
        return (double) settings.nanos(RANGE) / apart;
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>(SqlDatabase.flaws(settings));
        flaws.addAll(Parting.flaws(settings));
        if (settings.nanos(RANGE) > settings.nanos(RETENTION)) {
            flaws.add("reads look further back than the retention keeps");
        }
        if (points(settings) > 1e6) {
            flaws.add("a read goes over more than a million points: keep roll-ups for long ranges");
        }
        return flaws;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return SqlDatabase.bill(
                settings,
                usage.storedBytes()
                        / settings.number(COMPRESSION)
                        * Math.min(1, settings.nanos(RETENTION) / 1e9 / (12 * Usage.SECONDS)));
    }
}
