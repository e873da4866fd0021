package dev.trestle.components.kinds;

import java.util.Arrays;

/**
 * A sorted string table (SSTable; Chang et al., "Bigtable", OSDI 2006): rows in order, each with its newest write, never
 * changed once it is made, and a Bloom filter in front.
 */
final class SortedTable {
    private final long[] rows;
    private final int[] writes;
    private final BloomFilter filter;
    /** Timestamp of its newest write. */
    final long newestTime;

    final long bytes;

    /**
     * @param rows in ascending order, each once
     * @param writes positions in the log
     * @param falsePositives of the filter; 1 for none
     */
    SortedTable(long[] rows, int[] writes, CommitLog log, long bytes, double falsePositives) {
        this.rows = rows;
        this.writes = writes;
        this.bytes = bytes;
        filter = falsePositives >= 1 ? null : new BloomFilter(Math.max(1, rows.length), falsePositives);
        long newest = Long.MIN_VALUE;
        for (int i = 0; i < rows.length; i++) {
            newest = Math.max(newest, log.stamp(writes[i]));
            if (filter != null) {
                filter.add(rows[i]);
            }
        }
        newestTime = newest;
    }

    /** Whether the filter lets the row through. */
    boolean mayContain(long row) {
        return filter == null || filter.mayContain(row);
    }

    /** The write of the row, or 0 when it is not in here. */
    int find(long row) {
        int at = Arrays.binarySearch(rows, row);
        return at < 0 ? 0 : writes[at];
    }

    int size() {
        return rows.length;
    }

    long row(int index) {
        return rows[index];
    }

    int write(int index) {
        return writes[index];
    }
}
