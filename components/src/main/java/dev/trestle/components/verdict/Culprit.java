package dev.trestle.components.verdict;

import dev.trestle.components.measure.NodeResult;
import java.util.Collection;
import java.util.Map;

/**
 * The node that an answer is most likely about, and a clause that says why with its numbers.
 *
 * @param node its id, or null when no node stands out
 * @param clause to follow a semicolon; empty when there is nothing to say
 */
record Culprit(String node, String clause) {
    static final Culprit NOBODY = new Culprit(null, "");
    /** Below this share of busy time a queue explains little. */
    private static final double BUSY = 0.5;

    /** Why it takes so long: the most utilized node on the way, or among equals the one with the longest queue. */
    static Culprit ofTime(Collection<String> way, Map<String, NodeResult> nodes) {
        String busiest = null;
        for (String id : way) {
            NodeResult node = nodes.get(id);
            if (node != null && node.utilization().isMeasured()) {
                busiest = busiest == null || isBusier(node, nodes.get(busiest)) ? id : busiest;
            }
        }
        if (busiest == null) {
            return NOBODY;
        }
        NodeResult node = nodes.get(busiest);
        boolean busy = node.utilization().value() >= BUSY
                || node.queueMean().isMeasured() && node.queueMean().value() >= 1;
        return new Culprit(
                busiest,
                busy
                        ? "the busiest node on the way is " + busiest + ": " + load(node)
                        : "no node on the way is busy (the most is " + busiest + ": " + load(node)
                                + "), so the time goes into service and the network, not into queues");
    }

    /** Why it fails: the node on the way where most calls failed. */
    static Culprit ofFailures(Collection<String> way, Map<String, NodeResult> nodes) {
        String worst = null;
        double most = 0;
        for (String id : way) {
            NodeResult node = nodes.get(id);
            double failed = node == null ? 0 : failed(node);
            if (failed > most) {
                worst = id;
                most = failed;
            }
        }
        if (worst == null) {
            return ofTime(way, nodes);
        }
        NodeResult node = nodes.get(worst);
        Map.Entry<String, Double> why = node.failed().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        return new Culprit(
                worst,
                "most failures on the way are at " + worst + ": " + Unit.COUNT.print(most)
                        + " calls a replication, mostly \"" + why.getKey() + "\""
                        + (node.utilization().isMeasured() ? ", " + load(node) : ""));
    }

    /** A node's load in words: "97 % utilized, 35 calls waiting". */
    static String load(NodeResult node) {
        String load = node.utilization().isMeasured()
                ? Unit.SHARE.print(node.utilization().value()) + " utilized"
                : "";
        if (!node.queueMean().isMeasured()) {
            return load;
        }
        String queue = Unit.COUNT.print(node.queueMean().value()) + " waiting on average";
        return load.isEmpty() ? queue : load + ", " + queue;
    }

    private static boolean isBusier(NodeResult one, NodeResult other) {
        double gap = one.utilization().value() - other.utilization().value();
        // Within one per cent of each other the longer queue tells which of them is the bottleneck.
        if (Math.abs(gap) > 0.01
                || !one.queueMean().isMeasured()
                || !other.queueMean().isMeasured()) {
            return gap > 0;
        }
        return one.queueMean().value() > other.queueMean().value();
    }

    private static double failed(NodeResult node) {
        return node.failed().values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
