package dev.trestle.components.verdict;

import dev.trestle.components.measure.NodeResult;
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
    /** How a call ends whose caller gave up: the cause is wherever it waited. */
    private static final String GAVE_UP = "timed out";

    /**
     * Why it takes so long: the most utilized node on the way, or among equals the one with the longest queue.
     */
    static Culprit ofTime(Way way) {
        String busiest = null;
        for (String id : way.ids()) {
            NodeResult node = way.node(id);
            if (node != null && node.utilization().isMeasured()) {
                busiest = busiest == null || isBusier(node, way.node(busiest)) ? id : busiest;
            }
        }
        if (busiest == null) {
            return NOBODY;
        }
        NodeResult node = way.node(busiest);
        boolean busy = node.utilization().value() >= BUSY
                || node.queueMean().isMeasured() && node.queueMean().value() >= 1;
        return new Culprit(
                busiest,
                busy
                        ? "the busiest node on the way is " + way.named(busiest) + ": " + load(node)
                        : "no node on the way is busy (the most is " + way.named(busiest) + ": " + load(node)
                                + "), so the time goes into service and the network, not into queues");
    }

    /**
     * Why it fails: the last node on the way with about as many failures as any, as failures travel back to the caller.
     * Where callers merely gave up waiting, it is a question of time.
     */
    static Culprit ofFailures(Way way) {
        double most = 0;
        for (String id : way.ids()) {
            most = Math.max(most, failed(way.node(id)));
        }
        String origin = null;
        for (String id : way.ids()) {
            double failed = failed(way.node(id));
            origin = failed > 0 && failed >= most / 2 ? id : origin;
        }
        if (origin == null) {
            return ofTime(way);
        }
        NodeResult node = way.node(origin);
        String why = node.failed().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        if (why.equals(GAVE_UP)) {
            Culprit slow = ofTime(way);
            String clause = "most callers that fail gave up waiting";
            return new Culprit(slow.node, slow.clause.isEmpty() ? clause : clause + "; " + slow.clause);
        }
        String load = load(node);
        return new Culprit(
                origin,
                "calls fail at " + way.named(origin) + ": " + Unit.COUNT.print(failed(node))
                        + " a replication, mostly \"" + why + "\"" + (load.isEmpty() ? "" : "; it is " + load));
    }

    /** A node's load in words: "97 % utilized, 35 waiting on average"; empty when neither was measured. */
    static String load(NodeResult node) {
        String load = node.utilization().isMeasured()
                ? Unit.SHARE.print(node.utilization().value()) + " utilized"
                : "";
        String queue = queue(node);
        return load.isEmpty() || queue.isEmpty() ? load + queue : load + ", " + queue;
    }

    /** "35 waiting on average", or empty. */
    static String queue(NodeResult node) {
        return node.queueMean().isMeasured() ? Unit.COUNT.print(node.queueMean().value()) + " waiting on average" : "";
    }

    private static boolean isBusier(NodeResult one, NodeResult other) {
        double gap = one.utilization().value() - other.utilization().value();
        // Within one per cent of each other the longer queue tells which of them is the bottleneck.
        boolean queues = one.queueMean().isMeasured() && other.queueMean().isMeasured();
        if (Math.abs(gap) > 0.01 || !queues) {
            return gap > 0;
        }
        return one.queueMean().value() > other.queueMean().value();
    }

    private static double failed(NodeResult node) {
        return node == null
                ? 0
                : node.failed().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
    }
}
