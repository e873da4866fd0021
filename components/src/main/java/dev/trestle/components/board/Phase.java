package dev.trestle.components.board;

import java.util.List;

/**
 * A stretch of a run: {@code order} sorts phases (a text that allows one in between), {@code phase} is the name that
 * requirements use, {@code duration} (JSON {@code for}), {@code load}; null when absent. Faults are lines of text.
 */
public record Phase(String order, String phase, String duration, String load, List<String> faults) {
    public Phase {
        faults = List.copyOf(faults);
    }
}
