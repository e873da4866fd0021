package dev.trestle.components.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The latencies of one operation (or of several pooled) in all replications of a run: mean, quantiles and maximum, each
 * with its interval.
 *
 * <p>Histograms record nanoseconds; everything here answers in seconds. Values carry the histogram's resolution (0.05 %
 * at three digits). Immutable once made: the histograms that are handed over must not be recorded into any more.
 */
public final class Latencies {
    private static final double NANOS = 1e9;
    private static final double TAIL = (1 - Estimate.CONFIDENCE) / 2;

    /** The 97.5 % point of the normal distribution. */
    private static final double NORMAL = 1.959964;
    /** Standard deviations of a binomial count from which on it is taken as normal. */
    private static final double MANY = 100;

    private final List<Histogram> replications;
    private final double[] sumSeconds;
    private final Histogram pooled;

    private Latencies(List<Histogram> replications, double[] sumSeconds) {
        this.replications = List.copyOf(replications);
        this.sumSeconds = sumSeconds;
        this.pooled = pool(replications);
    }

    /** One histogram of nanoseconds per replication; an empty one says that nothing completed there. */
    public static Latencies of(List<Histogram> replications) {
        double[] sums = replications.stream()
                .mapToDouble(h -> h.getTotalCount() == 0 ? 0 : h.getMean() * h.getTotalCount() / NANOS)
                .toArray();
        return new Latencies(replications, sums);
    }

    /** The same with the exact sum of the latencies of each replication, so that the mean has no resolution error. */
    public static Latencies of(List<Histogram> replications, double[] sumSeconds) {
        return new Latencies(replications, sumSeconds.clone());
    }

    /** Several operations taken as one: replication i of the result holds replication i of each. */
    public static Latencies pooled(Collection<Latencies> parts) {
        int count = parts.stream().mapToInt(p -> p.replications.size()).max().orElse(0);
        List<Histogram> histograms = new ArrayList<>();
        double[] sums = new double[count];
        for (int i = 0; i < count; i++) {
            List<Histogram> same = new ArrayList<>();
            for (Latencies part : parts) {
                if (i < part.replications.size()) {
                    same.add(part.replications.get(i));
                    sums[i] += part.sumSeconds[i];
                }
            }
            histograms.add(pool(same));
        }
        return new Latencies(histograms, sums);
    }

    /** How many latencies were recorded. */
    public long count() {
        return pooled.getTotalCount();
    }

    /** Mean in seconds, with the t interval over replications. */
    public Estimate mean() {
        double[] counts =
                replications.stream().mapToDouble(Histogram::getTotalCount).toArray();
        return Estimate.ratio(sumSeconds, counts, count());
    }

    /**
     * A quantile in seconds; p between 0 and 1, for instance 0.99.
     *
     * <p>The value is that of all replications pooled. The interval is the widest of three: the t interval over the
     * replications' own quantiles; the pooled quantiles at the ends of the t interval of the share below the value
     * (Woodruff, "Confidence intervals for medians and other position measures", JASA 47, 1952), which holds when the own
     * quantiles of short replications are skewed; and the two order statistics that bracket the quantile of independent
     * latencies (a quantile of too few samples is not bounded above, and then the interval is not either).
     */
    public Estimate quantile(double p) {
        if (count() == 0) {
            return Estimate.none();
        }
        double value = seconds(pooled, rank(pooled, p));
        double[] own = replications.stream()
                .filter(h -> h.getTotalCount() > 0)
                .mapToDouble(h -> seconds(h, rank(h, p)))
                .toArray();
        Estimate ranks = orderStatistics(p, value);
        if (own.length < 2) {
            return ranks;
        }
        double half = Estimate.halfWidth(own);
        return ranks.including(new Estimate(value, value - half, value + half, count()))
                .including(byShare(p, value))
                .within(0, Double.POSITIVE_INFINITY);
    }

    /** Between the quantiles at the ends of the t interval of the share of latencies up to the value. */
    private Estimate byShare(double p, double value) {
        double[] below = new double[replications.size()];
        double[] counts = new double[replications.size()];
        long at = nanos(pooled, rank(pooled, p));
        for (int i = 0; i < below.length; i++) {
            Histogram own = replications.get(i);
            counts[i] = own.getTotalCount();
            below[i] = own.getTotalCount() == 0 ? 0 : own.getCountBetweenValues(0, at);
        }
        double half = Estimate.ratio(below, counts, count()).halfWidth();
        double low = seconds(pooled, rank(pooled, Math.max(0, p - half)));
        double high = seconds(pooled, rank(pooled, Math.min(1, p + half)));
        return new Estimate(value, Math.min(low, value), Math.max(high, value), count());
    }

    /** The largest latency in seconds; 0 when there is none. */
    public double max() {
        return count() == 0 ? 0 : pooled.getMaxValue() / NANOS;
    }

    /** The share (0..1) of latencies up to that many seconds; NaN when there is none. */
    public double shareWithin(double seconds) {
        if (count() == 0) {
            return Double.NaN;
        }
        long nanos = Math.max(0, Math.min((long) (seconds * NANOS), pooled.getMaxValue()));
        return (double) pooled.getCountBetweenValues(0, nanos) / count();
    }

    private Estimate orderStatistics(double p, double value) {
        long n = count();
        double deviation = Math.sqrt(n * p * (1 - p));
        if (deviation > MANY) {
            // So many samples that the normal approximation of the binomial ranks is off by less than one rank.
            long low = (long) Math.floor(n * p - NORMAL * deviation);
            long high = (long) Math.ceil(n * p + NORMAL * deviation) + 1;
            return new Estimate(
                    value, Math.min(value, seconds(pooled, low)), Math.max(value, seconds(pooled, high)), n);
        }
        // At least r of n samples lie below the quantile: P(Binomial(n, p) >= r) = I_p(r, n - r + 1).
        long below = largest(n, r -> Beta.cumulative(p, r, n - r + 1.0) >= 1 - TAIL);
        long above = largest(n, r -> Beta.cumulative(p, r, n - r + 1.0) > TAIL) + 1;
        double low = below == 0 ? 0 : Math.min(value, seconds(pooled, below));
        double high = above > n ? Double.POSITIVE_INFINITY : Math.max(value, seconds(pooled, above));
        return new Estimate(value, low, high, n);
    }

    /** The largest rank in 1..n that passes a test which fails for good once it fails; 0 when none passes. */
    private static long largest(long n, LongPredicate passes) {
        long low = 0;
        long high = n;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (passes.test(middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static long rank(Histogram histogram, double p) {
        long n = histogram.getTotalCount();
        return Math.max(1, Math.min(n, (long) Math.ceil(p * n - 1e-9)));
    }

    private static double seconds(Histogram histogram, long rank) {
        return histogram.medianEquivalentValue(nanos(histogram, rank)) / NANOS;
    }

    private static long nanos(Histogram histogram, long rank) {
        for (HistogramIterationValue value : histogram.recordedValues()) {
            if (value.getTotalCountToThisValue() >= rank) {
                return value.getValueIteratedTo();
            }
        }
        throw new IllegalStateException("rank " + rank + " of " + histogram.getTotalCount());
    }

    private static Histogram pool(List<Histogram> parts) {
        int digits = IntStream.concat(
                        IntStream.of(3), parts.stream().mapToInt(Histogram::getNumberOfSignificantValueDigits))
                .max()
                .getAsInt();
        Histogram all = new Histogram(digits);
        all.setAutoResize(true);
        parts.forEach(all::add);
        return all;
    }
}
