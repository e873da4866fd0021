package dev.trestle.components.engine;

import org.HdrHistogram.Histogram;

/**
 * What the users of one operation saw, by phase of the script: offered, completed and failed requests and their latency.
 *
 * <p>A request belongs to the phase in which it was made, with how it ended and how long it took. Only
 * {@link #finished} counts by the phase in which requests end: what a design gets done in a phase, whoever was let in
 * before. Latencies in nanoseconds, from the first try to the last answer; histograms hold 100 ns to 1 hour at 3
 * significant digits, the mean is exact. The last slot is for requests made after the last phase, which nobody looks at:
 * they keep the load up while those before them end.
 */
public final class OperationMeter {
    static final long SMALLEST_NANOS = 100;
    static final long LARGEST_NANOS = 3_600_000_000_000L;

    public final long[] offered;
    public final long[] completed;
    /** Requests that were answered well during the phase, whenever they were made. */
    public final long[] finished;

    public final long[] failed;
    /** Of the failed ones, those that were lost on a link and that nobody will ever answer or give up. */
    public final long[] lost;
    /** Exact sum of the latencies of completed requests. */
    public final double[] sumNanos;

    public final Histogram[] latency;
    /** Failures by {@link Call#words outcome}, over all phases. */
    public final long[] failures = new long[8];
    /** Requests that ended since somebody last looked, for live charts. */
    public final Histogram recent = new Histogram(1_000, LARGEST_NANOS, 2);

    public long recentFailed;
    public long recentOffered;

    /** For that many phases and the time after them. */
    public OperationMeter(int phases) {
        int slots = phases + 1;
        offered = new long[slots];
        completed = new long[slots];
        finished = new long[slots];
        failed = new long[slots];
        lost = new long[slots];
        sumNanos = new double[slots];
        latency = new Histogram[slots];
        for (int i = 0; i < slots; i++) {
            latency[i] = new Histogram(SMALLEST_NANOS, LARGEST_NANOS, i < phases ? 3 : 1);
        }
    }

    /** The same numbers in books of their own, for somebody who adds to them. */
    public OperationMeter copy() {
        return new OperationMeter(this);
    }

    private OperationMeter(OperationMeter other) {
        offered = other.offered.clone();
        completed = other.completed.clone();
        finished = other.finished.clone();
        failed = other.failed.clone();
        lost = other.lost.clone();
        sumNanos = other.sumNanos.clone();
        latency = new Histogram[other.latency.length];
        for (int i = 0; i < latency.length; i++) {
            latency[i] = other.latency[i].copy();
        }
    }

    /** How many requests of the phases have not ended yet; those made after the last phase do not count. */
    public long open() {
        long open = 0;
        for (int i = 0; i < offered.length - 1; i++) {
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
        latency[phase].recordValue(Math.min(nanos, LARGEST_NANOS));
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
        if (outcome == Call.OK) {
            long bounded = Math.min(nanos, LARGEST_NANOS);
            completed[made]++;
            finished[ended]++;
            sumNanos[made] += nanos;
            latency[made].recordValue(bounded);
            recent.recordValue(bounded);
        } else {
            failed[made]++;
            failures[outcome]++;
            recentFailed++;
        }
    }
}
