package dev.trestle.components.engine;

import org.HdrHistogram.Histogram;

/**
 * What the users of one operation saw, by phase of the script: offered, completed and failed requests and their latency.
 *
 * <p>A request belongs to the phase in which it was made, with how it ended and how long it took. Only
 * {@link #finished} counts by the phase in which requests end: what a design gets done in a phase, whoever was let in
 * before. Latencies in nanoseconds, from the first try to the last answer; histograms hold 100 ns to 1 hour at 3
 * significant digits, the mean is exact.
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

    public OperationMeter(int phases) {
        offered = new long[phases];
        completed = new long[phases];
        finished = new long[phases];
        failed = new long[phases];
        lost = new long[phases];
        sumNanos = new double[phases];
        latency = new Histogram[phases];
        for (int i = 0; i < phases; i++) {
            // Grows with what it is given: a script of many phases would fill the memory with empty ones.
            latency[i] = new Histogram(SMALLEST_NANOS, 2 * SMALLEST_NANOS, 3);
            latency[i].setAutoResize(true);
        }
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
