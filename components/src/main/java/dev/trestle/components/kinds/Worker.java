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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Consumers of a queue: each message runs the steps of the operation that its event triggers, then it is acknowledged. */
public final class Worker extends Kind {
    static final Param INSTANCES = Param.of(
                    "instances", ParamType.INTEGER, "Instances", "2", "How many copies consume side by side.")
            .between("1", "10000")
            .group("Size")
            .tries("+1", "x2");
    static final Param WORKERS = Param.of(
                    "workers",
                    ParamType.INTEGER,
                    "Workers",
                    "16",
                    "Messages that one instance handles at the same time.")
            .between("1", "100000")
            .group("Size")
            .whileRunning();
    static final Param CPUS = Param.of(
                    "cpus", ParamType.INTEGER, "vCPU per instance", "2", "Size of one instance; only the bill uses it.")
            .between("1", "512")
            .group("Size");
    static final Param SERVICE_TIME = Param.of(
                    "serviceTime",
                    ParamType.DISTRIBUTION,
                    "Service time",
                    "lognormal(10 ms, cv 1)",
                    "A worker's own time on one message, without waiting for other nodes.")
            .group("Work")
            .whileRunning();

    static final Param ACKNOWLEDGE = Param.choice(
                    "acknowledge",
                    "Acknowledge",
                    "After the work: a crash means that it is done again. Before it: a crash loses the message.",
                    "after",
                    "before")
            .group("Delivery")
            .tries("after");
    static final Param IDEMPOTENT = Param.choice(
                    "idempotent",
                    "Idempotent",
                    "Whether it knows the messages that it has handled, and acknowledges them without doing the work again.",
                    "no",
                    "yes")
            .group("Delivery")
            .tries("yes");
    static final Param REMEMBERS = Param.of(
                    "remembers",
                    ParamType.DURATION,
                    "Remembers for",
                    "1 day",
                    "How long an idempotent consumer knows a message: one that comes again later is handled again. none means"
                            + " for ever.")
            .between("1 ms", "3650 day")
            .orNone()
            .group("Delivery")
            .tries("none");
    static final Param FAILURES = Param.of(
                    "failures",
                    ParamType.RATIO,
                    "Failing deliveries",
                    "0 %",
                    "Share of the deliveries whose work fails by itself, at its end and before any step.")
            .between("0 %", "100 %")
            .group("Work")
            .whileRunning();

    static final Param BATCH = Param.of(
                    "batch",
                    ParamType.INTEGER,
                    "Batch",
                    "1",
                    "Messages that a worker takes at once, when so many wait: one service time for all of them.")
            .between("1", "10000")
            .group("Work")
            .tries("x2");
    static final Param MODE = Param.choice(
                    "mode",
                    "Mode",
                    "A queue hands out messages by itself (push), or free workers ask it (pull): at once when they have"
                            + " finished, and every so often when there was nothing.",
                    "push",
                    "pull")
            .group("Delivery");
    static final Param POLL_EVERY = Param.of(
                    "pollEvery",
                    ParamType.DURATION,
                    "Asks every",
                    "1 s",
                    "With pull: how long an instance waits after it was told that there is nothing.")
            .between("1 ms", "1 h")
            .group("Delivery");

    public Worker() {
        super("worker", "Worker", Family.COMPUTE, "Consumes messages of a queue and runs what their events trigger.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                INSTANCES,
                WORKERS,
                CPUS,
                SERVICE_TIME,
                BATCH,
                FAILURES,
                MODE,
                POLL_EVERY,
                ACKNOWLEDGE,
                IDEMPOTENT,
                REMEMBERS);
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "app-worker",
                "Consumer on an application server",
                Map.of("workers", "200", "cpus", "4", "serviceTime", "exponential(20 ms)"),
                List.of("service.time", "service.workers")));
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "messages", Port.MESSAGE),
                Port.out("out", "calls, reads and writes, events", Port.REQUEST, Port.DATA, Port.MESSAGE));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CONSUMES);
    }

    @Override
    public double ownSeconds(Settings settings, int verb) {
        return settings.distribution(SERVICE_TIME).mean() / 1e9;
    }

    @Override
    public Behaviour behave(Site site) {
        return new Consuming(site);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return List.of(Service.machines(settings.integer(INSTANCES), settings.integer(CPUS)));
    }

    /** A queue hands a message to any free worker, so all instances together are one station. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        if (settings.integer(BATCH) > 1 || settings.text(MODE).equals("pull")) {
            return Optional.empty();
        }
        return Optional.of(Service.perInstance(
                1,
                settings.integer(INSTANCES) * settings.integer(WORKERS),
                settings.distribution(SERVICE_TIME),
                demand));
    }
}
