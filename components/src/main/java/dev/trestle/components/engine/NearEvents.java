package dev.trestle.components.engine;

/**
 * The few events of an {@link Agenda} that come next, sorted: a double-ended array, earliest first.
 *
 * <p>A drained bucket is laid in front, newest first, and then sorted; an event scheduled into the current bucket is
 * moved in from the back, so that a burst of ties costs nothing to sort.
 */
final class NearEvents {
    private static final int STRIDE = 3;
    private static final int LONG_RUN = 48;
    private static final int[] GAPS = {29524, 9841, 3280, 1093, 364, 121, 40, 13, 4, 1};

    private long[] run = new long[2 * STRIDE * 64];
    private int head = run.length / 2;
    private int tail = head;

    /** Moves spent on keeping the order since {@link #forgetWork()}: what a better bucket width would have saved. */
    private long work;

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return (tail - head) / STRIDE;
    }

    boolean holdsMoreThan(int events) {
        return tail - head > events * STRIDE;
    }

    long work() {
        return work;
    }

    void forgetWork() {
        work = 0;
    }

    /** The earliest time; defined while not empty, as are the payload and the order of scheduling. */
    long firstTime() {
        return run[head];
    }

    long firstPayload() {
        return run[head + 1];
    }

    long firstOrder() {
        return run[head + 2];
    }

    long lastTime() {
        return run[tail - STRIDE];
    }

    void removeFirst() {
        head += STRIDE;
    }

    /** Starts a new run; defined while empty. */
    void restart() {
        head = run.length / 2;
        tail = head;
    }

    /** Lays an event in front of all others, in whatever order; {@link #sort()} follows. */
    void layInFront(long time, long payload, long order) {
        if (head == 0) {
            makeRoom();
        }
        head -= STRIDE;
        put(head, time, payload, order);
    }

    /** Puts an event where it belongs, looking from the front. */
    void sortIn(long time, long payload, long order) {
        if (head == 0) {
            makeRoom();
        }
        long[] all = run;
        int end = tail;
        int hole = head - STRIDE;
        head = hole;
        int next = hole + STRIDE;
        while (next < end && (all[next] < time || all[next] == time && all[next + 2] < order)) {
            all[hole] = all[next];
            all[hole + 1] = all[next + 1];
            all[hole + 2] = all[next + 2];
            hole = next;
            next += STRIDE;
        }
        work += (hole - head) / STRIDE;
        all[hole] = time;
        all[hole + 1] = payload;
        all[hole + 2] = order;
    }

    /** Sorts the run; events of one time keep their order. */
    void sort() {
        if (tail - head <= STRIDE) {
            return;
        }
        if (tail - head > LONG_RUN * STRIDE) {
            for (int gap : GAPS) {
                sortBy(gap * STRIDE);
            }
        } else {
            sortBy(STRIDE);
        }
    }

    /** Adds an event that was scheduled after all others here. */
    void insert(long time, long payload, long order) {
        if (tail == run.length) {
            makeRoom();
        }
        if (tail - head == STRIDE && head > 0) {
            // One of two goes first, and nobody could predict a branch on which.
            int first = (int) (time - run[head] >>> 63);
            put(tail - first * 2 * STRIDE, time, payload, order);
            head -= first * STRIDE;
            tail += (1 - first) * STRIDE;
            return;
        }
        if (head < tail && time < run[head] && head > 0) {
            head -= STRIDE;
            put(head, time, payload, order);
            return;
        }
        int hole = tail;
        while (hole > head && run[hole - STRIDE] > time) {
            move(hole - STRIDE, hole);
            hole -= STRIDE;
        }
        put(hole, time, payload, order);
        work += (tail - hole) / STRIDE;
        tail += STRIDE;
    }

    /** Insertion sort of the records that lie {@code gap} apart: one pass of Shell's sort (CACM 2(7), 1959). */
    private void sortBy(int gap) {
        for (int i = head + gap; i < tail; i += STRIDE) {
            long time = run[i];
            long order = run[i + 2];
            if (!after(i - gap, time, order)) {
                continue;
            }
            long payload = run[i + 1];
            int hole = i;
            while (hole - gap >= head && after(hole - gap, time, order)) {
                move(hole - gap, hole);
                hole -= gap;
                work++;
            }
            put(hole, time, payload, order);
        }
    }

    private boolean after(int at, long time, long order) {
        return run[at] > time || (run[at] == time && run[at + 2] > order);
    }

    private void makeRoom() {
        int used = tail - head;
        long[] room = 2 * used > run.length ? new long[2 * run.length] : run;
        int start = (room.length - used) / (2 * STRIDE) * STRIDE;
        System.arraycopy(run, head, room, start, used);
        run = room;
        head = start;
        tail = start + used;
    }

    private void move(int from, int to) {
        put(to, run[from], run[from + 1], run[from + 2]);
    }

    private void put(int at, long time, long payload, long order) {
        run[at] = time;
        run[at + 1] = payload;
        run[at + 2] = order;
    }
}
