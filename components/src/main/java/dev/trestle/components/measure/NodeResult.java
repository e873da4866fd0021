package dev.trestle.components.measure;

import dev.trestle.components.kind.Forecast;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a run measured of one node over a stretch of simulated time.
 *
 * @param rate calls that came in, per second
 * @param utilization share of the servers' time that they were busy, 0 to 1, over all instances; not measured for nodes
 *     without servers
 * @param queueMean calls waiting for a server and messages waiting for a consumer, mean over time, all instances together
 * @param queueMax most that ever waited at once in any replication, all instances together: never below the mean;
 *     -1 where nothing can wait
 * @param hitRatio share of reads served from memory; not measured where there is none
 * @param lag seconds from a write or a message to its arrival at a replica or consumer, mean over those that arrived in
 *     the stretch; or not measured
 * @param lagMax the largest of those
 * @param failed calls that failed per replication and why, in words
 * @param failedRate calls that failed, per second
 * @param instances in the order of their numbers; empty for nodes without servers
 * @param meters the node's own counters, sum over the stretch, mean over replications
 * @param heldSeconds mean time that a call holds a server, waiting for other nodes included; NaN when none did
 * @param awaySeconds mean time that a call waits for other nodes; NaN when none came
 * @param heldWaiting share of the busy servers' time in which they did nothing but wait for another node
 * @param ownSeconds time that requests spent here without waiting for other nodes, those still here included, in all
 *     replications together, by the operation that the client had asked for
 * @param forecast what theory says for the measured demand, or null
 * @param whyNoForecast why there is none, or none of the wait, in words; empty where nothing is missing or expected
 * @param books of the whole run, whatever the stretch
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
        Estimate failedRate,
        List<InstanceResult> instances,
        Map<String, Double> meters,
        double heldSeconds,
        double awaySeconds,
        double heldWaiting,
        Map<String, Double> ownSeconds,
        Forecast forecast,
        String whyNoForecast,
        Books books) {
    /**
     * One instance of a node.
     *
     * @param number from 1
     * @param role what it was throughout, such as {@code leader}; empty where all are alike, or when it changed
     * @param part where it belongs, such as {@code shard 2}; empty where the node has no parts
     * @param rate calls per second that it took in
     * @param utilization share of its servers' time that they were busy; not measured while it was down
     */
    public record InstanceResult(int number, String role, String part, double rate, Estimate utilization) {
        /** What it is: "leader of shard 2"; empty when there is nothing to say. */
        public String is() {
            return role.isEmpty() || part.isEmpty() ? role + part : role + " of " + part;
        }

        /** How sentences call it: "instance 1 (leader)". */
        public String name() {
            return "instance " + number + (is().isEmpty() ? "" : " (" + is() + ")");
        }

        /** How lists of parts call it: "shard 2 instance 3". */
        String place() {
            return (part.isEmpty() ? "" : part + " ") + "instance " + number;
        }
    }

    /** The instance that was busy for the largest share of its time, which is the one that gives way first; or null. */
    public InstanceResult busiest() {
        return instances.stream()
                .filter(instance -> instance.utilization().isMeasured())
                .max(Comparator.comparingDouble(
                        instance -> instance.utilization().value()))
                .orElse(null);
    }

    /** How busy its busiest instance was: an idle copy takes no load off a saturated one. */
    public Estimate pressure() {
        InstanceResult busiest = busiest();
        return busiest == null ? utilization : busiest.utilization();
    }

    /** The same with what theory says, or why it says nothing. */
    NodeResult with(Forecast theory, String why) {
        return new NodeResult(
                rate,
                utilization,
                queueMean,
                queueMax,
                hitRatio,
                lag,
                lagMax,
                failed,
                failedRate,
                instances,
                meters,
                heldSeconds,
                awaySeconds,
                heldWaiting,
                ownSeconds,
                theory,
                why,
                books);
    }
}
