package dev.trestle.components.measure;

import dev.trestle.components.engine.Journal;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What one replication wrote into its meters, copied at the ends of phases; the raw material of a {@link Report}.
 *
 * @param reached simulated nanoseconds that it got to
 * @param complete whether that is the end of the script
 * @param boundaries readings by moment (0 = start, then the end of each phase begun) and node number
 * @param boundaryNanos when they were taken
 * @param operations by operation number
 * @param linkCalls messages forward by link number
 * @param linkBytesForward bytes towards the end of the link, by link number; linkBytesBack the answers
 * @param thinned what was not simulated in full, one line each
 */
public record Replication(
        int number,
        long digest,
        long events,
        long reached,
        boolean complete,
        List<List<Reading>> boundaries,
        List<Long> boundaryNanos,
        List<OperationCounts> operations,
        long[] linkCalls,
        double[] linkBytesForward,
        double[] linkBytesBack,
        List<Frame> frames,
        Journal journal,
        List<String> thinned) {
    /** What users saw of one operation, by phase: see {@link dev.trestle.components.engine.OperationMeter}. */
    public record OperationCounts(
            long[] offered,
            long[] completed,
            long[] finished,
            long[] failed,
            long[] lost,
            double[] sumSeconds,
            List<Histogram> latency) {}
}
