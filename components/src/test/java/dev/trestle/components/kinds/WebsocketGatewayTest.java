package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.queue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import dev.trestle.estimator.fact.Fact;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway between people and a service that takes no time. */
class WebsocketGatewayTest {
    private static Part gateway(String... settings) {
        return part("gate", "websocket-gateway", settings);
    }

    private static Boards talking(String... settings) {
        return board().operation("say", "100/s")
                .path(
                        clients("arrivals", "steady", "retries", "0", "users", "1000"),
                        gateway(settings),
                        instantService("app"));
    }

    @Test
    void aFrameTakesAWorkersTime() {
        Playing playing = talking("hop", "1 ms").play(1).until(10);
        assertEquals(0.001, playing.meanLatency("say"), 1e-6);
        assertEquals(0, playing.failed("say"));
    }

    @Test
    void whoFindsNoRoomIsNotConnected() {
        Playing playing = talking("connected", "1000", "instances", "2", "limit", "250")
                .play(1)
                .until(20);
        // Half of the people, and so half of 2,000 requests: a standard deviation is 22.
        assertEquals(1000, playing.failed("say", Call.REFUSED), 4 * 22.4);
        assertTrue(playing.counter("gate", "turned away") > 500);
        assertEquals(
                1,
                new WebsocketGateway()
                        .check(new Settings(Map.of("connected", "1000", "instances", "2", "limit", "250")))
                        .size());
    }

    @Test
    void memoryLimitsConnectionsToo() {
        // 2.5 MB at 10 KB each are 250 connections, whatever the limit: half of 1,000 people find room.
        String[] full = {"connected", "1000", "instances", "2", "memory", "2.5 MB", "connectionMemory", "10 KB"};
        Playing playing = talking(full).play(1).until(20);
        assertEquals(1000, playing.failed("say", Call.REFUSED), 4 * 22.4);
        assertTrue(playing.counter("gate", "turned away") > 500);
        String flaw = new WebsocketGateway()
                .check(new Settings(gateway(full).settings()))
                .get(0);
        assertEquals("1000 people want a connection, but there is room for 500 in memory", flaw);
        assertEquals(
                Fact.of("websocket.connection.bytes").quantity().value(),
                new Settings(Map.of()).bytes(WebsocketGateway.CONNECTION_MEMORY));
    }

    @Test
    void aDrainedInstanceHandsItsPeopleOverWithoutAStormAndComesBackEmpty() {
        // 500 people over 10 s are 50 a second with handshakes of 1 ms: hardly any waits, and each is away for 1 ms.
        Playing playing = talking(
                        "connected",
                        "1000",
                        "handshakeTime",
                        "1 ms",
                        "hop",
                        "0 ms",
                        "drainAt",
                        "5 s",
                        "drainTime",
                        "10 s",
                        "replaceTime",
                        "5 s")
                .play(1)
                .until(10.005);
        assertEquals(250, playing.counter("gate", "connects"), 3);
        playing.until(16);
        assertEquals(500, playing.counter("gate", "drained"));
        assertEquals(500, playing.counter("gate", "connects"));
        assertEquals(0, playing.counter("gate", "broken"));
        assertEquals(0, playing.failed("say"), 2, "frames during somebody's handshake");
        assertTrue(playing.station("gate", 2).queueMax < 5, "at most " + playing.station("gate", 2).queueMax);
        long before = playing.taken("gate", 1);
        assertEquals(0, playing.until(19).taken("gate", 1) - before, "nobody is connected there");
        playing.crash("gate", 2).until(19.5);
        assertEquals(0, playing.taken("gate", 1) - before, "nor can be before it is replaced");
        playing.until(60);
        assertTrue(playing.taken("gate", 1) - before > 3_000, "then it takes all who come");
    }

    @Test
    void aCrashMakesAStormUnlessPeopleComeBackAtRandomTimes() {
        // 500 people at once and 4 workers at 1 ms: all but 4 of them queue. Over a second they come at 500/s.
        Playing storm = crashed("jitter", "no");
        assertEquals(496, storm.station("gate", 2).queueMax, 4);
        Playing spread = crashed("jitter", "yes");
        assertTrue(spread.station("gate", 2).queueMax < 50, "at most " + spread.station("gate", 2).queueMax);
    }

    private static Playing crashed(String... settings) {
        Part gate = gateway(settings);
        gate.settings().putAll(Map.of("connected", "1000", "handshakeTime", "1 ms", "backoff", "1 s"));
        Playing playing = board().operation("say", "10/s")
                .path(clients("users", "1000", "retries", "0"), gate, instantService("app"))
                .play(1)
                .until(1)
                .crash("gate", 1)
                .until(4);
        assertEquals(500, playing.counter("gate", "broken"));
        assertEquals(500, playing.counter("gate", "connects"));
        long before = playing.failed("say");
        assertEquals(before, playing.until(10).failed("say"), "all are connected again");
        return playing;
    }

    @Test
    void whereTheOthersAreFullPeopleStayOutsideUntilTheirInstanceIsBack() {
        Playing playing = talking("connected", "1000", "limit", "600", "longestBackoff", "2 s")
                .play(1)
                .until(1)
                .crash("gate", 1)
                .until(10);
        assertEquals(100, playing.counter("gate", "connects"));
        playing.recover("gate", 1).until(15);
        assertEquals(500, playing.counter("gate", "connects"));
    }

    @Test
    void backoffDoublesUpToTheLongest() {
        // Nowhere to go, no jitter: tries after 1, 3, 7, 11, 15 and 19 s of 20.
        Playing playing = talking(
                        "connected", "100", "instances", "1", "backoff", "1 s", "longestBackoff", "4 s", "jitter", "no")
                .play(1)
                .crash("gate", 1)
                .until(20);
        assertEquals(600, playing.counter("gate", "turned away"));
    }

    @Test
    void connectionsOfALimitedLifetimeFindARecoveredInstance() {
        Boards board = talking("connected", "1000", "lifetime", "20 s", "handshakeTime", "0.1 ms");
        Playing playing = board.play(1).until(1).crash("gate", 1).until(5).recover("gate", 1);
        // 50 a second are drained and go to both in turn: after 20 s each holds half.
        playing.until(30);
        assertEquals(50 * 30, playing.counter("gate", "drained"), 40);
        long one = playing.taken("gate", 1);
        long two = playing.taken("gate", 2);
        playing.until(60);
        double share = (double) (playing.taken("gate", 1) - one)
                / (playing.taken("gate", 1) - one + playing.taken("gate", 2) - two);
        assertEquals(0.5, share, 0.05);
        assertTrue(playing.failed("say") < 250, "drained people are back at once");
    }

    private static Boards pushing(Part gate) {
        return board().operation("say", "100/s", "publish said")
                .handler("show", "said")
                .path(
                        clients("arrivals", "steady", "retries", "0", "users", "1000"),
                        gate,
                        instantService("app"),
                        queue(),
                        gate);
    }

    @Test
    void anEventIsPushedToItsAudience() {
        Playing playing =
                pushing(gateway("connected", "1000", "audience", "5")).play(1).until(10);
        assertEquals(5 * playing.completed("show"), playing.counter("gate", "pushed"), 5 * 2);
        assertEquals(1000, playing.completed("show"), 5);
        assertEquals(0, playing.counter("gate", "missed"));
    }

    @Test
    void whoIsAwayMissesItOrTheQueueTriesAgain() {
        // A tenth of the people are connected.
        Part dropping = gateway("connected", "1000", "instances", "1", "limit", "100", "audience", "100");
        Playing dropped = pushing(dropping).play(1).until(10);
        double there = dropped.counter("gate", "pushed");
        assertEquals(0.1, there / (there + dropped.counter("gate", "missed")), 0.03);
        assertEquals(0, dropped.counter("queue", "redelivered"));
        Part retrying = gateway("connected", "1000", "instances", "1", "limit", "100", "offline", "retry");
        assertTrue(pushing(retrying).play(1).until(10).counter("queue", "redelivered") > 50);
    }

    @Test
    void stepsOfAnEventAreNotForAGateway() {
        Part gate = gateway();
        Playing playing = board().operation("say", "10/s", "publish said")
                .operation("note", "1/s")
                .handler("show", "said", "call note")
                .path(clients("retries", "0"), gate, instantService("app"), queue(), gate)
                .play(1)
                .until(10);
        assertEquals(0, playing.completed("show"));
        assertTrue(playing.failed("show", Call.NO_ROUTE) > 50);
    }
}
