package dev.trestle.components.measure;

/**
 * A snapshot of a run to watch: what happened since the frame before. Columns are by node number.
 *
 * @param simulatedSeconds the time it was taken
 * @param ofSeconds the length of the whole script
 * @param phase name of the phase
 * @param rate calls per second that came in
 * @param utilization share of busy servers, 0 to 1; NaN without servers
 * @param pressure the same of the instance that was busiest since the frame before
 * @param queue calls waiting now, or the most of the moments that a merged frame stands for
 * @param p99 seconds spent at the node, 99th percentile since the phase began; NaN when nothing was done
 * @param errors calls per second that failed
 * @param lags how late what follows was
 */
public record Frame(
        double simulatedSeconds,
        double ofSeconds,
        String phase,
        double[] rate,
        double[] utilization,
        double[] pressure,
        long[] queue,
        double[] p99,
        double[] errors,
        Lags lags,
        Users users) {
    /**
     * This frame and the next one as one, of so many seconds each: rates and shares are means over both, the queue is the
     * longer one, and what is counted since the phase began is the later one's.
     */
    Frame with(Frame next, double seconds, double nextSeconds) {
        double share = seconds + nextSeconds > 0 ? seconds / (seconds + nextSeconds) : 0.5;
        long[] most = queue.clone();
        for (int i = 0; i < most.length; i++) {
            most[i] = Math.max(most[i], next.queue[i]);
        }
        return new Frame(
                next.simulatedSeconds,
                next.ofSeconds,
                next.phase,
                means(rate, next.rate, share),
                means(utilization, next.utilization, share),
                means(pressure, next.pressure, share),
                most,
                next.p99,
                means(errors, next.errors, share),
                lags.with(next.lags, share),
                users.with(next.users, share));
    }

    /** The same of a script of another length: of one that ended before it was over. */
    Frame of(double seconds) {
        return new Frame(
                simulatedSeconds, seconds, phase, rate, utilization, pressure, queue, p99, errors, lags, users);
    }

    private static double[] means(double[] first, double[] second, double share) {
        double[] means = first.clone();
        for (int i = 0; i < means.length; i++) {
            means[i] = mean(first[i], second[i], share);
        }
        return means;
    }

    /** The mean of two numbers, the first with that share; what is not a number does not count. */
    private static double mean(double first, double second, double share) {
        return Double.isNaN(first) ? second : Double.isNaN(second) ? first : share * first + (1 - share) * second;
    }

    /** What users saw, all operations together: requests per second and latencies in seconds (NaN when none ended). */
    public record Users(double offered, double completed, double failed, double p50, double p95, double p99) {
        /** Percentiles of both together lie between the two: the middle by what ended, the high ones by the worse. */
        private Users with(Users next, double share) {
            double ended = share * completed + (1 - share) * next.completed;
            double weight = ended > 0 ? share * completed / ended : 0.5;
            return new Users(
                    mean(offered, next.offered, share),
                    ended,
                    mean(failed, next.failed, share),
                    mean(p50, next.p50, weight),
                    worse(p95, next.p95),
                    worse(p99, next.p99));
        }
    }

    private static double worse(double first, double second) {
        return Double.isNaN(first) || second > first ? second : first;
    }

    /**
     * How much later replicas and consumers have got what followed since the frame before, in seconds by node; what has not
     * followed yet counts with its age where that is above all but a hundredth of those. NaN where nothing did or ever does.
     */
    public record Lags(double[] p50, double[] p99) {
        /** Of both together the middle lies between the two, and the late ones are the later ones. */
        private Lags with(Lags next, double share) {
            double[] late = p99.clone();
            for (int i = 0; i < late.length; i++) {
                late[i] = worse(p99[i], next.p99[i]);
            }
            return new Lags(means(p50, next.p50, share), late);
        }
    }
}
