package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * The keys that one cache was asked for, most recent first, with the weight of all that is more recent than a key: the
 * stack of Mattson, Gecsei, Slutz and Traiger (IBM Systems Journal 9, 1970) as a Fenwick tree over the order of use.
 *
 * <p>A key stands in an entry that it keeps; its place in the order is a slot, and slots are put together again when they
 * run out. Nothing is allocated while the number of keys does not grow.
 */
final class ReuseStack {
    static final int NONE = -1;
    private static final int FIRST_ENTRIES = 16;

    private final LongMap entries = new LongMap(FIRST_ENTRIES);
    private long[] keys = new long[FIRST_ENTRIES];
    private long[] weights = new long[FIRST_ENTRIES];
    private int[] slots = new int[FIRST_ENTRIES];
    private int made;
    private int count;
    /** First of the entries that are free, each with the next one in {@link #slots}. */
    private int free = NONE;

    /** By slot, which is larger the more recent the use was: the entry, or {@link #NONE}. */
    private int[] used = new int[2 * FIRST_ENTRIES];

    private long[] tree = new long[2 * FIRST_ENTRIES + 1];
    private int next;
    private long total;

    /** The entry of a key, or {@link #NONE}. */
    int find(long key) {
        long entry = entries.get(key);
        return entry == LongMap.NONE ? NONE : (int) entry;
    }

    /** The weight of all keys that were used after this entry's. */
    long above(int entry) {
        long upTo = 0;
        for (int i = slots[entry] + 1; i > 0; i -= i & -i) {
            upTo += tree[i];
        }
        return total - upTo;
    }

    /** The entry is used now, and weighs so much from now on. */
    void touch(int entry, long weight) {
        if (slots[entry] != next - 1) {
            add(slots[entry], -weights[entry]);
            used[slots[entry]] = NONE;
            slot(entry, weight);
        } else if (weight != weights[entry]) {
            add(slots[entry], weight - weights[entry]);
            weights[entry] = weight;
        }
    }

    /** A key that is not there is used now; its entry. */
    int push(long key, long weight) {
        int entry = free;
        if (entry == NONE) {
            if (made == keys.length) {
                keys = Arrays.copyOf(keys, made * 2);
                weights = Arrays.copyOf(weights, made * 2);
                slots = Arrays.copyOf(slots, made * 2);
            }
            entry = made++;
        } else {
            free = slots[entry];
        }
        count++;
        keys[entry] = key;
        entries.put(key, entry);
        slot(entry, weight);
        return entry;
    }

    void remove(int entry) {
        add(slots[entry], -weights[entry]);
        used[slots[entry]] = NONE;
        entries.remove(keys[entry]);
        slots[entry] = free;
        free = entry;
        count--;
    }

    void clear() {
        entries.clear();
        made = 0;
        count = 0;
        free = NONE;
        next = 0;
        total = 0;
    }

    int size() {
        return count;
    }

    /** Slots that may hold an entry: {@link #at} tells, from the least recent to the most recent. */
    int slots() {
        return next;
    }

    /** The entry of a slot, or {@link #NONE}. */
    int at(int slot) {
        return used[slot];
    }

    long key(int entry) {
        return keys[entry];
    }

    /** Changes what an entry weighs, and not when it was used. */
    void weigh(int entry, long weight) {
        add(slots[entry], weight - weights[entry]);
        weights[entry] = weight;
    }

    private void slot(int entry, long weight) {
        weights[entry] = weight;
        if (next == used.length) {
            pack(entry);
        }
        slots[entry] = next;
        used[next] = entry;
        append(weight);
    }

    /** Moves the entries together, oldest first, into twice as many slots as they need; one of them is not placed yet. */
    private void pack(int unplaced) {
        int kept = 0;
        for (int slot = 0; slot < next; slot++) {
            int entry = used[slot];
            if (entry != NONE && entry != unplaced) {
                used[kept] = entry;
                slots[entry] = kept++;
            }
        }
        if (2 * kept > used.length) {
            used = Arrays.copyOf(used, 2 * used.length);
            tree = new long[used.length + 1];
        }
        next = 0;
        total = 0;
        while (next < kept) {
            append(weights[used[next]]);
        }
    }

    /** The tree ends with the last slot in use: what is behind it is not there yet, so that most changes are short. */
    private void add(int slot, long weight) {
        total += weight;
        for (int i = slot + 1; i <= next; i += i & -i) {
            tree[i] += weight;
        }
    }

    /** One more slot, with the sum of those before it that its node of the tree stands for. */
    private void append(long weight) {
        total += weight;
        int node = ++next;
        long sum = weight;
        for (int i = node - 1; i > (node & node - 1); i &= i - 1) {
            sum += tree[i];
        }
        tree[node] = sum;
    }
}
