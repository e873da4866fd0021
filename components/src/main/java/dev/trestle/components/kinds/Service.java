package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
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
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.load.Distribution;
import dev.trestle.estimator.fact.Fact;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Our own code: instances with a fixed number of workers each, which run the steps of operations. */
public final class Service extends Kind {
    static final Param INSTANCES = Param.of(
                    "instances",
                    ParamType.INTEGER,
                    "Instances",
                    "2",
                    "How many copies run; a balancer spreads over them.")
            .between("1", "10000")
            .group("Size");
    static final Param WORKERS = Param.of(
                    "workers",
                    ParamType.INTEGER,
                    "Workers",
                    "64",
                    "Requests that one instance works on at the same time; the others queue.")
            .between("1", "100000")
            .group("Size");
    static final Param CPUS = Param.of(
                    "cpus", ParamType.INTEGER, "vCPU per instance", "4", "Size of one instance; only the bill uses it.")
            .between("1", "512")
            .group("Size");
    static final Param SERVICE_TIME = Param.of(
                    "serviceTime",
                    ParamType.DISTRIBUTION,
                    "Service time",
                    "lognormal(8 ms, cv 1)",
                    "A worker's own time on one request, without waiting for other nodes.")
            .group("Work");
    static final Param QUEUE = Param.of(
                    "queue",
                    ParamType.INTEGER,
                    "Queue limit",
                    "none",
                    "Requests that may wait at one instance; one more is rejected.")
            .between("0", "10000000")
            .orNone()
            .group("Work");
    static final Param MODEL = Param.choice(
                    "model",
                    "Waiting",
                    "Whether a worker is held while a step waits for another node (blocking), or not (async).",
                    "blocking",
                    "async")
            .group("Work");

    public Service() {
        super("service", "Service", Family.COMPUTE, "Runs the steps of operations on a number of instances.");
    }

    @Override
    public List<Param> params() {
        return List.of(INSTANCES, WORKERS, CPUS, SERVICE_TIME, QUEUE, MODEL);
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "requests", Port.REQUEST),
                Port.out("out", "calls, reads and writes, events", Port.REQUEST, Port.DATA, Port.MESSAGE));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.HANDLES);
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.distribution(SERVICE_TIME).mean() / 1e9;
    }

    @Override
    public Behaviour behave(Site site) {
        Settings settings = site.settings();
        return new Processing(
                site,
                new Processing.Shape(
                        settings.integer(INSTANCES),
                        settings.integer(WORKERS),
                        settings.limit(QUEUE),
                        settings.distribution(SERVICE_TIME),
                        settings.text(MODEL).equals("async")));
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return List.of(machines(settings.integer(INSTANCES), settings.integer(CPUS)));
    }

    /** Rented machines by their number and size. */
    static CostLine machines(int instances, int cpus) {
        double perCpuHour = Fact.of("compute.vcpu.price").value();
        return new CostLine(
                String.format(Locale.ROOT, "%d x %d vCPU", instances, cpus),
                instances * cpus * perCpuHour * Usage.HOURS);
    }

    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        boolean held = settings.text(MODEL).equals("blocking");
        return Optional.of(perInstance(
                settings.integer(INSTANCES),
                settings.integer(WORKERS),
                settings.distribution(SERVICE_TIME),
                held ? demand : new Demand(demand.callsPerSecond(), 0)));
    }

    /** The queue of one of several equal instances over which the calls are spread evenly at random. */
    static Forecast perInstance(int instances, int workers, Distribution serviceTime, Demand demand) {
        double service = serviceTime.mean() / 1e9;
        double held = service + demand.waitsSeconds();
        double squaredCv = held == 0 ? 0 : serviceTime.squaredCv() * (service / held) * (service / held);
        return Forecast.queue(workers, demand.callsPerSecond() / instances, held, squaredCv);
    }
}
