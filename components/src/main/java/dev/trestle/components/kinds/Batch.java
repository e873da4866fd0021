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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A job over a large amount of data: map tasks over splits of the input, a shuffle, reduce tasks. */
public final class Batch extends Kind {
    private static final int MOST_TASKS = 1_000_000;

    static final Param INPUT = Param.of("input", ParamType.BYTES, "Input", "100 GB", "How much a job reads.")
            .between("1 B", "10 PB")
            .group("Job");
    static final Param SPLIT = Param.of(
                    "split", ParamType.BYTES, "Split", "128 MiB", "How much of it one map task reads.")
            .between("1 B", "1 TB")
            .group("Job");
    static final Param MAP_TIME = Param.of(
                    "mapTime",
                    ParamType.DISTRIBUTION,
                    "Map task",
                    "lognormal(10 s, cv 0.3)",
                    "A slot's time on one split; a mixture such as 99%: 10 s; 1%: 100 s makes stragglers.")
            .group("Job");
    static final Param SHUFFLE = Param.of(
                    "shuffle",
                    ParamType.RATIO,
                    "Map output",
                    "30 %",
                    "What the maps write as a share of what they read: it all goes to the reduces.")
            .between("0 %", "1000 %")
            .group("Job");
    static final Param REDUCERS = Param.of(
                    "reducers", ParamType.INTEGER, "Reduce tasks", "40", "0 for a job of maps alone.")
            .between("0", "100000")
            .group("Job");
    static final Param REDUCE_TIME = Param.of(
                    "reduceTime",
                    ParamType.DISTRIBUTION,
                    "Reduce task",
                    "lognormal(20 s, cv 0.3)",
                    "A slot's time on what it has fetched.")
            .group("Job");
    static final Param INSTANCES = Param.of(
                    "instances", ParamType.INTEGER, "Machines", "10", "Machines that run tasks, besides the master.")
            .between("1", "5000")
            .group("Cluster")
            .tries("x2");
    static final Param SLOTS = Param.of(
                    "slots", ParamType.INTEGER, "Slots", "4", "Tasks that run on a machine at the same time.")
            .between("1", "512")
            .group("Cluster");
    static final Param CPUS = Param.of(
                    "cpus", ParamType.INTEGER, "vCPU per machine", "4", "Size of a machine; only the bill uses it.")
            .between("1", "512")
            .group("Cluster");
    static final Param NETWORK = Param.of(
                    "network",
                    ParamType.BYTES,
                    "Network, per second",
                    "156 MB",
                    "What a machine can receive in a second; all fetches there share it.")
            .between("1 kB", "100 GB")
            .group("Cluster");
    static final Param BACKUP = Param.of(
                    "backup",
                    ParamType.RATIO,
                    "Backup tasks for the last",
                    "5 %",
                    "When no more than this share of a phase's tasks is left, each gets a second attempt on a free slot.")
            .between("0.01 %", "100 %")
            .orNone()
            .group("Failures")
            .tries("5 %", "x2");
    static final Param LOSS_AFTER = Param.of(
                    "lossAfter",
                    ParamType.DURATION,
                    "Machine lost after",
                    "10 min",
                    "How long a machine is silent before the master does its work again.")
            .between("0 s", "1 day")
            .group("Failures");
    static final Param JOURNAL_EVERY = Param.of(
                    "masterCheckpoint",
                    ParamType.DURATION,
                    "Master checkpoint",
                    "1 min",
                    "How often the master writes down what is done (0 s: each task at once); none: its loss aborts the job.")
            .between("0 s", "1 h")
            .orNone()
            .group("Failures");

    public Batch() {
        super(
                "batch",
                "Batch job",
                Family.COMPUTE,
                "Maps, shuffles and reduces a large amount of data on many machines.");
    }

    @Override
    public List<Param> params() {
        return List.of(
                INPUT,
                SPLIT,
                MAP_TIME,
                SHUFFLE,
                REDUCERS,
                REDUCE_TIME,
                INSTANCES,
                SLOTS,
                CPUS,
                NETWORK,
                BACKUP,
                LOSS_AFTER,
                JOURNAL_EVERY);
    }

    @Override
    public List<Port> ports() {
        return List.of(
                Port.in("in", "what starts a job", Port.REQUEST, Port.MESSAGE),
                Port.out("out", "what is done with its result", Port.REQUEST, Port.DATA, Port.MESSAGE));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "hadoop",
                        "Hadoop MapReduce",
                        Map.of("split", "128 MiB", "lossAfter", "10 min", "backup", "5 %"),
                        List.of("batch.split", "batch.loss-timeout")),
                new Preset(
                        "spark",
                        "Apache Spark, with speculation",
                        Map.of("split", "128 MiB", "lossAfter", "2 min", "backup", "10 %"),
                        List.of("batch.spark.partition", "batch.spark.timeout", "batch.spark.speculation")));
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.HANDLES, Role.CONSUMES);
    }

    /** Number of map tasks. */
    static int maps(Settings settings) {
        long input = settings.bytes(INPUT);
        long split = settings.bytes(SPLIT);
        return (int) Math.min(MOST_TASKS, (input + split - 1) / split);
    }

    /** What a reduce fetches from other machines: its part of all outputs, but for what lies on its own machine. */
    static long fetchBytes(Settings settings) {
        int reducers = settings.integer(REDUCERS);
        int machines = settings.integer(INSTANCES);
        double all = settings.bytes(INPUT) * settings.ratio(SHUFFLE);
        return reducers == 0 ? 0 : (long) (all / reducers * (machines - 1) / machines);
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES) + 1;
    }

    /** Machines are lost and replaced; the one master is waited for, if it keeps a journal. */
    @Override
    public boolean survivesOneLoss(Settings settings) {
        return settings.integer(INSTANCES) > 1 && !settings.isNone(JOURNAL_EVERY);
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        if (settings.bytes(INPUT) / Math.max(1, settings.bytes(SPLIT)) >= MOST_TASKS) {
            flaws.add("so small splits make more than 1,000,000 map tasks");
        }
        if (!settings.isNone(BACKUP) && settings.integer(INSTANCES) == 1) {
            flaws.add("a backup task needs another machine, and there is one");
        }
        return flaws;
    }

    /** As for jobs that come at random, where nothing fails and a job does not have more tasks than can be laid out. */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return demand.callsPerSecond() > 0 && Makespan.known(settings)
                ? Optional.of(Makespan.forecast(settings, demand))
                : Optional.empty();
    }

    @Override
    public Behaviour behave(Site site) {
        return new MapReduce(site);
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return List.of(Service.machines(settings.integer(INSTANCES) + 1, settings.integer(CPUS)));
    }
}
