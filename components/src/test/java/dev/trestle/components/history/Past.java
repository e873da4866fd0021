package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Deeds;
import dev.trestle.components.engine.Journal;
import java.util.List;

/** Writes a history by hand, times in milliseconds: entity Photo, event posted, nodes leader, follower 2, worker 1. */
final class Past {
    static final Names NAMES = Names.of(
                    List.of("Photo"), List.of("posted"), List.of("leader", "follower 2", "worker 1", "worker 2"))
            .withOperations(List.of("search"));
    static final int LEADER = 0;
    static final int FOLLOWER = 1;
    static final int WORKER = 2;

    private final Journal journal = new Journal();
    private long endMillis;

    /** Messages are followed by the keys that they are about. */
    Past keyed() {
        boolean[] yes = {true};
        boolean[] no = {false};
        journal.track(new Journal.Wanted(no, no, no, no, yes, yes, no));
        return this;
    }

    Past created(long client, long key, long start, long end) {
        return row(Journal.CREATED, client, key, 1, start, end, Call.OK, LEADER);
    }

    Past triedToCreate(long client, long key, long start, long end) {
        return row(Journal.CREATED, client, key, 1, start, end, Call.TIMED_OUT, LEADER);
    }

    /** A store has committed a reservation; whether its client is told, {@link #write} says. */
    Past took(long client, long key, long version, long at) {
        return row(Journal.TOOK, client, key, version, at, at, Call.OK, LEADER);
    }

    Past gave(long client, long key, long version, long at) {
        return row(Journal.GAVE, client, key, version, at, at, Call.OK, LEADER);
    }

    Past asked(long client, long start, long end) {
        return row(Journal.ASKED, client, 1, 1, start, end, Call.OK, LEADER);
    }

    Past rejected(long client, long start, long end) {
        return row(Journal.ASKED, client, 1, 1, start, end, Call.REJECTED, LEADER);
    }

    Past publish(long message, long about, long start, long end) {
        journal.published(0, message, about, 7, start * 1_000_000, end * 1_000_000);
        return this;
    }

    Past handledBy(int group, long message, long about, long end) {
        endMillis = Math.max(endMillis, end);
        long nanos = end * 1_000_000;
        journal.settled(0, message, about, group, nanos, nanos, Journal.place(WORKER, 0));
        return this;
    }

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

    /** A store has committed what a handler of the message wrote as its first step, over the version before. */
    Past did(long message, long key, long version, long before, long at) {
        if (journal.deeds() == null) {
            journal.followDeeds(new boolean[] {true});
        }
        journal.deeds()
                .append(Deeds.EFFECT, new Deeds.Row(-message, 10, 0, Call.WRITE, key, version, before, at * 1_000_000));
        return this;
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
