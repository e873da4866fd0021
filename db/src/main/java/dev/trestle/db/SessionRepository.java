package dev.trestle.db;

import static dev.trestle.db.gen.Tables.MEMBER;
import static dev.trestle.db.gen.Tables.SESSION;
import static dev.trestle.db.gen.Tables.SNAPSHOT;

import dev.trestle.db.gen.tables.records.SessionRecord;
import java.util.List;
import java.util.Optional;

/** The sessions there are. */
public final class SessionRepository {
    private static final int TITLE_MAX = 400;

    private final Database database;

    public SessionRepository(Database database) {
        this.database = database;
    }

    /** Stores a new session together with the board that it begins with (a snapshot of edit 0). */
    public void add(Session session, Snapshot beginning) {
        if (session.head() != 0 || beginning.seq() != 0) {
            throw new IllegalStateException("a new session begins at edit 0");
        }
        database.dsl().transaction(tx -> {
            tx.dsl()
                    .insertInto(SESSION)
                    .set(SESSION.ID, session.id())
                    .set(SESSION.TITLE, cut(session.title()))
                    .set(SESSION.PROBLEM, session.problem())
                    .set(SESSION.HEAD_SEQ, 0L)
                    .set(SESSION.CREATED_AT, session.createdAt())
                    .set(SESSION.CHANGED_AT, session.changedAt())
                    .execute();
            tx.dsl()
                    .insertInto(SNAPSHOT)
                    .set(SNAPSHOT.SESSION_ID, session.id())
                    .set(SNAPSHOT.SEQ, 0L)
                    .set(SNAPSHOT.SHA256, beginning.sha256())
                    .set(SNAPSHOT.BODY, beginning.body())
                    .execute();
        });
        database.sync();
    }

    public Optional<Session> find(String id) {
        return database.dsl().selectFrom(SESSION).where(SESSION.ID.eq(id)).fetchOptional(SessionRepository::session);
    }

    /** The sessions that this browser has a seat in, last changed first. */
    public List<Session> ofBrowser(String cookieSha256, int limit) {
        return database.dsl()
                .selectFrom(SESSION)
                .where(SESSION.ID.in(database.dsl()
                        .select(MEMBER.SESSION_ID)
                        .from(MEMBER)
                        .where(MEMBER.COOKIE_SHA256.eq(cookieSha256))
                        .and(MEMBER.REVOKED_AT.isNull())))
                .orderBy(SESSION.CHANGED_AT.desc(), SESSION.ID)
                .limit(limit)
                .fetch(SessionRepository::session);
    }

    /** Every session's id, oldest first: for the checks of the command line. */
    public List<String> ids() {
        return database.dsl()
                .select(SESSION.ID)
                .from(SESSION)
                .orderBy(SESSION.CREATED_AT, SESSION.ID)
                .fetch(SESSION.ID);
    }

    /** Keeps the copy of the board's title that lists show. */
    public void rename(String id, String title) {
        database.dsl()
                .update(SESSION)
                .set(SESSION.TITLE, cut(title))
                .where(SESSION.ID.eq(id))
                .execute();
    }

    /** Removes a session and all that belongs to it. */
    public boolean delete(String id) {
        return database.dsl().deleteFrom(SESSION).where(SESSION.ID.eq(id)).execute() == 1;
    }

    private static String cut(String title) {
        return title.length() <= TITLE_MAX ? title : title.substring(0, TITLE_MAX);
    }

    private static Session session(SessionRecord row) {
        return new Session(
                row.getId(),
                row.getTitle(),
                row.getProblem(),
                row.getHeadSeq(),
                row.getCreatedAt(),
                row.getChangedAt());
    }
}
