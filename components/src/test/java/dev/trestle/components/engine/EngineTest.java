package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time, order, timers, answers and lost calls, with two nodes that write down what happens to them. */
class EngineTest {
    private static final Engine.Stop NEVER = (events, calls) -> false;

    private final Engine engine = new Engine();
    private final List<String> diary = new ArrayList<>();
    private final Diarist front = new Diarist("front");
    private final Diarist back = new Diarist("back");

    /** Notes what it sees; answers a call after a while when told to. */
    private final class Diarist extends Behaviour {
        long answersAfter = -1;
        int heard = -1;

        Diarist(String id) {
            super(EngineTest.this.engine, id.equals("front") ? 0 : 1, id);
        }

        @Override
        public void arrive(Call call) {
            book(call);
            note("got " + call.key);
            if (answersAfter >= 0) {
                engine.schedule(call, FIRST_EVENT, answersAfter);
            }
        }

        @Override
        public void event(Call call, int type) {
            note("timer " + type + " of " + call.key);
            if (this == back) {
                answer(call);
            }
        }

        @Override
        public void reply(Call call, Call child) {
            heard = child.outcome;
            note("answer to " + child.key);
        }

        private void note(String what) {
            diary.add(engine.now() + " " + id + " " + what);
        }
    }

    private Wire wire(long delayNanos, double loss) {
        return new Wire(0, front, back, chance -> delayNanos, 0, loss, new Chance(1));
    }

    private Call call(long key) {
        Call call = engine.call(front);
        call.key = key;
        return call;
    }

    private void start() {
        engine.start(new Behaviour[] {front, back});
    }

    @Test
    void aCallTravelsIsWorkedOnAndAnswered() {
        start();
        back.answersAfter = 100;
        engine.send(engine.child(call(7)), wire(10, 0), Call.ANY);
        engine.runUntil(1_000, NEVER);
        assertEquals(List.of("10 back got 7", "110 back timer 2 of 7", "120 front answer to 7"), diary);
        assertEquals(1_000, engine.now());
        assertEquals(1, engine.callsInUse(), "only the one who asked is left");
    }

    @Test
    void whatIsScheduledForOneMomentHappensInTheOrderOfScheduling() {
        start();
        for (int key = 0; key < 100; key++) {
            engine.schedule(call(key), 9, key % 2 == 0 ? 50 : 40);
        }
        engine.runUntil(60, NEVER);
        for (int i = 0; i < 50; i++) {
            assertEquals("40 front timer 9 of " + (2 * i + 1), diary.get(i));
            assertEquals("50 front timer 9 of " + 2 * i, diary.get(50 + i));
        }
    }

    @Test
    void timersOfALaneKeepTheirPlaceAmongOtherTimers() {
        start();
        int lane = engine.lane(50);
        engine.schedule(call(1), 9, 50);
        engine.scheduleInLane(call(2), 9, lane);
        engine.schedule(call(3), 9, 50);
        Call cancelled = call(4);
        engine.scheduleInLane(cancelled, 9, lane);
        engine.cancel(cancelled);
        engine.schedule(call(5), 9, 49);
        engine.runUntil(50, NEVER);
        assertEquals(
                List.of(
                        "49 front timer 9 of 5",
                        "50 front timer 9 of 1",
                        "50 front timer 9 of 2",
                        "50 front timer 9 of 3"),
                diary);
    }

    @Test
    void timeStopsAtTheEndAndGoesOnFromThere() {
        start();
        engine.schedule(call(1), 9, 50);
        engine.runUntil(49, NEVER);
        assertEquals(List.of(), diary);
        engine.runUntil(50, NEVER);
        assertEquals(List.of("50 front timer 9 of 1"), diary);
    }

    @Test
    void aCancelledTimerIsNotHeardOf() {
        start();
        Call call = call(1);
        engine.schedule(call, 9, 50);
        engine.cancel(call);
        engine.schedule(call, 8, 60);
        engine.runUntil(100, NEVER);
        assertEquals(List.of("60 front timer 8 of 1"), diary);
    }

    @Test
    void aReusedCallDoesNotHearTheTimersOfItsFormerLife() {
        start();
        Call first = call(1);
        engine.schedule(first, 9, 50);
        engine.free(first);
        Call second = call(2);
        assertEquals(first, second, "the pool gives it out again");
        engine.schedule(second, 8, 70);
        engine.runUntil(100, NEVER);
        assertEquals(List.of("70 front timer 8 of 2"), diary);
    }

    @Test
    void anAnswerToSomebodyWhoNoLongerWaitsIsDropped() {
        start();
        back.answersAfter = 100;
        Call asker = call(7);
        engine.send(engine.child(asker), wire(10, 0), Call.ANY);
        engine.runUntil(50, NEVER);
        engine.cancel(asker);
        engine.runUntil(1_000, NEVER);
        assertEquals(List.of("10 back got 7", "110 back timer 2 of 7"), diary);
        assertEquals(1, engine.callsInUse());
    }

    @Test
    void anAbandonedCallIsWorkedOnAllTheSame() {
        start();
        back.answersAfter = 100;
        Call child = engine.child(call(7));
        engine.send(child, wire(10, 0), Call.ANY);
        engine.abandon(child);
        engine.runUntil(1_000, NEVER);
        assertEquals(List.of("10 back got 7", "110 back timer 2 of 7"), diary);
        assertEquals(1, back.meter.done);
    }

    @Test
    void aLostCallIsNeverAnsweredAndComesBackToThePoolWhenItIsGivenUp() {
        start();
        Wire lossy = wire(10, 1);
        Call asker = call(7);
        Call child = engine.child(asker);
        engine.send(child, lossy, Call.ANY);
        engine.runUntil(1_000, NEVER);
        assertEquals(List.of(), diary);
        assertEquals(2, engine.callsInUse());
        engine.abandon(child);
        assertEquals(1, engine.callsInUse());
        Call nobodys = engine.child(asker);
        nobodys.orphan();
        engine.send(nobodys, lossy, Call.ANY);
        assertEquals(1, engine.callsInUse(), "nobody waits for it: gone at once");
    }

    @Test
    void aLostAnswerLeavesTheAskerWaiting() {
        start();
        back.answersAfter = 100;
        Wire wire = wire(10, 0);
        Call asker = call(7);
        Call child = engine.child(asker);
        engine.send(child, wire, Call.ANY);
        engine.runUntil(50, NEVER);
        wire.cut = true;
        engine.runUntil(1_000, NEVER);
        assertEquals(List.of("10 back got 7", "110 back timer 2 of 7"), diary);
        engine.abandon(child);
        assertEquals(1, engine.callsInUse());
    }

    /** Linux's: data from 200 ms 15 times, at most 120 s apart; a connection from 1 s 6 times; closed ones 8 times. */
    private static final Wire.Resending LINUX =
            new Wire.Resending(200_000_000L, 1_000_000_000L, 120_000_000_000L, 15, 6, 8);

    @Test
    void aConnectionOverWhichNothingPassesBreaksAfterTheHypotheticalTimeoutOfLinux() {
        start();
        back.answersAfter = 0;
        Wire wire = wire(10, 0);
        wire.resends(LINUX);
        wire.extraLoss = 1;
        Call asker = call(7);
        engine.send(engine.child(asker), wire, Call.ANY);
        engine.runUntil(2_000_000_000_000L, NEVER);
        // ip-sysctl on tcp_retries2: "the default value of 15 yields a hypothetical timeout of 924.6 seconds".
        assertEquals(List.of("924600000000 front answer to 7"), diary);
        assertEquals(15, wire.resent);
        assertEquals(1, engine.callsInUse());
    }

    @Test
    void anAnswerThatNeverArrivesIsATimeoutToo() {
        start();
        back.answersAfter = 0;
        Wire wire = wire(10, 0);
        wire.resends(LINUX);
        engine.send(engine.child(call(7)), wire, Call.ANY);
        engine.runUntil(5, NEVER);
        wire.extraLoss = 1;
        engine.runUntil(2_000_000_000_000L, NEVER);
        assertEquals("924600000010 front answer to 7", diary.get(2));
        assertEquals(Call.TIMED_OUT, front.heard);
    }

    @Test
    void whatIsSentIntoACutTriesToConnectForTwoMinutes() {
        start();
        Wire wire = wire(10, 0);
        wire.resends(LINUX);
        wire.cut = true;
        engine.send(engine.child(call(7)), wire, Call.ANY);
        engine.runUntil(2_000_000_000_000L, NEVER);
        // 1 + 2 + ... + 64 s, the last of them after the sixth attempt to repeat it.
        assertEquals(List.of("127000000000 front answer to 7"), diary);
        assertEquals(6, wire.resent);
    }

    @Test
    void whatNobodyWaitsForIsSentAgainForTheTimeOfAClosedConnection() {
        start();
        Wire wire = wire(10, 0);
        wire.resends(LINUX);
        wire.extraLoss = 1;
        Call child = engine.child(call(7));
        engine.send(child, wire, Call.ANY);
        engine.abandon(child);
        engine.runUntil(102_100_000_000L, NEVER);
        assertEquals(2, engine.callsInUse());
        engine.runUntil(102_300_000_000L, NEVER);
        assertEquals(1, engine.callsInUse());
        assertEquals(List.of(), diary);
    }

    @Test
    void aCallIsNotAwayForAnAnswerThatWasLostWhenNobodyWaitedForItAnyMore() {
        start();
        back.answersAfter = 100;
        Call asker = call(7);
        front.arrive(asker);
        // The step has no books of its own: the call that it is made for waits.
        Call step = engine.child(asker);
        Wire wire = wire(10, 0);
        engine.send(engine.child(step), wire, Call.ANY);
        engine.runUntil(50, NEVER);
        assertEquals(1, asker.away);
        engine.cancel(step);
        wire.extraLoss = 1;
        engine.runUntil(1_000, NEVER);
        assertEquals(0, asker.away);
    }

    @Test
    void aRequestThatThereIsNoRoomToTraceIsCounted() {
        start();
        Tracer tracer = new Tracer(1, new boolean[] {true});
        engine.trace(tracer);
        Wire wire = wire(10, 0);
        // There is room for 200,000 hops: the request itself and what it sends are two.
        for (int request = 0; request < 100_003; request++) {
            Call root = call(request);
            root.verb = Call.REQUEST;
            root.operation = 0;
            engine.send(engine.child(root), wire, Call.ANY);
        }
        assertEquals(3, tracer.missed());
    }

    @Test
    void aReusedCallDoesNotRememberHowOftenItWasSentAgain() {
        start();
        back.answersAfter = 0;
        Wire wire = wire(10, 0);
        wire.resends(new Wire.Resending(100, 1_000, 120_000, 15, 6, 8));
        Call asker = call(7);
        engine.send(engine.child(asker), wire, Call.ANY);
        engine.runUntil(5, NEVER);
        wire.extraLoss = 1;
        engine.runUntil(200, NEVER);
        wire.extraLoss = 0;
        engine.runUntil(400, NEVER);
        assertEquals(List.of("10 back got 7", "10 back timer 2 of 7", "320 front answer to 7"), diary);
        wire.extraLoss = 1;
        engine.send(engine.child(asker), wire, Call.ANY);
        engine.runUntil(450, NEVER);
        wire.extraLoss = 0;
        engine.runUntil(520, NEVER);
        assertEquals("510 back got 7", diary.get(3), "the first wait of a new call, not the third");
    }

    @Test
    void anAnswerThatNobodyHearsTakesItsBytesOverTheWireAndIsGone() {
        start();
        back.answersAfter = 0;
        Wire wire = wire(10, 0);
        Call fill = engine.child(call(7));
        fill.orphan();
        fill.replyBytes = 40;
        engine.send(fill, wire, Call.ANY);
        engine.runUntil(10, NEVER);
        assertEquals(40, wire.bytesBack);
        assertEquals(1, engine.callsInUse(), "only the asker's");
    }

    @Test
    void aChildIsAboutTheSameThing() {
        start();
        Call parent = call(7);
        parent.operation = 3;
        parent.client = 11;
        parent.version = 5;
        parent.attempt = 2;
        Call child = engine.child(engine.child(parent));
        assertEquals(7, child.key);
        assertEquals(3, child.operation);
        assertEquals(11, child.client);
        assertEquals(5, child.version);
        assertEquals(2, child.attempt);
        assertEquals(parent, child.root);
        assertTrue(child.rootWaits());
        engine.free(parent);
        assertFalse(child.rootWaits());
    }

    @Test
    void bytesTakeTimeAndAreCounted() {
        start();
        back.answersAfter = 0;
        Wire wire = new Wire(0, front, back, chance -> 10, 1e9, 0, new Chance(1));
        Call child = engine.child(call(7));
        child.sentBytes = 500;
        engine.send(child, wire, Call.ANY);
        engine.runUntil(10_000, NEVER);
        assertEquals("510 back got 7", diary.get(0));
        assertEquals(500, wire.bytesForward);
        assertEquals(1, wire.calls);
    }

    @Test
    void theDigestTellsTwoStoriesApart() {
        long same = story(50);
        assertEquals(same, story(50));
        assertNotEquals(same, story(51));
    }

    private long story(long delay) {
        Engine other = new Engine();
        Behaviour node = new Behaviour(other, 0, "node") {
            @Override
            public void arrive(Call call) {}

            @Override
            public void event(Call call, int type) {}
        };
        other.start(new Behaviour[] {node});
        other.schedule(other.call(node), 9, delay);
        other.runUntil(100, NEVER);
        return other.digest();
    }

    @Test
    void itStopsWhenItIsToldTo() {
        start();
        for (int i = 0; i < 5_000; i++) {
            engine.schedule(call(i), 9, i);
        }
        assertFalse(engine.runUntil(10_000, (events, calls) -> events >= 2_000));
        assertEquals(2_048, engine.events(), "it looks up every 1,024 events");
    }

    @Test
    void theAuditFindsACallThatWasForgotten() {
        start();
        back.answersAfter = 100;
        engine.send(engine.child(call(7)), wire(10, 0), Call.ANY);
        engine.runUntil(1_000, NEVER);
        engine.audit();
        back.meter.arrivals++;
        assertThrows(IllegalStateException.class, engine::audit);
    }

    @Test
    void theIntegralOfTheNumberInsideIsTheSumOfTheSojourns() {
        start();
        back.answersAfter = 100;
        for (int i = 0; i < 10; i++) {
            engine.send(engine.child(call(i)), wire(10 * i, 0), Call.ANY);
        }
        engine.runUntil(10_000, NEVER);
        back.meter.advance(engine.now());
        assertEquals(10 * 100, back.meter.insideNanos);
        assertEquals(10 * 100, back.meter.sojournNanos);
        assertEquals(10, back.meter.done);
    }
}
