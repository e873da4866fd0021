package dev.trestle.components.measure;

import java.util.List;
import java.util.Map;

/**
 * What a run shows beyond its figures, over all measured phases: curves, balance, distributions, and single requests hop by
 * hop.
 *
 * @param nodes by id; only nodes that have something to show
 * @param slowest requests of the first replication, the slowest first: the ten slowest of all, and the slowest of each
 *     operation
 * @param failed requests and messages of the first replication that failed, of as many kinds of failure as there were
 * @param untraced hops of the first replication that there was no room for
 */
public record Details(Map<String, NodeDetail> nodes, List<Trace> slowest, List<Trace> failed, long untraced) {
    /** Nothing is known. */
    public static final Details NONE = new Details(Map.of(), List.of(), List.of(), 0);

    /**
     * What a node shows of itself.
     *
     * @param curve null where it keeps no keys
     * @param balances over instances and other parts, those that have several
     * @param delays null where nothing follows later
     * @param backlog null where no messages can wait
     */
    public record NodeDetail(MissCurve curve, List<Balance> balances, Delay delays, Backlog backlog) {
        boolean isEmpty() {
            return curve == null && balances.isEmpty() && delays == null && backlog == null;
        }
    }

    /**
     * The share of reads that miss, by the size of the caches: of a sample of the keys; where the node evicts by LRU too,
     * the curve goes through what was measured of all.
     *
     * @param instances how many caches the node has
     * @param size bytes of each, as the board has them
     * @param evicts the order in which they evict; the curve is of LRU
     * @param measured the share of reads that missed
     * @param sampled what the sample says that this share is, before the curve was moved
     * @param points from the smallest size to the largest; between the ends of the curve, beyond which it is flat
     */
    public record MissCurve(
            int instances, double size, String evicts, Estimate measured, Estimate sampled, List<Point> points) {
        /** One size of each cache, in bytes, and the share of reads that would miss. */
        public record Point(double size, Estimate missRatio) {}

        /** What a size would miss, by the logarithm of the size between two points; NaN without any. */
        public double at(double bytes) {
            Point before = null;
            for (Point point : points) {
                if (point.size() >= bytes) {
                    return before == null || point.size() == bytes
                            ? point.missRatio().value()
                            : between(before, point, bytes);
                }
                before = point;
            }
            return before == null ? Double.NaN : before.missRatio().value();
        }

        private static double between(Point before, Point after, double bytes) {
            double share = StrictMath.log(bytes / before.size()) / StrictMath.log(after.size() / before.size());
            return before.missRatio().value()
                    + share * (after.missRatio().value() - before.missRatio().value());
        }
    }

    /**
     * How evenly something is spread.
     *
     * @param what such as {@code requests}
     * @param level whether parts hold so many at the end, rather than having been given so many
     * @param parts names
     * @param values by part, mean over replications
     */
    public record Balance(String what, boolean level, List<String> parts, List<Double> values) {
        public double mean() {
            return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }

        /** The fullest part over the mean one; NaN when all are empty. */
        public double maxOverMean() {
            double mean = mean();
            double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
            return mean > 0 ? max / mean : Double.NaN;
        }

        /** The standard deviation over the parts, as a share of the mean; NaN when all are empty. */
        public double relativeDeviation() {
            double mean = mean();
            double squares = values.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .sum();
            return mean > 0 ? Math.sqrt(squares / values.size()) / mean : Double.NaN;
        }
    }

    /** How many messages waited: percentiles by the share of time. */
    public record Backlog(double mean, long p50, long p90, long p99, long max) {}

    /**
     * How much later something follows.
     *
     * @param what in words, such as {@code from a write to a copy that has it}
     * @param all over all parts
     * @param parts by name; empty where they are not told apart
     */
    public record Delay(String what, Latencies all, Map<String, Latencies> parts) {}
}
