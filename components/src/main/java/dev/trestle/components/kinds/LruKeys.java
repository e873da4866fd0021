package dev.trestle.components.kinds;

import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * The keys that one cache node holds, least recently used first to go: real keys, bounded by bytes.
 *
 * <p>Each entry has a version (what a read will see), a size and a time at which it expires. Slots are reused; nothing is
 * allocated while the number of entries does not grow.
 */
final class LruKeys {
    private static final int NONE = -1;

    private final long capacityBytes;
    private final LongMap slots = new LongMap(1_024);
    private long[] keys = new long[1_024];
    private long[] versions = new long[1_024];
    private long[] expires = new long[1_024];
    private long[] bytes = new long[1_024];
    private int[] older = new int[1_024];
    private int[] newer = new int[1_024];
    private int newest = NONE;
    private int oldest = NONE;
    private int free = NONE;
    private int made;
    private long usedBytes;
    private long evictions;

    LruKeys(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Entity and key in one number. */
    static long of(int entity, long key) {
        return (long) entity << 48 | key;
    }

    /** Uses the entry: its slot, or -1 when it is not there or has expired. */
    int use(long key, long now) {
        long slot = slots.get(key);
        if (slot == LongMap.NONE) {
            return NONE;
        }
        int found = (int) slot;
        if (expires[found] <= now) {
            remove(key);
            return NONE;
        }
        if (found != newest) {
            unlink(found);
            link(found);
        }
        return found;
    }

    long version(int slot) {
        return versions[slot];
    }

    /** Puts or replaces an entry as the newest; evicts the oldest ones until all fits. What is larger than all is left out. */
    void put(long key, long version, long size, long expiresNanos) {
        remove(key);
        if (size > capacityBytes) {
            return;
        }
        while (usedBytes + size > capacityBytes) {
            remove(keys[oldest]);
            evictions++;
        }
        int slot = free;
        if (slot == NONE) {
            if (made == keys.length) {
                grow();
            }
            slot = made++;
        } else {
            free = older[slot];
        }
        keys[slot] = key;
        versions[slot] = version;
        bytes[slot] = size;
        expires[slot] = expiresNanos;
        usedBytes += size;
        slots.put(key, slot);
        link(slot);
    }

    /** Whether the entry was there. */
    boolean remove(long key) {
        long found = slots.remove(key);
        if (found == LongMap.NONE) {
            return false;
        }
        int slot = (int) found;
        usedBytes -= bytes[slot];
        unlink(slot);
        older[slot] = free;
        free = slot;
        return true;
    }

    void clear() {
        slots.clear();
        newest = NONE;
        oldest = NONE;
        free = NONE;
        made = 0;
        usedBytes = 0;
    }

    int size() {
        return slots.size();
    }

    long usedBytes() {
        return usedBytes;
    }

    /** Entries that had to go for others since the start. */
    long evictions() {
        return evictions;
    }

    /** Starts counting evictions anew. */
    void forgetEvictions() {
        evictions = 0;
    }

    private void link(int slot) {
        older[slot] = newest;
        newer[slot] = NONE;
        if (newest == NONE) {
            oldest = slot;
        } else {
            newer[newest] = slot;
        }
        newest = slot;
    }

    private void unlink(int slot) {
        if (newer[slot] == NONE) {
            newest = older[slot];
        } else {
            older[newer[slot]] = older[slot];
        }
        if (older[slot] == NONE) {
            oldest = newer[slot];
        } else {
            newer[older[slot]] = newer[slot];
        }
    }

    private void grow() {
        int length = keys.length * 2;
        keys = Arrays.copyOf(keys, length);
        versions = Arrays.copyOf(versions, length);
        expires = Arrays.copyOf(expires, length);
        bytes = Arrays.copyOf(bytes, length);
        older = Arrays.copyOf(older, length);
        newer = Arrays.copyOf(newer, length);
    }
}
