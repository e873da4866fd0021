package dev.trestle.components.plan;

import dev.trestle.components.board.Area;
import dev.trestle.components.board.Design;
import dev.trestle.components.board.Node;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Role;
import dev.trestle.estimator.fact.Fact;
import dev.trestle.estimator.quantity.Quantity;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Where nodes stand and so how far they are from each other, for links that state no latency of their own.
 *
 * <p>A node belongs to the smallest area of a sort that holds its centre. Half a published round trip is one way.
 */
final class Placement {
    /** Half the width and height of a node on the canvas. */
    private static final double HALF_WIDTH = 92;

    private static final double HALF_HEIGHT = 36;

    private final Design design;
    private final Catalog catalog;

    Placement(Design design, Catalog catalog) {
        this.design = design;
        this.catalog = catalog;
    }

    /** One-way latency between two nodes, as text. */
    String latency(String from, String to) {
        boolean fromEdge = is(from, Role.EDGE);
        boolean toEdge = is(to, Role.EDGE);
        if (is(from, Role.SOURCE) && toEdge) {
            return half("cdn.edge.latency");
        }
        if (is(from, Role.SOURCE) || is(to, Role.SOURCE) || fromEdge != toEdge) {
            return half("network.internet.rtt");
        }
        if (!area(from, "region").equals(area(to, "region"))) {
            return half("network.cross-region.rtt");
        }
        if (!area(from, "zone").equals(area(to, "zone"))) {
            return half("network.cross-zone.rtt");
        }
        return half("network.same-zone.rtt");
    }

    private boolean is(String node, Role role) {
        return catalog.require(design.nodes().get(node).kind()).roles().contains(role);
    }

    /** The id of the area of that sort in which the node stands, if any. */
    Optional<String> area(String node, String sort) {
        Node placed = design.nodes().get(node);
        double x = placed.x() + HALF_WIDTH;
        double y = placed.y() + HALF_HEIGHT;
        return design.areas().entrySet().stream()
                .filter(entry -> sort.equals(entry.getValue().kind()))
                .filter(entry -> holds(entry.getValue(), x, y))
                .min(Comparator.comparingDouble(
                        entry -> entry.getValue().w() * entry.getValue().h()))
                .map(Map.Entry::getKey);
    }

    private static boolean holds(Area area, double x, double y) {
        return x >= area.x() && x <= area.x() + area.w() && y >= area.y() && y <= area.y() + area.h();
    }

    private static String half(String factId) {
        Fact fact = Fact.of(factId);
        double seconds = Quantity.seconds(fact.value() + " " + fact.unit()) / 2;
        return Math.round(seconds * 1e9) / 1e6 + " ms";
    }
}
