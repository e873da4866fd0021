package dev.trestle.server.session;

import dev.trestle.db.Cursor;
import dev.trestle.db.Group;
import dev.trestle.db.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns mutations into what is stored of them: rows of the log, and the last answer of each tab. */
final class Groups {
    private Groups() {}

    static Group of(String session, long head, List<Mutation> mutations) {
        List<LogEntry> entries = new ArrayList<>();
        Map<String, Cursor> cursors = new LinkedHashMap<>();
        for (Mutation mutation : mutations) {
            if (mutation.entry() != null) {
                entries.add(mutation.entry());
            }
            Mutation.Proposal proposal = mutation.proposal();
            cursors.put(proposal.client(), new Cursor(proposal.client(), proposal.cseq(), mutation.answer()));
        }
        return new Group(session, head, entries, List.copyOf(cursors.values()));
    }
}
