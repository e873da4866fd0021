package dev.trestle.components.check;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Link;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Rules of the design as a whole: everything is reached, nothing goes in circles, nothing hangs on one instance. */
final class FlowRules {
    private final Board board;
    private final Parts parts;
    private final List<Finding> found;
    private final Map<String, Set<String>> out;
    /** What each node holds, and who sends it what: both are asked for every pair of nodes. */
    private final Map<String, List<String>> holds = new HashMap<>();

    private final Map<String, Set<String>> feeds = new HashMap<>();

    FlowRules(Board board, Parts parts, List<Finding> found) {
        this.board = board;
        this.parts = parts;
        this.found = found;
        this.out = parts.out();
    }

    void check() {
        checkConnections();
        checkCircles();
        if (parts.sound()) { // a guess on top of a mistake would only hide the mistake
            checkSinglePoints();
        }
    }

    private static String path(String node) {
        return "design.nodes." + node;
    }

    private void checkConnections() {
        Set<String> linked = new LinkedHashSet<>();
        for (Link link : board.design().links().values()) {
            linked.add(link.fromNode());
            linked.add(link.toNode());
        }
        List<String> sources = beginnings();
        Set<String> reached = Graph.reached(out, sources, null);
        for (String node : board.design().nodes().keySet()) {
            if (!linked.contains(node)) {
                found.add(Finding.warning(
                                "not-connected",
                                path(node),
                                parts.named(node) + " is linked to nothing, so nothing reaches it",
                                "link it to its neighbours, or remove it")
                        .at(node));
            } else if (!sources.isEmpty() && !reached.contains(node)) {
                found.add(Finding.warning(
                                "unreachable",
                                path(node),
                                "no way along the links leads from clients to " + parts.named(node),
                                "link it behind a node that clients reach, or turn its link round")
                        .at(node));
            }
        }
    }

    /** Where operations begin: with people, or with time. */
    private List<String> beginnings() {
        List<String> beginnings = new ArrayList<>(parts.with(Role.SOURCE));
        beginnings.addAll(parts.with(Role.STARTS));
        return beginnings;
    }

    /** Requests that forwarders only hand to each other never arrive. */
    private void checkCircles() {
        Map<String, Set<String>> forwards = new LinkedHashMap<>();
        for (Link link : board.design().links().values()) {
            boolean between = parts.has(link.fromNode(), Role.FORWARDS) && parts.has(link.toNode(), Role.FORWARDS);
            boolean self = link.fromNode().equals(link.toNode()); // has its own finding
            if (between && !self && parts.carries(link).contains(Port.REQUEST)) {
                forwards.computeIfAbsent(link.fromNode(), any -> new LinkedHashSet<>())
                        .add(link.toNode());
            }
        }
        for (List<String> cycle : Graph.cycles(forwards)) {
            List<String> names = cycle.stream().map(parts::named).toList();
            found.add(Finding.error(
                            "forward-cycle",
                            path(cycle.get(0)),
                            "requests may go round in a circle: " + String.join(" -> ", names) + " -> " + names.get(0),
                            "remove one of these links")
                    .at(cycle.get(0)));
        }
    }

    private void checkSinglePoints() {
        for (Link link : board.design().links().values()) {
            feeds.computeIfAbsent(link.toNode(), any -> new TreeSet<>())
                    .add(link.fromNode() + " " + link.settings().get("only"));
        }
        List<String> sources = beginnings();
        Set<String> reached = Graph.reached(out, sources, null);
        for (String node : reached) {
            if (parts.has(node, Role.SOURCE) || parts.kind(node).survivesOneLoss(parts.settings(node))) {
                continue;
            }
            Set<String> left = Graph.reached(out, sources, node);
            List<String> cut = new ArrayList<>();
            for (String other : reached) {
                if (!other.equals(node)
                        && !left.contains(other)
                        && !left.stream().anyMatch(l -> standsFor(l, other))) {
                    cut.add(parts.named(other));
                }
            }
            boolean copies = parts.has(node, Role.CACHES) && !parts.has(node, Role.STORES);
            boolean alone = !copies && left.stream().noneMatch(l -> standsFor(l, node) && isFedLike(l, node));
            if (alone || !cut.isEmpty()) {
                found.add(singlePoint(node, cut));
            }
        }
    }

    private Finding singlePoint(String node, List<String> cut) {
        String says = parts.named(node) + " is a single point of failure: one instance, and nothing stands in for it";
        if (!cut.isEmpty()) {
            says += "; without it nothing reaches " + Known.list(cut);
        }
        return Finding.warning("spof", path(node), says, "give it more instances, or a second one beside it")
                .at(node);
    }

    /** Whether one node is of the same kind as the other and holds at least what the other holds. */
    private boolean standsFor(String one, String other) {
        if (one.equals(other) || parts.kind(one) != parts.kind(other)) {
            return false;
        }
        List<String> held = holds(one);
        List<String> needed = holds(other);
        return held.isEmpty() || !needed.isEmpty() && held.containsAll(needed);
    }

    /** Whether all that is sent to the other node can be sent to this one as well. */
    private boolean isFedLike(String one, String other) {
        return feeds.getOrDefault(one, Set.of()).containsAll(feeds.getOrDefault(other, Set.of()));
    }

    private List<String> holds(String node) {
        return holds.computeIfAbsent(node, id -> parts.kind(id).holds(parts.settings(id)));
    }
}
