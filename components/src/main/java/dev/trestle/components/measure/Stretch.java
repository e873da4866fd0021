package dev.trestle.components.measure;

import java.util.List;

/**
 * A piece of a replication that is on the books: the readings of all nodes at its start and at its end. A phase has one or
 * several; what a replication plays between them counts for nothing.
 *
 * @param phase number of the phase that it is a piece of
 * @param nanos how long it lasted, in simulated nanoseconds
 * @param before readings by node number
 * @param passed what went over the links in it
 */
record Stretch(int phase, long nanos, List<Reading> before, List<Reading> after, Passed passed) {
    /** Keeps its own copies of the lists. */
    Stretch {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** The same as a piece of that phase. */
    Stretch of(int other) {
        return other == phase ? this : new Stretch(other, nanos, before, after, passed);
    }
}
