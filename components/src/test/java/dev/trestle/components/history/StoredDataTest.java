package dev.trestle.components.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Freshness, durability and the register: what stores promise to everyone. */
class StoredDataTest {

    @Test
    void readOfTheLatestAcknowledgedVersionIsFresh() {
        Checked checked = fresh(new Past().write(7, 42, 3, 10, 20).read(8, 42, 3, 900, 910), 0);
        assertEquals(1, checked.checked());
        assertEquals(0, checked.violations());
        assertEquals(0, checked.worstSeconds());
    }

    @Test
    void stalenessRunsFromTheAcknowledgementOfTheFirstLaterVersion() {
        Past past = new Past().write(7, 42, 3, 10, 20).write(7, 42, 4, 40, 50).read(8, 42, 2, 120, 130);
        assertEquals(0.100, fresh(past, 100).worstSeconds(), 1e-12);
        assertEquals(0, fresh(past, 100).violations());
        assertEquals(1, fresh(past, 99).violations());
        assertEquals(
                "client 7 wrote Photo 42 v3 to leader at 0.020 s; client 8 read Photo 42 v2 from follower 2 at 0.120 s",
                fresh(past, 99).example().toString());
    }

    @Test
    void laterVersionThatWasAcknowledgedEarlierCounts() {
        Past past = new Past().write(7, 42, 4, 10, 20).write(8, 42, 3, 5, 60).read(9, 42, 2, 120, 130);
        assertEquals(0.100, fresh(past, 0).worstSeconds(), 1e-12);
    }

    @Test
    void readBeforeAnyWriteExercisesNothing() {
        assertEquals(
                0,
                fresh(new Past().read(8, 42, 0, 1, 2).write(7, 42, 3, 10, 20), 0)
                        .checked());
    }

    @Test
    void discardedWriteThatWasAcknowledgedIsLost() {
        Past past = new Past().write(7, 42, 3, 10, 20).write(7, 43, 4, 10, 20).lost(42, 3, 90);
        Checked checked = Durability.neverLost(past.end(), 0, Past.NAMES);
        assertEquals(2, checked.checked());
        assertEquals(1, checked.violations());
        assertEquals(
                "client 7 wrote Photo 42 v3 to leader at 0.020 s; leader discarded Photo 42 v3 at 0.090 s",
                checked.example().toString());
    }

    @Test
    void writeAcknowledgedAfterItWasDiscardedIsLostToo() {
        Past past = new Past().lost(42, 3, 15).write(7, 42, 3, 10, 20);
        assertEquals(
                "leader discarded Photo 42 v3 at 0.015 s; client 7 wrote Photo 42 v3 to leader at 0.020 s",
                Durability.neverLost(past.end(), 0, Past.NAMES).example().toString());
    }

    @Test
    void discardedWriteWithoutAcknowledgementIsNotLost() {
        Past past = new Past().unknownWrite(7, 42, 3, 10, 20).lost(42, 3, 90).write(7, 42, 4, 95, 99);
        Checked checked = Durability.neverLost(past.end(), 0, Past.NAMES);
        assertEquals(1, checked.checked());
        assertEquals(0, checked.violations());
    }

    @Test
    void concurrentReadsMayReturnEitherVersion() {
        Past past = new Past().write(7, 42, 3, 10, 50).read(8, 42, 0, 20, 30).read(9, 42, 3, 35, 45);
        assertEquals(0, linearizable(past).violations());
        assertEquals(3, linearizable(past).checked());
    }

    @Test
    void readThatGoesBackAfterAnotherClientsReadIsNotLinearizable() {
        Past past = new Past().write(7, 42, 3, 10, 50).read(9, 42, 3, 20, 30).read(8, 42, 0, 35, 45);
        assertEquals(
                "client 9 read Photo 42 v3 from follower 2 at 0.030 s; "
                        + "client 8 read Photo 42 v0 from follower 2 at 0.035 s",
                linearizable(past).example().toString());
    }

    @Test
    void unacknowledgedWriteCountsFromItsFirstReader() {
        Past neverRead = new Past().unknownWrite(7, 42, 3, 10, 20).read(8, 42, 0, 30, 40);
        assertEquals(0, linearizable(neverRead).violations());
        Past readOnce = neverRead.read(9, 42, 3, 50, 60).read(8, 42, 0, 70, 80);
        assertEquals(1, linearizable(readOnce).violations());
    }

    @Test
    void readOfAVersionBeforeItsWriteBeganIsNotLinearizable() {
        assertEquals(
                true,
                linearizable(new Past().read(8, 42, 3, 1, 5).write(7, 42, 3, 10, 20))
                                .violations()
                        > 0);
    }

    @Test
    void replicationsAddUpAndTheShortestExampleNamesItsReplication() {
        History slow = new Past().write(7, 42, 3, 10, 20).lost(42, 3, 90).end();
        History quick = new Past().write(7, 42, 3, 10, 20).lost(42, 3, 21).end();
        History good = new Past().write(7, 42, 3, 10, 20).end();
        Histories all = new Histories(List.of(slow, quick, good), Past.NAMES);
        Checked checked = all.check(h -> Durability.neverLost(h, 0, Past.NAMES));
        assertEquals(3, checked.checked());
        assertEquals(2, checked.violations());
        assertEquals(2, checked.replication());
        assertEquals(1_000_000, checked.example().spanNanos());
    }

    private static Checked fresh(Past past, long withinMillis) {
        return Freshness.within(past.end(), 0, withinMillis * 1_000_000, Past.NAMES);
    }

    private static Checked linearizable(Past past) {
        return Register.linearizable(past.end(), 0, Past.NAMES);
    }
}
