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
import dev.trestle.estimator.fact.Fact;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A database with a leader in each region: all take writes, copy them to one another later, and may contradict. */
public final class MultiLeader extends Kind {
    static final Param HOLDS = Param.of(
                    "holds",
                    ParamType.NAMES,
                    "Holds",
                    "",
                    "Entities that it keeps, separated by commas; empty means all.")
            .group("Content");
    static final Param LEADERS = Param.of(
                    "leaders", ParamType.INTEGER, "Leaders", "2", "Regions, each with a leader of its own.")
            .between("2", "20")
            .group("Replication");
    static final Param LAG = Param.of(
                    "lag",
                    ParamType.DISTRIBUTION,
                    "Lag between leaders",
                    "exponential(80 ms)",
                    "From a write at one leader until another has it; the order of a leader's writes is kept.")
            .group("Replication");
    static final Param CONFLICTS = Param.choice(
                    "conflicts",
                    "Conflicts",
                    "What becomes of two writes of a key that did not know of each other: the later one alone stays, or both "
                            + "are kept until the next write sees them.",
                    "last write wins",
                    "keep both")
            .group("Replication");
    static final Param CLOCK_SKEW = Param.of(
                    "clockSkew",
                    ParamType.DURATION,
                    "Clock skew",
                    "0 s",
                    "Each leader's clock is off by up to this, either way; what is later is told by clocks.")
            .between("0 s", "1 h")
            .group("Replication");
    static final Param WORKERS = Param.of(
                    "workers",
                    ParamType.INTEGER,
                    "Queries at once",
                    "8",
                    "Queries that one leader executes at the same time; writes of the others take their turn, too.")
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
                    "Execution time of a write, at its leader and again at every other one.")
            .group("Speed");
    static final Param CPUS = Param.of(
                    "cpus", ParamType.INTEGER, "vCPU per leader", "4", "Size of one leader; only the bill uses it.")
            .between("1", "512")
            .group("Speed");

    public MultiLeader() {
        super("multi-leader", "Multi-leader database", Family.DATA, "A leader in each region, copied to one another.");
    }

    @Override
    public List<Param> params() {
        return List.of(HOLDS, LEADERS, LAG, CONFLICTS, CLOCK_SKEW, WORKERS, READ_TIME, WRITE_TIME, CPUS);
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
        return new Leaders(site);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(LEADERS);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int leaders = settings.integer(LEADERS);
        int cpus = settings.integer(CPUS);
        return List.of(
                new CostLine(
                        String.format(Locale.ROOT, "%d x %d vCPU", leaders, cpus),
                        leaders * cpus * Fact.of("sql.vcpu.price").value() * Usage.HOURS),
                new CostLine(
                        "storage after a year, all regions",
                        leaders
                                * usage.storedBytes()
                                / 1e9
                                * Fact.of("sql.storage.price").value()),
                new CostLine(
                        "writes copied between regions",
                        (leaders - 1)
                                * usage.bytesInPerSecond()
                                * Usage.SECONDS
                                / 1e9
                                * Fact.of("egress.cross-region.price").value()));
    }
}
