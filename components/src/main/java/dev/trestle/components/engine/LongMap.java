package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * A map from long keys to long values by open addressing with linear probing; no boxing, no iteration order.
 *
 * <p>Any long may be a key; {@link #NONE} may not be a value. Deletion shifts back, so there are no tombstones. Key and
 * value stand side by side, so that a look-up touches one line of memory.
 */
public final class LongMap {
    /** What {@link #get} answers for a key that is not there. */
    public static final long NONE = Long.MIN_VALUE;

    /** Keys at even places, each with its value behind it. */
    private long[] table;

    private int mask;
    private int size;

    /** @param expected how many entries to make room for at the start */
    public LongMap(int expected) {
        table = empty(Integer.highestOneBit(Math.max(8, expected * 2 - 1)) * 2);
        mask = table.length - 2;
    }

    private static long[] empty(int slots) {
        long[] table = new long[2 * slots];
        Arrays.fill(table, NONE);
        return table;
    }

    private int home(long key) {
        long h = key * 0x9E3779B97F4A7C15L;
        return (int) (h ^ (h >>> 32)) << 1 & mask;
    }

    private int slot(long key) {
        int slot = home(key);
        while (table[slot + 1] != NONE && table[slot] != key) {
            slot = (slot + 2) & mask;
        }
        return slot;
    }

    public long get(long key) {
        return table[slot(key) + 1];
    }

    public void put(long key, long value) {
        int slot = slot(key);
        if (table[slot + 1] == NONE) {
            if (size * 4 >= table.length) {
                grow();
                slot = slot(key);
            }
            size++;
            table[slot] = key;
        }
        table[slot + 1] = value;
    }

    /** Removes a key; returns its value or {@link #NONE}. */
    public long remove(long key) {
        int hole = slot(key);
        long value = table[hole + 1];
        if (value == NONE) {
            return NONE;
        }
        size--;
        int slot = hole;
        while (true) {
            slot = (slot + 2) & mask;
            if (table[slot + 1] == NONE) {
                break;
            }
            if (((slot - home(table[slot])) & mask) >= ((slot - hole) & mask)) {
                table[hole] = table[slot];
                table[hole + 1] = table[slot + 1];
                hole = slot;
            }
        }
        table[hole + 1] = NONE;
        return value;
    }

    public int size() {
        return size;
    }

    public void clear() {
        Arrays.fill(table, NONE);
        size = 0;
    }

    private void grow() {
        long[] old = table;
        table = empty(old.length);
        mask = table.length - 2;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != NONE) {
                int slot = slot(old[i]);
                table[slot] = old[i];
                table[slot + 1] = old[i + 1];
            }
        }
    }
}
