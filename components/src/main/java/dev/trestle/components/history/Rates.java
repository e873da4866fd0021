package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;

/**
 * The checker of how much one client gets through: at most so many of its requests in any window of that length, wherever
 * it begins (the sliding window log, of which every other rate limit is an approximation).
 *
 * <p>When a request was counted only the limiter knows, at some moment between its being asked for and its answer. So a
 * violation is what no such moments can explain: more requests, asked for and answered within one window, than it may have.
 */
public final class Rates {
    private final Rows rows;
    private final long windowNanos;
    private final long most;
    private final Tally tally = new Tally();

    private Rates(Rows rows, long windowNanos, long most) {
        this.rows = rows;
        this.windowNanos = windowNanos;
        this.most = most;
    }

    /**
     * No client may get more than {@code most} requests through within less than {@code windowNanos}. Checked are clients'
     * requests that were answered well; a violation is one that ends a window with too many, itself included.
     */
    public static Checked perClient(History history, int operation, long windowNanos, long most, Names names) {
        Journal journal = history.journal();
        Rates rates = new Rates(new Rows(journal, names), windowNanos, most);
        KeyRows clients = KeyRows.about(journal, operation, Journal.ASKED);
        for (int client = 0; client < clients.groups(); client++) {
            rates.tally.follows();
            int[] through = KeyRows.only(
                    clients.group(client), row -> journal.outcome(row) == Call.OK && journal.who(row) >= 0);
            rates.client(KeyRows.sorted(through, journal::end));
        }
        return rates.tally.result();
    }

    private void client(int[] byEnd) {
        Journal journal = rows.journal();
        for (int i = 0; i < byEnd.length; i++) {
            int row = byEnd[i];
            long opens = journal.end(row) - windowNanos;
            int within = 0;
            int first = row;
            int last = i;
            while (last + 1 < byEnd.length && journal.end(byEnd[last + 1]) == journal.end(row)) {
                last++;
            }
            // Those that ended in the window, of which those count that began in it.
            for (int j = last; j >= 0 && journal.end(byEnd[j]) > opens; j--) {
                if (journal.start(byEnd[j]) > opens) {
                    within++;
                    first = journal.start(byEnd[j]) <= journal.start(first) ? byEnd[j] : first;
                }
            }
            if (within <= most) {
                tally.good();
            } else {
                tooMany(first, row, within);
            }
        }
    }

    private void tooMany(int first, int last, int within) {
        Journal journal = rows.journal();
        String more = ", the " + within + Rows.nth(within) + " since then within the window, which may have " + most;
        tally.bad(
                journal.end(last) - journal.start(first),
                journal.node(last),
                () -> Timeline.of(rows.request(first, false, ""), rows.request(last, true, more)));
    }
}
