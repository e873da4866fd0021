package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.load.Distribution;
import java.util.List;

/**
 * Tables with indexes: a read by an indexed column goes down a B-tree, one page a level; one without an index goes over all
 * rows of the table that its shard has. A write goes down the tree of the key and that of each secondary index.
 */
final class Tables implements Work {
    private static final String GROUP = "Indexes";
    static final Param UNINDEXED = Param.of(
                    "unindexed",
                    ParamType.NAMES,
                    "Read without index",
                    "",
                    "Reads by a column that has no index: of an entity (Order), or only those with the key of another one "
                            + "(Order by User). Each goes over the whole table.")
            .group(GROUP);
    static final Param SCAN_RATE = Param.of(
                    "scanRate",
                    ParamType.BYTES,
                    "Scan speed",
                    "1 GB",
                    "Bytes per second that a worker goes over where there is no index.")
            .between("1 KB", "1000 GB")
            .group(GROUP);
    static final Param INDEXES = Param.of(
                    "indexes",
                    ParamType.INTEGER,
                    "Secondary indexes",
                    "0",
                    "Indexes beside that of the key, which each write brings up to date.")
            .between("0", "100")
            .group(GROUP);
    static final Param FANOUT = Param.of(
                    "fanout", ParamType.INTEGER, "Keys of a page", "300", "Keys that one page of an index holds.")
            .between("2", "100000")
            .group(GROUP);
    static final Param PAGE_TIME = Param.of(
                    "pageTime",
                    ParamType.DURATION,
                    "Page",
                    "0 s",
                    "Time to fetch one page of an index; 0 where the times of reads and writes include it.")
            .between("0 s", "1 s")
            .group(GROUP);

    static final List<Param> PARAMS = List.of(UNINDEXED, SCAN_RATE, INDEXES, FANOUT, PAGE_TIME);

    private final Distribution read;
    private final Distribution write;
    private final ReadsBy scans;
    private final double nanosPerByte;
    private final int trees;
    private final int fanout;
    private final long pageNanos;
    private Rows rows;

    Tables(Settings settings, List<EntityPlan> entities) {
        read = settings.distribution(SqlDatabase.READ_TIME);
        write = settings.distribution(SqlDatabase.WRITE_TIME);
        scans = new ReadsBy(settings.names(UNINDEXED), entities);
        nanosPerByte = 1e9 / settings.bytes(SCAN_RATE);
        trees = 1 + settings.integer(INDEXES);
        fanout = settings.integer(FANOUT);
        pageNanos = settings.nanos(PAGE_TIME);
    }

    /** Whether the time of a query depends on how many rows there are. */
    static boolean dependOnRows(Settings settings) {
        return settings.nanos(PAGE_TIME) > 0 || !settings.names(UNINDEXED).isEmpty();
    }

    @Override
    public void over(Rows rowsOfShards, Resharding places) {
        rows = rowsOfShards;
    }

    @Override
    public long nanos(Call call, Chance chance) {
        if (call.verb != Call.READ) {
            return write.sample(chance) + trees * down(call);
        }
        if (scans.has(call)) {
            double bytes = rows.at(call.subject, call.instance) * rows.size(call.subject);
            return read.sample(chance) + (long) (bytes * nanosPerByte);
        }
        return read.sample(chance) + down(call);
    }

    private long down(Call call) {
        return pageNanos == 0 ? 0 : pageNanos * height(rows.at(call.subject, call.instance), fanout);
    }

    /** Levels of a B-tree: pages from its root to a row. */
    static int height(double rows, int fanout) {
        int height = 1;
        for (double reach = fanout; reach < rows; reach *= fanout) {
            height++;
        }
        return height;
    }
}
