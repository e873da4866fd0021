package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;

/**
 * The checker of linearizability of a register whose order of versions is known, as it is in a simulation: constant
 * work per operation instead of a search.
 *
 * <p>An operation that is asked for after another has ended must not be placed before it: so it must see (read) or make
 * (write) a version not below the highest of any operation that ended before, and a write a version truly above it; and
 * nobody may read a version before its write was asked for, or a value that nobody has written. With a known order that
 * is necessary and sufficient. A write without an acknowledgement may have happened or not: it counts from its first
 * reader on.
 */
public final class Register {
    private final Rows rows;
    private final Tally tally = new Tally();

    private Register(Rows rows) {
        this.rows = rows;
    }

    /** Checked are the operations on keys that were written in the run. */
    public static Checked linearizable(History history, int entity, Names names) {
        Journal journal = history.journal();
        Register register = new Register(new Rows(journal, names));
        KeyRows keys = new KeyRows(journal, entity, Journal.WRITE, Journal.READ);
        for (int group = 0; group < keys.groups(); group++) {
            int[] all = keys.group(group);
            register.tally.follows();
            if (KeyRows.only(all, row -> journal.kind(row) == Journal.WRITE).length > 0) {
                register.key(all);
            }
        }
        return register.tally.result();
    }

    private void key(int[] all) {
        Journal journal = rows.journal();
        int[] ended = KeyRows.sorted(KeyRows.only(all, row -> journal.outcome(row) == Call.OK), journal::end);
        LongMap seen = new LongMap(16);
        for (int row : ended) {
            if (journal.kind(row) == Journal.READ) {
                seen.put(journal.version(row), row);
            }
        }
        int[] happened = KeyRows.sorted(
                KeyRows.only(
                        all,
                        row -> journal.outcome(row) == Call.OK
                                || journal.kind(row) == Journal.WRITE
                                        && seen.get(journal.version(row)) != LongMap.NONE),
                journal::start);
        notBelowWhatEnded(ended, happened);
        notBeforeItsWrite(happened);
    }

    private void notBelowWhatEnded(int[] ended, int[] happened) {
        Journal journal = rows.journal();
        int next = 0;
        int highest = -1;
        for (int row : happened) {
            if (journal.version(row) == Journal.DAMAGED) {
                tally.bad(1, 0, journal.node(row), () -> Timeline.of(rows.ended(row)));
                continue;
            }
            while (next < ended.length && journal.end(ended[next]) < journal.start(row)) {
                int done = ended[next++];
                if (highest < 0 || journal.version(done) > journal.version(highest)) {
                    highest = done;
                }
            }
            boolean write = journal.kind(row) == Journal.WRITE;
            int floor = highest;
            if (floor < 0 || journal.version(row) + (write ? 0 : 1) > journal.version(floor)) {
                tally.good();
            } else {
                long span = journal.start(row) - journal.end(floor);
                tally.bad(span, journal.node(row), () -> Timeline.of(rows.ended(floor), rows.asked(row)));
            }
        }
    }

    private void notBeforeItsWrite(int[] happened) {
        Journal journal = rows.journal();
        int[] writes = KeyRows.only(happened, row -> journal.kind(row) == Journal.WRITE);
        LongMap writeOf = new LongMap(16);
        for (int write : writes) {
            writeOf.put(journal.version(write), write);
        }
        for (int row : happened) {
            long known = writeOf.get(journal.version(row));
            if (journal.kind(row) != Journal.READ || known == LongMap.NONE) {
                continue;
            }
            int write = (int) known;
            if (journal.end(row) < journal.start(write)) {
                long span = journal.start(write) - journal.end(row);
                tally.bad(span, journal.node(row), () -> Timeline.of(rows.ended(row), rows.asked(write)));
            }
        }
    }
}
