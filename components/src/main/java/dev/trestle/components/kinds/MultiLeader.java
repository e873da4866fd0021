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
import dev.trestle.estimator.fact.Fact;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A database with a leader in each region: writes are local and quick, and may meet others made elsewhere. */
public final class MultiLeader extends Kind {
    static final Param HOLDS = Param.of(
                    "holds",
                    ParamType.NAMES,
                    "Holds",
                    "",
                    "Entities that it keeps, separated by commas; empty means all.")
            .group("Content");
    static final Param REGIONS = Param.of(
                    "instances", ParamType.INTEGER, "Regions", "2", "Regions, each with a leader of its own.")
            .between("1", "20")
            .group("Replication");
    static final Param LAG = Param.of(
                    "lag",
                    ParamType.DISTRIBUTION,
                    "Lag",
                    "lognormal(80 ms, cv 0.5)",
                    "From a write at one leader until another has it; the order of writes is kept.")
            .group("Replication");
    static final Param CONFLICTS = Param.choice(
                    "conflicts",
                    "Conflicts",
                    "Of two writes that did not know of each other the later timestamp wins and the other is lost, or both "
                            + "are kept for the application to merge.",
                    "last-write-wins",
                    "keep-both")
            .group("Replication");
    static final Param CLOCK_SKEW = Param.of(
                    "clockSkew",
                    ParamType.DURATION,
                    "Clock skew",
                    "0 s",
                    "Each leader's clock is off by up to this, either way.")
            .between("0 s", "1 h")
            .group("Replication");
    static final Param ROAMING = Param.of(
                    "roaming",
                    ParamType.RATIO,
                    "Roaming",
                    "0 %",
                    "Share of requests that come to a region by chance and not to the person's own.")
            .between("0 %", "100 %")
            .group("Replication");
    static final Param WORKERS = Param.of(
                    "workers", ParamType.INTEGER, "Queries at once", "8", "Queries that one leader executes at once.")
            .between("1", "100000")
            .group("Speed");
    static final Param READ_TIME = Param.of(
                    "readTime", ParamType.DISTRIBUTION, "Read", "lognormal(0.8 ms, cv 1)", "Execution time of a read.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(2.6 ms, cv 1)",
                    "Execution time of a write.")
            .group("Speed");
    static final Param CPUS = Param.of(
                    "cpus", ParamType.INTEGER, "vCPU per leader", "4", "Size of a leader; only the bill uses it.")
            .between("1", "512")
            .group("Speed");

    public MultiLeader() {
        super(
                "multi-leader",
                "Multi-leader database",
                Family.DATA,
                "A leader in each region: quick writes everywhere, and conflicts between them.");
    }

    @Override
    public List<Param> params() {
        return List.of(HOLDS, REGIONS, LAG, CONFLICTS, CLOCK_SKEW, ROAMING, WORKERS, READ_TIME, WRITE_TIME, CPUS);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "reads and writes", Port.DATA));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "two-continents",
                        "Two continents, last write wins",
                        Map.of("instances", "2", "lag", "lognormal(80 ms, cv 0.5)"),
                        List.of("network.cross-region.rtt", "sql.reads", "sql.writes")),
                new Preset(
                        "offline",
                        "Devices that are offline for hours, both kept",
                        Map.of("instances", "10", "lag", "exponential(1 h)", "conflicts", "keep-both"),
                        List.of("sql.reads")));
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
        return new Leaders(site);
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.distribution(verb == Call.READ ? READ_TIME : WRITE_TIME).mean() / 1e9;
    }

    /** Each leader is a queue of its own for the people of its region. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        if (Double.isNaN(demand.readShare())) {
            return Optional.empty();
        }
        CopiesForecast leader = new CopiesForecast(
                WorkTime.of(settings.distribution(READ_TIME)),
                WorkTime.of(settings.distribution(WRITE_TIME)),
                settings.integer(WORKERS));
        return Optional.of(leader.of(demand, settings.integer(REGIONS), 0, false));
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(REGIONS);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int leaders = settings.integer(REGIONS);
        int cpus = settings.integer(CPUS);
        double writtenGb = (leaders - 1) * usage.bytesInPerSecond() * Usage.SECONDS / 1e9;
        return List.of(
                new CostLine(
                        String.format(Locale.ROOT, "%d x %d vCPU", leaders, cpus),
                        leaders * cpus * Fact.of("sql.vcpu.price").value() * Usage.HOURS),
                new CostLine(
                        "storage after a year, in every region",
                        leaders
                                * usage.storedBytes()
                                / 1e9
                                * Fact.of("sql.storage.price").value()),
                new CostLine(
                        "writes sent to other regions",
                        writtenGb * Fact.of("egress.cross-region.price").value()));
    }
}
