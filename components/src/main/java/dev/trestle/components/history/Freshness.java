package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;

/**
 * The checker of staleness: how long after a version was overwritten do reads still see it?
 *
 * <p>A version is overwritten when the first write of a later version is acknowledged, to whomever. A read is as stale
 * as the time from then until it was asked for (t-visibility; Bailis et al., "Probabilistically bounded staleness",
 * VLDB 2012). A value that nobody has written is never fresh.
 */
public final class Freshness {
    private final Rows rows;
    private final long withinNanos;
    private final Tally tally = new Tally();

    private Freshness(Rows rows, long withinNanos) {
        this.rows = rows;
        this.withinNanos = withinNanos;
    }

    /**
     * No read may see a version that was overwritten more than that many nanoseconds before. Checked are the reads of
     * keys that had been written before; {@link Checked#worstSeconds} is the greatest staleness seen.
     */
    public static Checked within(History history, int entity, long withinNanos, Names names) {
        Journal journal = history.journal();
        Freshness freshness = new Freshness(new Rows(journal, names), withinNanos);
        KeyRows keys = new KeyRows(journal, entity, Journal.WRITE, Journal.READ);
        for (int group = 0; group < keys.groups(); group++) {
            int[] done = KeyRows.only(keys.group(group), row -> journal.outcome(row) == Call.OK);
            int[] writes =
                    KeyRows.sorted(KeyRows.only(done, row -> journal.kind(row) == Journal.WRITE), journal::version);
            freshness.tally.follows();
            if (writes.length > 0) {
                int[] reads = KeyRows.only(done, row -> journal.kind(row) == Journal.READ);
                freshness.key(writes, firstAcknowledgedFrom(journal, writes), reads);
            }
        }
        return freshness.tally.result();
    }

    /** For each write, in order of version, the first acknowledged among itself and all later versions. */
    private static int[] firstAcknowledgedFrom(Journal journal, int[] writes) {
        int[] first = writes.clone();
        for (int i = writes.length - 2; i >= 0; i--) {
            if (journal.end(first[i + 1]) <= journal.end(first[i])) {
                first[i] = first[i + 1];
            }
        }
        return first;
    }

    private void key(int[] writes, int[] first, int[] reads) {
        Journal journal = rows.journal();
        for (int read : reads) {
            long asked = journal.start(read);
            int newer = indexAbove(writes, journal.version(read));
            boolean stale = newer < writes.length && journal.end(first[newer]) < asked;
            if (journal.version(read) == Journal.DAMAGED) {
                tally.bad(1, 0, journal.node(read), () -> Timeline.of(rows.ended(read)));
            } else if (stale) {
                staleRead(first[newer], read);
            } else if (journal.end(first[0]) <= asked) {
                tally.good();
            }
        }
    }

    private void staleRead(int overwrite, int read) {
        long stale = rows.journal().start(read) - rows.journal().end(overwrite);
        tally.took(stale);
        if (stale <= withinNanos) {
            tally.good();
        } else {
            tally.bad(stale, rows.journal().node(read), () -> Timeline.of(rows.ended(overwrite), rows.asked(read)));
        }
    }

    /** The index of the lowest version above that one; the length when there is none. */
    private int indexAbove(int[] writes, long version) {
        int low = 0;
        int high = writes.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows.journal().version(writes[middle]) > version) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
