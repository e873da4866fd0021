package dev.trestle.components.kinds;

import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * A log-structured merge tree (O'Neil et al., Acta Informatica 33, 1996) as wide-column stores have it: a memtable that
 * is flushed to sorted tables, and size-tiered compaction that merges tables of like size.
 *
 * <p>A read looks into the memtable, then into tables from the newest on: into those whose Bloom filter lets the row
 * through, until what is found is newer than all that is left. Below them lies the table of what was there before the
 * run; it holds the keys of each entity up to its count and is never compacted. Rows are {@link LruKeys#of} numbers,
 * values are positions in the log of all writes; position 0 means what was there before the run, or nothing.
 */
final class LsmTree {
    /** Tables within these factors of a bucket's mean are alike, and so are all below the least size (STCS defaults). */
    private static final double LOW = 0.5;

    private static final double HIGH = 1.5;
    private static final long LEAST_BYTES = 50_000_000;
    private static final int MOST_MERGED = 32;

    /**
     * The settings of a tree.
     *
     * @param memtableBytes flushed at this size
     * @param falsePositives of the filters, 1 for no filters
     * @param mergeAt tables of like size that make a compaction
     */
    record Shape(long memtableBytes, double falsePositives, int mergeAt) {}

    private final Shape shape;
    private final CommitLog log;
    private final long[] sizeBytes;
    private final long[] counts;
    /** Small at first: there may be thousands of trees. */
    private final LongMap memtable = new LongMap(64);

    private long[] memtableRows = new long[64];
    private int memtableSize;
    private long memtableBytes;
    /** From the newest to the oldest. */
    private SortedTable[] tables = {};

    private SortedTable[] merging = {};
    /** What the last {@link #get} cost: tables read, filters asked, and tables read for nothing. */
    int touched;

    int asked;
    int falsePositives;

    /**
     * @param sizeBytes of an item, by entity
     * @param counts items there before the run, by entity
     */
    LsmTree(Shape shape, CommitLog log, long[] sizeBytes, long[] counts) {
        this.shape = shape;
        this.log = log;
        this.sizeBytes = sizeBytes;
        this.counts = counts;
    }

    /** Whether a write wins over another (last write wins): by timestamp, by version where these are equal. */
    static boolean newer(CommitLog log, int write, int other) {
        if (write == 0 || other == 0) {
            return write != 0;
        }
        long time = log.stamp(write);
        long otherTime = log.stamp(other);
        return time != otherTime ? time > otherTime : log.version(write) > log.version(other);
    }

    /** The version that a write made; 0 for none. */
    long version(int write) {
        return log.version(write);
    }

    /** The newer of two writes; 0 stands for none. */
    int newer(int write, int other) {
        return newer(log, write, other) ? write : other;
    }

    /** The newest write of the row; {@link #touched} and the like say what it cost. */
    int get(long row) {
        touched = 0;
        asked = 0;
        falsePositives = 0;
        int best = (int) Math.max(0, memtable.get(row));
        for (int i = 0; i < tables.length; i++) {
            SortedTable table = tables[i];
            if (best != 0 && log.stamp(best) > table.newestTime) {
                return best;
            }
            asked++;
            if (table.mayContain(row)) {
                touched++;
                int found = table.find(row);
                falsePositives += found == 0 ? 1 : 0;
                best = newer(log, found, best) ? found : best;
            }
        }
        if (best == 0) {
            readOldest(row);
        }
        return best;
    }

    /** The table from before the run has no bits: a stranger passes its filter by the law of filters, always or never. */
    private void readOldest(long row) {
        asked++;
        boolean there = (row & (1L << 48) - 1) < counts[(int) (row >>> 48)];
        if (there) {
            touched++;
        } else if ((HashRing.mix(~row) >>> 11) * 0x1p-53 < shape.falsePositives()) {
            touched++;
            falsePositives++;
        }
    }

    /** Takes a write in; true when the memtable was full and has been flushed. */
    boolean put(long row, int write) {
        int before = (int) Math.max(0, memtable.get(row));
        if (before == 0) {
            if (memtableSize == memtableRows.length) {
                memtableRows = Arrays.copyOf(memtableRows, 2 * memtableSize);
            }
            memtableRows[memtableSize++] = row;
            memtableBytes += sizeOf(row);
        }
        if (newer(log, write, before)) {
            memtable.put(row, write);
        }
        if (memtableBytes < shape.memtableBytes()) {
            return false;
        }
        flush();
        return true;
    }

    private long sizeOf(long row) {
        return sizeBytes[(int) (row >>> 48)];
    }

    private void flush() {
        long[] rows = Arrays.copyOf(memtableRows, memtableSize);
        Arrays.sort(rows);
        int[] writes = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            writes[i] = (int) memtable.get(rows[i]);
        }
        insert(new SortedTable(rows, writes, log, memtableBytes, shape.falsePositives()));
        memtable.clear();
        memtableSize = 0;
        memtableBytes = 0;
    }

    private void insert(SortedTable table) {
        int at = 0;
        while (at < tables.length && tables[at].newestTime > table.newestTime) {
            at++;
        }
        SortedTable[] more = new SortedTable[tables.length + 1];
        System.arraycopy(tables, 0, more, 0, at);
        more[at] = table;
        System.arraycopy(tables, at, more, at + 1, tables.length - at);
        tables = more;
    }

    /**
     * Size-tiered compaction: picks tables of like size when there are enough; returns how many bytes they have, 0 when
     * there is nothing to do. {@link #compacted} ends it.
     */
    long pickCompaction() {
        SortedTable[] bySize = tables.clone();
        Arrays.sort(bySize, (a, b) -> Long.compare(a.bytes, b.bytes));
        int from = 0;
        double mean = 0;
        for (int i = 0; i <= bySize.length; i++) {
            int count = i - from;
            boolean alike = i < bySize.length && count < MOST_MERGED && (count == 0 || like(bySize[i].bytes, mean));
            if (alike) {
                mean = (mean * count + bySize[i].bytes) / (count + 1);
            } else if (count >= shape.mergeAt()) {
                merging = Arrays.copyOfRange(bySize, from, i);
                return Math.max(1, (long) (mean * count));
            } else if (i < bySize.length) {
                from = i;
                mean = bySize[i].bytes;
            }
        }
        return 0;
    }

    private static boolean like(long bytes, double mean) {
        return bytes > LOW * mean && bytes < HIGH * mean || bytes < LEAST_BYTES && mean < LEAST_BYTES;
    }

    /** The picked tables become one that keeps the newest write of each row; returns its bytes. */
    long compacted() {
        int most = 0;
        for (SortedTable table : merging) {
            most += table.size();
        }
        long[] rows = new long[most];
        int[] writes = new int[most];
        int size = 0;
        long bytes = 0;
        int[] next = new int[merging.length];
        while (true) {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < next.length; i++) {
                least = next[i] < merging[i].size() ? Math.min(least, merging[i].row(next[i])) : least;
            }
            if (least == Long.MAX_VALUE) {
                break;
            }
            rows[size] = least;
            writes[size++] = newestOf(least, next);
            bytes += sizeOf(least);
        }
        remove(merging);
        merging = new SortedTable[0];
        insert(new SortedTable(
                Arrays.copyOf(rows, size), Arrays.copyOf(writes, size), log, bytes, shape.falsePositives()));
        return bytes;
    }

    private int newestOf(long row, int[] next) {
        int best = 0;
        for (int i = 0; i < next.length; i++) {
            if (next[i] < merging[i].size() && merging[i].row(next[i]) == row) {
                int write = merging[i].write(next[i]++);
                best = newer(log, write, best) ? write : best;
            }
        }
        return best;
    }

    private void remove(SortedTable[] gone) {
        SortedTable[] fewer = new SortedTable[tables.length - gone.length];
        int size = 0;
        for (SortedTable table : tables) {
            boolean stays = true;
            for (SortedTable one : gone) {
                stays &= one != table;
            }
            if (stays) {
                fewer[size++] = table;
            }
        }
        tables = fewer;
    }

    int tables() {
        return tables.length;
    }
}
