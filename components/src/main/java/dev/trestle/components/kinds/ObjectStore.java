package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Family;
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
import dev.trestle.estimator.fact.Tiers;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A managed store for large objects: slow first byte, wide bandwidth, no servers to size. */
public final class ObjectStore extends Kind {
    static final Param HOLDS = Param.of(
                    "holds",
                    ParamType.NAMES,
                    "Holds",
                    "",
                    "Entities that it keeps, separated by commas; empty means all.")
            .group("Content");
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "First byte",
                    "lognormal(60 ms, cv 0.7)",
                    "Time until a read answers.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(120 ms, cv 0.7)",
                    "Time until a write is stored, without its transfer.")
            .group("Speed");
    static final Param BANDWIDTH = Param.of(
                    "bandwidth",
                    ParamType.BYTES,
                    "Bandwidth per connection",
                    "90 MB",
                    "Bytes per second of one object's transfer, in each direction.")
            .between("1 KB", "100 GB")
            .group("Speed");

    static final Param DURABILITY = Param.of(
                    "durability",
                    ParamType.RATIO,
                    "Durability",
                    "99.999999999 %",
                    "Share of the objects that are still there after a year.")
            .between("1 %", "100 %")
            .group("Content");

    static final Param PREFIXES = Param.of(
                    "prefixes",
                    ParamType.INTEGER,
                    "Prefixes",
                    "1",
                    "Parts of the name space among which the names are spread by a hash; each has its own request limits.")
            .between("1", "100000")
            .group("Limits");
    static final Param READS_PER_PREFIX = Param.of(
                    "readsPerPrefix",
                    ParamType.RATE,
                    "Reads per prefix",
                    "5500/s",
                    "More than that are rejected (503 Slow Down), but for bursts of a second's worth.")
            .between("1/s", "1000000/s")
            .orNone()
            .group("Limits");
    static final Param WRITES_PER_PREFIX = Param.of(
                    "writesPerPrefix", ParamType.RATE, "Writes per prefix", "3500/s", "The same for writes.")
            .between("1/s", "1000000/s")
            .orNone()
            .group("Limits");

    public ObjectStore() {
        super("object-store", "Object store", Family.DATA, "Keeps large objects such as photos, managed and durable.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                HOLDS, READ_TIME, WRITE_TIME, BANDWIDTH, DURABILITY, PREFIXES, READS_PER_PREFIX, WRITES_PER_PREFIX);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "reads and writes, or requests for one object", Port.DATA, Port.REQUEST));
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "s3",
                "Amazon S3",
                Map.of(
                        "readTime",
                        "empirical(p50 50 ms, p99 200 ms)",
                        "writeTime",
                        "lognormal(200 ms, cv 0.5)",
                        "readsPerPrefix",
                        "5500/s",
                        "writesPerPrefix",
                        "3500/s"),
                List.of(
                        "object.get.latency.p50",
                        "object.get.latency.p99",
                        "object.put.latency",
                        "object.prefix.reads",
                        "object.prefix.writes",
                        "object.durability",
                        "object.storage.price")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.STORES, Role.SERVES_OBJECTS);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of();
    }

    /** Up to the first byte; the transfer depends on the size of the object. */
    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.distribution(verb == Call.WRITE ? WRITE_TIME : READ_TIME)
                        .mean()
                / 1e9;
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Objects(site);
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return true;
    }

    @Override
    public boolean fillsDisks(Settings settings) {
        return false;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        double writes = usage.callsPerSecond() - usage.readsPerSecond();
        return List.of(
                new CostLine("storage after a year", Tiers.OBJECTS.price(usage.storedBytes() / 1e9)),
                new CostLine(
                        "PUT requests",
                        writes * Usage.SECONDS * Fact.of("object.put.price").value()),
                new CostLine(
                        "GET requests",
                        usage.readsPerSecond()
                                * Usage.SECONDS
                                * Fact.of("object.get.price").value()));
    }
}
