package dev.trestle.components.history;

import dev.trestle.components.engine.Journal;

/**
 * What one replication of a run wrote into its journal, and how far the journal reaches.
 *
 * @param journal rows in the order in which they ended
 * @param endNanos virtual time at which the replication ended
 */
public record History(Journal journal, long endNanos) {
    /** The time up to which the journal tells everything: the end of the run, or the moment it was full. */
    public long knownUntilNanos() {
        return journal.full() ? Math.min(endNanos, journal.end(journal.size() - 1)) : endNanos;
    }
}
