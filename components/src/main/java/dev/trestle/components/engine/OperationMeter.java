package dev.trestle.components.engine;

import org.HdrHistogram.Histogram;

/**
 * What the users of one operation saw, by slot of the load (a phase of the script, or time beside one): offered, completed
 * and failed requests and their latency.
 *
 * <p>A request belongs to the slot in which it was made, with how it ended and how long it took. Only {@link #finished}
 * counts by the slot in which requests end: what a design gets done in a phase, whoever was let in before. Latencies in
 * nanoseconds, from the first try to the last answer; histograms hold 100 ns to 1 hour at 3 significant digits, the mean
 * is exact. The histogram of a phase is made when its first request ends, and as large as its longest latency needs: a script of
 * hundreds of phases has thousands of them. Slots beyond the phases share a rough one until somebody {@link #open opens}
 * theirs.
 */
public final class OperationMeter {
    static final long SMALLEST_NANOS = 100;
    static final long LARGEST_NANOS = 3_600_000_000_000L;
    /** Room of a histogram at first: it grows for whatever takes longer. */
    private static final long FIRST_LARGEST_NANOS = 10_000_000;

    public final long[] offered;
    public final long[] completed;
    /** Requests that were answered well during the phase, whenever they were made. */
    public final long[] finished;

    public final long[] failed;
    /** Of the failed ones, those that were lost on a link and that nobody will ever answer or give up. */
    public final long[] lost;
    /** Exact sum of the latencies of completed requests. */
    public final double[] sumNanos;

    /** By slot; null where no request has ended. */
    private final Histogram[] latency;
    /** Failures by {@link Call#words outcome}, over all phases. */
    public final long[] failures = new long[Call.ENDS];
    /** Requests that ended since somebody last looked, for live charts; null until somebody {@link #watch watches}. */
    public Histogram recent;

    public long recentFailed;
    public long recentOffered;

    /** Where the latency of each completed request is noted in the order in which they end; null when nobody asks. */
    public Series series;

    /** Where every request that ends is noted by its time; null when nobody asks. */
    public Slice slice;

    private final int phases;

    /** For that many slots, of which the first are the phases. */
    public OperationMeter(int phases, int slots) {
        this.phases = phases;
        offered = new long[slots];
        completed = new long[slots];
        finished = new long[slots];
        failed = new long[slots];
        lost = new long[slots];
        sumNanos = new double[slots];
        latency = new Histogram[slots];
        Histogram rough = new Histogram(SMALLEST_NANOS, LARGEST_NANOS, 1);
        for (int i = 0; i < slots; i++) {
            latency[i] = i < phases ? null : rough;
        }
    }

    /** It grows up to {@link #LARGEST_NANOS} as latencies do: at full length hundreds of phases would fill the memory. */
    private static Histogram fine() {
        Histogram histogram = new Histogram(SMALLEST_NANOS, FIRST_LARGEST_NANOS, 3);
        histogram.setAutoResize(true);
        return histogram;
    }

    /** The latencies of a slot in nanoseconds; empty where no request has ended. */
    public Histogram latency(int slot) {
        return latency[slot] == null ? fine() : latency[slot];
    }

    private Histogram book(int slot) {
        Histogram histogram = latency[slot];
        if (histogram == null) {
            histogram = fine();
            latency[slot] = histogram;
        }
        return histogram;
    }

    /** A slot beyond the phases gets a histogram of its own; before its first request. */
    public void open(int slot) {
        latency[slot] = fine();
    }

    /** Somebody looks at what is {@link #recent} while the run goes on: it is noted from now on. */
    public void watch() {
        recent = new Histogram(1_000, LARGEST_NANOS, 2);
    }

    /** The same numbers in books of their own, for somebody who adds to them. */
    public OperationMeter copy() {
        return new OperationMeter(this);
    }

    private OperationMeter(OperationMeter other) {
        phases = other.phases;
        offered = other.offered.clone();
        completed = other.completed.clone();
        finished = other.finished.clone();
        failed = other.failed.clone();
        lost = other.lost.clone();
        sumNanos = other.sumNanos.clone();
        latency = other.latency.clone();
        for (int i = 0; i < latency.length; i++) {
            boolean shared = i > phases && latency[i] == other.latency[i - 1];
            latency[i] = latency[i] == null ? null : shared ? latency[i - 1] : latency[i].copy();
        }
    }

    /** How many requests of the phases have not ended yet; those of other slots do not count. */
    public long open() {
        long open = 0;
        for (int i = 0; i < phases; i++) {
            open += offered[i] - completed[i] - failed[i];
        }
        return open;
    }

    /** A user has sent a request. */
    public void offer(int phase) {
        offered[phase]++;
        recentOffered++;
    }

    /** The run ends while the user still waits: the latency is at least this, and it is recorded as that. */
    public void stillWaiting(int phase, long nanos) {
        book(phase).recordValue(Math.min(nanos, LARGEST_NANOS));
        sumNanos[phase] += nanos;
    }

    /** The run ends, and the request would never have: it has failed. */
    public void neverAnswered(int phase) {
        failed[phase]++;
        lost[phase]++;
    }

    /**
     * The user's request has ended.
     *
     * @param made phase in which it was made
     * @param ended phase in which it ended
     */
    public void end(int made, int ended, int outcome, long nanos) {
        if (slice != null) {
            slice.end(outcome == Call.OK, nanos);
        }
        if (outcome == Call.OK) {
            long bounded = Math.min(nanos, LARGEST_NANOS);
            completed[made]++;
            finished[ended]++;
            sumNanos[made] += nanos;
            book(made).recordValue(bounded);
            if (recent != null) {
                recent.recordValue(bounded);
            }
            if (series != null) {
                series.add(nanos);
            }
        } else {
            failed[made]++;
            failures[outcome]++;
            recentFailed++;
        }
    }
}
