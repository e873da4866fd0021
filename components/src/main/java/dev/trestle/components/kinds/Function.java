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
import dev.trestle.components.kind.Preset;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Usage;
import dev.trestle.estimator.fact.Fact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Serverless code: an environment per request at a time, made when there is none, gone when it is idle, paid by use. */
public final class Function extends Kind {
    static final Param CONCURRENCY = Param.of(
                    "concurrency",
                    ParamType.INTEGER,
                    "Concurrency limit",
                    "1000",
                    "Requests that may run at the same time; one more is rejected.")
            .between("1", "1000000")
            .group("Scaling")
            .tries("x2");
    static final Param COLD_START = Param.of(
                    "coldStart",
                    ParamType.DISTRIBUTION,
                    "Cold start",
                    "lognormal(400 ms, cv 0.5)",
                    "Time to make an environment for a request that finds none.")
            .group("Scaling");
    static final Param KEEP_WARM = Param.of(
                    "keepWarm",
                    ParamType.DURATION,
                    "Kept warm for",
                    "6 min",
                    "How long an idle environment waits for the next request before it is gone.")
            .between("0 s", "1 day")
            .group("Scaling")
            .tries("x2");
    static final Param PROVISIONED = Param.of(
                    "provisioned",
                    ParamType.INTEGER,
                    "Provisioned",
                    "0",
                    "Environments that are always there, used or not, and paid for.")
            .between("0", "1000000")
            .group("Scaling")
            .tries("+1", "x2");
    static final Param SERVICE_TIME = Param.of(
                    "serviceTime",
                    ParamType.DISTRIBUTION,
                    "Service time",
                    "lognormal(20 ms, cv 1)",
                    "The function's own time on one request, without waiting for other nodes.")
            .group("Work");
    static final Param MEMORY = Param.of(
                    "memory", ParamType.BYTES, "Memory", "512 MB", "Size of an environment; only the bill uses it.")
            .between("128 MB", "10240 MB")
            .group("Work");

    /** A share of the work that is not missed. */
    private static final double FEW = 0.02;

    public Function() {
        super("function", "Function", Family.COMPUTE, "Runs steps without servers of your own, paid by the call.");
    }

    @Override
    public List<Param> params() {
        return List.of(CONCURRENCY, COLD_START, KEEP_WARM, PROVISIONED, SERVICE_TIME, MEMORY);
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "requests and messages", Port.REQUEST, Port.MESSAGE),
                Port.out("out", "calls, reads and writes, events", Port.REQUEST, Port.DATA, Port.MESSAGE));
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "lambda",
                "AWS Lambda",
                Map.of("concurrency", "1000", "coldStart", "lognormal(400 ms, cv 0.5)", "keepWarm", "6 min"),
                List.of(
                        "function.concurrency.limit",
                        "function.cold-start",
                        "function.keep-warm",
                        "function.request.price",
                        "function.gb-second.price")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.HANDLES, Role.CONSUMES);
    }

    /** Environments that are no longer needed go one by one. */
    @Override
    public double paceSeconds(Settings settings) {
        return settings.nanos(KEEP_WARM) / 1e9;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Environments(site);
    }

    /**
     * Concurrency is the rate times the time, cold starts apart: about one environment is made anew for every time that
     * they are kept warm. Where that is no small part of the work, where events would wait for their turn, or where calls come
     * together (they find less room), theory says nothing.
     */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        double seconds = settings.distribution(SERVICE_TIME).mean() / 1e9 + demand.waitsSeconds();
        double load = demand.callsPerSecond() * seconds;
        double coldLoad = settings.distribution(COLD_START).mean() / settings.nanos(KEEP_WARM);
        Forecast forecast = Forecast.loss(settings.integer(CONCURRENCY), load);
        boolean rejects = forecast.utilization() * settings.integer(CONCURRENCY) < (1 - FEW) * load;
        boolean unlike =
                rejects && demand.mix().eventShare() > 0 || !demand.mix().atRandom();
        return coldLoad <= FEW * load && !unlike ? Optional.of(forecast) : Optional.empty();
    }

    /** The provider puts environments elsewhere when a machine is lost. */
    @Override
    public boolean survivesOneLoss(Settings settings) {
        return true;
    }

    /**
     * Per request and per GB-second from the start of the handler to its answer, cold starts and waiting included;
     * provisioned environments are paid as if they always ran.
     */
    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        double calls = usage.callsPerSecond() * Usage.SECONDS;
        double gb = settings.bytes(MEMORY) / 1e9;
        double gbSecond = Fact.of("function.gb-second.price").value();
        double seconds = usage.busyServers() * Usage.SECONDS;
        double provisioned = settings.integer(PROVISIONED) * Usage.SECONDS;
        return List.of(
                new CostLine(
                        "requests", calls * Fact.of("function.request.price").value()),
                new CostLine("GB-seconds", seconds * gb * gbSecond),
                new CostLine("provisioned", provisioned * gb * gbSecond));
    }

    @Override
    public List<String> check(Settings settings) {
        return settings.integer(PROVISIONED) > settings.integer(CONCURRENCY)
                ? List.of("more environments are provisioned than may run at the same time")
                : List.of();
    }
}
