package dev.trestle.components.board;

import java.util.Map;

/** A box behind nodes: a region, zone or group; place and size in pixels; the label is null when absent. */
public record Area(String kind, double x, double y, double w, double h, String label, Map<String, String> settings) {
    public Area {
        settings = Board.copy(settings);
    }

    /** What people call it: its label, or the id that it goes by. */
    public String name(String id) {
        return label == null || label.isBlank() ? id : label;
    }

    /** Whether a point lies inside the box or on its edge. */
    public boolean holds(double px, double py) {
        return px >= x && px <= x + w && py >= y && py <= y + h;
    }

    /** Square pixels: of two areas round a node the smaller is the nearer. */
    public double size() {
        return w * h;
    }
}
