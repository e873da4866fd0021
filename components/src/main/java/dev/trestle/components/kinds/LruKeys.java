package dev.trestle.components.kinds;

import java.util.Arrays;

/**
 * The keys that one cache node holds, least recently used first to go: real keys, bounded by bytes. Other orders of going
 * (FIFO, LFU, MRU, RANDOM) differ in the four methods from {@link #used} on.
 *
 * <p>The order is a log of uses: a use writes one line behind the others, and only the last line of an entry counts. Who has
 * to go is found from its beginning; now and then the lines that count are put together. Declined: a list linked both ways,
 * where each use rewrites three entries that lie anywhere in memory.
 *
 * <p>Each entry has a version (what a read will see), a size and a time at which it expires. Entries stand in slots that
 * are reused; nothing is allocated while the number of entries does not grow. With hundreds of thousands of entries it is
 * memory that takes the time: an index of slots by hash, with some more bits of the hash that save most looks at entries of
 * other keys, then one line of memory for the entry; places in the log and hashes in arrays of their own, small enough to stay near.
 */
class LruKeys {
    static final int NONE = -1;
    private static final int FIRST_SLOTS = 64;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** An entry: key, when it expires, version, and its bytes, below 0 where the slot is vacant. */
    private static final int STRIDE = 4;

    private static final int EXPIRES = 1;
    private static final int VERSION = 2;
    private static final int BYTES = 3;

    /** Parts of the index that are filled one after another. */
    private static final int PART_BITS = 10;

    private long capacityBytes;
    private long[] entries = new long[STRIDE * FIRST_SLOTS];
    /** How many lines the log has for each slot: more of them are put together less often. */
    private static final int LINES = 4;

    /** The slots that were used, one after the other, as a ring of lines; lines are numbered on and on. */
    private int[] log = new int[LINES * FIRST_SLOTS];
    /** By slot: the number of its line that counts; one before the first where none does. */
    private int[] lines = new int[FIRST_SLOTS];

    private int firstLine;
    private int nextLine;
    /** By slot: the high half of the key's hash, so that the index is mended without a look at entries; free, the next free one. */
    private int[] hashes = new int[FIRST_SLOTS];
    /**
     * Slot + 1 and, above it, a tag: hash bits that do not say the place. 0 where there is none. Open addressing with
     * linear probing, at most half full.
     */
    private int[] index = new int[2 * FIRST_SLOTS];

    private int placeBits = Integer.numberOfTrailingZeros(index.length);
    private int slotMask = index.length - 1;
    private int free = NONE;
    private int made;
    private int count;
    private long usedBytes;
    private long evictions;
    private long expirations;

    LruKeys(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Entity and key in one number. Of ids with more bits, as generators hand them out, the lower 48: those that differ. */
    static long of(int entity, long key) {
        return (long) entity << 48 | key & (1L << 48) - 1;
    }

    /** Uses the entry: its slot, or -1 when it is not there or has expired. */
    int use(long key, long now) {
        int place = place(key);
        int slot = slot(place);
        if (slot == NONE) {
            return NONE;
        }
        if (entries[slot * STRIDE + EXPIRES] <= now) {
            drop(place);
            expirations++;
            return NONE;
        }
        used(slot);
        return slot;
    }

    long version(int slot) {
        return entries[slot * STRIDE + VERSION];
    }

    /** An entry has been asked for, or replaced. */
    void used(int slot) {
        note(slot);
    }

    /** A new entry has come into a slot. */
    void entered(int slot) {
        note(slot);
    }

    /** The entry of a slot goes. */
    void left(int slot) {}

    /** The slot whose entry goes first when room is needed. */
    int victim() {
        return oldest();
    }

    /** The slot used longest ago; an entry must be there. */
    private int oldest() {
        while (!counts(firstLine)) {
            firstLine++;
        }
        return log[firstLine & log.length - 1];
    }

    /** The slot used last; an entry must be there. */
    final int newest() {
        while (!counts(nextLine - 1)) {
            nextLine--;
        }
        return log[nextLine - 1 & log.length - 1];
    }

    private boolean counts(int line) {
        return lines[log[line & log.length - 1]] == line;
    }

    /** Writes the slot into the log as the one used last. */
    private void note(int slot) {
        if (nextLine - firstLine == log.length) {
            putTogether(log);
        }
        lines[slot] = nextLine;
        log[nextLine++ & log.length - 1] = slot;
    }

    /** Writes the lines that count one behind the other into a log, which may be the same. */
    private void putTogether(int[] to) {
        int kept = firstLine;
        for (int line = firstLine; line != nextLine; line++) {
            if (counts(line)) {
                int slot = log[line & log.length - 1];
                lines[slot] = kept;
                to[kept++ & to.length - 1] = slot;
            }
        }
        log = to;
        nextLine = kept;
    }

    /** Puts or replaces an entry; evicts others until all fits. What is larger than all the memory is left out. */
    void put(long key, long version, long size, long expiresNanos) {
        int place = place(key);
        int slot = slot(place);
        if (usedBytes - (slot == NONE ? 0 : bytes(slot)) + size > capacityBytes) {
            if (slot != NONE) {
                drop(place);
                slot = NONE;
            }
            if (size > capacityBytes) {
                return;
            }
            while (usedBytes + size > capacityBytes) {
                drop(placeOf(victim()));
                evictions++;
            }
            place = place(key);
        }
        if (slot != NONE) {
            usedBytes -= bytes(slot);
            used(slot);
        } else {
            if (free == NONE && made == lines.length) {
                grow(2 * made);
                place = place(key);
            }
            slot = take();
            enter(place, key, slot);
            entered(slot);
        }
        write(slot, key, version, expiresNanos);
        weigh(slot, size);
    }

    /** So much memory from now on: some are evicted where it is less than they take. */
    void resize(long bytes) {
        capacityBytes = bytes;
        while (usedBytes > capacityBytes) {
            drop(placeOf(victim()));
            evictions++;
        }
    }

    /** Makes room for so many entries, so that loading them moves nothing. */
    void makeRoom(int entryCount) {
        int slots = Integer.highestOneBit(Math.max(1, entryCount - 1)) << 1;
        if (slots > lines.length) {
            grow(slots);
        }
    }

    /**
     * Puts an entry with a key that was not put before, without an index of it and without counting evictions: for
     * filling a cache from the oldest to the newest. {@link #loaded} must follow before anything else is asked.
     */
    void load(long key, long size, long expiresNanos) {
        if (size > capacityBytes) {
            return;
        }
        while (usedBytes + size > capacityBytes) {
            release(oldest());
        }
        if (free == NONE && made == lines.length) {
            grow(2 * made);
        }
        int slot = take();
        write(slot, key, 0, expiresNanos);
        weigh(slot, size);
        note(slot);
    }

    /** Ends loading. */
    void loaded() {
        Arrays.fill(index, 0);
        fillIndex();
    }

    /** Whether the entry was there. */
    boolean remove(long key) {
        int place = place(key);
        if (index[place] == 0) {
            return false;
        }
        drop(place);
        return true;
    }

    /** Removes a share of the entries, drawn by the salt, and tells their keys. */
    final void removeShare(double share, long salt, java.util.function.LongConsumer gone) {
        for (int slot = 0; slot < made; slot++) {
            long key = entries[slot * STRIDE];
            if (!vacant(slot) && Damage.drawn(salt, key, share)) {
                remove(key);
                gone.accept(key);
            }
        }
    }

    void clear() {
        Arrays.fill(index, 0);
        firstLine = 0;
        nextLine = 0;
        free = NONE;
        made = 0;
        count = 0;
        usedBytes = 0;
    }

    int size() {
        return count;
    }

    long usedBytes() {
        return usedBytes;
    }

    /** Entries that had to go for others since the start. */
    long evictions() {
        return evictions;
    }

    /** Entries that were asked for when their time had passed, since the start. */
    long expirations() {
        return expirations;
    }

    /** Slots that have ever been used since it was last empty; some may be {@link #vacant} now. */
    final int slots() {
        return made;
    }

    final boolean vacant(int slot) {
        return bytes(slot) < 0;
    }

    /** Where the key is in the index, or where it would have to be. */
    private int place(long key) {
        long hash = key * GOLDEN;
        int place = home(hash);
        int tag = tag(hash);
        while (true) {
            int found = index[place];
            if (found == 0 || (found & ~slotMask) == tag && entries[((found & slotMask) - 1) * STRIDE] == key) {
                return place;
            }
            place = (place + 1) & (index.length - 1);
        }
    }

    /** Where a slot in use stands in the index. */
    private int placeOf(int slot) {
        int place = hashes[slot] >>> 32 - placeBits;
        while ((index[place] & slotMask) != slot + 1) {
            place = (place + 1) & (index.length - 1);
        }
        return place;
    }

    /** The slot that the index names at a place, or -1. */
    private int slot(int place) {
        return (index[place] & slotMask) - 1;
    }

    private void enter(int place, long key, int slot) {
        long hash = key * GOLDEN;
        index[place] = tag(hash) | slot + 1;
        hashes[slot] = (int) (hash >>> 32);
    }

    /** The high bits of a product with 2^64 over the golden ratio (Knuth, TAOCP 3, 6.4). */
    private int home(long hash) {
        return (int) (hash >>> 64 - placeBits);
    }

    /** The bits below those, with zeros where the slot goes. */
    private int tag(long hash) {
        return (int) (hash << placeBits >>> 32) & ~slotMask;
    }

    /** Drops the entry at a place of the index; those behind it close the gap, so that there are no tombstones. */
    private void drop(int place) {
        release(slot(place));
        int mask = index.length - 1;
        int hole = place;
        for (int next = (hole + 1) & mask; index[next] != 0; next = (next + 1) & mask) {
            int home = hashes[slot(next)] >>> 32 - placeBits;
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                index[hole] = index[next];
                hole = next;
            }
        }
        index[hole] = 0;
    }

    /** Puts every entry into the empty index; part by part, because hopping about in a large one takes longer. */
    private void fillIndex() {
        int part = Math.max(0, placeBits - PART_BITS);
        int[] next = new int[(index.length >>> part) + 1];
        for (int slot = 0; slot < made; slot++) {
            if (!vacant(slot)) {
                next[(home(entries[slot * STRIDE] * GOLDEN) >>> part) + 1]++;
            }
        }
        for (int i = 1; i < next.length; i++) {
            next[i] += next[i - 1];
        }
        int[] slots = new int[count];
        for (int slot = 0; slot < made; slot++) {
            if (!vacant(slot)) {
                slots[next[home(entries[slot * STRIDE] * GOLDEN) >>> part]++] = slot;
            }
        }
        for (int slot : slots) {
            long key = entries[slot * STRIDE];
            enter(place(key), key, slot);
        }
    }

    private void grow(int slots) {
        entries = Arrays.copyOf(entries, STRIDE * slots);
        lines = Arrays.copyOf(lines, slots);
        putTogether(new int[LINES * slots]);
        hashes = Arrays.copyOf(hashes, slots);
        index = new int[2 * slots];
        placeBits = Integer.numberOfTrailingZeros(index.length);
        slotMask = index.length - 1;
        fillIndex();
    }

    private int take() {
        count++;
        int slot = free;
        if (slot == NONE) {
            return made++;
        }
        free = hashes[slot];
        return slot;
    }

    private void release(int slot) {
        usedBytes -= bytes(slot);
        entries[slot * STRIDE + BYTES] = -1;
        left(slot);
        lines[slot] = firstLine - 1;
        hashes[slot] = free;
        free = slot;
        count--;
    }

    private void write(int slot, long key, long version, long expiresNanos) {
        int at = slot * STRIDE;
        entries[at] = key;
        entries[at + EXPIRES] = expiresNanos;
        entries[at + VERSION] = version;
    }

    private void weigh(int slot, long size) {
        entries[slot * STRIDE + BYTES] = size;
        usedBytes += size;
    }

    private long bytes(int slot) {
        return entries[slot * STRIDE + BYTES];
    }
}
