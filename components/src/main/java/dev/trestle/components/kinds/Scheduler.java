package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
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
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts on time the operations that the brief wants every so often. */
public final class Scheduler extends Kind {
    static final Param CRON = Param.of(
                    "cron",
                    ParamType.TEXT,
                    "Cron",
                    "",
                    "When it starts its operations, such as 30 2 1,15 * *; empty: every period of theirs.")
            .group("Starts");
    static final Param DAY = Param.of(
                    "day",
                    ParamType.TEXT,
                    "The first day",
                    "2024-01-01",
                    "The date at whose midnight the times of cron begin to count; 2024-01-01 is a Monday.")
            .group("Starts");
    static final Param BEGINS = Param.of(
                    "runBegins",
                    ParamType.DURATION,
                    "The run begins",
                    "0 s",
                    "How long after the midnight of the first day the run begins.")
            .between("0 s", "7 day")
            .group("Starts");
    static final Param JITTER = Param.of(
                    "jitter",
                    ParamType.DURATION,
                    "Jitter",
                    "0 s",
                    "Each start is late by a random time up to this, so that not everything starts at once.")
            .between("0 s", "1 day")
            .group("Starts");
    static final Param OVERLAP = Param.choice(
                    "overlap",
                    "While one still runs",
                    "Whether a start is left out (skip) or made (allow) while the operation that was started before runs.",
                    "skip",
                    "allow")
            .group("Starts");
    static final Param TIMEOUT = Param.of(
                    "timeout",
                    ParamType.DURATION,
                    "Timeout",
                    "1 min",
                    "After so long an operation counts as failed and is not waited for.")
            .between("1 ms", "1 day")
            .group("Starts");
    static final Param INSTANCES = Param.of(
                    "instances", ParamType.INTEGER, "Instances", "2", "Schedulers that stand side by side.")
            .between("1", "100")
            .group("Instances")
            .tries("+1");
    static final Param LOCK = Param.choice(
                    "lock",
                    "Lock",
                    "With a lock one instance works and the others stand by; without, each instance starts everything.",
                    "yes",
                    "no")
            .group("Instances")
            .tries("yes");
    static final Param LEASE = Param.of(
                    "lease",
                    ParamType.DURATION,
                    "Lease",
                    "10 s",
                    "From the crash of the instance that has the lock until another one gets it.")
            .between("1 ms", "1 day")
            .group("Instances");

    public Scheduler() {
        super("scheduler", "Scheduler", Family.COMPUTE, "Starts operations every so often.");
    }

    @Override
    public List<Param> params() {
        return List.of(CRON, DAY, BEGINS, JITTER, OVERLAP, TIMEOUT, INSTANCES, LOCK, LEASE);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.out("out", "operations to start", Port.REQUEST));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "eventbridge",
                        "EventBridge Scheduler",
                        Map.of("jitter", "60 s", "overlap", "allow"),
                        List.of("scheduler.precision", "scheduler.invocation.price")),
                new Preset(
                        "kubernetes",
                        "Kubernetes CronJob",
                        Map.of("instances", "3", "lease", "15 s", "overlap", "allow"),
                        List.of("scheduler.kubernetes.lease")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.STARTS);
    }

    @Override
    public Set<Gauge> gauges() {
        return Set.of();
    }

    @Override
    public Behaviour behave(Site site) {
        return new Starting(site);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    /** By the start, as managed schedulers charge. */
    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        double price = Fact.of("scheduler.invocation.price").value();
        return List.of(new CostLine("starts", usage.callsPerSecond() * Usage.SECONDS * price));
    }

    /**
     * The times, or null where each operation has its period; throws IllegalArgumentException with one clear line where they
     * cannot be read.
     */
    static Cron cron(Settings settings) {
        LocalDate day = day(settings.text(DAY));
        return settings.text(CRON).isBlank() ? null : Cron.of(settings.text(CRON), day);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" must be a date such as 2024-02-29", e);
        }
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        int instances = settings.integer(INSTANCES);
        if (instances > 1 && !settings.flag(LOCK)) {
            flaws.add("without a lock every operation is started " + instances + " times");
        }
        try {
            cron(settings);
        } catch (IllegalArgumentException e) {
            flaws.add("its times cannot be read, so that every period counts: " + e.getMessage());
        }
        return flaws;
    }
}
