package dev.trestle.components.measure;

/**
 * A snapshot of a run to watch: what happened since the frame before. Columns are by node number.
 *
 * @param simulatedSeconds the time it was taken
 * @param ofSeconds the length of the whole script
 * @param phase name of the phase
 * @param rate calls per second that came in
 * @param utilization share of busy servers, 0 to 1; NaN without servers
 * @param queue calls waiting now
 * @param p99 seconds spent at the node, 99th percentile since the phase began; NaN when nothing was done
 * @param errors calls per second that failed
 */
public record Frame(
        double simulatedSeconds,
        double ofSeconds,
        String phase,
        double[] rate,
        double[] utilization,
        long[] queue,
        double[] p99,
        double[] errors,
        Users users) {
    /** What users saw, all operations together: requests per second and latencies in seconds (NaN when none ended). */
    public record Users(double offered, double completed, double failed, double p50, double p95, double p99) {}
}
