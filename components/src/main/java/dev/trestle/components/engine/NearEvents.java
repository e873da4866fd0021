package dev.trestle.components.engine;

/**
 * The few events of an {@link Agenda} that come next: up to two in places in front, in any order, the others behind them in
 * a sorted run, the latest first, so that the earliest stands at the end and is taken off there.
 *
 * <p>An event that is taken from a place leaves it empty, and what is scheduled next fills it without a comparison: where
 * only a few events are pending, the run is seldom touched. Which of the two places comes first is found when the next
 * event is taken. By branches on purpose: without them nothing is guessed wrong, but everything waits for the comparison,
 * which takes longer. What comes after all others, as ties and constant delays do, is put at the beginning of the run,
 * where there is room.
 */
final class NearEvents {
    private static final int STRIDE = 3;
    private static final int LONG_RUN = 48;
    private static final int[] GAPS = {29524, 9841, 3280, 1093, 364, 121, 40, 13, 4, 1};

    /** The two places. */
    static final int ONE = 0;

    static final int OTHER = 4;
    /** The time in an empty place, and of an empty run. */
    static final long NONE = Long.MAX_VALUE;

    /** What is first stands in the run. */
    private static final int IN_RUN = -1;

    /** Time, payload and order of scheduling of the event in each of the places. */
    private final long[] places = {NONE, 0, 0, 0, NONE, 0, 0, 0};
    /** The place that was emptied last. */
    private int hole;

    /** Where the earliest event stands, since {@link #ready()} was asked. */
    private int firstAt;

    private long[] run = new long[2 * STRIDE * 64];
    /** The run is what stands between the two. */
    private int begin = run.length / 2;

    private int end = begin;
    /** The earliest time in the run. */
    private long runTime = NONE;

    /** Numbers moved to keep the order since {@link #forgetWork()}: what a better bucket width would have saved. */
    private long work;

    /** The time in a place, or {@link #NONE}. */
    long timeAt(int place) {
        return places[place];
    }

    long payloadAt(int place) {
        return places[place + 1];
    }

    /** The earliest time in the run, or {@link #NONE}. */
    long runTime() {
        return runTime;
    }

    /** The payload of the earliest event of the run. */
    long runPayload() {
        return run[end - 2];
    }

    /** Takes the earliest event of the run away. */
    void removeFromRun() {
        end -= STRIDE;
        readRunTime();
    }

    /** Takes the event in a place away. */
    void removeAt(int place) {
        places[place] = NONE;
        hole = place;
    }

    /** Whether there is an event; finds the earliest. */
    boolean ready() {
        long one = places[ONE];
        long other = places[OTHER];
        int at = one < other || one == other && places[ONE + 2] < places[OTHER + 2] ? ONE : OTHER;
        long time = places[at];
        if (time > runTime || time == runTime && (time == NONE || places[at + 2] > run[end - 1])) {
            at = IN_RUN;
        }
        firstAt = at;
        return at != IN_RUN || end > begin;
    }

    int size() {
        return (places[ONE] == NONE ? 0 : 1) + (places[OTHER] == NONE ? 0 : 1) + (end - begin) / STRIDE;
    }

    /** Whether there are more than so many, two more or less. */
    boolean areMoreThan(int events) {
        return end - begin > events * STRIDE;
    }

    /** Numbers moved to keep the order. */
    long work() {
        return work;
    }

    void forgetWork() {
        work = 0;
    }

    /** The earliest time; defined when {@link #ready()}, as are the payload and the order of scheduling. */
    long firstTime() {
        return firstAt == IN_RUN ? runTime : places[firstAt];
    }

    long firstPayload() {
        return firstAt == IN_RUN ? runPayload() : places[firstAt + 1];
    }

    long firstOrder() {
        return firstAt == IN_RUN ? run[end - 1] : places[firstAt + 2];
    }

    /** The latest time; defined while not empty. */
    long lastTime() {
        long last = end > begin ? run[begin] : 0;
        last = places[ONE] == NONE ? last : Math.max(last, places[ONE]);
        return places[OTHER] == NONE ? last : Math.max(last, places[OTHER]);
    }

    /** Takes the earliest event away; defined when {@link #ready()}, which has to be asked again afterwards. */
    void removeFirst() {
        if (firstAt == IN_RUN) {
            removeFromRun();
        } else {
            removeAt(firstAt);
        }
    }

    private void readRunTime() {
        runTime = end > begin ? run[end - STRIDE] : NONE;
    }

    /** Puts an event into an empty place; false when there is none. */
    boolean fill(long time, long payload, long order) {
        int at = hole;
        if (places[at] != NONE) {
            at ^= OTHER;
            if (places[at] != NONE) {
                return false;
            }
        }
        places[at] = time;
        places[at + 1] = payload;
        places[at + 2] = order;
        return true;
    }

    /** Adds an event that was scheduled after all others here. */
    void insert(long time, long payload, long order) {
        if (!fill(time, payload, order)) {
            insertIntoRun(time, payload, order);
        }
    }

    /** The same where both places are taken. */
    void insertIntoRun(long time, long payload, long order) {
        if (end == run.length) {
            makeRoom(1);
        }
        sortIn(time, payload, order);
        readRunTime();
    }

    /** Puts an event into the run, which has room at the end. */
    private void sortIn(long time, long payload, long order) {
        long[] all = run;
        if (begin > 0 && end > begin && time >= all[begin]) {
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
        work += end - hole;
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

    /** The events of the run have been laid in their order. */
    void laid() {
        readRunTime();
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
        readRunTime();
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
                work += STRIDE;
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
