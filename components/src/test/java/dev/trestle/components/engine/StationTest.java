package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers behind one queue, driven by hand. */
class StationTest {
    private final Engine engine = new Engine();
    private final List<Long> begun = new ArrayList<>();
    private final List<Long> lost = new ArrayList<>();
    private final Behaviour owner = new Behaviour(engine, 0, "desk") {
        @Override
        public void arrive(Call call) {}

        @Override
        public void event(Call call, int type) {}

        @Override
        public void begin(Call call) {
            begun.add(call.key);
        }

        @Override
        public void lose(Call call) {
            lost.add(call.key);
        }
    };

    private Station station(int servers, int capacity) {
        return new Station(engine, owner, 0, servers, capacity);
    }

    private Call call(long key) {
        Call call = engine.call(owner);
        call.key = key;
        return call;
    }

    private void pass(long nanos) {
        engine.runUntil(engine.now() + nanos, (events, calls) -> false);
    }

    @Test
    void firstComeIsFirstServed() {
        Station station = station(2, 10);
        Call[] calls = new Call[5];
        for (int i = 0; i < 5; i++) {
            calls[i] = call(i);
            assertTrue(station.enter(calls[i]));
        }
        assertEquals(List.of(0L, 1L), begun);
        assertEquals(3, station.queued());
        station.leave(calls[1]);
        station.leave(calls[0]);
        assertEquals(List.of(0L, 1L, 2L, 3L), begun);
        assertEquals(2, station.busy());
        assertEquals(1, station.queued());
        station.audit("desk", 0);
    }

    @Test
    void aFullQueueRejects() {
        Station station = station(1, 1);
        station.enter(call(0));
        station.enter(call(1));
        Call third = call(2);
        assertFalse(station.enter(third));
        assertEquals(Call.REJECTED, third.outcome);
        assertEquals(1, station.rejected);
        assertEquals(2, station.entered);
    }

    @Test
    void whoLeavesTheQueueIsNotServed() {
        Station station = station(1, 10);
        Call[] calls = {call(0), call(1), call(2)};
        for (Call call : calls) {
            station.enter(call);
        }
        station.leave(calls[1]);
        station.leave(calls[0]);
        assertEquals(List.of(0L, 2L), begun);
        station.leave(calls[1]);
        assertEquals(1, station.busy(), "leaving twice changes nothing");
    }

    @Test
    void aParkedCallGivesItsServerToTheNext() {
        Station station = station(1, 10);
        Call[] calls = {call(0), call(1)};
        station.enter(calls[0]);
        station.enter(calls[1]);
        station.park(calls[0]);
        assertEquals(List.of(0L, 1L), begun);
        station.leave(calls[0]);
        assertEquals(1, station.busy());
    }

    @Test
    void aCrashLosesAllThatIsInsideAndRefusesUntilItIsBack() {
        Station station = station(1, 10);
        for (int i = 0; i < 3; i++) {
            station.enter(call(i));
        }
        Call parked = call(9);
        Station async = station(1, 10);
        async.enter(parked);
        async.park(parked);
        async.crash();
        station.crash();
        assertEquals(List.of(9L, 0L, 1L, 2L), lost);
        Call late = call(4);
        assertFalse(station.enter(late));
        assertEquals(Call.REFUSED, late.outcome);
        station.recover();
        assertTrue(station.enter(call(5)));
        assertEquals(1, station.busy());
        assertEquals(0, station.queued());
    }

    @Test
    void itKeepsTheIntegralsOfBusyAndWaiting() {
        Station station = station(2, 10);
        Call[] calls = {call(0), call(1), call(2)};
        for (Call call : calls) {
            station.enter(call);
        }
        pass(100);
        station.leave(calls[0]);
        pass(50);
        station.leave(calls[1]);
        station.leave(calls[2]);
        pass(25);
        station.advance();
        assertEquals(2 * 100 + 2 * 50, station.busyNanos);
        assertEquals(100, station.queueNanos);
        assertEquals(2 * 175, station.serverNanos);
        assertEquals(1, station.queueMax);
    }

    @Test
    void aSlowInstanceStretchesTime() {
        Station station = station(1, 0);
        assertEquals(100, station.slowed(100));
        station.slowness = 2.5;
        assertEquals(250, station.slowed(100));
    }

    @Test
    void itNeedsAServer() {
        assertThrows(IllegalArgumentException.class, () -> station(0, 1));
    }

    @Test
    void urgentCallsAreServedFirstAmongThemselvesInOrder() {
        Station station = station(1, 10);
        station.urgentFirst = true;
        Call first = call(0);
        station.enter(first);
        for (int i = 1; i <= 4; i++) {
            Call call = call(i);
            call.urgent = i % 2 == 0;
            station.enter(call);
        }
        station.audit("desk", 0);
        assertEquals(1, station.oldest().key);
        assertEquals(3, station.leastUrgent().key);
        station.evict(station.leastUrgent());
        station.audit("desk", 0);
        station.leave(first);
        assertEquals(List.of(0L, 2L), begun);
        assertEquals(2, station.queued());
        station.crash();
        assertEquals(List.of(2L, 1L, 4L), lost);
    }

    @Test
    void inOneLineTheLeastUrgentIsTheLastWhoIsNotUrgent() {
        Station station = station(1, 10);
        for (int i = 0; i <= 3; i++) {
            Call call = call(i);
            call.urgent = i == 3;
            station.enter(call);
        }
        assertEquals(2, station.leastUrgent().key);
        station.evict(station.leastUrgent());
        station.evict(station.leastUrgent());
        assertEquals(null, station.leastUrgent());
        assertEquals(2, station.rejected);
    }
}
