package dev.trestle.db;

import static dev.trestle.db.gen.Tables.RUN;
import static dev.trestle.db.gen.Tables.SESSION;

import dev.trestle.db.gen.tables.records.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.impl.DSL;

/** The runs of all sessions. A run moves queued, running, then to one of done, failed, cancelled, and never back. */
public final class RunRepository {
    private static final int MESSAGE_MAX = 2000;

    private final Database database;

    public RunRepository(Database database) {
        this.database = database;
    }

    /**
     * Stores a queued run of a board and gives it the session's next id.
     *
     * @param seq the edit after which the board was taken
     */
    public Run add(String sessionId, long seq, String board, Request request) {
        Run stored = database.dsl().transactionResult(tx -> {
            // Touching the session's row makes two requests of one session wait for each other: ids then do not clash.
            tx.dsl()
                    .update(SESSION)
                    .set(SESSION.CHANGED_AT, request.at())
                    .where(SESSION.ID.eq(sessionId))
                    .execute();
            int number = tx.dsl().fetchCount(RUN, RUN.SESSION_ID.eq(sessionId)) + 1;
            tx.dsl()
                    .insertInto(RUN)
                    .set(RUN.SESSION_ID, sessionId)
                    .set(RUN.ID, "r" + number)
                    .set(RUN.SEQ, seq)
                    .set(RUN.BOARD, board)
                    .set(RUN.SEED, request.seed())
                    .set(RUN.ENGINE, request.engine())
                    .set(RUN.STATE, text(Run.State.QUEUED))
                    .set(RUN.CREATED_AT, request.at())
                    .execute();
            return new Run(
                    sessionId,
                    "r" + number,
                    seq,
                    board,
                    request.seed(),
                    request.engine(),
                    Run.State.QUEUED,
                    null,
                    null,
                    request.at(),
                    null,
                    null);
        });
        database.sync();
        return stored;
    }

    /** What is asked for: the seed, the engine's version and the moment. */
    public record Request(long seed, String engine, Instant at) {}

    /** Marks a queued run as running. False when it was cancelled meanwhile. */
    public boolean start(String sessionId, String id, Instant now) {
        return database.dsl()
                        .update(RUN)
                        .set(RUN.STATE, text(Run.State.RUNNING))
                        .set(RUN.STARTED_AT, now)
                        .where(RUN.SESSION_ID.eq(sessionId))
                        .and(RUN.ID.eq(id))
                        .and(RUN.STATE.eq(text(Run.State.QUEUED)))
                        .execute()
                == 1;
    }

    /** Stores the report of a running run. False when it had ended already: a late result is refused. */
    public boolean finish(String sessionId, String id, String report, Instant now) {
        return finish(sessionId, id, new Outcome(null, report), now);
    }

    /** What came of a run: its report, and the board that it was of where that was not known before; else null. */
    public record Outcome(String board, String report) {}

    /** The same for a run whose board is known only now: one that somebody has played by hand. */
    public boolean finish(String sessionId, String id, Outcome outcome, Instant now) {
        int rows = database.dsl()
                .update(RUN)
                .set(RUN.STATE, text(Run.State.DONE))
                .set(RUN.REPORT, outcome.report())
                .set(RUN.BOARD, outcome.board() == null ? RUN.BOARD : DSL.val(outcome.board()))
                .set(RUN.FINISHED_AT, now)
                .where(RUN.SESSION_ID.eq(sessionId))
                .and(RUN.ID.eq(id))
                .and(RUN.STATE.eq(text(Run.State.RUNNING)))
                .execute();
        database.sync();
        return rows == 1;
    }

    /** Puts another report in place of the one of a run that is done; false when it is not. */
    public boolean amend(String sessionId, String id, String report) {
        int rows = database.dsl()
                .update(RUN)
                .set(RUN.REPORT, report)
                .where(RUN.SESSION_ID.eq(sessionId))
                .and(RUN.ID.eq(id))
                .and(RUN.STATE.eq(text(Run.State.DONE)))
                .execute();
        database.sync();
        return rows == 1;
    }

    /** Ends a queued or running run without a report. False when it had ended already. */
    public boolean stop(String sessionId, String id, Run.State state, String message, Instant now) {
        if (state != Run.State.FAILED && state != Run.State.CANCELLED) {
            throw new IllegalStateException("a run stops as failed or cancelled, not " + state);
        }
        return database.dsl()
                        .update(RUN)
                        .set(RUN.STATE, text(state))
                        .set(RUN.MESSAGE, cut(message))
                        .set(RUN.FINISHED_AT, now)
                        .where(RUN.SESSION_ID.eq(sessionId))
                        .and(RUN.ID.eq(id))
                        .and(RUN.STATE.in(text(Run.State.QUEUED), text(Run.State.RUNNING)))
                        .execute()
                == 1;
    }

    /** Marks every run that a stopped process left behind as failed; at boot. Returns how many. */
    public int failUnfinished(String message, Instant now) {
        return database.dsl()
                .update(RUN)
                .set(RUN.STATE, text(Run.State.FAILED))
                .set(RUN.MESSAGE, cut(message))
                .set(RUN.FINISHED_AT, now)
                .where(RUN.STATE.in(text(Run.State.QUEUED), text(Run.State.RUNNING)))
                .execute();
    }

    public Optional<Run> find(String sessionId, String id) {
        return database.dsl()
                .selectFrom(RUN)
                .where(RUN.SESSION_ID.eq(sessionId))
                .and(RUN.ID.eq(id))
                .fetchOptional(RunRepository::run);
    }

    /** The newest run of a session that has a report. */
    public Optional<Run> newestDone(String sessionId) {
        return database.dsl()
                .selectFrom(RUN)
                .where(RUN.SESSION_ID.eq(sessionId))
                .and(RUN.STATE.eq(text(Run.State.DONE)))
                .orderBy(RUN.CREATED_AT.desc(), RUN.ID.desc())
                .limit(1)
                .fetchOptional(RunRepository::run);
    }

    /** The run of a session that goes on, or else the first that waits. */
    public Optional<Run> active(String sessionId) {
        return database.dsl()
                .selectFrom(RUN)
                .where(RUN.SESSION_ID.eq(sessionId))
                .and(RUN.STATE.in(text(Run.State.QUEUED), text(Run.State.RUNNING)))
                .orderBy(RUN.STATE.desc(), RUN.CREATED_AT)
                .limit(1)
                .fetchOptional(RunRepository::run);
    }

    /** The newest runs of a session, newest first. */
    public List<Run> newest(String sessionId, int limit) {
        return database.dsl()
                .selectFrom(RUN)
                .where(RUN.SESSION_ID.eq(sessionId))
                .orderBy(RUN.CREATED_AT.desc(), RUN.ID.desc())
                .limit(limit)
                .fetch(RunRepository::run);
    }

    private static String cut(String message) {
        return message == null || message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX);
    }

    private static String text(Run.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Run run(RunRecord row) {
        return new Run(
                row.getSessionId(),
                row.getId(),
                row.getSeq(),
                row.getBoard(),
                row.getSeed(),
                row.getEngine(),
                Run.State.valueOf(row.getState().toUpperCase(Locale.ROOT)),
                row.getMessage(),
                row.getReport(),
                row.getCreatedAt(),
                row.getStartedAt(),
                row.getFinishedAt());
    }
}
