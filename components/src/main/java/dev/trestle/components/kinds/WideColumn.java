package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
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
import dev.trestle.components.load.Distribution;
import dev.trestle.estimator.fact.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A leaderless wide-column store: N copies of each row on a hash ring, quorums R and W, last write wins. */
public final class WideColumn extends Kind {
    static final Param HOLDS = Param.of(
                    "holds",
                    ParamType.NAMES,
                    "Holds",
                    "",
                    "Entities that it keeps, separated by commas; empty means all.")
            .group("Content");
    static final Param NODES = Param.of(
                    "instances",
                    ParamType.INTEGER,
                    "Nodes",
                    "6",
                    "How many nodes share the rows by consistent hashing.")
            .between("1", "1000")
            .group("Size")
            .tries("+1", "x2");
    static final Param VIRTUAL_NODES = Param.of(
                    "virtualNodes", ParamType.INTEGER, "Virtual nodes", "256", "Places that each node has on the ring.")
            .between("1", "1000")
            .group("Size");
    static final Param CPUS = Param.of(
                    "cpus", ParamType.INTEGER, "vCPU per node", "8", "Size of a node; only the bill uses it.")
            .between("1", "512")
            .group("Size");
    static final Param COPIES = Param.of("copies", ParamType.INTEGER, "Copies (N)", "3", "Nodes that own each row.")
            .between("1", "1000")
            .group("Quorums")
            .tries("+1");
    static final Param READ_QUORUM = Param.of(
                    "readQuorum", ParamType.INTEGER, "Read quorum (R)", "2", "Replies that a read waits for.")
            .between("1", "1000")
            .group("Quorums")
            .tries("+1");
    static final Param WRITE_QUORUM = Param.of(
                    "writeQuorum",
                    ParamType.INTEGER,
                    "Write quorum (W)",
                    "2",
                    "Acknowledgements that a write waits for.")
            .between("1", "1000")
            .group("Quorums")
            .tries("+1");
    static final Param READS_ASK = Param.choice(
                    "readsAsk",
                    "Reads ask",
                    "All owners, of which the first replies count, or only as many as the read quorum, drawn each time.",
                    "all",
                    "quorum")
            .group("Quorums");
    static final Param WRITES_REACH = Param.choice(
                    "writesReach",
                    "Writes reach",
                    "All owners, of which the first acknowledgements count, or only as many as the write quorum, drawn each "
                            + "time (the others learn of a write by repair alone).",
                    "all",
                    "quorum")
            .group("Quorums");
    static final Param TIMEOUT = Param.of(
                    "timeout", ParamType.DURATION, "Timeout", "2 s", "How long a coordinator waits for its quorum.")
            .between("1 ms", "1 h")
            .group("Quorums");
    static final Param READ_REPAIR = Param.choice(
                    "readRepair",
                    "Read repair",
                    "Whether owners that replied to a read with something old get the newest afterwards.",
                    "yes",
                    "no")
            .group("Repair")
            .tries("yes");
    static final Param HANDOFF = Param.choice(
                    "handoff",
                    "Hinted handoff",
                    "Whether a write that an owner missed is kept for it and handed over when it is back.",
                    "yes",
                    "no")
            .group("Repair")
            .tries("yes");
    static final Param HINT_WINDOW = Param.of(
                    "hintWindow", ParamType.DURATION, "Hint window", "3 h", "No hints for nodes down for longer.")
            .between("0 s", "365 day")
            .group("Repair");
    static final Param SLOPPY = Param.choice(
                    "sloppyQuorum",
                    "Sloppy quorum",
                    "Whether the next healthy node on the ring stands in for an owner that is down, and counts.",
                    "no",
                    "yes")
            .group("Repair")
            .tries("no", "yes");
    static final Param DETECTION = Param.of(
                    "detection",
                    ParamType.DURATION,
                    "Failure detection",
                    "8 s",
                    "From a crash until coordinators know of it; until then they send and wait in vain.")
            .between("0 s", "1 h")
            .group("Repair");
    static final Param CLOCK_SKEW = Param.of(
                    "clockSkew",
                    ParamType.DURATION,
                    "Clock skew",
                    "0 s",
                    "Each node's clock is off by up to this, either way; the later timestamp wins, whatever came later.")
            .between("0 s", "1 h")
            .group("Conflicts");
    static final Param WRITE_DELAY =
            delay("writeDelay", "Write (W)", "One way from the coordinator to an owner, write.");
    static final Param ACK_DELAY = delay("ackDelay", "Acknowledge (A)", "One way back, write.");
    static final Param READ_DELAY = delay("readDelay", "Read (R)", "One way from the coordinator to an owner, read.");
    static final Param RESPONSE_DELAY = delay("responseDelay", "Respond (S)", "One way back, read.");
    static final Param SITES = Param.of(
                    "sites",
                    ParamType.INTEGER,
                    "Sites",
                    "1",
                    "Data centres that nodes stand in, in turn; the owners of a row are spread over them.")
            .between("1", "100")
            .group("Network");
    static final Param SITE_DELAY = Param.of(
                    "siteDelay",
                    ParamType.DISTRIBUTION,
                    "Between sites",
                    "40 ms",
                    "One way, on top, between two sites.")
            .group("Network");
    static final Param WORKERS = Param.of(
                    "workers", ParamType.INTEGER, "Workers", "16", "Reads and writes that one node executes at once.")
            .between("1", "100000")
            .group("Speed");
    static final Param COORDINATE_TIME = Param.of(
                    "coordinateTime",
                    ParamType.DISTRIBUTION,
                    "Coordinate",
                    "lognormal(0.1 ms, cv 1)",
                    "A worker's time at the coordinator for each request.")
            .group("Speed");
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "Read",
                    "lognormal(0.7 ms, cv 1)",
                    "An owner's time on a read, without its tables.")
            .group("Speed");
    static final Param TABLE_TIME = Param.of(
                    "tableTime",
                    ParamType.DISTRIBUTION,
                    "Table",
                    "lognormal(0.3 ms, cv 1)",
                    "More time for each sorted table that the read goes into.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(0.8 ms, cv 1)",
                    "An owner's time on a write.")
            .group("Speed");
    static final Param MEMTABLE = Param.of(
                    "memtable",
                    ParamType.BYTES,
                    "Memtable",
                    "128 MB",
                    "Rows in memory before they are flushed to a table.")
            .between("1 KB", "1 TB")
            .group("Storage");
    static final Param FILTER = Param.of(
                    "falsePositives",
                    ParamType.RATIO,
                    "False positives",
                    "1 %",
                    "Share of tables without the row that the Bloom filter lets a read into; 100 % means no filter.")
            .between("0.001 %", "100 %")
            .group("Storage");
    static final Param MERGE_AT = Param.of(
                    "mergeAt", ParamType.INTEGER, "Merge at", "4", "Tables of like size that make a compaction.")
            .between("2", "32")
            .group("Storage");
    static final Param COMPACTION = Param.of(
                    "compaction",
                    ParamType.BYTES,
                    "Compaction speed",
                    "64 MB",
                    "Bytes a second that a compaction reads; it holds one worker for as long.")
            .between("1 KB", "100 GB")
            .group("Storage");

    /** A share of the work that is not missed. */
    private static final double FEW = 0.02;
    /** How often a row is merged at most in a run of millions of writes: each time into a table {@link #MERGE_AT} times as large. */
    private static final int LEVELS = 4;

    /** What the settings say, in the engine's units. */
    record Shape(
            int copies,
            int readQuorum,
            int writeQuorum,
            Distribution w,
            Distribution a,
            Distribution r,
            Distribution s,
            Distribution siteDelay,
            Distribution coordinate,
            Distribution read,
            Distribution table,
            Distribution write,
            LsmTree.Shape tree,
            double nanosPerCompactedByte,
            long timeoutNanos,
            long detectNanos,
            long hintNanos,
            boolean readRepair,
            boolean handoff,
            boolean sloppy) {}

    public WideColumn() {
        super(
                "wide-column",
                "Wide-column store",
                Family.DATA,
                "Rows on a ring of equal nodes; quorums decide between fresh and available.");
    }

    private static Param delay(String id, String label, String help) {
        return Param.of(id, ParamType.DISTRIBUTION, label, "lognormal(0.25 ms, cv 0.5)", help)
                .group("Network");
    }

    static Shape shape(Settings settings) {
        return new Shape(
                settings.integer(COPIES),
                settings.integer(READ_QUORUM),
                settings.integer(WRITE_QUORUM),
                settings.distribution(WRITE_DELAY),
                settings.distribution(ACK_DELAY),
                settings.distribution(READ_DELAY),
                settings.distribution(RESPONSE_DELAY),
                settings.distribution(SITE_DELAY),
                settings.distribution(COORDINATE_TIME),
                settings.distribution(READ_TIME),
                settings.distribution(TABLE_TIME),
                settings.distribution(WRITE_TIME),
                new LsmTree.Shape(settings.bytes(MEMTABLE), settings.ratio(FILTER), settings.integer(MERGE_AT)),
                1e9 / settings.bytes(COMPACTION),
                settings.nanos(TIMEOUT),
                settings.nanos(DETECTION),
                settings.nanos(HINT_WINDOW),
                settings.flag(READ_REPAIR),
                settings.flag(HANDOFF),
                settings.flag(SLOPPY));
    }

    @Override
    public List<Param> params() {
        return List.of(
                HOLDS,
                NODES,
                VIRTUAL_NODES,
                CPUS,
                COPIES,
                READ_QUORUM,
                WRITE_QUORUM,
                READS_ASK,
                WRITES_REACH,
                TIMEOUT,
                READ_REPAIR,
                HANDOFF,
                HINT_WINDOW,
                SLOPPY,
                DETECTION,
                CLOCK_SKEW,
                WRITE_DELAY,
                ACK_DELAY,
                READ_DELAY,
                RESPONSE_DELAY,
                SITES,
                SITE_DELAY,
                WORKERS,
                COORDINATE_TIME,
                READ_TIME,
                TABLE_TIME,
                WRITE_TIME,
                MEMTABLE,
                FILTER,
                MERGE_AT,
                COMPACTION);
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.in("in", "reads and writes", Port.DATA));
    }

    @Override
    public List<Preset> presets() {
        List<String> facts = List.of("widecolumn.reads", "widecolumn.writes");
        return List.of(
                new Preset(
                        "cassandra-quorum", "Cassandra, QUORUM", Map.of("readQuorum", "2", "writeQuorum", "2"), facts),
                new Preset("cassandra-one", "Cassandra, ONE", Map.of("readQuorum", "1", "writeQuorum", "1"), facts),
                new Preset(
                        "dynamo",
                        "Dynamo style, sloppy quorum",
                        Map.of("readQuorum", "2", "writeQuorum", "2", "sloppyQuorum", "yes"),
                        facts));
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
        return new Leaderless(site);
    }

    /**
     * Coordinating, owners that are asked and owners that are written, over all nodes. A read goes into one table, that from
     * before the run, unless it finds its row in the memtable; so it is as long as nothing else is: while memtables have room
     * for all that is written. Repairs and compactions must be no part of the work.
     */
    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        int copies = copies(settings);
        boolean allWritten = settings.text(WRITES_REACH).equals("all");
        double reads = demand.callsPerSecond() * demand.readShare();
        double writes = demand.callsPerSecond() - reads;
        double asked = reads * (settings.text(READS_ASK).equals("all") ? copies : settings.integer(READ_QUORUM));
        double written = writes * (allWritten ? copies : settings.integer(WRITE_QUORUM));
        double table = asked * seconds(settings, TABLE_TIME);
        double load = demand.callsPerSecond() * seconds(settings, COORDINATE_TIME)
                + asked * seconds(settings, READ_TIME)
                + written * seconds(settings, WRITE_TIME);
        boolean repairs = writes > 0 && !allWritten && settings.flag(READ_REPAIR);
        if (repairs) {
            return Optional.empty();
        }
        if (writes > 0 && reads > 0 && staysInMemory(settings, demand)) {
            double share = demand.rewritten().shareOfReads(Math.min(1, written / (writes * copies)));
            return busy(settings, load + table * (1 - share));
        }
        double merged = writes == 0 ? 0 : written * demand.mix().writtenBytes() * LEVELS / settings.bytes(COMPACTION);
        double doubtful = writes == 0 ? 0 : table + merged;
        return doubtful <= FEW * (load + table) ? busy(settings, load + table) : Optional.empty();
    }

    private static Optional<Forecast> busy(Settings settings, double load) {
        return Optional.of(Forecast.busy((long) settings.integer(NODES) * settings.integer(WORKERS), load));
    }

    private static int copies(Settings settings) {
        return Math.min(settings.integer(COPIES), settings.integer(NODES));
    }

    /** Whether all rows that are written find room in the memtables, were a node to own twice its part of them. */
    private static boolean staysInMemory(Settings settings, Demand demand) {
        if (demand.rewritten() == null) {
            return false;
        }
        double part = Math.min(1, 2.0 * copies(settings) / settings.integer(NODES));
        return part * demand.rewritten().bytes() < settings.bytes(MEMTABLE);
    }

    @Override
    public String whyNoForecast(Settings settings, Demand demand) {
        if (!settings.text(WRITES_REACH).equals("all") && settings.flag(READ_REPAIR)) {
            return "how many reads find an owner to repair has no closed form";
        }
        return demand.rewritten() == null
                ? "which rows its reads find in a memtable is known only where people read and write rows of a fixed"
                        + " popularity, each operation one of the two, without a cache before them"
                : "it writes more than a memtable holds: how many tables a read goes into then changes during the run";
    }

    private static double seconds(Settings settings, Param time) {
        return settings.distribution(time).mean() / 1e9;
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(NODES);
    }

    /** With one owner gone the others must still make the quorums, or somebody must stand in. */
    @Override
    public boolean survivesOneLoss(Settings settings) {
        int others = settings.integer(COPIES) - 1;
        boolean standIn = settings.flag(SLOPPY) && settings.integer(NODES) > settings.integer(COPIES);
        return standIn || others >= Math.max(settings.integer(READ_QUORUM), settings.integer(WRITE_QUORUM));
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>();
        int copies = settings.integer(COPIES);
        if (copies > settings.integer(NODES)) {
            flaws.add(copies + " copies need at least as many nodes, not " + settings.integer(NODES));
        }
        if (settings.integer(READ_QUORUM) > copies || settings.integer(WRITE_QUORUM) > copies) {
            flaws.add("a quorum above the " + copies + " copies is never reached");
        }
        return flaws;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        int nodes = settings.integer(NODES);
        int cpus = settings.integer(CPUS);
        return List.of(
                new CostLine(
                        String.format(Locale.ROOT, "%d x %d vCPU", nodes, cpus),
                        nodes * cpus * Fact.of("compute.vcpu.price").value() * Usage.HOURS),
                new CostLine(
                        "storage after a year, all copies",
                        settings.integer(COPIES)
                                * usage.storedBytes()
                                / 1e9
                                * Fact.of("disk.gp3.price").value()));
    }
}
