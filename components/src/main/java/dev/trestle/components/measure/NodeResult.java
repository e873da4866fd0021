package dev.trestle.components.measure;

import dev.trestle.components.kind.Forecast;
import java.util.List;
import java.util.Map;

/**
 * What a run measured of one node over a stretch of simulated time.
 *
 * @param rate calls that came in, per second
 * @param utilization share of the servers' time that they were busy, 0 to 1; not measured for nodes without servers
 * @param queueMean calls waiting for a server, mean over time, all instances together
 * @param queueMax most that ever waited at one instance in any replication
 * @param hitRatio share of reads served from memory; not measured where there is none
 * @param lag seconds from a write or a message to its arrival at a replica or consumer, mean; or not measured
 * @param lagMax the largest of those
 * @param failed calls that failed per replication and why, in words
 * @param instances by number; empty for nodes without servers
 * @param meters the node's own counters, sum over the stretch, mean over replications
 * @param heldSeconds mean time that a call holds a server, waiting for other nodes included
 * @param forecast what theory says for the measured demand, or null
 */
public record NodeResult(
        Estimate rate,
        Estimate utilization,
        Estimate queueMean,
        long queueMax,
        Estimate hitRatio,
        Estimate lag,
        double lagMax,
        Map<String, Double> failed,
        List<InstanceResult> instances,
        Map<String, Double> meters,
        double heldSeconds,
        Forecast forecast) {
    /** One instance of a node: calls per second and share of its servers that were busy. */
    public record InstanceResult(double rate, double utilization) {}

    /** The same with what theory says. */
    NodeResult with(Forecast theory) {
        return new NodeResult(
                rate,
                utilization,
                queueMean,
                queueMax,
                hitRatio,
                lag,
                lagMax,
                failed,
                instances,
                meters,
                heldSeconds,
                theory);
    }
}
