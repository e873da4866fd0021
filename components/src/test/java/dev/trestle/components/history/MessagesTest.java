package dev.trestle.components.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import org.junit.jupiter.api.Test;

class MessagesTest {

    @Test
    void messageHandledInTimeIsGood() {
        Checked checked =
                within(new Past().publish(1, 0, 10).handled(1, 1, 500, 1010).until(5000), 1000);
        assertEquals(1, checked.checked());
        assertEquals(0, checked.violations());
        assertEquals(1.0, checked.worstSeconds(), 1e-12);
    }

    @Test
    void messageHandledLateIsAViolation() {
        Checked checked =
                within(new Past().publish(1, 0, 10).handled(1, 1, 500, 1011).until(5000), 1000);
        assertEquals(
                "client 7 published posted 1 at 0.010 s; worker 1 handled posted 1 at 1.011 s",
                checked.example().toString());
    }

    @Test
    void messageNeverHandledIsAViolationOnceItIsOldEnough() {
        Past past = new Past().publish(1, 0, 10);
        assertEquals(0, within(past.until(1010), 1000).violations());
        assertEquals(1, within(past.until(1010), 1000).censored());
        Checked old = within(past.until(1011), 1000);
        assertEquals(1, old.violations());
        assertEquals(
                "client 7 published posted 1 at 0.010 s; the run ended without handling it at 1.011 s",
                old.example().toString());
    }

    @Test
    void handlerThatDiesAfterItsEffectAndComesToTheMessageAgainHandlesItTwice() {
        Past died = new Past().publish(1, 0, 10).did(1, 42, 1, 0, 20).did(1, 43, 2, 0, 50);
        Checked checked = Messages.handledExactlyOnce(died.handled(1, 2, 40, 60).end(), 0, Past.NAMES);
        assertEquals(1, checked.violations());
        assertEquals(
                "leader wrote Photo 42 v1 for message 1 at 0.020 s; wrote Photo 43 v2 for message 1 again at 0.050 s",
                checked.example().toString().replace("a store", "leader"));
        assertEquals(0, Messages.handledAtLeastOnce(died.end(), 0, Past.NAMES).violations());
    }

    @Test
    void effectThatLeavesEverythingAsItWasIsNoSecondOne() {
        Past same = new Past().publish(1, 0, 10).did(1, 42, 1, 0, 20).did(1, 42, 2, 1, 50);
        assertEquals(
                0,
                Messages.handledExactlyOnce(same.handled(1, 2, 40, 60).end(), 0, Past.NAMES)
                        .violations());
        Past between = new Past().publish(1, 0, 10).did(1, 42, 1, 0, 20).did(1, 42, 3, 2, 50);
        assertEquals(
                1,
                Messages.handledExactlyOnce(between.handled(1, 2, 40, 60).end(), 0, Past.NAMES)
                        .violations());
    }

    @Test
    void sameStepForAnotherMessageIsAnotherEffect() {
        Past two = new Past()
                .publish(1, 0, 10)
                .publish(2, 0, 10)
                .did(1, 42, 1, 0, 20)
                .did(2, 43, 2, 0, 30);
        Checked checked = Messages.handledExactlyOnce(
                two.handled(1, 1, 20, 40).handled(2, 1, 20, 40).end(), 0, Past.NAMES);
        assertEquals(2, checked.checked());
        assertEquals(0, checked.violations());
    }

    @Test
    void publicationWithoutAcknowledgementPromisesNothing() {
        assertEquals(
                0, within(new Past().failedPublish(1, 0, 10).until(9000), 1000).checked());
    }

    @Test
    void firstOfSeveralHandlingsDecidesWhenItWasHandled() {
        Past past = new Past().publish(1, 0, 10).handled(1, 1, 20, 30).handled(1, 2, 3000, 4000);
        assertEquals(0.020, within(past.end(), 1000).worstSeconds(), 1e-12);
    }

    @Test
    void handlingBeforeThePublisherWasToldTakesNoTime() {
        assertEquals(
                0,
                within(new Past().handled(1, 1, 2, 5).publish(1, 0, 10).until(9000), 1)
                        .violations());
    }

    @Test
    void ofMoreMessagesThanThereIsRoomForAShareIsFollowedAndNoneOfItMissed() {
        Journal journal = new Journal();
        int messages = Journal.MAX_ROWS / 2 * 3;
        for (int i = 0; i < messages; i++) {
            journal.append(Journal.PUBLISH, 0, 1, i, 0, i, i, Call.OK, -1);
            if (i > 0) {
                journal.append(Journal.HANDLED, 0, -1, i - 1, 1, i, i + 1, Call.OK, 0);
            }
        }
        Checked checked = Messages.handledWithin(new History(journal, messages), 0, 10, Past.NAMES);
        assertEquals(0, checked.violations());
        assertEquals(0, checked.censored(), 1);
        assertEquals(checked.followed(), checked.checked() + checked.censored());
        // Two rows a message, three times what there is room for.
        assertEquals(0.25, journal.share(Journal.PUBLISH, 0));
        assertEquals(messages / 4.0, checked.followed(), 5 * Math.sqrt(messages * 3 / 16.0));
    }

    @Test
    void messageHandledTwiceIsNotExactlyOnce() {
        Past past = new Past()
                .publish(1, 0, 10)
                .handled(1, 1, 20, 30)
                .handled(1, 2, 60, 70)
                .publish(2, 5, 15)
                .handled(2, 1, 20, 40);
        Checked once = Messages.handledExactlyOnce(past.end(), 0, Past.NAMES);
        assertEquals(2, once.checked());
        assertEquals(1, once.violations());
        assertEquals(
                "worker 1 handled posted 1 at 0.030 s; handled posted 1 (attempt 2) at 0.070 s",
                once.example().toString());
        assertEquals(0, Messages.handledAtLeastOnce(past.end(), 0, Past.NAMES).violations());
    }

    @Test
    void missingMessageIsOnItsWayThenDoubtfulThenLost() {
        Past past = new Past().publish(1, 0, 10).handled(1, 1, 20, 110).publish(2, 0, 10);
        // The slowest handling took 0.1 s: up to 1 s is on its way, up to 60 s may be a redelivery.
        assertEquals(1, atLeastOnce(past.until(1010)).censored());
        assertEquals(1, atLeastOnce(past.until(1011)).doubtful());
        assertEquals(1, atLeastOnce(past.until(60_010)).doubtful());
        Checked lost = atLeastOnce(past.until(60_011));
        assertEquals(1, lost.violations());
        assertEquals(2, lost.checked());
        assertTrue(lost.example().toString().startsWith("client 7 published posted 2 at 0.010 s"));
    }

    private static Checked within(History history, long millis) {
        return Messages.handledWithin(history, 0, millis * 1_000_000, Past.NAMES);
    }

    private static Checked atLeastOnce(History history) {
        return Messages.handledAtLeastOnce(history, 0, Past.NAMES);
    }
}
