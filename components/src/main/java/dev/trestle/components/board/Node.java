package dev.trestle.components.board;

import java.util.Map;

/** A component in the drawing: its kind's id, a label (null when absent), its place in pixels, settings as typed. */
public record Node(String kind, String label, double x, double y, Map<String, String> settings) {
    public Node {
        settings = Board.copy(settings);
    }
}
