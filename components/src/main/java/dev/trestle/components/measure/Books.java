package dev.trestle.components.measure;

import java.util.List;

/**
 * The books of a node at the end of a run, all replications together: every call that came has been answered or is still
 * inside, and the integral of the number inside over time is the sum of the times spent inside (Little's law as an
 * identity, to the nanosecond).
 *
 * @param arrivals calls that came in
 * @param done of them answered well, {@code failed} badly, {@code inside} not yet
 * @param insideSeconds integral of the number inside over time
 * @param unaccountedNanos time inside that no call has spent, gone or still there: none, or there is an error in the engine
 */
public record Books(long arrivals, long done, long failed, long inside, double insideSeconds, long unaccountedNanos) {
    static final Books NONE = new Books(0, 0, 0, 0, 0, 0);

    /** The sum over the last readings of a node. */
    static Books of(List<Reading> last) {
        Books books = NONE;
        for (Reading reading : last) {
            books = new Books(
                    books.arrivals + reading.arrivals(),
                    books.done + reading.done(),
                    books.failed + reading.failed(),
                    books.inside + reading.inside(),
                    books.insideSeconds + reading.insideNanos() / 1e9,
                    books.unaccountedNanos + reading.unaccountedNanos());
        }
        return books;
    }

    /** Calls that are neither answered nor inside: none, or there is an error in the engine. */
    public long unaccountedCalls() {
        return arrivals - done - failed - inside;
    }

    /** The times spent inside by those that have left, and so far by those still inside. */
    public double sojournSeconds() {
        return insideSeconds - unaccountedNanos / 1e9;
    }
}
