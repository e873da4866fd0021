package dev.trestle.components.board;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The drawing: nodes, the links between them, areas (regions, zones, groups) behind them and notes beside them. */
public record Design(
        Map<String, Node> nodes, Map<String, Link> links, Map<String, Area> areas, Map<String, Note> notes) {

    /** An empty drawing. */
    public static final Design EMPTY = new Design(Map.of(), Map.of(), Map.of(), Map.of());

    public Design {
        nodes = Board.copy(nodes);
        links = Board.copy(links);
        areas = Board.copy(areas);
        notes = Board.copy(notes);
    }

    /** The ids of the areas in which the node's middle lies, smallest first; empty when it is in none or unknown. */
    public List<String> areasAround(String node) {
        Node placed = nodes.get(node);
        if (placed == null) {
            return List.of();
        }
        double x = placed.x() + Node.WIDTH / 2;
        double y = placed.y() + Node.HEIGHT / 2;
        return areas.entrySet().stream()
                .filter(area -> area.getValue().holds(x, y))
                .sorted(Comparator.comparingDouble(area -> area.getValue().size()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
