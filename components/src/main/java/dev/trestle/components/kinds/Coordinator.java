package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Forecast;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A few servers that agree by majority: linearizable registers, locks with leases and fencing tokens. */
public final class Coordinator extends Kind {
    static final Param HOLDS = Param.of(
                    "holds",
                    ParamType.NAMES,
                    "Holds",
                    "",
                    "Entities that it keeps, separated by commas; empty means all.")
            .group("Content");
    static final Param LOCK_LEASE = Param.of(
                    "lockLease",
                    ParamType.DURATION,
                    "Lock lease",
                    "10 s",
                    "After so long a lock that was reserved and not deleted is free again.")
            .between("1 ms", "1 day")
            .group("Content");
    static final Param SERVERS = Param.of(
                    "instances", ParamType.INTEGER, "Servers", "3", "Servers of the group; a majority must run.")
            .between("1", "15")
            .group("Agreement")
            .tries("x2");
    static final Param ELECTION = Param.of(
                    "electionTimeout",
                    ParamType.DURATION,
                    "Election timeout",
                    "300 ms",
                    "Without a leader for this long, or up to twice as long, a server asks for votes.")
            .between("1 ms", "1 h")
            .group("Agreement");
    static final Param HEARTBEAT = Param.of(
                    "heartbeat", ParamType.DURATION, "Heartbeat", "50 ms", "How often the leader tells that it leads.")
            .between("1 ms", "1 h")
            .group("Agreement");
    static final Param LEASES = Param.choice(
                    "leaseReads",
                    "Lease reads",
                    "Whether the leader answers reads by itself while a majority has followed it within an election "
                            + "timeout, or asks a majority for each.",
                    "yes",
                    "no")
            .group("Agreement");
    static final Param DELAY = Param.of(
                    "delay", ParamType.DISTRIBUTION, "Delay", "lognormal(0.25 ms, cv 0.5)", "One way between servers.")
            .group("Network");
    static final Param SYNC_TIME = Param.of(
                    "syncTime",
                    ParamType.DISTRIBUTION,
                    "Sync",
                    "0.3 ms",
                    "A follower's time to have entries on its disk before it answers.")
            .group("Speed");
    static final Param READ_TIME = Param.of(
                    "readTime", ParamType.DISTRIBUTION, "Read", "0.05 ms", "A worker's time on a read at the leader.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "0.3 ms",
                    "A worker's time on a write at the leader, its own disk included; then it waits for a majority.")
            .group("Speed");
    static final Param WORKERS = Param.of(
                    "workers", ParamType.INTEGER, "Workers", "4", "Requests that a server works on at once.")
            .between("1", "100000")
            .group("Speed");
    static final Param CPUS = Param.of(
                    "cpus", ParamType.INTEGER, "vCPU per server", "2", "Size of a server; only the bill uses it.")
            .between("1", "512")
            .group("Speed");

    public Coordinator() {
        super(
                "coordinator",
                "Coordinator",
                Family.DATA,
                "Agrees by majority: who leads, who holds a lock, what a setting is.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                HOLDS,
                LOCK_LEASE,
                SERVERS,
                ELECTION,
                HEARTBEAT,
                LEASES,
                DELAY,
                SYNC_TIME,
                READ_TIME,
                WRITE_TIME,
                WORKERS,
                CPUS);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "reads, writes and locks", Port.DATA));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "etcd",
                        "etcd, three servers",
                        Map.of("instances", "3", "electionTimeout", "1 s", "heartbeat", "100 ms", "leaseReads", "no"),
                        List.of("disk.ssd.fsync", "network.same-zone.rtt")),
                new Preset(
                        "five",
                        "Five servers in three zones",
                        Map.of("instances", "5", "delay", "lognormal(0.5 ms, cv 0.5)"),
                        List.of("disk.ssd.fsync", "network.cross-zone.rtt")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.STORES);
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Consensus(site);
    }

    /** Writes, and reads without a lease, wait for the quicker half of the others: that has no simple mean. */
    @Override
    public double ownSeconds(Settings settings, int verb) {
        return verb == Call.READ && settings.flag(LEASES)
                ? settings.distribution(READ_TIME).mean() / 1e9
                : Double.NaN;
    }

    /** The leader alone has workers busy, and frees them while it waits for the others. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        if (Double.isNaN(demand.readShare())) {
            return Optional.empty();
        }
        CopiesForecast leader = new CopiesForecast(
                WorkTime.of(settings.distribution(READ_TIME)),
                WorkTime.of(settings.distribution(WRITE_TIME)),
                settings.integer(WORKERS));
        return Optional.of(leader.of(demand, 1, settings.integer(SERVERS) - 1, false));
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(SERVERS);
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return settings.integer(SERVERS) >= 3;
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        int servers = settings.integer(SERVERS);
        if (servers % 2 == 0) {
            flaws.add(
                    servers + " servers survive no more losses than " + (servers - 1) + " and need a larger majority");
        }
        if (2 * settings.nanos(HEARTBEAT) > settings.nanos(ELECTION)) {
            flaws.add("an election timeout below two heartbeats deposes leaders that are well");
        }
        return flaws;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int servers = settings.integer(SERVERS);
        int cpus = settings.integer(CPUS);
        return List.of(
                new CostLine(
                        String.format(Locale.ROOT, "%d x %d vCPU", servers, cpus),
                        servers * cpus * Fact.of("compute.vcpu.price").value() * Usage.HOURS),
                new CostLine(
                        "storage after a year, on every server",
                        servers
                                * usage.storedBytes()
                                / 1e9
                                * Fact.of("disk.gp3.price").value()));
    }
}
