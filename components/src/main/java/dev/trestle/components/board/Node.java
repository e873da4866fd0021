package dev.trestle.components.board;

import java.util.Map;

/** A component in the drawing: its kind's id, a label (null when absent), its place in pixels, settings as typed. */
public record Node(String kind, String label, double x, double y, Map<String, String> settings) {
    /** Width of a node on the canvas, in pixels; {@code x} is its left edge. */
    public static final double WIDTH = 184;

    /** Height of a node on the canvas, in pixels; {@code y} is its upper edge. */
    public static final double HEIGHT = 72;

    public Node {
        settings = Board.copy(settings);
    }

    /** What people call it: its label, or the id that it goes by. */
    public String name(String id) {
        return label == null || label.isBlank() ? id : label;
    }
}
