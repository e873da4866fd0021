package dev.trestle.components.measure;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a run measured of one operation (or of several pooled) over a stretch of simulated time, from the counts of each
 * replication.
 *
 * <p>A request belongs to the stretch in which it was made: whether it completed or failed, and how long it took. Only the
 * throughput counts the requests that end in the stretch, so it never exceeds what a design can do, however many requests
 * an earlier stretch left behind. A request that is still in flight when the run ends has neither completed nor failed,
 * unless it waits for something that was lost and nobody will ever answer: then it has failed. Rates are per simulated
 * second, shares between 0 and 1, latencies in seconds (of completed requests).
 *
 * @param counts one record per replication, in a fixed order
 */
public record OperationResult(List<Counts> counts, Latencies latency) {
    /**
     * What one replication counted of an operation in that many simulated seconds.
     *
     * @param completed of those offered, how many were answered well in the end
     * @param finished how many were answered well in the stretch, whenever they were offered
     * @param failed of those offered, how many ended badly, or never would have
     * @param lost of those that failed, how many were lost on a link with nobody to give up waiting
     */
    public record Counts(long offered, long completed, long finished, long failed, long lost, double seconds) {
        Counts plus(Counts other) {
            return new Counts(
                    offered + other.offered,
                    completed + other.completed,
                    finished + other.finished,
                    failed + other.failed,
                    lost + other.lost,
                    Math.max(seconds, other.seconds));
        }
    }

    /** Keeps its own copy of the counts. */
    public OperationResult {
        counts = List.copyOf(counts);
    }

    /** Several operations over the same stretch taken as one. */
    public static OperationResult pooled(Collection<OperationResult> parts) {
        int replications = parts.stream().mapToInt(p -> p.counts.size()).max().orElse(0);
        Counts[] sums = new Counts[replications];
        Arrays.fill(sums, new Counts(0, 0, 0, 0, 0, 0));
        for (OperationResult part : parts) {
            for (int i = 0; i < part.counts.size(); i++) {
                sums[i] = sums[i].plus(part.counts.get(i));
            }
        }
        return new OperationResult(
                List.of(sums),
                Latencies.pooled(parts.stream().map(OperationResult::latency).toList()));
    }

    /** Requests that began, over all replications. */
    public long offered() {
        return counts.stream().mapToLong(Counts::offered).sum();
    }

    /** Requests that were answered well, over all replications. */
    public long completed() {
        return counts.stream().mapToLong(Counts::completed).sum();
    }

    /** Requests that ended in an error, a rejection or a timeout, or were lost for ever; over all replications. */
    public long failed() {
        return counts.stream().mapToLong(Counts::failed).sum();
    }

    /** Of the failed requests those that were lost on a link, and that nobody would ever have answered. */
    public long lost() {
        return counts.stream().mapToLong(Counts::lost).sum();
    }

    /** Requests that had neither completed nor failed when the run ended. */
    public long inFlight() {
        return offered() - completed() - failed();
    }

    /** Requests that began, per second. */
    public Estimate offeredRate() {
        return perSecond(offered(), counts.stream().mapToDouble(Counts::offered).toArray());
    }

    /** Requests that were answered well during the stretch, over all replications. */
    public long finished() {
        return counts.stream().mapToLong(Counts::finished).sum();
    }

    /** Requests answered well in the stretch, per second. */
    public Estimate throughput() {
        return perSecond(
                finished(), counts.stream().mapToDouble(Counts::finished).toArray());
    }

    /**
     * The share of ended requests that were answered well. The interval holds whatever may become of those in flight, so
     * that a design whose requests hang is not taken for one that answers.
     */
    public Estimate availability() {
        Estimate ended = answered(c -> c.completed, c -> c.completed + c.failed);
        return inFlight() == 0 || !ended.isMeasured()
                ? ended
                : ended.including(answered(c -> c.completed, Counts::offered))
                        .including(answered(c -> c.offered - c.failed, Counts::offered));
    }

    /** The same of those that were seen alone, which is a fact: its interval only holds those in flight. */
    public Estimate answered() {
        double ended = completed() + failed();
        return ended == 0
                ? Estimate.none()
                : new Estimate(
                        completed() / ended,
                        completed() / (double) offered(),
                        (offered() - failed()) / (double) offered(),
                        offered());
    }

    private Estimate answered(ToLongFunction<Counts> well, ToLongFunction<Counts> all) {
        return Estimate.share(
                counts.stream().mapToLong(well).toArray(),
                counts.stream().mapToLong(all).toArray());
    }

    /** The share of ended requests that failed; its interval holds those in flight, too. */
    public Estimate errorRatio() {
        return availability().complement();
    }

    private Estimate perSecond(long samples, double[] numerators) {
        double[] seconds = counts.stream().mapToDouble(Counts::seconds).toArray();
        Estimate rate = Estimate.ratio(numerators, seconds, Math.max(1, samples));
        return rate.isMeasured() ? rate.within(0, Double.POSITIVE_INFINITY) : rate;
    }
}
