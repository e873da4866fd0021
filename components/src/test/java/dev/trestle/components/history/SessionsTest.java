package dev.trestle.components.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class SessionsTest {

    @Test
    void readThatSeesTheClientsOwnWriteIsGood() {
        Checked checked = readYourWrites(new Past().write(7, 42, 3, 10, 20).read(7, 42, 3, 30, 40));
        assertEquals(1, checked.checked());
        assertEquals(0, checked.violations());
        assertNull(checked.example());
    }

    @Test
    void readThatSeesALaterWriteOfSomeoneElseIsGood() {
        Past past = new Past().write(7, 42, 3, 10, 20).write(8, 42, 4, 15, 25).read(7, 42, 4, 30, 40);
        assertEquals(0, readYourWrites(past).violations());
    }

    @Test
    void staleReadFromAFollowerIsTheCounterExample() {
        Past past = new Past().write(7, 42, 3, 1190, 1204).read(7, 42, 2, 1219, 1225);
        Checked checked = readYourWrites(past);
        assertEquals(1, checked.violations());
        assertEquals(
                "client 7 wrote Photo 42 v3 to leader at 1.204 s; read Photo 42 v2 from follower 2 at 1.219 s",
                checked.example().toString());
    }

    @Test
    void shortestTimeBetweenWriteAndReadIsTheExample() {
        Past past = new Past()
                .write(7, 42, 3, 10, 20)
                .read(7, 42, 2, 30, 31)
                .write(8, 43, 4, 40, 50)
                .read(8, 43, 0, 52, 53)
                .read(7, 42, 2, 60, 61);
        Checked checked = readYourWrites(past);
        assertEquals(3, checked.checked());
        assertEquals(3, checked.violations());
        assertEquals(2_000_000, checked.example().spanNanos());
    }

    @Test
    void readAskedForBeforeTheAcknowledgementPromisesNothing() {
        assertEquals(
                0,
                readYourWrites(new Past().write(7, 42, 3, 10, 20).read(7, 42, 2, 19, 40))
                        .checked());
    }

    @Test
    void readRightAtTheAcknowledgementMustSeeTheWrite() {
        assertEquals(
                1,
                readYourWrites(new Past().write(7, 42, 3, 10, 20).read(7, 42, 2, 20, 40))
                        .violations());
    }

    @Test
    void otherClientsKeysFailedOperationsAndWorkersPromiseNothing() {
        Past past = new Past()
                .write(7, 42, 3, 10, 20)
                .read(8, 42, 2, 30, 40)
                .read(7, 43, 0, 30, 40)
                .failedRead(7, 42, 2, 30, 40)
                .unknownWrite(9, 44, 5, 10, 20)
                .read(9, 44, 0, 30, 40)
                .write(-1, 45, 6, 10, 20)
                .read(-1, 45, 0, 30, 40);
        assertEquals(0, readYourWrites(past).checked());
    }

    @Test
    void olderWriteAcknowledgedLaterDoesNotLowerTheExpectation() {
        Past past = new Past().write(7, 42, 4, 10, 20).write(7, 42, 3, 5, 25).read(7, 42, 3, 30, 40);
        assertEquals(1, readYourWrites(past).violations());
    }

    @Test
    void readsThatGoForwardAreMonotonic() {
        Past past = new Past().read(7, 42, 2, 10, 20).read(7, 42, 2, 30, 40).read(7, 42, 3, 50, 60);
        Checked checked = monotonicReads(past);
        assertEquals(2, checked.checked());
        assertEquals(0, checked.violations());
    }

    @Test
    void readThatGoesBackIsNotMonotonic() {
        Checked checked = monotonicReads(new Past().read(7, 42, 3, 10, 20).read(7, 42, 2, 30, 40));
        assertEquals(
                "client 7 read Photo 42 v3 from follower 2 at 0.020 s; read Photo 42 v2 from follower 2 at 0.030 s",
                checked.example().toString());
    }

    @Test
    void overlappingReadsOfOneClientMayDisagree() {
        assertEquals(
                0,
                monotonicReads(new Past().read(7, 42, 3, 10, 20).read(7, 42, 2, 15, 40))
                        .violations());
    }

    private static Checked readYourWrites(Past past) {
        return Sessions.readYourWrites(past.end(), 0, Past.NAMES);
    }

    private static Checked monotonicReads(Past past) {
        return Sessions.monotonicReads(past.end(), 0, Past.NAMES);
    }
}
