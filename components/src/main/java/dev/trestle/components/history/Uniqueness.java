package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;

/**
 * The checker of keys that are given once: what a unique constraint demands of a table's rows (ISO/IEC 9075-2, unique
 * constraint definition: no two rows have the same values), of what clients were told that they have created.
 */
public final class Uniqueness {
    private Uniqueness() {}

    /**
     * No two acknowledged creations may have the same key. Checked are acknowledged creations; each that has the key of an
     * earlier one is a violation. What one request has made twice under the same key is one thing.
     */
    public static Checked unique(History history, int entity, Names names) {
        Journal journal = history.journal();
        Rows rows = new Rows(journal, names);
        KeyRows keys = new KeyRows(journal, entity, Journal.CREATED);
        Tally tally = new Tally();
        for (int group = 0; group < keys.groups(); group++) {
            tally.follows();
            int[] done = KeyRows.only(keys.group(group), row -> journal.outcome(row) == Call.OK);
            for (int i = 0; i < done.length; i++) {
                int row = done[i];
                int before = i - 1;
                while (before >= 0 && sameRequest(journal, done[before], row)) {
                    before--;
                }
                if (before < 0) {
                    tally.good();
                } else {
                    int other = done[before];
                    long span = journal.end(row) - journal.end(other);
                    tally.bad(span, journal.node(row), () -> Timeline.of(rows.ended(other), rows.ended(row)));
                }
            }
        }
        return tally.result();
    }

    private static boolean sameRequest(Journal journal, int one, int other) {
        return journal.who(one) == journal.who(other) && journal.start(one) == journal.start(other);
    }
}
