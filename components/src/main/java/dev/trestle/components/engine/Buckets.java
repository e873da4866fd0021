package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * The middle part of an {@link Agenda}: a ring of buckets, each an interval of 2^shift nanoseconds holding an unsorted
 * list, with a bitmap that says which are filled.
 *
 * <p>Buckets are numbered without end (time >>> shift); the ring covers the numbers from {@code base} on.
 */
final class Buckets {
    private static final int STRIDE = 4;
    private static final int NEXT = 3;
    /** So many events of a bucket are sorted by counting, more by a method for many. A power of two. */
    private static final int FEW = 32;

    /**
     * Nodes of the lists: time, payload, order, numbers of the next node and, above it, of the one after that, so that a list
     * is gone through in half as many steps that wait for memory; node 0 is no node.
     */
    private long[] nodes = new long[STRIDE * 256];

    private int unused = 1;
    private int free;

    /** The newest node of each bucket and, above it, the one before. */
    private long[] newest = new long[64];

    private long[] filled = new long[1];
    private int mask = 63;
    private int shift = 16;
    private long base;
    private int size;

    /** Of the bucket that is sorted: where its events stand in {@link #nodes}, and their times and ages in one number. */
    private int[] places = new int[64];

    private final long[] keys = new long[FEW + 3];

    int size() {
        return size;
    }

    int shift() {
        return shift;
    }

    int buckets() {
        return mask + 1;
    }

    /** The first time that the ring does not cover any more because its bucket was drained: below it is the past. */
    long start() {
        return base << shift;
    }

    /** Whether a time at or after {@link #start()} falls into the ring. */
    boolean covers(long time) {
        return (time >>> shift) - base <= mask;
    }

    void add(long time, long payload, long order) {
        int node = free;
        if (node == 0) {
            node = newNode();
        } else {
            free = (int) nodes[node * STRIDE + NEXT];
        }
        int at = node * STRIDE;
        nodes[at] = time;
        nodes[at + 1] = payload;
        nodes[at + 2] = order;
        link(node);
        size++;
    }

    /** The number of the earliest filled bucket; defined while not empty. */
    long firstFilled() {
        int slot = (int) base & mask;
        int word = slot >>> 6;
        int lastWord = mask >>> 6;
        long bits = filled[word] & (-1L << slot);
        while (bits == 0) {
            word = word == lastWord ? 0 : word + 1;
            bits = filled[word];
        }
        int found = (word << 6) + Long.numberOfTrailingZeros(bits);
        return base + ((found - slot) & mask);
    }

    /** Moves the ring on to this time; all buckets that end before it must be empty. */
    void startAtTime(long time) {
        base = time >>> shift;
    }

    /** Moves this bucket's events into the empty run, sorted, and starts the ring behind it; returns how many they were. */
    int drain(long bucket, NearEvents run) {
        int slot = (int) bucket & mask;
        int count = gather(newest[slot]);
        run.restart(count);
        if (count <= FEW) {
            layInOrder(count, bucket << shift, run);
            run.laid();
        } else {
            for (int i = 0; i < count; i++) {
                lay(places[i], i, run);
            }
            run.sort();
        }
        nodes[places[count - 1] + NEXT] = free;
        free = (int) newest[slot];
        newest[slot] = 0;
        filled[slot >>> 6] &= ~(1L << slot);
        size -= count;
        base = bucket + 1;
        return count;
    }

    /** Moves all events to the others there; those of one time keep their order. */
    void unload(NearEvents to) {
        int node = unlinkAll();
        while (node != 0) {
            int at = node * STRIDE;
            int next = (int) nodes[at + NEXT];
            to.insert(nodes[at], nodes[at + 1], nodes[at + 2]);
            nodes[at + NEXT] = free;
            free = node;
            node = next;
        }
        size = 0;
    }

    /** Notes where the events of a list stand, the newest first; returns how many they are. */
    private int gather(long newestNodes) {
        int count = 0;
        long pair = newestNodes;
        while ((int) pair != 0) {
            if (count + 2 > places.length) {
                places = Arrays.copyOf(places, 2 * places.length);
            }
            int second = (int) (pair >>> 32) * STRIDE;
            places[count++] = (int) pair * STRIDE;
            if (second == 0) {
                break;
            }
            places[count++] = second;
            pair = nodes[second + NEXT];
        }
        return count;
    }

    /**
     * Sorts by counting for each event how many are later. That takes the square of their number, but has no branch that a
     * processor could guess wrong, which costs as much as ten comparisons.
     */
    private void layInOrder(int count, long start, NearEvents run) {
        long[] key = keys;
        for (int i = 0; i < count; i++) {
            key[i] = (nodes[places[i]] - start) * FEW + FEW - 1 - i;
        }
        key[count] = -1;
        key[count + 1] = -1;
        key[count + 2] = -1;
        for (int i = 0; i < count; i++) {
            long own = key[i];
            int later = 0;
            for (int j = 0; j < count; j += 4) {
                later += sign(own - key[j]) + sign(own - key[j + 1]) + sign(own - key[j + 2]) + sign(own - key[j + 3]);
            }
            lay(places[i], later, run);
        }
    }

    private static int sign(long difference) {
        return (int) (difference >>> 63);
    }

    private void lay(int place, int rank, NearEvents run) {
        run.lay(rank, nodes[place], nodes[place + 1], nodes[place + 2]);
    }

    /**
     * Takes another width and another number of buckets (a power of two, 64 at least) and starts at a time that is not
     * after any event of the ring; what is then beyond the ring goes to {@code far}.
     */
    void reshape(int newShift, int buckets, long start, FarEvents far) {
        int chain = unlinkAll();
        if (buckets > newest.length) {
            newest = new long[buckets];
            filled = new long[buckets >>> 6];
        }
        mask = buckets - 1;
        shift = newShift;
        base = start >>> newShift;
        while (chain != 0) {
            int at = chain * STRIDE;
            int next = (int) nodes[at + NEXT];
            if (covers(nodes[at])) {
                link(chain);
            } else {
                far.add(nodes[at], nodes[at + 1], nodes[at + 2]);
                nodes[at + NEXT] = free;
                free = chain;
                size--;
            }
            chain = next;
        }
    }

    /** Empties all buckets into one list in which events of one time stand in their order; returns its first node. */
    private int unlinkAll() {
        int first = 0;
        int last = 0;
        int left = size;
        while (left > 0) {
            // From here on the next time: from the beginning again would take the square of the buckets.
            base = firstFilled();
            int slot = (int) base & mask;
            int newestNode = (int) newest[slot];
            int oldest = 0;
            for (int node = newestNode; node != 0; left--) {
                int next = (int) nodes[node * STRIDE + NEXT];
                nodes[node * STRIDE + NEXT] = oldest;
                oldest = node;
                node = next;
            }
            if (last == 0) {
                first = oldest;
            } else {
                nodes[last * STRIDE + NEXT] = oldest;
            }
            last = newestNode;
            newest[slot] = 0;
            filled[slot >>> 6] &= ~(1L << slot);
        }
        return first;
    }

    private void link(int node) {
        int at = node * STRIDE;
        int slot = (int) (nodes[at] >>> shift) & mask;
        long others = newest[slot];
        nodes[at + NEXT] = others;
        newest[slot] = others << 32 | node;
        filled[slot >>> 6] |= 1L << slot;
    }

    private int newNode() {
        if (unused * STRIDE == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * nodes.length);
        }
        return unused++;
    }
}
