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
    private final int[] starts;
    private final int[] rows;

    /** Groups the rows of a subject that are of one of the given kinds. */
    KeyRows(Journal journal, int subject, byte... kinds) {
        LongMap groupOfKey = new LongMap(1_024);
        int[] groupOfRow = new int[journal.size()];
        int[] counts = new int[64];
        int groups = 0;
        for (int row = 0; row < journal.size(); row++) {
            groupOfRow[row] = -1;
            if (journal.subject(row) != subject || !isOneOf(journal.kind(row), kinds)) {
                continue;
            }
            long known = groupOfKey.get(journal.key(row));
            int group = known == LongMap.NONE ? groups++ : (int) known;
            if (known == LongMap.NONE) {
                groupOfKey.put(journal.key(row), group);
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
        return Arrays.stream(group).filter(passes).toArray();
    }

    /** The rows in order of a time; rows with the same time keep their order. */
    static int[] sorted(int[] group, IntToLongFunction time) {
        // Groups are nearly sorted already, which this sort turns into almost no work.
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
