package dev.trestle.components.load;

import java.util.List;

/**
 * A phase of a script, parsed.
 *
 * @param id its id on the board
 * @param name the name that requirements use
 * @param lengthNanos how long it lasts, above 0
 */
public record ScriptPhase(String id, String name, long lengthNanos, Load load, List<Fault> faults) {
    /** The name of the phase that nobody measures. */
    public static final String WARM_UP = "warm-up";

    public ScriptPhase {
        faults = List.copyOf(faults);
    }

    /** Whether requirements look at it. */
    public boolean measured() {
        return !name.equals(WARM_UP);
    }
}
