package dev.trestle.components.plan;

import java.util.Set;

/**
 * Of which entities and events, by name, the history is to be kept: those that a requirement speaks of.
 *
 * @param reads the entities of which the reads of all clients are kept, and not only of those who have written
 */
public record Tracking(Set<String> entities, Set<String> reads, Set<String> events) {
    /** No history at all. */
    public static final Tracking NOTHING = new Tracking(Set.of(), Set.of(), Set.of());
}
