package dev.trestle.components.history;

import dev.trestle.components.engine.Journal;

/**
 * What one replication of a run wrote into its journal, and how far the journal reaches.
 *
 * @param journal rows in the order in which they ended
 * @param endNanos virtual time at which the replication ended
 */
public record History(Journal journal, long endNanos) {
    /** The time up to which the journal tells everything of what it follows of an event: usually the end of the run. */
    long knownUntilNanos(int event) {
        return Math.min(endNanos, journal.knownUntil(Journal.PUBLISH, event));
    }
}
