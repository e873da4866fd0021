package dev.trestle.components.board;

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
}
