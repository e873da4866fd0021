package dev.trestle.components.kinds;

import java.util.Arrays;

/**
 * The open windows of a stream processor by event and key: how many records each has, when it ends, how often it was
 * fired. Windows stand in numbered slots that are used again; the windows of one key are a chain. Times in nanoseconds.
 */
final class WindowStore {
    private static final int NONE = -1;

    private long[] key = new long[16];
    private long[] start = new long[16];
    private long[] end = new long[16];
    private long[] count = new long[16];
    private int[] event = new int[16];
    private int[] keyEntity = new int[16];
    private int[] fired = new int[16];
    /** The next slot of the same bucket, or the next free one. */
    private int[] next = new int[16];

    private boolean[] used = new boolean[16];
    private boolean[] damaged = new boolean[16];
    private int[] buckets = new int[16];
    /** Slots below this have been used. */
    private int high;

    private int free = NONE;
    private int size;
    /** How many windows are damaged. */
    private int spoiled;

    WindowStore() {
        Arrays.fill(buckets, NONE);
    }

    /** Slots are numbered below this; not all of them hold a window. */
    int slots() {
        return high;
    }

    int size() {
        return size;
    }

    boolean used(int slot) {
        return used[slot];
    }

    long key(int slot) {
        return key[slot];
    }

    long start(int slot) {
        return start[slot];
    }

    long end(int slot) {
        return end[slot];
    }

    long count(int slot) {
        return count[slot];
    }

    int event(int slot) {
        return event[slot];
    }

    int keyEntity(int slot) {
        return keyEntity[slot];
    }

    int fired(int slot) {
        return fired[slot];
    }

    /** What is stored of the window is damaged: nobody can go on with it. */
    void spoil(int slot) {
        spoiled += damaged[slot] ? 0 : 1;
        damaged[slot] = true;
    }

    /** Whether any window is damaged. */
    boolean anySpoiled() {
        return spoiled > 0;
    }

    /** Whether a window of the key is damaged. */
    boolean spoiled(int ofEvent, long ofKey) {
        int slot = spoiled == 0 ? NONE : buckets[bucket(ofEvent, ofKey)];
        while (slot != NONE && !(key[slot] == ofKey && event[slot] == ofEvent && damaged[slot])) {
            slot = next[slot];
        }
        return slot != NONE;
    }

    /** Whether a window that ends by then is damaged. */
    boolean spoiledBy(long nanos) {
        for (int slot = 0; spoiled > 0 && slot < high; slot++) {
            if (used[slot] && damaged[slot] && end[slot] <= nanos) {
                return true;
            }
        }
        return false;
    }

    void fire(int slot) {
        fired[slot]++;
    }

    private int bucket(int ofEvent, long ofKey) {
        return (int) HashRing.mix(ofKey * 31 + ofEvent) & buckets.length - 1;
    }

    /** One more record for the window that begins at {@code from}; the slot of the window. */
    int add(int ofEvent, int entity, long ofKey, long from, long until) {
        int slot = buckets[bucket(ofEvent, ofKey)];
        while (slot != NONE && !(key[slot] == ofKey && event[slot] == ofEvent && start[slot] == from)) {
            slot = next[slot];
        }
        if (slot == NONE) {
            slot = open(ofEvent, entity, ofKey);
            start[slot] = from;
            end[slot] = until;
        }
        count[slot]++;
        return slot;
    }

    /**
     * One more record for a session: all sessions of the key that it touches become one with it. The gap is already in
     * {@code until}. A session that was fired and grows is one that was fired.
     */
    int addToSession(int ofEvent, int entity, long ofKey, long from, long until) {
        long first = from;
        long last = until;
        long records = 1;
        int fires = 0;
        int slot = buckets[bucket(ofEvent, ofKey)];
        while (slot != NONE) {
            int after = next[slot];
            boolean touches = start[slot] <= last && end[slot] >= first;
            if (key[slot] == ofKey && event[slot] == ofEvent && touches) {
                first = Math.min(first, start[slot]);
                last = Math.max(last, end[slot]);
                records += count[slot];
                fires = Math.max(fires, fired[slot]);
                close(slot);
            }
            slot = after;
        }
        int merged = open(ofEvent, entity, ofKey);
        start[merged] = first;
        end[merged] = last;
        count[merged] = records;
        fired[merged] = fires;
        return merged;
    }

    private int open(int ofEvent, int entity, long ofKey) {
        if (free == NONE && high == key.length) {
            grow();
        }
        int slot = free == NONE ? high++ : free;
        free = slot == free ? next[slot] : free;
        int bucket = bucket(ofEvent, ofKey);
        key[slot] = ofKey;
        event[slot] = ofEvent;
        keyEntity[slot] = entity;
        count[slot] = 0;
        fired[slot] = 0;
        used[slot] = true;
        damaged[slot] = false;
        next[slot] = buckets[bucket];
        buckets[bucket] = slot;
        size++;
        return slot;
    }

    /** The window is of no interest any more. */
    void close(int slot) {
        int bucket = bucket(event[slot], key[slot]);
        if (buckets[bucket] == slot) {
            buckets[bucket] = next[slot];
        } else {
            int before = buckets[bucket];
            while (next[before] != slot) {
                before = next[before];
            }
            next[before] = next[slot];
        }
        used[slot] = false;
        spoiled -= damaged[slot] ? 1 : 0;
        damaged[slot] = false;
        next[slot] = free;
        free = slot;
        size--;
    }

    /** Everything is forgotten. */
    void clear() {
        Arrays.fill(used, 0, high, false);
        Arrays.fill(buckets, NONE);
        Arrays.fill(damaged, 0, high, false);
        high = 0;
        free = NONE;
        size = 0;
        spoiled = 0;
    }

    /** Becomes the same as the other one, which is whole. */
    void copy(WindowStore other) {
        Arrays.fill(damaged, false);
        spoiled = 0;
        while (key.length < other.key.length) {
            grow();
        }
        System.arraycopy(other.key, 0, key, 0, other.high);
        System.arraycopy(other.start, 0, start, 0, other.high);
        System.arraycopy(other.end, 0, end, 0, other.high);
        System.arraycopy(other.count, 0, count, 0, other.high);
        System.arraycopy(other.event, 0, event, 0, other.high);
        System.arraycopy(other.keyEntity, 0, keyEntity, 0, other.high);
        System.arraycopy(other.fired, 0, fired, 0, other.high);
        System.arraycopy(other.used, 0, used, 0, other.high);
        high = other.high;
        free = NONE;
        size = other.size;
        chain();
    }

    private void grow() {
        int length = 2 * key.length;
        key = Arrays.copyOf(key, length);
        start = Arrays.copyOf(start, length);
        end = Arrays.copyOf(end, length);
        count = Arrays.copyOf(count, length);
        event = Arrays.copyOf(event, length);
        keyEntity = Arrays.copyOf(keyEntity, length);
        fired = Arrays.copyOf(fired, length);
        next = Arrays.copyOf(next, length);
        used = Arrays.copyOf(used, length);
        damaged = Arrays.copyOf(damaged, length);
        buckets = new int[length];
        chain();
    }

    /** Links all slots anew, as the chains depend on the number of buckets. */
    private void chain() {
        Arrays.fill(buckets, NONE);
        free = NONE;
        for (int slot = high - 1; slot >= 0; slot--) {
            if (used[slot]) {
                int bucket = bucket(event[slot], key[slot]);
                next[slot] = buckets[bucket];
                buckets[bucket] = slot;
            } else {
                next[slot] = free;
                free = slot;
            }
        }
    }
}
