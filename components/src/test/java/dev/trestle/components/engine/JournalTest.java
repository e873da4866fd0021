package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What operations read and wrote; entity 0 and event 1 are spoken of by a requirement, the others are not. */
class JournalTest {
    private final Engine engine = new Engine();
    private final Journal journal = engine.journal;
    private final Behaviour node = new Behaviour(engine, 0, "node") {
        @Override
        public void arrive(Call call) {}
    };

    JournalTest() {
        journal.track(Journal.Wanted.of(new boolean[] {true, false}, new boolean[] {false, true}));
    }

    private Call root() {
        Call root = engine.call(node);
        root.client = 11;
        return root;
    }

    private Call access(Call root, int entity, long version) {
        Call access = engine.child(root);
        access.subject = entity;
        access.key = 7;
        access.version = version;
        access.place = Journal.place(3, 2);
        return access;
    }

    @Test
    void whereOnlyWritersMatterReadsOfOthersAreLeftOut() {
        journal.keepReads(new boolean[] {false, false});
        journal.committed(0, 7, 5);
        Call reader = root();
        journal.effect(access(reader, 0, 5), false);
        journal.end(reader, 800, Call.OK);
        assertEquals(0, journal.size(), "client 11 has written nothing yet");
        Call writer = root();
        journal.effect(access(writer, 0, 6), true);
        journal.end(writer, 900, Call.OK);
        Call again = root();
        journal.effect(access(again, 0, 6), false);
        journal.end(again, 950, Call.OK);
        assertEquals(2, journal.size());
        assertEquals(Journal.READ, journal.kind(1));
    }

    @Test
    void anOperationsEffectsBecomeRowsWhenItEnds() {
        Call root = root();
        journal.committed(0, 7, 5);
        journal.effect(access(root, 0, 5), true);
        journal.effect(access(root, 0, 5), false);
        assertEquals(0, journal.size(), "nobody has been told yet");
        journal.end(root, 900, Call.OK);
        assertEquals(2, journal.size());
        for (int row = 0; row < 2; row++) {
            assertEquals(7, journal.key(row));
            assertEquals(5, journal.version(row));
            assertEquals(11, journal.who(row));
            assertEquals(0, journal.start(row));
            assertEquals(900, journal.end(row));
            assertEquals(3, journal.node(row));
            assertEquals(2, journal.instance(row));
            assertEquals(Call.OK, journal.outcome(row));
        }
        journal.end(root, 950, Call.OK);
        assertEquals(2, journal.size(), "they are on record once");
    }

    @Test
    void whatNoRequirementSpeaksOfIsLeftOut() {
        Call root = root();
        journal.committed(1, 7, 5);
        journal.effect(access(root, 1, 5), true);
        journal.end(root, 900, Call.OK);
        journal.lost(1, 7, 5, 950, 0);
        journal.published(0, 1, 1, 11, 0, 1);
        Call untracked = root();
        untracked.subject = 0;
        journal.handled(untracked, -1, 1, 0);
        assertEquals(0, journal.size());
        journal.published(1, 1, 1, 11, 0, 1);
        assertEquals(1, journal.size());
    }

    @Test
    void readsOfKeysThatNobodyHasWrittenAreLeftOut() {
        Call root = root();
        journal.effect(access(root, 0, 0), false);
        journal.end(root, 900, Call.OK);
        assertEquals(0, journal.size());
    }

    @Test
    void whatComesAfterTheClientHasLeftIsNotItsOwn() {
        Call root = root();
        journal.committed(0, 7, 5);
        Call late = access(root, 0, 5);
        engine.cancel(root);
        engine.free(root);
        journal.effect(late, true);
        assertEquals(0, journal.size());
        assertFalse(late.rootWaits());
    }

    @Test
    void effectsOfAnAbandonedOperationGoWithIt() {
        Call root = root();
        journal.committed(0, 7, 5);
        journal.effect(access(root, 0, 5), true);
        engine.free(root);
        Call next = root();
        assertEquals(root, next, "the pool gives it out again");
        journal.end(next, 900, Call.OK);
        assertEquals(0, journal.size());
    }

    @Test
    void aPlaceIsANodeAndAnInstance() {
        for (int instance : new int[] {0, 1, 9_999}) {
            journal.append(Journal.READ, 0, 1, 1, 1, 0, 0, 0, Journal.place(4, instance));
            assertEquals(4, journal.node(journal.size() - 1));
            assertEquals(instance, journal.instance(journal.size() - 1));
        }
        journal.append(Journal.READ, 0, 1, 1, 1, 0, 0, 0, -1);
        assertEquals(-1, journal.node(journal.size() - 1));
    }

    @Test
    void withTooManyRowsHalfOfTheKeysAreFollowedAndToldOfWhole() {
        int times = 4;
        long keys = Journal.MAX_ROWS / times + 1;
        for (int round = 0; round < times; round++) {
            for (long key = 0; key < keys; key++) {
                journal.append(Journal.READ, 0, 1, key, round, 0, round, 0, 0);
            }
        }
        assertEquals(Long.MAX_VALUE, journal.knownUntil(Journal.READ, 0));
        assertEquals(0.5, journal.share(Journal.READ, 0));
        Map<Long, Integer> rows = new HashMap<>();
        for (int row = 0; row < journal.size(); row++) {
            rows.merge(journal.key(row), 1, Integer::sum);
        }
        assertEquals(Set.of(times), Set.copyOf(rows.values()), "all rows of a key or none");
        // Binomial with n keys and 1/2: five standard deviations.
        assertEquals(keys / 2.0, rows.size(), 5 * Math.sqrt(keys / 4.0));
    }

    @Test
    void theSubjectWithMostRowsIsHalvedAndTheOthersStay() {
        for (int i = 0; i < 1_000; i++) {
            journal.append(Journal.PUBLISH, 1, 1, i, 0, 0, 0, 0, 0);
        }
        for (int i = 0; i < 3 * Journal.MAX_ROWS; i++) {
            journal.append(Journal.WRITE, 0, 1, i, 1, 0, 0, 0, 0);
        }
        assertEquals(1, journal.share(Journal.PUBLISH, 1));
        assertEquals(0.25, journal.share(Journal.WRITE, 0));
        int published = 0;
        for (int row = 0; row < journal.size(); row++) {
            published += journal.kind(row) == Journal.PUBLISH ? 1 : 0;
        }
        assertEquals(1_000, published);
        assertTrue(journal.size() <= Journal.MAX_ROWS);
    }

    @Test
    void ofOneKeyWithTooManyRowsTheRestIsNotKnown() {
        for (int i = 0; i < Journal.MAX_ROWS; i++) {
            journal.append(Journal.READ, 0, 1, 42, 1, 0, i, 0, 0);
        }
        assertEquals(Long.MAX_VALUE, journal.knownUntil(Journal.READ, 0));
        journal.append(Journal.READ, 0, 1, 42, 1, 0, Journal.MAX_ROWS, 0, 0);
        journal.append(Journal.READ, 0, 1, 42, 1, 0, Journal.MAX_ROWS + 1, 0, 0);
        assertEquals(Journal.MAX_ROWS, journal.knownUntil(Journal.READ, 0));
        assertEquals(Long.MAX_VALUE, journal.knownUntil(Journal.READ, 1), "of other things all is known");
        assertEquals(Journal.MAX_ROWS, journal.size());
    }
}
