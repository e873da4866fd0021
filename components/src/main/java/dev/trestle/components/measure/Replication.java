package dev.trestle.components.measure;

import dev.trestle.components.engine.Journal;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What one replication wrote into its meters, copied at the ends of stretches; the raw material of a {@link Report}.
 *
 * @param endNanos the virtual time at which it ended
 * @param complete whether that is the end of the script
 * @param opening readings at time 0, by node number
 * @param stretches in order; at least one for each phase begun
 * @param operations by operation number
 * @param ownNanos by node, phase and operation number: see {@link dev.trestle.components.engine.Meter#ownNanos}
 * @param passed what went over the links in all stretches together
 * @param incidents faults as they were in force, in the order in which they began
 * @param thinned what was not simulated in full, one line each
 * @param sights by node number
 * @param traces empty but for the first replication
 * @param course in short slices; null where nobody asks for it
 */
public record Replication(
        int number,
        long digest,
        long events,
        long endNanos,
        boolean complete,
        List<Reading> opening,
        List<Stretch> stretches,
        List<OperationCounts> operations,
        double[][][] ownNanos,
        Passed passed,
        List<Frame> frames,
        List<Incident> incidents,
        Journal journal,
        List<String> thinned,
        List<Sight> sights,
        Traces traces,
        Course course) {
    /** What users saw of one operation, by phase: see {@link dev.trestle.components.engine.OperationMeter}. */
    public record OperationCounts(
            long[] offered,
            long[] completed,
            long[] finished,
            long[] failed,
            long[] lost,
            double[] sumSeconds,
            List<Histogram> latency) {}

    /** The same as one of a script that ends where this one was ended. */
    public Replication ofSeconds(double seconds) {
        List<Frame> cut = frames.stream().map(frame -> frame.of(seconds)).toList();
        return new Replication(
                number,
                digest,
                events,
                endNanos,
                complete,
                opening,
                stretches,
                operations,
                ownNanos,
                passed,
                cut,
                incidents,
                journal,
                thinned,
                sights,
                traces,
                course);
    }

    /** The stretches of some phases, in order. */
    List<Stretch> stretches(List<Integer> phases) {
        return stretches.stream()
                .filter(stretch -> phases.contains(stretch.phase()))
                .toList();
    }

    /** Whether it got into the phase. */
    boolean begun(int phase) {
        return stretches.stream().anyMatch(stretch -> stretch.phase() == phase);
    }

    /** Simulated nanoseconds on the books. */
    public long reached() {
        return stretches.stream().mapToLong(Stretch::nanos).sum();
    }

    /** When the phase began, in nanoseconds on the books. */
    long start(int phase) {
        return stretches.stream()
                .takeWhile(stretch -> stretch.phase() != phase)
                .mapToLong(Stretch::nanos)
                .sum();
    }
}
