package dev.trestle.components.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Deeds;
import dev.trestle.components.engine.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Requests 1, 2... for operation 0, whose steps 10, 11... write; messages are handled by operation 1. */
class IdempotenceTest {
    private static final int BUY = 0;
    private static final int HANDLE = 1;

    private final Journal journal = new Journal();
    private long now;

    IdempotenceTest() {
        journal.followDeeds(new boolean[] {true, true});
    }

    private void row(byte kind, long request, long slot, int verb, long key, long version, long before) {
        int operation = request < 0 ? HANDLE : BUY;
        now += 1_000_000;
        journal.deeds().append(kind, new Deeds.Row(request, slot, operation, verb, key, version, before, now));
    }

    private void wrote(long request, long slot, long key, long version, long before) {
        row(Deeds.EFFECT, request, slot, Call.WRITE, key, version, before);
    }

    private Checked check(int operation) {
        return Idempotence.idempotent(new History(journal, now), operation, Past.NAMES);
    }

    @Test
    void aRequestThatIsTriedAgainAndWritesOnceIsFine() {
        row(Deeds.AGAIN, 1, 0, 0, 0, 0, 0);
        wrote(1, 10, 42, 1, 0);
        wrote(1, 11, 43, 2, 0);
        assertEquals(1, check(BUY).checked());
        assertEquals(0, check(BUY).violations());
    }

    @Test
    void aSecondTryThatCreatesAnotherThingIsTheCounterExample() {
        wrote(1, 10, 42, 1, 0);
        row(Deeds.AGAIN, 1, 0, 0, 0, 0, 0);
        wrote(1, 10, 43, 2, 0);
        Checked checked = check(BUY);
        assertEquals(1, checked.checked());
        assertEquals(1, checked.violations());
        assertEquals(
                "a store wrote Photo 42 v1 for request 1 of client 7 at 0.001 s; "
                        + "wrote Photo 43 v2 for request 1 of client 7 again at 0.003 s",
                checked.example().toString());
    }

    @Test
    void theSameValueUnderTheSameKeyIsTheSameEffectUnlessSomebodyElseHasWrittenBetween() {
        wrote(1, 10, 42, 1, 0);
        wrote(1, 10, 42, 2, 1);
        assertEquals(1, check(BUY).checked());
        assertEquals(0, check(BUY).violations());
        wrote(1, 10, 42, 9, 8);
        assertEquals(1, check(BUY).violations());
    }

    @Test
    void aReservationMoreIsAnEffectMore() {
        row(Deeds.EFFECT, 1, 10, Call.RESERVE, 42, 1, 0);
        row(Deeds.EFFECT, 1, 10, Call.RESERVE, 42, 2, 1);
        assertEquals(1, check(BUY).violations());
    }

    @Test
    void aMessageThatIsDeliveredTwiceCountsForTheRequestThatSentIt() {
        row(Deeds.SENT, 1, 12, 0, 500, 0, 0);
        wrote(-500, 20, 42, 1, 0);
        row(Deeds.AGAIN, -500, 0, 0, 0, 0, 0);
        wrote(-500, 20, 43, 2, 0);
        assertEquals(1, check(BUY).violations());
        assertEquals(1, check(HANDLE).violations());
    }

    @Test
    void twoMessagesOfTwoTriesAreOneDeed() {
        row(Deeds.SENT, 1, 12, 0, 500, 0, 0);
        row(Deeds.SENT, 1, 12, 0, 501, 0, 0);
        row(Deeds.SENT, 1, 13, 0, 502, 0, 0);
        wrote(-500, 20, 42, 1, 0);
        wrote(-502, 20, 44, 3, 0);
        assertEquals(0, check(BUY).violations(), "another step's message is another deed");
        wrote(-501, 20, 43, 2, 0);
        assertEquals(1, check(BUY).violations());
    }

    @Test
    void agreesWithTheDefinitionOnRandomHistories() {
        Random random = new Random(25);
        int bad = 0;
        for (int i = 0; i < 20_000; i++) {
            IdempotenceTest one = new IdempotenceTest();
            // A register by key with who wrote last, and for each deed what it did last.
            Map<Long, Long> newest = new HashMap<>();
            Map<List<Long>, List<Long>> done = new HashMap<>();
            Map<Long, Boolean> broken = new HashMap<>();
            List<Long> versions = new ArrayList<>();
            for (long version = 1; version <= 2 + random.nextInt(7); version++) {
                long request = 1 + random.nextInt(2);
                long slot = 10 + random.nextInt(2);
                long key = random.nextInt(2);
                boolean reserve = slot == 10 && request == 1;
                long before = newest.getOrDefault(key, 0L);
                one.row(Deeds.EFFECT, request, slot, reserve ? Call.RESERVE : Call.WRITE, key, version, before);
                List<Long> last = done.put(List.of(request, slot), List.of(key, version));
                if (last != null) {
                    // As it was: the newest version under that key is the one that this deed made before.
                    boolean asItWas = !reserve && last.get(0) == key && before == last.get(1);
                    broken.merge(request, !asItWas, Boolean::logicalOr);
                }
                newest.put(key, version);
                versions.add(version);
            }
            Checked checked = one.check(BUY);
            long violations = broken.values().stream().filter(b -> b).count();
            assertEquals(violations, checked.violations(), versions.toString());
            assertEquals(broken.size(), checked.checked());
            bad += violations > 0 ? 1 : 0;
        }
        assertTrue(bad > 1_000 && bad < 19_000, "both outcomes must be tried: " + bad);
    }

    @Test
    void withTooManyRowsHalfOfTheRequestsAreFollowedWithTheirMessages() {
        int n = Deeds.MAX_ROWS / 2 * 3;
        for (long request = 1; request <= n; request++) {
            row(Deeds.SENT, request, 12, 0, 10L * n + request, 0, 0);
            wrote(-(10L * n + request), 20, request, request, 0);
        }
        assertEquals(0.25, journal.deeds().share());
        Checked checked = check(BUY);
        assertEquals(n / 4.0, checked.followed(), 5 * Math.sqrt(n * 3 / 16.0));
        assertEquals(0, checked.violations());
        int sent = 0;
        int effects = 0;
        for (int row = 0; row < journal.deeds().size(); row++) {
            sent += journal.deeds().kind(row) == Deeds.SENT ? 1 : 0;
            effects += journal.deeds().kind(row) == Deeds.EFFECT ? 1 : 0;
        }
        // A message whose request is not followed may be followed for itself; of the others none is missing.
        assertEquals(checked.followed(), sent);
        assertTrue(effects >= sent, effects + " effects of " + sent + " messages");
    }
}
