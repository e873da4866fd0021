package dev.trestle.components.measure;

import java.util.List;

/**
 * How a run ended.
 *
 * @param stoppedBy {@code script} (played as it says), {@code decided}, {@code budget} or {@code cancel}
 * @param played one for each phase that was begun, in order
 */
public record Ending(String stoppedBy, List<Played> played) {
    /** Keeps its own copy. */
    public Ending {
        played = List.copyOf(played);
    }
}
