package dev.trestle.components.engine;

import org.HdrHistogram.Histogram;

/**
 * What the users of one operation saw, by phase of the script: offered, completed and failed requests and their latency.
 *
 * <p>A request belongs to the phase in which it was made. Latencies in nanoseconds, from the first try to the last
 * answer; histograms hold 100 ns to 1 hour at 3 significant digits, the mean is exact.
 */
public final class OperationMeter {
    static final long SMALLEST_NANOS = 100;
    static final long LARGEST_NANOS = 3_600_000_000_000L;

    public final long[] offered;
    public final long[] completed;
    public final long[] failed;
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
        failed = new long[phases];
        sumNanos = new double[phases];
        latency = new Histogram[phases];
        for (int i = 0; i < phases; i++) {
            latency[i] = new Histogram(SMALLEST_NANOS, LARGEST_NANOS, 3);
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

    /** The user's request has ended. */
    public void end(int phase, int outcome, long nanos) {
        if (outcome == Call.OK) {
            long bounded = Math.min(nanos, LARGEST_NANOS);
            completed[phase]++;
            sumNanos[phase] += nanos;
            latency[phase].recordValue(bounded);
            recent.recordValue(bounded);
        } else {
            failed[phase]++;
            failures[outcome]++;
            recentFailed++;
        }
    }
}
