package dev.trestle.components.history;

import java.util.List;

/**
 * What the numbers in a journal are called.
 *
 * @param entities by index
 * @param events by index
 * @param operations by index
 * @param nodes their ids on the board
 * @param links their ids on the board
 * @param places how to call an instance of a node, by their indexes
 */
public record Names(
        List<String> entities,
        List<String> events,
        List<String> operations,
        List<String> nodes,
        List<String> links,
        Places places) {
    /** Says how to call an instance of a node: "follower 2 of Metadata". */
    @FunctionalInterface
    public interface Places {
        String name(int node, int instance);
    }

    /** Keeps its own copies. */
    public Names {
        entities = List.copyOf(entities);
        events = List.copyOf(events);
        operations = List.copyOf(operations);
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
    }

    /** Names places by the nodes' ids; instances after the first are numbered from 2. */
    public static Names of(List<String> entities, List<String> events, List<String> nodes) {
        List<String> ids = List.copyOf(nodes);
        return new Names(
                entities,
                events,
                List.of(),
                ids,
                List.of(),
                (node, instance) -> ids.get(node) + (instance == 0 ? "" : " instance " + (instance + 1)));
    }

    /** The same with names for operations. */
    public Names withOperations(List<String> named) {
        return new Names(entities, events, named, nodes, links, places);
    }

    /** The same with names for links. */
    public Names withLinks(List<String> named) {
        return new Names(entities, events, operations, nodes, named, places);
    }

    /** The place's name, or empty when there is none (node -1). */
    public String place(int node, int instance) {
        return node < 0 ? "" : places.name(node, instance);
    }
}
