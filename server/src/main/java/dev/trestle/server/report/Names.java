package dev.trestle.server.report;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import java.util.Objects;

/** What people call the parts of a board: labels; ids only where there is none, or where two would read alike. */
record Names(Board board) {
    String node(String id) {
        String label = label(id);
        boolean alone = board.design().nodes().keySet().stream()
                .noneMatch(other -> !other.equals(id) && Objects.equals(label(other), label));
        return alone ? label : label + " (" + id + ")";
    }

    /** A link by its two ends. */
    String link(String id) {
        Link link = board.design().links().get(id);
        return link == null ? id : node(link.fromNode()) + " to " + node(link.toNode());
    }

    private String label(String id) {
        Node node = board.design().nodes().get(id);
        return node == null ? id : node.name(id);
    }
}
