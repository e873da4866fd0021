package dev.trestle.db;

import static dev.trestle.db.gen.Tables.CLIENT_CURSOR;
import static dev.trestle.db.gen.Tables.OP_LOG;
import static dev.trestle.db.gen.Tables.SESSION;
import static dev.trestle.db.gen.Tables.SNAPSHOT;

import dev.trestle.db.gen.tables.records.ClientCursorRecord;
import dev.trestle.db.gen.tables.records.OpLogRecord;
import dev.trestle.db.gen.tables.records.SnapshotRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jooq.BatchBindStep;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;

/**
 * The edit logs of all sessions, with the cursors of their clients and the snapshots that shorten opening.
 *
 * <p>A session's head moves by compare-and-set in the same transaction as the rows, so any number of writers, on any
 * number of machines, keeps one order without a gap. (Select-for-update-then-write can lose updates on H2.)
 */
public final class LogRepository {
    private final Database database;

    public LogRepository(Database database) {
        this.database = database;
    }

    /**
     * Stores many sessions' edits in one transaction and waits until they are on the disk. A session whose head moved,
     * or that repeats a mutation, stores nothing and does not harm the others. When this throws, nobody knows whether
     * the groups were stored: read the heads again.
     *
     * @return what became of each group, in the order given
     */
    public List<Group.Outcome> append(List<Group> groups, Instant now) {
        Group.Outcome[] outcomes = new Group.Outcome[groups.size()];
        database.dsl().transaction(tx -> {
            // Always in the same order of sessions: two writers then cannot wait for each other.
            IntStream.range(0, groups.size())
                    .boxed()
                    .sorted(Comparator.comparing(i -> groups.get(i).sessionId()))
                    .forEach(i -> outcomes[i] = appendOne(tx, groups.get(i), now));
        });
        database.sync();
        return Arrays.asList(outcomes);
    }

    private static Group.Outcome appendOne(Configuration tx, Group group, Instant now) {
        if (!moveHead(tx.dsl(), group, now)) {
            return Group.Outcome.STALE;
        }
        try {
            // A nested transaction is a savepoint.
            tx.dsl().transaction(inner -> {
                insertEntries(inner.dsl(), group);
                saveCursors(inner.dsl(), group);
            });
            return Group.Outcome.STORED;
        } catch (IntegrityConstraintViolationException e) {
            moveHeadBack(tx.dsl(), group);
            return Group.Outcome.DUPLICATE;
        }
    }

    private static boolean moveHead(DSLContext tx, Group group, Instant now) {
        return tx.update(SESSION)
                        .set(SESSION.HEAD_SEQ, group.newHead())
                        .set(SESSION.CHANGED_AT, now)
                        .where(SESSION.ID.eq(group.sessionId()))
                        .and(SESSION.HEAD_SEQ.eq(group.expectedHead()))
                        .execute()
                == 1;
    }

    private static void moveHeadBack(DSLContext tx, Group group) {
        tx.update(SESSION)
                .set(SESSION.HEAD_SEQ, group.expectedHead())
                .where(SESSION.ID.eq(group.sessionId()))
                .execute();
    }

    private static void insertEntries(DSLContext tx, Group group) {
        if (group.entries().isEmpty()) {
            return;
        }
        OpLogRecord none = new OpLogRecord();
        BatchBindStep batch = tx.batch(tx.insertInto(OP_LOG, OP_LOG.fields()).values(none.intoArray()));
        for (LogEntry entry : group.entries()) {
            batch = batch.bind(
                    group.sessionId(),
                    entry.seq(),
                    entry.clientId(),
                    entry.cseq(),
                    entry.actor(),
                    entry.editFormat(),
                    entry.madeAt(),
                    entry.ops());
        }
        batch.execute();
    }

    private static void saveCursors(DSLContext tx, Group group) {
        for (Cursor cursor : group.cursors()) {
            tx.insertInto(CLIENT_CURSOR)
                    .set(CLIENT_CURSOR.SESSION_ID, group.sessionId())
                    .set(CLIENT_CURSOR.CLIENT_ID, cursor.clientId())
                    .set(CLIENT_CURSOR.LAST_CSEQ, cursor.lastCseq())
                    .set(CLIENT_CURSOR.LAST_OUTCOME, cursor.lastOutcome())
                    .onConflict(CLIENT_CURSOR.SESSION_ID, CLIENT_CURSOR.CLIENT_ID)
                    .doUpdate()
                    .set(CLIENT_CURSOR.LAST_CSEQ, cursor.lastCseq())
                    .set(CLIENT_CURSOR.LAST_OUTCOME, cursor.lastOutcome())
                    .execute();
        }
    }

    /** Up to {@code limit} entries after edit {@code seq}, in order. */
    public List<LogEntry> after(String sessionId, long seq, int limit) {
        return database.dsl()
                .selectFrom(OP_LOG)
                .where(OP_LOG.SESSION_ID.eq(sessionId))
                .and(OP_LOG.SEQ.gt(seq))
                .orderBy(OP_LOG.SEQ)
                .limit(limit)
                .fetch(LogRepository::entry);
    }

    /** The stored mutation {@code cseq} of a client; empty when it never came or changed nothing. */
    public Optional<LogEntry> find(String sessionId, String clientId, long cseq) {
        return database.dsl()
                .selectFrom(OP_LOG)
                .where(OP_LOG.SESSION_ID.eq(sessionId))
                .and(OP_LOG.CLIENT_ID.eq(clientId))
                .and(OP_LOG.CSEQ.eq(cseq))
                .fetchOptional(LogRepository::entry);
    }

    public Optional<Cursor> cursor(String sessionId, String clientId) {
        return database.dsl()
                .selectFrom(CLIENT_CURSOR)
                .where(CLIENT_CURSOR.SESSION_ID.eq(sessionId))
                .and(CLIENT_CURSOR.CLIENT_ID.eq(clientId))
                .fetchOptional(LogRepository::cursor);
    }

    /** Keeps a snapshot; of the older ones only edit 0 stays, because they can all be made again from it. */
    public void saveSnapshot(String sessionId, Snapshot snapshot) {
        database.dsl().transaction(tx -> {
            tx.dsl()
                    .insertInto(SNAPSHOT)
                    .set(SNAPSHOT.SESSION_ID, sessionId)
                    .set(SNAPSHOT.SEQ, snapshot.seq())
                    .set(SNAPSHOT.SHA256, snapshot.sha256())
                    .set(SNAPSHOT.BODY, snapshot.body())
                    .onConflict(SNAPSHOT.SESSION_ID, SNAPSHOT.SEQ)
                    .doNothing()
                    .execute();
            tx.dsl()
                    .deleteFrom(SNAPSHOT)
                    .where(SNAPSHOT.SESSION_ID.eq(sessionId))
                    .and(SNAPSHOT.SEQ.gt(0L))
                    .and(SNAPSHOT.SEQ.lt(snapshot.seq()))
                    .execute();
        });
    }

    /** The newest snapshot; a session always has the one that it began with. */
    public Optional<Snapshot> newestSnapshot(String sessionId) {
        return database.dsl()
                .selectFrom(SNAPSHOT)
                .where(SNAPSHOT.SESSION_ID.eq(sessionId))
                .orderBy(SNAPSHOT.SEQ.desc())
                .limit(1)
                .fetchOptional(LogRepository::snapshot);
    }

    /** The board that the session began with. */
    public Optional<Snapshot> beginning(String sessionId) {
        return database.dsl()
                .selectFrom(SNAPSHOT)
                .where(SNAPSHOT.SESSION_ID.eq(sessionId))
                .and(SNAPSHOT.SEQ.eq(0L))
                .fetchOptional(LogRepository::snapshot);
    }

    private static LogEntry entry(OpLogRecord row) {
        return new LogEntry(
                row.getSeq(),
                row.getClientId(),
                row.getCseq(),
                row.getActor(),
                row.getEditFormat(),
                row.getMadeAt(),
                row.getOps());
    }

    private static Cursor cursor(ClientCursorRecord row) {
        return new Cursor(row.getClientId(), row.getLastCseq(), row.getLastOutcome());
    }

    private static Snapshot snapshot(SnapshotRecord row) {
        return new Snapshot(row.getSeq(), row.getSha256(), row.getBody());
    }
}
