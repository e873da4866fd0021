package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Documents by key: what belongs together lies together, what does not must be fetched one by one. */
public final class DocumentStore extends Kind {
    static final Param READ_TIME = Param.of(
                    "readTime",
                    ParamType.DISTRIBUTION,
                    "Read",
                    "lognormal(0.8 ms, cv 1)",
                    "Execution time of a read, before what comes on top.")
            .group("Speed");
    static final Param WRITE_TIME = Param.of(
                    "writeTime",
                    ParamType.DISTRIBUTION,
                    "Write",
                    "lognormal(1.6 ms, cv 1)",
                    "Execution time of a write, before what comes on top.")
            .group("Speed");
    static final Param LOOKUPS = Param.of(
                    "lookups",
                    ParamType.INTEGER,
                    "Look-ups",
                    "0",
                    "Other documents that a read must fetch because they are not embedded, one after the other.")
            .between("0", "1000")
            .group("Questions");
    static final Param LOOKUP_TIME = Param.of(
                    "lookupTime", ParamType.DURATION, "Look-up", "0.5 ms", "Time of one such look-up.")
            .between("0 s", "1 h")
            .group("Questions");
    static final Param INDEXED = Param.choice(
                    "indexed",
                    "Indexed",
                    "Whether the field that reads ask by has an index; without one a read looks at every document.",
                    "yes",
                    "no")
            .group("Questions")
            .tries("yes");
    static final Param SCAN_TIME = Param.of(
                    "scanTime",
                    ParamType.DURATION,
                    "Scan",
                    "1 us",
                    "Time for each document that a read without an index looks at.")
            .between("0 s", "1 s")
            .group("Questions");
    static final Param INDEXES = Param.of(
                    "indexes",
                    ParamType.INTEGER,
                    "Indexes",
                    "1",
                    "Secondary indexes that each write brings up to date.")
            .between("0", "100")
            .group("Questions");
    static final Param INDEX_TIME = Param.of(
                    "indexTime", ParamType.DURATION, "Index", "0.1 ms", "Time that a write takes for each index.")
            .between("0 s", "1 s")
            .group("Questions");

    public DocumentStore() {
        super(
                "document-store",
                "Document store",
                Family.DATA,
                "Whole documents by key; fast for what is embedded, slow for what is not.");
    }

    @Override
    public List<Param> params() {
        return Stream.of(
                        List.of(SqlDatabase.HOLDS, READ_TIME, WRITE_TIME, LOOKUPS, LOOKUP_TIME),
                        List.of(INDEXED, SCAN_TIME, INDEXES, INDEX_TIME),
                        SqlDatabase.COPIES,
                        Parting.PARAMS,
                        List.of(SqlDatabase.WORKERS, SqlDatabase.QUEUE, SqlDatabase.CPUS))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "mongodb",
                        "MongoDB replica set, majority",
                        Map.of("followers", "2", "replication", "semi-sync"),
                        List.of("document.reads", "document.writes")),
                new Preset(
                        "mongodb-sharded",
                        "MongoDB in three shards, hashed",
                        Map.of("followers", "2", "replication", "semi-sync", "shards", "3"),
                        List.of("document.reads", "document.writes")));
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
    public Set<Gauge> gauges() {
        return Set.of(Gauge.UTILIZATION, Gauge.QUEUE, Gauge.LAG);
    }

    private static WorkTime time(Settings settings, int verb) {
        boolean read = verb == Call.READ;
        WorkTime more = read
                ? WorkTime.always(settings.nanos(LOOKUP_TIME) / 1e9).times(settings.integer(LOOKUPS))
                : WorkTime.always(settings.nanos(INDEX_TIME) / 1e9).times(settings.integer(INDEXES));
        return WorkTime.of(settings.distribution(read ? READ_TIME : WRITE_TIME)).then(more);
    }

    /** What depends on the number of documents is no setting. */
    @Override
    public double ownSeconds(Settings settings, int verb) {
        boolean scans = verb == Call.READ && !settings.flag(INDEXED);
        return scans || !SqlDatabase.ownCopy(settings, verb)
                ? Double.NaN
                : time(settings, verb).seconds();
    }

    @Override
    public Optional<Forecast> forecast(Settings settings, Demand demand) {
        return settings.flag(INDEXED)
                ? SqlDatabase.copies(settings, demand, time(settings, Call.READ), time(settings, Call.WRITE))
                : Optional.empty();
    }

    /** Resharding is a story. */
    @Override
    public double paceSeconds(Settings settings) {
        return settings.isNone(Parting.RESHARD_AT) ? 0 : Double.POSITIVE_INFINITY;
    }

    @Override
    public boolean corruptible(Settings settings) {
        return true;
    }

    @Override
    public Behaviour behave(Site site) {
        Settings settings = site.settings();
        Work work = new Documents(
                settings.distribution(READ_TIME),
                settings.distribution(WRITE_TIME),
                settings.integer(LOOKUPS) * settings.nanos(LOOKUP_TIME),
                settings.flag(INDEXED) ? 0 : settings.nanos(SCAN_TIME),
                settings.integer(INDEXES) * settings.nanos(INDEX_TIME));
        return new Replicas(site, SqlDatabase.shape(settings), work);
    }

    @Override
    public int instances(Settings settings) {
        return SqlDatabase.allCopies(settings);
    }

    @Override
    public boolean survivesOneLoss(Settings settings) {
        return SqlDatabase.hasHeir(settings);
    }

    @Override
    public List<String> check(Settings settings) {
        List<String> flaws = new ArrayList<>(SqlDatabase.flaws(settings));
        flaws.addAll(Parting.flaws(settings));
        if (!settings.flag(INDEXED)) {
            flaws.add("without an index on the field that reads ask by, each of them looks at every document");
        }
        if (settings.integer(LOOKUPS) > 10) {
            flaws.add(settings.integer(LOOKUPS) + " look-ups a read are joins made by hand: embed, or use tables");
        }
        return flaws;
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return SqlDatabase.bill(settings, usage.storedBytes());
    }
}
