package dev.trestle.db;

import static dev.trestle.db.gen.Tables.CLIENT_CURSOR;
import static dev.trestle.db.gen.Tables.OP_LOG;
import static dev.trestle.db.gen.Tables.SESSION;
import static dev.trestle.db.gen.Tables.SNAPSHOT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;

/** The books of the store: what holds for every session at every moment, read from the tables themselves. */
final class Audit {
    private final DSLContext dsl;

    Audit(DSLContext dsl) {
        this.dsl = dsl;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        dsl.transaction(tx -> {
            logIsComplete(tx.dsl(), problems);
            nothingIsDoubled(tx.dsl(), problems);
            cursorsAreNotBehind(tx.dsl(), problems);
            snapshotsAreNotAhead(tx.dsl(), problems);
        });
        return problems;
    }

    private static void logIsComplete(DSLContext tx, List<String> problems) {
        Field<Long> last = coalesce(max(OP_LOG.SEQ), inline(0L)).as("last_seq");
        Field<Long> first = coalesce(min(OP_LOG.SEQ), inline(1L)).as("first_seq");
        Field<Integer> rows = count(OP_LOG.SEQ).as("row_count");
        tx.select(SESSION.ID, SESSION.HEAD_SEQ, first, last, rows)
                .from(SESSION)
                .leftJoin(OP_LOG)
                .on(OP_LOG.SESSION_ID.eq(SESSION.ID))
                .groupBy(SESSION.ID, SESSION.HEAD_SEQ)
                .forEach(row -> {
                    long head = row.get(SESSION.HEAD_SEQ);
                    if (row.get(last) != head || row.get(rows) != head || row.get(first) != 1) {
                        problems.add("session " + row.get(SESSION.ID) + ": head is " + head + " but the log has "
                                + row.get(rows) + " edits, " + row.get(first) + " to " + row.get(last));
                    }
                });
    }

    private static void nothingIsDoubled(DSLContext tx, List<String> problems) {
        tx.select(OP_LOG.SESSION_ID, OP_LOG.CLIENT_ID, OP_LOG.CSEQ)
                .from(OP_LOG)
                .groupBy(OP_LOG.SESSION_ID, OP_LOG.CLIENT_ID, OP_LOG.CSEQ)
                .having(count().gt(1))
                .forEach(row -> problems.add("session " + row.value1() + ": mutation " + row.value3() + " of client "
                        + row.value2() + " is stored twice"));
    }

    private static void cursorsAreNotBehind(DSLContext tx, List<String> problems) {
        tx.select(OP_LOG.SESSION_ID, OP_LOG.CLIENT_ID, max(OP_LOG.CSEQ))
                .from(OP_LOG)
                .leftJoin(CLIENT_CURSOR)
                .on(CLIENT_CURSOR.SESSION_ID.eq(OP_LOG.SESSION_ID).and(CLIENT_CURSOR.CLIENT_ID.eq(OP_LOG.CLIENT_ID)))
                .groupBy(OP_LOG.SESSION_ID, OP_LOG.CLIENT_ID, CLIENT_CURSOR.LAST_CSEQ)
                .having(coalesce(CLIENT_CURSOR.LAST_CSEQ, inline(-1L)).lt(max(OP_LOG.CSEQ)))
                .forEach(row -> problems.add("session " + row.value1() + ": the cursor of client " + row.value2()
                        + " is behind its stored mutation " + row.value3()));
    }

    private static void snapshotsAreNotAhead(DSLContext tx, List<String> problems) {
        tx.select(SNAPSHOT.SESSION_ID, SNAPSHOT.SEQ, SESSION.HEAD_SEQ)
                .from(SNAPSHOT)
                .join(SESSION)
                .on(SESSION.ID.eq(SNAPSHOT.SESSION_ID))
                .where(SNAPSHOT.SEQ.gt(SESSION.HEAD_SEQ))
                .forEach(row -> problems.add("session " + row.value1() + ": a snapshot of edit " + row.value2()
                        + " is newer than the head " + row.value3()));
    }
}
