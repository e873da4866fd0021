package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;

/**
 * Checkers of what one client may expect of its own past on one key (Terry et al., "Session guarantees for weakly
 * consistent replicated data", PDIS 1994). Only operations that ended well count; rows without a client are left out.
 */
public final class Sessions {
    /** Clients that have written most keys: a map of so many is used again for the next key. */
    private static final int FEW = 16;

    private final Rows rows;
    private final Tally tally = new Tally();
    private LongMap clients = new LongMap(FEW);

    private Sessions(Rows rows) {
        this.rows = rows;
    }

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
        Sessions sessions = new Sessions(new Rows(journal, names));
        for (int group = 0; group < keys.groups(); group++) {
            int[] done =
                    KeyRows.only(keys.group(group), row -> journal.outcome(row) == Call.OK && journal.who(row) >= 0);
            int[] floors = KeyRows.sorted(KeyRows.only(done, row -> journal.kind(row) == floorKind), journal::end);
            sessions.tally.follows();
            if (floors.length > 0) {
                sessions.sweepKey(floors, KeyRows.sorted(sessions.readsBy(done, floors), journal::start));
            }
        }
        return sessions.tally.result();
    }

    /** No clients: the same map, as most keys have few, or one that is small again. */
    private LongMap noClients() {
        if (clients.size() > FEW) {
            clients = new LongMap(FEW);
        } else {
            clients.clear();
        }
        return clients;
    }

    /** The reads by clients that have a floor: of all others nothing is promised, and most reads are theirs. */
    private int[] readsBy(int[] done, int[] floors) {
        Journal journal = rows.journal();
        LongMap floorOf = noClients();
        for (int floor : floors) {
            floorOf.put(journal.who(floor), floor);
        }
        return KeyRows.only(
                done, row -> journal.kind(row) == Journal.READ && floorOf.get(journal.who(row)) != LongMap.NONE);
    }

    private void sweepKey(int[] floors, int[] reads) {
        Journal journal = rows.journal();
        LongMap highestOf = noClients();
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
