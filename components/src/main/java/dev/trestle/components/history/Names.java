package dev.trestle.components.history;

import java.util.List;

/**
 * The names behind the indexes in a journal, in the plan's order.
 *
 * @param nodes their ids on the board
 * @param places how to call an instance of a node, by their indexes
 */
public record Names(List<String> entities, List<String> events, List<String> nodes, Places places) {
    /** Says how to call an instance of a node: "follower 2 of Metadata". */
    @FunctionalInterface
    public interface Places {
        String name(int node, int instance);
    }

    /** Keeps its own copies. */
    public Names {
        entities = List.copyOf(entities);
        events = List.copyOf(events);
        nodes = List.copyOf(nodes);
    }

    /** Names places by the nodes' ids; instances after the first are numbered from 2. */
    public static Names of(List<String> entities, List<String> events, List<String> nodes) {
        List<String> ids = List.copyOf(nodes);
        return new Names(
                entities,
                events,
                ids,
                (node, instance) -> ids.get(node) + (instance == 0 ? "" : " instance " + (instance + 1)));
    }

    /** The place's name, or empty when there is none (node -1). */
    public String place(int node, int instance) {
        return node < 0 ? "" : places.name(node, instance);
    }
}
