package dev.trestle.server.session;

import dev.trestle.components.board.Document;
import dev.trestle.db.Database;
import dev.trestle.db.LogEntry;
import dev.trestle.db.LogRepository;
import dev.trestle.db.SessionRepository;
import dev.trestle.db.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the stored boards are what the log says: folds every session from its first board to its head and compares
 * hashes on the way. The books of the tables themselves are {@link Database#verify}'s.
 */
public final class SnapshotCheck {
    /** Edits read at a time: a long session need not fit into memory. */
    private static final int PAGE = 1_000;

    private final LogRepository log;
    private final List<String> problems = new ArrayList<>();

    private SnapshotCheck(LogRepository log) {
        this.log = log;
    }

    /** One line for each snapshot that is wrong and each log that cannot be folded; empty when all is well. */
    public static List<String> problems(Database database) {
        SnapshotCheck check = new SnapshotCheck(new LogRepository(database));
        new SessionRepository(database).ids().forEach(check::session);
        return check.problems;
    }

    private void session(String id) {
        Optional<Snapshot> beginning = log.beginning(id);
        if (beginning.isEmpty()) {
            problems.add("session " + id + ": the board that it began with is missing");
            return;
        }
        try {
            own(id, beginning.get());
            Snapshot newest = log.newestSnapshot(id).orElseThrow();
            if (newest.seq() > 0) {
                own(id, newest);
            }
            fold(id, beginning.get(), newest);
        } catch (RuntimeException e) {
            // A board or an edit that cannot even be read is what is looked for here.
            problems.add("session " + id + ": the log cannot be folded: " + e.getMessage());
        }
    }

    /** The board of a snapshot has the hash that stands beside it. */
    private void own(String id, Snapshot snapshot) {
        if (!Document.parse(snapshot.body()).sha256().equals(snapshot.sha256())) {
            problems.add("session " + id + ": the snapshot of edit " + snapshot.seq() + " does not have its hash");
        }
    }

    private void fold(String id, Snapshot beginning, Snapshot newest) {
        EditOrder order = new EditOrder(Document.parse(beginning.body()), 0);
        List<LogEntry> page;
        do {
            page = log.after(id, order.head(), PAGE);
            for (LogEntry entry : page) {
                order.confirm(entry);
                if (entry.seq() == newest.seq() && !order.board().sha256().equals(newest.sha256())) {
                    problems.add("session " + id + ": the log folds to another board than the snapshot of edit "
                            + newest.seq());
                }
            }
        } while (page.size() == PAGE);
    }
}
