package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import java.util.List;

/** Writes a history by hand, times in milliseconds: entity Photo, event posted, nodes leader, follower 2, worker 1. */
final class Past {
    static final Names NAMES =
            Names.of(List.of("Photo"), List.of("posted"), List.of("leader", "follower 2", "worker 1", "worker 2"));
    static final int LEADER = 0;
    static final int FOLLOWER = 1;
    static final int WORKER = 2;

    private final Journal journal = new Journal();
    private long endMillis;

    Past write(long client, long key, long version, long start, long end) {
        return row(Journal.WRITE, client, key, version, start, end, Call.OK, LEADER);
    }

    /** A write whose client never learned how it ended. */
    Past unknownWrite(long client, long key, long version, long start, long end) {
        return row(Journal.WRITE, client, key, version, start, end, Call.TIMED_OUT, LEADER);
    }

    Past read(long client, long key, long version, long start, long end) {
        return row(Journal.READ, client, key, version, start, end, Call.OK, FOLLOWER);
    }

    Past failedRead(long client, long key, long version, long start, long end) {
        return row(Journal.READ, client, key, version, start, end, Call.TIMED_OUT, FOLLOWER);
    }

    Past lost(long key, long version, long at) {
        return row(Journal.LOST, -1, key, version, at, at, Call.OK, LEADER);
    }

    Past publish(long message, long start, long end) {
        return row(Journal.PUBLISH, 7, message, 0, start, end, Call.OK, -1);
    }

    Past failedPublish(long message, long start, long end) {
        return row(Journal.PUBLISH, 7, message, 0, start, end, Call.TIMED_OUT, -1);
    }

    Past handled(long message, int attempt, long start, long end) {
        return row(Journal.HANDLED, -1, message, attempt, start, end, Call.OK, WORKER);
    }

    private Past row(byte kind, long who, long key, long version, long start, long end, int outcome, int node) {
        journal.append(
                kind,
                0,
                who,
                key,
                version,
                start * 1_000_000,
                end * 1_000_000,
                outcome,
                node < 0 ? -1 : Journal.place(node, 0));
        endMillis = Math.max(endMillis, end);
        return this;
    }

    History until(long millis) {
        return new History(journal, millis * 1_000_000);
    }

    History end() {
        return until(endMillis);
    }
}
