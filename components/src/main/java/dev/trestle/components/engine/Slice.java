package dev.trestle.components.engine;

import org.HdrHistogram.Histogram;

/** What users saw of all operations together in a short piece of time, by when their requests ended. Reused for the next. */
public final class Slice {
    /** Latencies of those answered well, in nanoseconds, 1 us to 1 hour at 2 digits. */
    private final Histogram latency = new Histogram(1_000, OperationMeter.LARGEST_NANOS, 2);

    private long failed;

    /** A request has ended. */
    void end(boolean well, long nanos) {
        if (well) {
            latency.recordValue(Math.min(nanos, OperationMeter.LARGEST_NANOS));
        } else {
            failed++;
        }
    }

    /** The share of ended requests that failed; 0 where none ended. */
    public double errors() {
        long ended = failed + latency.getTotalCount();
        return ended == 0 ? 0 : (double) failed / ended;
    }

    /** The 99th percentile in nanoseconds; 0 where nothing was answered. */
    public double p99() {
        return latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(99);
    }

    public void clear() {
        latency.reset();
        failed = 0;
    }
}
