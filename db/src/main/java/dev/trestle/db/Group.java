package dev.trestle.db;

import java.util.List;

/**
 * What one session brings to a group commit: all of it is stored, or nothing.
 *
 * @param expectedHead head of the session that the entries were checked against; the entries continue it without a gap
 * @param cursors the newest answer of each tab concerned
 */
public record Group(String sessionId, long expectedHead, List<LogEntry> entries, List<Cursor> cursors) {

    /** What became of a group: stored, or refused because the head was another one or a mutation was already there. */
    public enum Outcome {
        STORED,
        STALE,
        DUPLICATE
    }

    public Group {
        entries = List.copyOf(entries);
        cursors = List.copyOf(cursors);
        long next = expectedHead;
        for (LogEntry entry : entries) {
            if (entry.seq() != ++next) {
                throw new IllegalStateException(
                        "entry " + entry.seq() + " of session " + sessionId + " must be " + next);
            }
        }
    }

    long newHead() {
        return expectedHead + entries.size();
    }
}
