package dev.trestle.components.kind;

import java.util.Set;

/**
 * A place where links attach. A link is allowed when the leaving and the entering port carry a word in common.
 *
 * @param id unique within the kind and direction
 * @param label what flows here, for people
 * @param direction in or out
 * @param carries {@code request} (operations), {@code data} (reads and writes), {@code message} (events)
 */
public record Port(String id, String label, Direction direction, Set<String> carries) {
    /** Which way a port faces. */
    public enum Direction {
        IN,
        OUT
    }

    public static final String REQUEST = "request";
    public static final String DATA = "data";
    public static final String MESSAGE = "message";

    /** A port where links end. */
    public static Port in(String id, String label, String... carries) {
        return new Port(id, label, Direction.IN, new java.util.TreeSet<>(java.util.List.of(carries)));
    }

    /** A port where links start. */
    public static Port out(String id, String label, String... carries) {
        return new Port(id, label, Direction.OUT, new java.util.TreeSet<>(java.util.List.of(carries)));
    }

    /** Whether a link may lead from this port to that one. */
    public boolean leadsTo(Port entry) {
        return direction == Direction.OUT
                && entry.direction == Direction.IN
                && carries.stream().anyMatch(entry.carries::contains);
    }
}
