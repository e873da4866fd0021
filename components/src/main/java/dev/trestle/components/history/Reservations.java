package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;

/**
 * The checker of overselling: of what there is so much, no more may be promised to clients at any time (a bounded counter:
 * Balegas et al., "Extending eventually consistent cloud databases for enforcing numeric invariants", SRDS 2015).
 *
 * <p>What counts is what clients were told: a reservation that was committed and acknowledged, whether or not a store has
 * lost it since. They count in the order in which they were committed; a committed delete gives one back.
 */
public final class Reservations {
    private final Rows rows;
    private final long limit;
    private final Tally tally = new Tally();

    private Reservations(Rows rows, long limit) {
        this.rows = rows;
        this.limit = limit;
    }

    /**
     * Under no key may more than that many be reserved at a time. Checked are acknowledged reservations; a violation is one
     * that is too many when it is committed.
     */
    public static Checked neverAbove(History history, int entity, long limit, Names names) {
        Journal journal = history.journal();
        Reservations reservations = new Reservations(new Rows(journal, names), limit);
        KeyRows keys = new KeyRows(journal, entity, Journal.TOOK, Journal.GAVE, Journal.WRITE);
        for (int group = 0; group < keys.groups(); group++) {
            reservations.tally.follows();
            reservations.key(keys.group(group));
        }
        return reservations.tally.result();
    }

    private void key(int[] group) {
        Journal journal = rows.journal();
        LongMap told = new LongMap(16);
        for (int row : group) {
            if (journal.kind(row) == Journal.WRITE && journal.outcome(row) == Call.OK) {
                told.put(journal.version(row), row);
            }
        }
        int[] commits =
                KeyRows.sorted(KeyRows.only(group, row -> journal.kind(row) != Journal.WRITE), journal::version);
        long held = 0;
        int last = -1;
        for (int row : commits) {
            if (journal.kind(row) == Journal.GAVE) {
                held = Math.max(0, held - 1);
            } else if (told.get(journal.version(row)) != LongMap.NONE) {
                held++;
                if (held > limit) {
                    oversold(last, row, (int) told.get(journal.version(row)), held);
                } else {
                    tally.good();
                }
                last = row;
            }
        }
    }

    private void oversold(int last, int row, int told, long held) {
        Journal journal = rows.journal();
        long from = last < 0 ? journal.start(row) : Math.min(journal.start(last), journal.start(row));
        tally.bad(
                last < 0 ? 2 : 3,
                journal.end(told) - from,
                journal.node(row),
                () -> last < 0
                        ? Timeline.sorted(rows.committed(row), rows.confirmed(told, held))
                        : Timeline.sorted(rows.committed(last), rows.committed(row), rows.confirmed(told, held)));
    }
}
