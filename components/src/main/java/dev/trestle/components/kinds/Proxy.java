package dev.trestle.components.kinds;

import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Forecast;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Usage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What kinds that stand between the one who asks and the one who answers have in common; {@link Proxying} runs them. */
abstract class Proxy extends Kind {
    static final Param INSTANCES = Param.of(
                    "instances", ParamType.INTEGER, "Instances", "2", "Requests go over them in turn.")
            .between("1", "1000")
            .group("Size")
            .tries("+1");
    static final Param WORKERS = Param.of(
                    "workers",
                    ParamType.INTEGER,
                    "Workers",
                    "4",
                    "Threads of an instance, each with a processor; none is held while the answer is waited for.")
            .between("1", "10000")
            .group("Size");
    static final Param QUEUE = Param.of(
                    "queue",
                    ParamType.INTEGER,
                    "Queue",
                    "1000",
                    "Requests that may wait for a worker of an instance; one more is rejected.")
            .between("0", "1e8")
            .orNone()
            .group("Size");
    static final Param HOP = Param.of(
                    "hop",
                    ParamType.DISTRIBUTION,
                    "Time per request",
                    "50 us",
                    "A worker's time to read, look up and pass on a request.")
            .group("Work");
    static final Param TLS_TIME = Param.of(
                    "tlsTime",
                    ParamType.DISTRIBUTION,
                    "TLS time",
                    "150 us",
                    "A worker's further time per request to end its encryption; 0 ms where it is not ended here.")
            .group("Work");
    static final Param DENIES = Param.of(
                    "denies",
                    ParamType.OPERATIONS,
                    "Denies",
                    "",
                    "Operations that are not let through, separated by commas.")
            .group("Work");
    static final Param CAPACITY = Param.of(
                    "capacity", ParamType.BYTES, "Cache", "none", "Bytes of answers that an instance keeps.")
            .between("1 B", "1000 TiB")
            .orNone()
            .group("Cache");
    static final Param CACHES = Param.of(
                    "caches",
                    ParamType.NAMES,
                    "Keeps",
                    "",
                    "Entities whose reads it may answer, separated by commas; empty means every operation that only reads one entity.")
            .group("Cache");
    static final Param TTL = Param.of(
                    "ttl", ParamType.DURATION, "Time to live", "1 min", "After so long an answer is asked for again.")
            .between("1 ms", "3650 day")
            .group("Cache");

    /** Queues for fewer are full now and then at any load worth a forecast. */
    static final int SHORT_QUEUE = 100;

    Proxy(String id, String label, Family family, String summary) {
        super(id, label, family, summary);
    }

    @Override
    public final List<Port> ports() {
        return List.of(Port.in("in", "requests", Port.REQUEST), Port.out("out", "requests", Port.REQUEST));
    }

    @Override
    public final Set<Role> roles() {
        return Set.of(Role.FORWARDS);
    }

    @Override
    public final int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return (settings.distribution(HOP).mean()
                        + settings.distribution(TLS_TIME).mean())
                / 1e9;
    }

    /** What a worker does with a request when it comes; empty where that differs from request to request. */
    Optional<WorkTime> workTime(Settings settings) {
        return Optional.of(WorkTime.of(settings.distribution(HOP)).then(WorkTime.of(settings.distribution(TLS_TIME))));
    }

    /** Where hardly anybody finds the queue full. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return settings.limit(QUEUE) < SHORT_QUEUE
                ? Optional.empty()
                : workTime(settings)
                        .map(time -> time.queue(
                                settings.integer(INSTANCES), settings.integer(WORKERS), demand.callsPerSecond()));
    }

    /** One processor per worker. */
    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return List.of(Service.machines(settings.integer(INSTANCES), settings.integer(WORKERS)));
    }
}
