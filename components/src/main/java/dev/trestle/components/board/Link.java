package dev.trestle.components.board;

import java.util.Map;

/** A wire from one node to another; an end is {@code node} or {@code node.port}; the label is null when absent. */
public record Link(String from, String to, String label, Map<String, String> settings) {
    public Link {
        settings = Board.copy(settings);
    }

    /** The id of the node where the link starts. */
    public String fromNode() {
        return node(from);
    }

    /** The id of the node where the link ends. */
    public String toNode() {
        return node(to);
    }

    /** The port where the link starts, or null when the link leaves it open. */
    public String fromPort() {
        return port(from);
    }

    /** The port where the link ends, or null when the link leaves it open. */
    public String toPort() {
        return port(to);
    }

    static String node(String end) {
        int dot = end.indexOf('.');
        return dot < 0 ? end : end.substring(0, dot);
    }

    private static String port(String end) {
        int dot = end.indexOf('.');
        return dot < 0 ? null : end.substring(dot + 1);
    }
}
