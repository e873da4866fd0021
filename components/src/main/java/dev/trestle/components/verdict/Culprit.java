package dev.trestle.components.verdict;

import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.measure.NodeResult.InstanceResult;
import dev.trestle.components.measure.OperationResult;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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
    /** From this share of busy time on, those who wait for a node are held up by it. */
    private static final double SATURATED = 0.9;
    /** How a call ends whose caller gave up: the cause is wherever it waited. */
    private static final String GAVE_UP = "timed out";

    /**
     * One operation, the nodes that take part in it and what was measured of both.
     *
     * @param way the nodes from the one that asks to the last that answers
     * @param names what people call a node, by its id
     */
    record Trip(
            String operation,
            OperationResult result,
            List<String> way,
            Map<String, NodeResult> nodes,
            UnaryOperator<String> names) {
        String name(String node) {
            return names.apply(node);
        }

        /** Time that its requests spent at a node, waiting for other nodes not counted. */
        double own(String node) {
            return nodes.get(node).ownSeconds().getOrDefault(operation, 0.0);
        }

        /** How far a node is from the one that asks; those behind a service that is called are not on the way itself. */
        int depth(String node) {
            int at = way.indexOf(node);
            return at < 0 ? Integer.MAX_VALUE : at;
        }

        double perRequest(double seconds) {
            return seconds / Math.max(1, result.offered());
        }

        /** The node where its requests spend most of their time; null where none is known to have any. */
        String longest() {
            String most = null;
            for (String id : nodes.keySet()) {
                double own = own(id);
                most = own > 0 && (most == null || own > own(most)) ? id : most;
            }
            return most;
        }
    }

    /**
     * Why it takes so long: the node where its requests spend most of their time, waiting for other nodes not counted. When
     * they queue there because its servers are held by calls that wait for a saturated node, it is that one.
     */
    static Culprit ofTime(Trip trip) {
        String most = trip.longest();
        double sum = 0;
        for (String id : trip.nodes.keySet()) {
            sum += trip.own(id);
        }
        if (most == null) {
            return ofLoad(trip);
        }
        // With failures this is the least it can be: whatever time they took is taken for that of the answered.
        double ended = trip.result.failed() > 0 ? trip.result.completed() : trip.result.offered();
        double between = trip.result.latency().count() == 0 || ended == 0
                ? 0
                : trip.result.latency().mean().value() - sum / ended;
        if (between > trip.perRequest(trip.own(most))) {
            return new Culprit(
                    null, "most of the time goes over links: " + Unit.SECONDS.print(between) + " of a request");
        }
        String origin = followed(trip, most);
        return new Culprit(origin, origin.equals(most) ? spentAt(trip, most) : heldBy(trip, most, origin));
    }

    /** The saturated node that the one where requests queue waits for, and so on; that one itself when there is none. */
    private static String followed(Trip trip, String from) {
        String at = from;
        while (trip.nodes.get(at).heldWaiting() > BUSY) {
            String next = null;
            for (String id : trip.nodes.keySet()) {
                boolean further = trip.depth(id) > trip.depth(at) && pressure(trip.nodes.get(id)) >= SATURATED;
                next = further && trip.own(id) > (next == null ? 0 : trip.own(next)) ? id : next;
            }
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }

    /** Time there by request; it may be longer than anybody waited, as what callers have given up is worked on all the same. */
    private static String each(Trip trip, String id) {
        double seconds = trip.perRequest(trip.own(id));
        boolean abandoned = trip.result.latency().count() > 0
                && seconds > trip.result.latency().max();
        return Unit.SECONDS.print(seconds) + " of a request"
                + (abandoned ? " (more than any was waited for: it works on what callers have given up)" : "");
    }

    private static String spentAt(Trip trip, String id) {
        NodeResult node = trip.nodes.get(id);
        String load = load(node);
        String held = node.heldWaiting() > BUSY
                ? ", where " + Unit.SHARE.print(node.heldWaiting()) + " of the busy time is waiting for other nodes"
                : "";
        String why = isBusy(node) ? "" : ", so it is work and not queueing";
        return "most of the time is spent at " + trip.name(id) + ", " + each(trip, id)
                + (load.isEmpty() ? "" : ": " + load + held + why);
    }

    private static String heldBy(Trip trip, String id, String origin) {
        return "requests wait at " + trip.name(id) + " ("
                + Unit.SECONDS.print(trip.perRequest(trip.own(id))) + " each), whose servers are held waiting for "
                + trip.name(origin) + ": " + load(trip.nodes.get(origin));
    }

    /** The busiest node on the way, or among equals the one with the longest queue. */
    private static Culprit ofLoad(Trip trip) {
        String busiest = null;
        for (String id : trip.way) {
            NodeResult node = trip.nodes.get(id);
            if (node != null && node.utilization().isMeasured()) {
                busiest = busiest == null || isBusier(node, trip.nodes.get(busiest)) ? id : busiest;
            }
        }
        if (busiest == null) {
            return NOBODY;
        }
        NodeResult node = trip.nodes.get(busiest);
        String says = trip.name(busiest) + ": " + load(node);
        return new Culprit(
                busiest,
                isBusy(node)
                        ? "the busiest node on the way is " + says
                        : "no node on the way is busy (the most is " + says
                                + "), so the time goes into service and the network, not into queues");
    }

    /**
     * Why it fails: the last node on the way with about as many failures as any, as failures travel back to the caller.
     * Where callers merely gave up waiting, it is a question of time.
     */
    static Culprit ofFailures(Trip trip) {
        if (2 * trip.result.lost() > trip.result.failed()) {
            return new Culprit(
                    null,
                    trip.result.lost()
                            + " of them were lost on a link, and nobody on the way gives up waiting: a caller"
                            + " needs a timeout");
        }
        double most = 0;
        for (String id : trip.way) {
            most = Math.max(most, failed(trip.nodes.get(id)));
        }
        String origin = null;
        for (String id : trip.way) {
            double failed = failed(trip.nodes.get(id));
            origin = failed > 0 && failed >= most / 2 ? id : origin;
        }
        return origin == null ? ofTime(trip) : failing(trip, origin);
    }

    private static Culprit failing(Trip trip, String origin) {
        NodeResult node = trip.nodes.get(origin);
        String why = node.failed().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        if (why.equals(GAVE_UP)) {
            Culprit slow = ofTime(trip);
            String clause = "most callers that fail gave up waiting";
            return new Culprit(slow.node, slow.clause.isEmpty() ? clause : clause + "; " + slow.clause);
        }
        String load = load(node);
        return new Culprit(
                origin,
                "calls fail at " + trip.name(origin) + ": " + Unit.COUNT.print(failed(node))
                        + " a replication, mostly \"" + why + "\"" + (load.isEmpty() ? "" : "; it is " + load));
    }

    /** The same node with a further clause, if there is one. */
    Culprit and(String more) {
        String both = clause.isEmpty() || more.isEmpty() ? clause + more : clause + "; " + more;
        return new Culprit(node, both);
    }

    /** Whether calls fail at that node, and not merely for want of patience. */
    static boolean fails(Trip trip, String node) {
        return node != null
                && trip.nodes.get(node) != null
                && trip.nodes.get(node).failed().entrySet().stream()
                        .anyMatch(each -> !each.getKey().equals(GAVE_UP) && each.getValue() > 0);
    }

    /** A node's load in words: "97 % utilized, 35 waiting on average"; empty when neither was measured. */
    static String load(NodeResult node) {
        String load = node.utilization().isMeasured() ? utilized(node) : "";
        String queue = queue(node);
        return load.isEmpty() || queue.isEmpty() ? load + queue : load + ", " + queue;
    }

    /** "97 % utilized"; of several instances the busiest: "97 % utilized at instance 1 (leader), 36 % over all 3". */
    private static String utilized(NodeResult node) {
        InstanceResult busiest = node.busiest();
        String all = Unit.SHARE.print(node.utilization().value());
        return busiest == null || node.instances().size() == 1
                ? all + " utilized"
                : Unit.SHARE.print(busiest.utilization().value()) + " utilized at " + busiest.name() + ", " + all
                        + " over all " + node.instances().size();
    }

    /** "35 waiting on average", or empty. */
    static String queue(NodeResult node) {
        return node.queueMean().isMeasured() ? Unit.COUNT.print(node.queueMean().value()) + " waiting on average" : "";
    }

    /** Whether its load may have to do with anything: half busy, or with a queue. */
    static boolean isBusy(NodeResult node) {
        return pressure(node) >= BUSY
                || node.queueMean().isMeasured() && node.queueMean().value() >= 1;
    }

    private static double pressure(NodeResult node) {
        return node.pressure().isMeasured() ? node.pressure().value() : 0;
    }

    private static boolean isBusier(NodeResult one, NodeResult other) {
        double gap = pressure(one) - pressure(other);
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
