package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * The events of an {@link Agenda} that lie beyond its buckets: a 4-ary heap in the order (time, order of scheduling).
 *
 * <p>Four children to a node: half the levels of a binary heap, and the children lie together in memory.
 */
final class FarEvents {
    private static final int STRIDE = 3;

    private long[] heap = new long[STRIDE * 64];
    private int end;

    boolean isEmpty() {
        return end == 0;
    }

    int size() {
        return end / STRIDE;
    }

    /** The earliest event's time; defined while not empty, as are the next two. */
    long firstTime() {
        return heap[0];
    }

    long firstPayload() {
        return heap[1];
    }

    long firstOrder() {
        return heap[2];
    }

    void add(long time, long payload, long order) {
        if (end == heap.length) {
            heap = Arrays.copyOf(heap, 2 * heap.length);
        }
        int hole = end;
        end += STRIDE;
        while (hole > 0) {
            int parent = ((hole / STRIDE - 1) >> 2) * STRIDE;
            if (!before(time, order, parent)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, time, payload, order);
    }

    void removeFirst() {
        end -= STRIDE;
        long time = heap[end];
        long payload = heap[end + 1];
        long order = heap[end + 2];
        int hole = 0;
        while (true) {
            int first = 4 * hole + STRIDE;
            if (first >= end) {
                break;
            }
            int least = earliest(first, Math.min(first + 4 * STRIDE, end));
            if (before(time, order, least)) {
                break;
            }
            move(least, hole);
            hole = least;
        }
        put(hole, time, payload, order);
    }

    private int earliest(int first, int limit) {
        int least = first;
        for (int child = first + STRIDE; child < limit; child += STRIDE) {
            if (before(heap[child], heap[child + 2], least)) {
                least = child;
            }
        }
        return least;
    }

    private boolean before(long time, long order, int at) {
        return time < heap[at] || (time == heap[at] && order < heap[at + 2]);
    }

    private void move(int from, int to) {
        put(to, heap[from], heap[from + 1], heap[from + 2]);
    }

    private void put(int at, long time, long payload, long order) {
        heap[at] = time;
        heap[at + 1] = payload;
        heap[at + 2] = order;
    }
}
