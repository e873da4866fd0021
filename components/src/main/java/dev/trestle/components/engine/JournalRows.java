package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * The rows of a {@link Journal}, with a column for each thing that they say. There are never more than a limit: before that
 * they are of all keys, and then of a share of them.
 */
final class JournalRows {
    /** What rows are about, as {@link Followed} counts subjects: entities, events and clients of operations in turn. */
    private static final int ENTITY = 0;

    private static final int EVENT = 1;
    private static final int CLIENT = 2;
    private static final int SORTS = 3;

    private final int most;
    final Followed followed = new Followed();
    byte[] kind = new byte[1_024];
    byte[] outcome = new byte[1_024];
    int[] subject = new int[1_024];
    int[] place = new int[1_024];
    int[] link = new int[1_024];
    long[] who = new long[1_024];
    long[] key = new long[1_024];
    long[] about = new long[1_024];
    long[] version = new long[1_024];
    long[] start = new long[1_024];
    long[] end = new long[1_024];
    int size;

    JournalRows(int most) {
        this.most = most;
    }

    private boolean isFull() {
        return size == most;
    }

    /** The number of a new row. */
    private int next() {
        if (size == kind.length) {
            grow(Math.min(most, size * 2));
        }
        return size++;
    }

    private void grow(int length) {
        kind = Arrays.copyOf(kind, length);
        outcome = Arrays.copyOf(outcome, length);
        subject = Arrays.copyOf(subject, length);
        place = Arrays.copyOf(place, length);
        link = Arrays.copyOf(link, length);
        who = Arrays.copyOf(who, length);
        key = Arrays.copyOf(key, length);
        about = Arrays.copyOf(about, length);
        version = Arrays.copyOf(version, length);
        start = Arrays.copyOf(start, length);
        end = Arrays.copyOf(end, length);
    }

    /** Puts a row to another place before it. */
    private void move(int from, int to) {
        kind[to] = kind[from];
        outcome[to] = outcome[from];
        subject[to] = subject[from];
        place[to] = place[from];
        link[to] = link[from];
        who[to] = who[from];
        key[to] = key[from];
        about[to] = about[from];
        version[to] = version[from];
        start[to] = start[from];
        end[to] = end[from];
    }

    /** The number of a new row with a key to follow it by, or -1 where that is not followed. */
    int add(byte ofKind, int ofSubject, long unit, long now) {
        int sort = sort(ofKind, ofSubject);
        if (!followed.has(sort, unit) || !followed.open(sort)) {
            return -1;
        }
        if (isFull()) {
            followFewer(now);
            if (isFull()) {
                followed.close(sort, now);
            }
            if (!followed.has(sort, unit) || !followed.open(sort)) {
                return -1;
            }
        }
        int row = next();
        kind[row] = ofKind;
        subject[row] = ofSubject;
        about[row] = unit;
        key[row] = unit;
        who[row] = -1;
        version[row] = 0;
        outcome[row] = Call.OK;
        place[row] = -1;
        link[row] = -1;
        return row;
    }

    static int sort(int ofKind, int ofSubject) {
        return SORTS * ofSubject
                + (ofKind == Journal.PUBLISH || ofKind == Journal.HANDLED
                        ? EVENT
                        : ofKind == Journal.ASKED ? CLIENT : ENTITY);
    }

    /** Halves what is followed of the subject with most rows until there is room again. */
    private void followFewer(long now) {
        while (size > most / 4 * 3) {
            int sort = mostRows();
            if (sort < 0) {
                return;
            }
            int left = 0;
            for (int row = 0; row < size; row++) {
                boolean of = sort(kind[row], subject[row]) == sort;
                left += of && followed.survives(sort, about[row]) ? 1 : 0;
            }
            if (left == 0 || !followed.halve(sort)) {
                // All its rows are about one key, and of half a key nothing can be said.
                followed.close(sort, now);
            } else {
                dropOthers(sort);
            }
        }
    }

    private void dropOthers(int sort) {
        int kept = 0;
        for (int row = 0; row < size; row++) {
            if (sort(kind[row], subject[row]) != sort || followed.has(sort, about[row])) {
                move(row, kept++);
            }
        }
        size = kept;
    }

    /** The subject with most rows of those that can still be followed less; -1 when there is none. */
    private int mostRows() {
        int[] counts = new int[SORTS];
        for (int row = 0; row < size; row++) {
            int sort = sort(kind[row], subject[row]);
            if (sort >= counts.length) {
                counts = Arrays.copyOf(counts, 2 * sort);
            }
            counts[sort] += followed.open(sort) ? 1 : 0;
        }
        int first = -1;
        for (int sort = 0; sort < counts.length; sort++) {
            first = counts[sort] > 0 && (first < 0 || counts[sort] > counts[first]) ? sort : first;
        }
        return first;
    }
}
