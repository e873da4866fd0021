package dev.trestle.server.catalog;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Link;
import dev.trestle.components.board.Node;
import dev.trestle.components.check.Finding;
import java.util.List;

/**
 * A flaw of a design as panels show it.
 *
 * @param severity error (the board cannot be run), warning or info
 * @param target the node or link to show, or null
 * @param path the field that it is about, or null
 */
record FindingView(String severity, String says, String remedy, String target, String targetName, String path) {
    static FindingView of(Board board, Finding finding) {
        String target = finding.node() != null ? finding.node() : finding.link();
        return new FindingView(
                finding.severity().word(),
                finding.says(),
                finding.remedy(),
                target,
                target == null ? null : name(board, target),
                finding.path());
    }

    /** The colour of its card. */
    public String tone() {
        return switch (severity) {
            case "error" -> "crit";
            case "warning" -> "warn";
            default -> "";
        };
    }

    public String icon() {
        return switch (severity) {
            case "error" -> "octagon-alert";
            case "warning" -> "triangle-alert";
            default -> "info";
        };
    }

    /** What people call a node or link of a board. */
    static String name(Board board, String id) {
        Node node = board.design().nodes().get(id);
        if (node != null) return node.label() == null ? id : node.label();
        Link link = board.design().links().get(id);
        if (link == null) return id;
        return name(board, link.fromNode()) + " → " + name(board, link.toNode());
    }

    /** Errors first, then warnings, then the rest. */
    static List<FindingView> sorted(List<FindingView> findings) {
        List<String> order = List.of("error", "warning", "info");
        return findings.stream()
                .sorted((a, b) -> order.indexOf(a.severity) - order.indexOf(b.severity))
                .toList();
    }
}
