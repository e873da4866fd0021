package dev.trestle.components.engine;

/**
 * The few events of an {@link Agenda} that come next: one in front, the others behind it in a sorted run, the latest first,
 * so that the earliest stands at the end and is taken off there.
 *
 * <p>An event that is taken leaves its place in front empty. What is scheduled before all others takes that place, as half
 * of all do where only a few events are pending, and the run is not touched. What comes after all others, as ties and
 * constant delays do, is put at the beginning of the run, where there is room.
 */
final class NearEvents {
    private static final int STRIDE = 3;
    private static final int LONG_RUN = 48;
    private static final int[] GAPS = {29524, 9841, 3280, 1093, 364, 121, 40, 13, 4, 1};

    /** Whether there is an event in front; it comes before all of the run. */
    private boolean front;

    private long frontTime;
    private long frontPayload;
    private long frontOrder;

    private long[] run = new long[2 * STRIDE * 64];
    /** The run is what stands between the two. */
    private int begin = run.length / 2;

    private int end = begin;

    /** Moves spent on keeping the order since {@link #forgetWork()}: what a better bucket width would have saved. */
    private long work;

    /** Whether there is an event; the earliest then stands in front. */
    boolean ready() {
        if (front) {
            return true;
        }
        int at = end - STRIDE;
        if (at < begin) {
            return false;
        }
        frontTime = run[at];
        frontPayload = run[at + 1];
        frontOrder = run[at + 2];
        end = at;
        front = true;
        return true;
    }

    boolean isEmpty() {
        return !front && end == begin;
    }

    int size() {
        return (front ? 1 : 0) + (end - begin) / STRIDE;
    }

    /** Whether there are more than so many, one more or less. */
    boolean areMoreThan(int events) {
        return end - begin > events * STRIDE;
    }

    /** Moves spent on keeping the order. */
    long work() {
        return work;
    }

    void forgetWork() {
        work = 0;
    }

    /** The earliest time; defined when {@link #ready()}, as are the payload and the order of scheduling. */
    long firstTime() {
        return frontTime;
    }

    long firstPayload() {
        return frontPayload;
    }

    long firstOrder() {
        return frontOrder;
    }

    /** The latest time; defined while not empty. */
    long lastTime() {
        return end > begin ? run[begin] : frontTime;
    }

    /** Takes the event in front away; defined when {@link #ready()}. */
    void removeFirst() {
        front = false;
    }

    /** Adds an event that was scheduled after all others here. */
    void insert(long time, long payload, long order) {
        if (front) {
            if (time >= frontTime) {
                sortIn(time, payload, order);
                return;
            }
            push(frontTime, frontPayload, frontOrder);
        } else if (end > begin && time >= run[end - STRIDE]) {
            sortIn(time, payload, order);
            return;
        }
        frontTime = time;
        frontPayload = payload;
        frontOrder = order;
        front = true;
    }

    /** Puts an event at the end of the run; it comes before all others there. */
    private void push(long time, long payload, long order) {
        if (end == run.length) {
            makeRoom(1);
        }
        put(end, time, payload, order);
        end += STRIDE;
    }

    private void sortIn(long time, long payload, long order) {
        if (end == run.length) {
            makeRoom(1);
        }
        long[] all = run;
        if (end > begin && time >= all[begin] && begin > 0) {
            begin -= STRIDE;
            put(begin, time, payload, order);
            return;
        }
        int hole = end;
        while (hole > begin && all[hole - STRIDE] <= time) {
            all[hole] = all[hole - STRIDE];
            all[hole + 1] = all[hole - 2];
            all[hole + 2] = all[hole - 1];
            hole -= STRIDE;
        }
        put(hole, time, payload, order);
        work += (end - hole) / STRIDE;
        end += STRIDE;
    }

    /** Makes room for so many events behind the earliest of the empty run; they are to be {@link #lay laid} there. */
    void restart(int events) {
        begin = run.length / 2;
        end = begin;
        if (events * STRIDE > run.length - begin) {
            makeRoom(events);
        }
        end = begin + events * STRIDE;
    }

    /** Lays an event into a run that was {@link #restart restarted}: the latest has rank 0. */
    void lay(int rank, long time, long payload, long order) {
        put(begin + rank * STRIDE, time, payload, order);
    }

    /** Sorts a run whose events were laid in any order. */
    void sort() {
        if (end - begin > LONG_RUN * STRIDE) {
            for (int gap : GAPS) {
                sortBy(gap * STRIDE);
            }
        } else {
            sortBy(STRIDE);
        }
    }

    /** Insertion sort of the records that lie {@code gap} apart: one pass of Shell's sort (CACM 2(7), 1959). */
    private void sortBy(int gap) {
        for (int i = begin + gap; i < end; i += STRIDE) {
            long time = run[i];
            long order = run[i + 2];
            if (!before(i - gap, time, order)) {
                continue;
            }
            long payload = run[i + 1];
            int hole = i;
            while (hole - gap >= begin && before(hole - gap, time, order)) {
                put(hole, run[hole - gap], run[hole - gap + 1], run[hole - gap + 2]);
                hole -= gap;
                work++;
            }
            put(hole, time, payload, order);
        }
    }

    private boolean before(int at, long time, long order) {
        return run[at] < time || (run[at] == time && run[at + 2] < order);
    }

    /** Moves the run to the middle of an array that has room for it and so many events more on each side. */
    private void makeRoom(int events) {
        int used = end - begin;
        int length = run.length;
        while (length < 2 * used + 2 * STRIDE * events) {
            length *= 2;
        }
        long[] room = length > run.length ? new long[length] : run;
        int start = (room.length - used) / (2 * STRIDE) * STRIDE;
        System.arraycopy(run, begin, room, start, used);
        run = room;
        begin = start;
        end = start + used;
    }

    private void put(int at, long time, long payload, long order) {
        run[at] = time;
        run[at + 1] = payload;
        run[at + 2] = order;
    }
}
