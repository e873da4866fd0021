package dev.trestle.components.kinds;

import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * Writes that a cache node has acknowledged and the store does not have yet. A later write of the same key takes the place
 * of an earlier one. They stand in no particular, but always the same, order.
 */
final class DirtyEntries {
    private final LongMap places = new LongMap(64);
    private long[] keys = new long[64];
    private long[] versions = new long[64];
    private int[] operations = new int[64];
    /** The version that is on its way to the store, or 0. */
    private long[] sent = new long[64];

    private int count;

    void put(long key, long version, int operation) {
        long known = places.get(key);
        int place = known == LongMap.NONE ? add(key) : (int) known;
        versions[place] = version;
        operations[place] = operation;
    }

    private int add(long key) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
            versions = Arrays.copyOf(versions, 2 * count);
            operations = Arrays.copyOf(operations, 2 * count);
            sent = Arrays.copyOf(sent, 2 * count);
        }
        keys[count] = key;
        sent[count] = 0;
        places.put(key, count);
        return count++;
    }

    /** The version that waits to be written, or 0. */
    long version(long key) {
        long place = places.get(key);
        return place == LongMap.NONE ? 0 : versions[(int) place];
    }

    int count() {
        return count;
    }

    long keyAt(int place) {
        return keys[place];
    }

    long versionAt(int place) {
        return versions[place];
    }

    int operationAt(int place) {
        return operations[place];
    }

    boolean onItsWay(int place) {
        return sent[place] != 0;
    }

    void send(int place) {
        sent[place] = versions[place];
    }

    /** The store has that version of the key, or has not taken it; what was written since still waits. */
    void answered(long key, long version, boolean stored) {
        long known = places.get(key);
        if (known == LongMap.NONE || sent[(int) known] != version) {
            return;
        }
        int place = (int) known;
        sent[place] = 0;
        if (stored && versions[place] == version) {
            forget(place);
        }
    }

    /** What waits there needs not be written any more; the last entry takes its place. */
    void forget(int place) {
        places.remove(keys[place]);
        int last = --count;
        if (place != last) {
            keys[place] = keys[last];
            versions[place] = versions[last];
            operations[place] = operations[last];
            sent[place] = sent[last];
            places.put(keys[place], place);
        }
    }

    void clear() {
        places.clear();
        count = 0;
    }
}
