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

    /** How long it is played: shorter than its length where the run is stopped in it. */
    public long playedNanos() {
        return faults.stream()
                .filter(fault -> fault.kind() == Fault.Kind.STOP)
                .mapToLong(Fault::startNanos)
                .reduce(lengthNanos, Math::min);
    }

    /** Whether the run is stopped in it, or at its end. */
    public boolean last() {
        return faults.stream().anyMatch(fault -> fault.kind() == Fault.Kind.STOP && fault.startNanos() <= lengthNanos);
    }

    /** Whether requirements look at it. */
    public boolean measured() {
        return !name.equals(WARM_UP);
    }
}
