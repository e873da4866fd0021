package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * A map from long keys to long values by open addressing with linear probing; no boxing, no iteration order.
 *
 * <p>Any long may be a key; {@link #NONE} may not be a value. Deletion shifts back, so there are no tombstones.
 */
public final class LongMap {
    /** What {@link #get} answers for a key that is not there. */
    public static final long NONE = Long.MIN_VALUE;

    private long[] keys;
    private long[] values;
    private int mask;
    private int size;

    /** @param expected how many entries to make room for at the start */
    public LongMap(int expected) {
        int length = Integer.highestOneBit(Math.max(8, expected * 2 - 1)) * 2;
        keys = new long[length];
        values = new long[length];
        Arrays.fill(values, NONE);
        mask = length - 1;
    }

    private static int spread(long key) {
        long h = key * 0x9E3779B97F4A7C15L;
        return (int) (h ^ (h >>> 32));
    }

    private int slot(long key) {
        int slot = spread(key) & mask;
        while (values[slot] != NONE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    public long get(long key) {
        return values[slot(key)];
    }

    public void put(long key, long value) {
        int slot = slot(key);
        if (values[slot] == NONE) {
            if (size * 2 >= keys.length) {
                grow();
                slot = slot(key);
            }
            size++;
            keys[slot] = key;
        }
        values[slot] = value;
    }

    /** Removes a key; returns its value or {@link #NONE}. */
    public long remove(long key) {
        int hole = slot(key);
        long value = values[hole];
        if (value == NONE) {
            return NONE;
        }
        size--;
        int slot = hole;
        while (true) {
            slot = (slot + 1) & mask;
            if (values[slot] == NONE) {
                break;
            }
            int home = spread(keys[slot]) & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                keys[hole] = keys[slot];
                values[hole] = values[slot];
                hole = slot;
            }
        }
        values[hole] = NONE;
        return value;
    }

    public int size() {
        return size;
    }

    public void clear() {
        Arrays.fill(values, NONE);
        size = 0;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[keys.length];
        Arrays.fill(values, NONE);
        mask = keys.length - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != NONE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
