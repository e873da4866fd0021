package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;

/**
 * Checkers of what one client may expect of its own past on one key (Terry et al., "Session guarantees for weakly
 * consistent replicated data", PDIS 1994). Only operations that ended well count; rows without a client are left out.
 */
public final class Sessions {
    private Sessions() {}

    /**
     * A read of a key that a client asks for after its write of version v was acknowledged must see v or a later one.
     * Checked are the reads of keys that the same client had written before.
     */
    public static Checked readYourWrites(History history, int entity, Names names) {
        return sweep(history, entity, Journal.WRITE, names);
    }

    /**
     * A read that a client asks for after another of its reads of the same key has seen v must see v or a later one.
     * Checked are the reads of keys that the same client had read before.
     */
    public static Checked monotonicReads(History history, int entity, Names names) {
        return sweep(history, entity, Journal.READ, names);
    }

    private static Checked sweep(History history, int entity, byte floorKind, Names names) {
        Journal journal = history.journal();
        KeyRows keys = new KeyRows(journal, entity, Journal.WRITE, Journal.READ);
        Tally tally = new Tally();
        for (int group = 0; group < keys.groups(); group++) {
            int[] done =
                    KeyRows.only(keys.group(group), row -> journal.outcome(row) == Call.OK && journal.who(row) >= 0);
            int[] floors = KeyRows.sorted(KeyRows.only(done, row -> journal.kind(row) == floorKind), journal::end);
            tally.follows();
            if (floors.length > 0) {
                int[] reads = KeyRows.sorted(readsBy(journal, done, floors), journal::start);
                sweepKey(new Rows(journal, names), floors, reads, tally);
            }
        }
        return tally.result();
    }

    /** The reads by clients that have a floor: of all others nothing is promised, and most reads are theirs. */
    private static int[] readsBy(Journal journal, int[] done, int[] floors) {
        LongMap clients = new LongMap(floors.length);
        for (int floor : floors) {
            clients.put(journal.who(floor), floor);
        }
        return KeyRows.only(
                done, row -> journal.kind(row) == Journal.READ && clients.get(journal.who(row)) != LongMap.NONE);
    }

    private static void sweepKey(Rows rows, int[] floors, int[] reads, Tally tally) {
        Journal journal = rows.journal();
        LongMap highestOf = new LongMap(16);
        int next = 0;
        for (int read : reads) {
            while (next < floors.length && journal.end(floors[next]) <= journal.start(read)) {
                int floor = floors[next++];
                long known = highestOf.get(journal.who(floor));
                if (known == LongMap.NONE || journal.version(floor) > journal.version((int) known)) {
                    highestOf.put(journal.who(floor), floor);
                }
            }
            int floor = (int) highestOf.get(journal.who(read));
            if (highestOf.get(journal.who(read)) == LongMap.NONE || floor == read) {
                continue;
            }
            if (journal.version(read) >= journal.version(floor)) {
                tally.good();
            } else {
                long span = journal.start(read) - journal.end(floor);
                tally.bad(span, journal.node(read), () -> Timeline.of(rows.ended(floor), rows.asked(read)));
            }
        }
    }
}
