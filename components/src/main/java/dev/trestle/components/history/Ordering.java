package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;

/**
 * The checker of messages that must not overtake each other (FIFO order: whoever publishes one message and then another has
 * them delivered in that order; Hadzilacos and Toueg, "A modular approach to fault-tolerant broadcasts", Cornell TR 94-1425,
 * 1994, section 3.3).
 *
 * <p>One message is before another when its publisher was told that it is safe before the other began to be published, by
 * whomever: of what overlaps no order is promised. A message is handled when a worker is through with it for the first
 * time; of those that never are, nothing is said here. Where several handlers get a copy each, each has its own order.
 */
public final class Ordering {
    private final Rows rows;
    private final Tally tally = new Tally();
    /** By message: the row of its publication. */
    private final LongMap published = new LongMap(64);

    private Ordering(Rows rows) {
        this.rows = rows;
    }

    /**
     * No message may be handled after one that was published later; with {@code perKey} of two about the same key. Checked
     * are acknowledged messages that were handled, once for each handler; a violation is one that was overtaken.
     */
    public static Checked inOrder(History history, int event, boolean perKey, Names names) {
        Journal journal = history.journal();
        Ordering ordering = new Ordering(new Rows(journal, names));
        KeyRows all = perKey
                ? KeyRows.about(journal, event, Journal.PUBLISH, Journal.HANDLED)
                : KeyRows.together(journal, event, Journal.PUBLISH, Journal.HANDLED);
        for (int group = 0; group < all.groups(); group++) {
            ordering.group(all.group(group), perKey);
        }
        return ordering.tally.result();
    }

    private void group(int[] group, boolean perKey) {
        Journal journal = rows.journal();
        LongMap handlers = new LongMap(8);
        for (int row : group) {
            if (!perKey && journal.kind(row) == Journal.PUBLISH || perKey && row == group[0]) {
                tally.follows();
            }
            if (journal.kind(row) == Journal.PUBLISH && journal.outcome(row) == Call.OK) {
                published.put(journal.key(row), row);
            }
        }
        for (int row : group) {
            boolean handled = journal.kind(row) == Journal.HANDLED;
            if (handled && handlers.get(journal.who(row)) == LongMap.NONE) {
                handlers.put(journal.who(row), row);
                handler(firstHandlings(group, journal.who(row)));
            }
        }
    }

    /** The earliest handling of each acknowledged message by one handler. */
    private int[] firstHandlings(int[] group, long handler) {
        Journal journal = rows.journal();
        int[] byTime = KeyRows.sorted(
                KeyRows.only(
                        group,
                        row -> journal.kind(row) == Journal.HANDLED
                                && journal.who(row) == handler
                                && published.get(journal.key(row)) != LongMap.NONE),
                journal::end);
        LongMap seen = new LongMap(byTime.length);
        return KeyRows.only(byTime, row -> {
            boolean first = seen.get(journal.key(row)) == LongMap.NONE;
            seen.put(journal.key(row), row);
            return first;
        });
    }

    /** Of messages by when they began to be published: which was handled first of all from there on. */
    private void handler(int[] handled) {
        Journal journal = rows.journal();
        int[] begun = KeyRows.sorted(handled, row -> journal.start(publication(row)));
        int[] earliest = begun.clone();
        for (int i = begun.length - 2; i >= 0; i--) {
            if (journal.end(earliest[i + 1]) <= journal.end(earliest[i])) {
                earliest[i] = earliest[i + 1];
            }
        }
        int[] told = KeyRows.sorted(handled, row -> journal.end(publication(row)));
        int next = 0;
        for (int row : told) {
            while (next < begun.length && journal.start(publication(begun[next])) <= journal.end(publication(row))) {
                next++;
            }
            boolean overtaken = next < begun.length && journal.end(earliest[next]) < journal.end(row);
            if (overtaken) {
                overtaken(row, earliest[next]);
            } else {
                tally.good();
            }
        }
    }

    private void overtaken(int row, int by) {
        Journal journal = rows.journal();
        int first = publication(row);
        int second = publication(by);
        long span = journal.end(row) - journal.end(first);
        tally.bad(
                4,
                span,
                journal.node(row),
                () -> Timeline.sorted(
                        rows.published(first), rows.publishing(second), rows.handled(by), rows.handled(row)));
    }

    private int publication(int handled) {
        return (int) published.get(rows.journal().key(handled));
    }
}
