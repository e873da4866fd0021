package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;

/** The checker of acknowledged writes that a store discarded, for instance when a follower took over too early. */
public final class Durability {
    private final Rows rows;
    private final Tally tally = new Tally();

    private Durability(Rows rows) {
        this.rows = rows;
    }

    /**
     * No acknowledged write may be discarded, before or after its acknowledgement, and nothing from before the run that
     * somebody asks for. Checked are acknowledged writes, and what of the latter was missed.
     */
    public static Checked neverLost(History history, int entity, Names names) {
        Durability durability = new Durability(new Rows(history.journal(), names));
        KeyRows keys = new KeyRows(history.journal(), entity, Journal.WRITE, Journal.LOST);
        for (int group = 0; group < keys.groups(); group++) {
            durability.tally.follows();
            durability.key(keys.group(group));
        }
        return durability.tally.result();
    }

    private void key(int[] group) {
        Journal journal = rows.journal();
        int[] losses = KeyRows.only(group, row -> journal.kind(row) == Journal.LOST);
        for (int row : group) {
            if (journal.kind(row) == Journal.LOST && journal.version(row) == 0) {
                tally.bad(1, 0, journal.node(row), () -> Timeline.of(rows.lost(row)));
            } else if (journal.kind(row) == Journal.WRITE && journal.outcome(row) == Call.OK) {
                int lost = lossOf(row, losses);
                if (lost < 0) {
                    tally.good();
                } else {
                    lostWrite(row, lost);
                }
            }
        }
    }

    private int lossOf(int write, int[] losses) {
        for (int lost : losses) {
            if (rows.journal().version(lost) == rows.journal().version(write)) {
                return lost;
            }
        }
        return -1;
    }

    private void lostWrite(int write, int lost) {
        long after = rows.journal().start(lost) - rows.journal().end(write);
        tally.bad(
                Math.abs(after),
                rows.journal().node(lost),
                () -> after >= 0
                        ? Timeline.of(rows.ended(write), rows.lost(lost))
                        : Timeline.of(rows.lost(lost), rows.ended(write)));
    }
}
