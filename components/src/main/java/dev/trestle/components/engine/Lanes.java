package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * The constant-delay timers of an {@link Agenda}: one first-in-first-out queue for each delay, of which only the head
 * competes for being next. A timer costs a few nanoseconds however many are pending, and a stale one hardly more.
 *
 * <p>Times are nanoseconds. Not safe for use by several threads.
 */
final class Lanes {
    /** The first time when no lane holds anything. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int STRIDE = 3;
    private static final int FIRST_CAPACITY = 16;

    private long[] delays = new long[4];
    private long[][] rings = new long[4][];
    private int[] heads = new int[4];
    private int[] counts = new int[4];
    private int lanes;

    /** Lanes that hold something, as a binary heap by (time, order) of their heads. */
    private int[] heap = new int[4];

    private int waiting;
    private int size;

    private long firstTime = NEVER;
    private long firstOrder;

    /** Returns the lane of this delay, opening it when it is new. */
    int lane(long delayNanos) {
        for (int lane = 0; lane < lanes; lane++) {
            if (delays[lane] == delayNanos) {
                return lane;
            }
        }
        if (lanes == delays.length) {
            delays = Arrays.copyOf(delays, 2 * lanes);
            rings = Arrays.copyOf(rings, 2 * lanes);
            heads = Arrays.copyOf(heads, 2 * lanes);
            counts = Arrays.copyOf(counts, 2 * lanes);
            heap = Arrays.copyOf(heap, 2 * lanes);
        }
        delays[lanes] = delayNanos;
        rings[lanes] = new long[STRIDE * FIRST_CAPACITY];
        return lanes++;
    }

    long delay(int lane) {
        return delays[lane];
    }

    int size() {
        return size;
    }

    /** The earliest time in any lane, or {@link #NEVER}. */
    long firstTime() {
        return firstTime;
    }

    /** The order of scheduling of the earliest event; defined while {@link #firstTime()} is. */
    long firstOrder() {
        return firstOrder;
    }

    /** The payload of the earliest event; defined while {@link #firstTime()} is. */
    long firstPayload() {
        int lane = heap[0];
        return rings[lane][heads[lane] + 1];
    }

    void add(int lane, long time, long payload, long order) {
        long[] ring = rings[lane];
        int count = counts[lane];
        if (count * STRIDE == ring.length) {
            ring = grow(lane);
        }
        int at = heads[lane] + count * STRIDE;
        if (at >= ring.length) {
            at -= ring.length;
        }
        if (count > 0 && ring[(at == 0 ? ring.length : at) - STRIDE] > time) {
            throw new IllegalStateException("the clock of a lane went back to " + time + " ns");
        }
        ring[at] = time;
        ring[at + 1] = payload;
        ring[at + 2] = order;
        counts[lane] = count + 1;
        size++;
        if (count == 0) {
            enter(lane);
        }
    }

    /** Removes the earliest event. */
    void removeFirst() {
        int lane = heap[0];
        int head = heads[lane] + STRIDE;
        heads[lane] = head == rings[lane].length ? 0 : head;
        size--;
        if (--counts[lane] == 0) {
            heap[0] = heap[--waiting];
        }
        if (waiting > 1) {
            siftDown();
        }
        readFirst();
    }

    private void enter(int lane) {
        int child = waiting++;
        while (child > 0) {
            int parent = (child - 1) >> 1;
            if (!before(lane, heap[parent])) {
                break;
            }
            heap[child] = heap[parent];
            child = parent;
        }
        heap[child] = lane;
        if (child == 0) {
            readFirst();
        }
    }

    private void siftDown() {
        int lane = heap[0];
        int hole = 0;
        while (true) {
            int child = 2 * hole + 1;
            if (child >= waiting) {
                break;
            }
            if (child + 1 < waiting && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], lane)) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = lane;
    }

    private boolean before(int lane, int other) {
        long time = rings[lane][heads[lane]];
        long otherTime = rings[other][heads[other]];
        return time < otherTime || (time == otherTime && rings[lane][heads[lane] + 2] < rings[other][heads[other] + 2]);
    }

    private void readFirst() {
        if (waiting == 0) {
            firstTime = NEVER;
            return;
        }
        int lane = heap[0];
        firstTime = rings[lane][heads[lane]];
        firstOrder = rings[lane][heads[lane] + 2];
    }

    private long[] grow(int lane) {
        long[] old = rings[lane];
        long[] ring = new long[2 * old.length];
        int head = heads[lane];
        System.arraycopy(old, head, ring, 0, old.length - head);
        System.arraycopy(old, 0, ring, old.length - head, head);
        rings[lane] = ring;
        heads[lane] = 0;
        return ring;
    }
}
