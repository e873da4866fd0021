package dev.trestle.server.session;

import dev.trestle.components.board.Document;
import dev.trestle.db.Snapshot;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a room does behind its edits: checks the board when it is quiet, keeps the title that lists show, writes
 * snapshots. None of it is needed for an edit to be safe; what fails is tried again after the next edit.
 */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final String id;
    private final Surroundings around;
    private final Mailbox mailbox;
    private final Audience audience;
    private final Supplier<Reading> reading;

    private long snapshotSeq;
    private long latest;
    private boolean checking;
    private String findings;
    private String title;

    Keeper(String id, Surroundings around, Mailbox mailbox, Audience audience, Supplier<Reading> reading) {
        this.id = id;
        this.around = around;
        this.mailbox = mailbox;
        this.audience = audience;
        this.reading = reading;
        this.snapshotSeq = reading.get().seq();
        this.latest = snapshotSeq;
    }

    /** A newcomer sees the findings there are; the first one has them made. */
    void greet(Connection connection) {
        if (findings != null) {
            connection.outbox().send(findings);
        } else {
            check();
        }
    }

    /** Edits up to {@code seq} are stored. */
    void changed(long seq) {
        latest = seq;
        around.timer()
                .accept(
                        Limits.FINDINGS_PAUSE,
                        () -> mailbox.post(() -> {
                            if (latest == seq) {
                                check();
                            }
                        }));
        snapshot(Limits.SNAPSHOT_EVERY);
    }

    private void check() {
        if (checking) {
            return;
        }
        checking = true;
        Reading board = reading.get();
        keepTitle(board.board().title());
        around.executor().execute(() -> {
            String found = null;
            try {
                found = ServerFrames.findings(board.seq(), around.findings().apply(board.board()));
            } catch (RuntimeException e) {
                LOG.error("session {}: the board at {} cannot be checked", id, board.seq(), e);
            }
            String frame = found;
            mailbox.post(() -> checked(board.seq(), frame));
        });
    }

    private void checked(long seq, String frame) {
        checking = false;
        if (frame != null) {
            findings = frame;
            audience.show("findings", frame);
        }
        if (latest > seq) {
            changed(latest);
        }
    }

    private void keepTitle(String now) {
        if (now != null && !now.equals(title)) {
            title = now;
            later(() -> around.sessions().rename(id, now));
        }
    }

    /** Writes a snapshot when at least so many edits came since the last one. */
    void snapshot(int edits) {
        if (latest - snapshotSeq >= edits) {
            Reading board = reading.get();
            snapshotSeq = board.seq();
            Snapshot snapshot = new Snapshot(board.seq(), sha256(board), board.json());
            later(() -> around.log().saveSnapshot(id, snapshot));
        }
    }

    private static String sha256(Reading board) {
        return Document.parse(board.json()).sha256();
    }

    private void later(Runnable task) {
        around.executor().execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.warn("session {}: left for the next time", id, e);
            }
        });
    }
}
