package dev.trestle.components.history;

import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/**
 * The rows of one entity or event grouped by key (or message), each group in the journal's order, which is the order of
 * the rows' ends. Groups come in order of first appearance.
 */
final class KeyRows {
    /** Enough for the position of any of {@link Journal#MAX_ROWS} rows. */
    private static final int POSITION_BITS = 20;

    private final int[] starts;
    private final int[] rows;

    /** Groups the rows of a subject that are of one of the given kinds by their keys. */
    KeyRows(Journal journal, int subject, byte... kinds) {
        this(journal, subject, journal::key, kinds);
    }

    /** Groups such rows by what they are followed by: clients, or the keys that messages are about. */
    static KeyRows about(Journal journal, int subject, byte... kinds) {
        return new KeyRows(journal, subject, journal::about, kinds);
    }

    /** All such rows in one group. */
    static KeyRows together(Journal journal, int subject, byte... kinds) {
        return new KeyRows(journal, subject, row -> 0, kinds);
    }

    private KeyRows(Journal journal, int subject, IntToLongFunction by, byte... kinds) {
        LongMap groupOfKey = new LongMap(1_024);
        int[] groupOfRow = new int[journal.size()];
        int[] counts = new int[64];
        int groups = 0;
        for (int row = 0; row < journal.size(); row++) {
            groupOfRow[row] = -1;
            if (journal.subject(row) != subject || !isOneOf(journal.kind(row), kinds)) {
                continue;
            }
            long known = groupOfKey.get(by.applyAsLong(row));
            int group = known == LongMap.NONE ? groups++ : (int) known;
            if (known == LongMap.NONE) {
                groupOfKey.put(by.applyAsLong(row), group);
                counts = group < counts.length ? counts : Arrays.copyOf(counts, counts.length * 2);
            }
            groupOfRow[row] = group;
            counts[group]++;
        }
        starts = new int[groups + 1];
        for (int group = 0; group < groups; group++) {
            starts[group + 1] = starts[group] + counts[group];
        }
        rows = new int[starts[groups]];
        int[] next = Arrays.copyOf(starts, groups);
        for (int row = 0; row < groupOfRow.length; row++) {
            if (groupOfRow[row] >= 0) {
                rows[next[groupOfRow[row]]++] = row;
            }
        }
    }

    int groups() {
        return starts.length - 1;
    }

    int[] group(int group) {
        return Arrays.copyOfRange(rows, starts[group], starts[group + 1]);
    }

    /** The rows of a group that pass, in the same order. */
    static int[] only(int[] group, IntPredicate passes) {
        int[] kept = new int[group.length];
        int count = 0;
        for (int row : group) {
            if (passes.test(row)) {
                kept[count++] = row;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /** The rows in order of a time (or another number); rows with the same time keep their order. */
    static int[] sorted(int[] group, IntToLongFunction time) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int row : group) {
            least = Math.min(least, time.applyAsLong(row));
            most = Math.max(most, time.applyAsLong(row));
        }
        if (most - least >= 1L << (Long.SIZE - 1 - POSITION_BITS)) {
            return sortedSlowly(group, time);
        }
        // Time and position in one number: no boxes, and a million rows sort in a tenth of a second.
        long[] packed = new long[group.length];
        for (int i = 0; i < group.length; i++) {
            packed[i] = time.applyAsLong(group[i]) - least << POSITION_BITS | i;
        }
        Arrays.sort(packed);
        int[] sorted = new int[group.length];
        for (int i = 0; i < group.length; i++) {
            sorted[i] = group[(int) (packed[i] & (1L << POSITION_BITS) - 1)];
        }
        return sorted;
    }

    private static int[] sortedSlowly(int[] group, IntToLongFunction time) {
        return Arrays.stream(group)
                .boxed()
                .sorted(Comparator.comparingLong(time::applyAsLong))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static boolean isOneOf(byte kind, byte... kinds) {
        for (byte one : kinds) {
            if (one == kind) {
                return true;
            }
        }
        return false;
    }
}
