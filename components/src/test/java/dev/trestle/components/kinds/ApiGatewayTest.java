package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import dev.trestle.components.run.Run;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway before services that take no time unless a test says so. */
class ApiGatewayTest {
    private static final Part PEOPLE = clients("arrivals", "steady", "retries", "0", "users", "1");

    private static Part gateway(String... settings) {
        Part part = part("gate", "api-gateway", settings);
        part.settings().putIfAbsent("hop", "0 ms");
        part.settings().putIfAbsent("tlsTime", "0 ms");
        part.settings().putIfAbsent("authTime", "0 ms");
        return part;
    }

    @Test
    void eachOperationGoesWhereItsLinkLeads() {
        Playing playing = board().operation("one", "100/s")
                .operation("two", "50/s")
                .path(PEOPLE, gateway())
                .path(instantService("a"))
                .path(instantService("b"))
                .link("gate", "a", "only", "one")
                .link("gate", "b", "only", "two")
                .play(1)
                .until(10.001);
        assertEquals(1000, playing.taken("a", 1), 1);
        assertEquals(500, playing.taken("b", 1), 1);
    }

    @Test
    void authenticationAndTranslationTakeTheirTimeWhereTheyAreDone() {
        Playing playing = board().operation("open", "10/s")
                .operation("closed", "10/s")
                .operation("old", "10/s")
                .path(
                        PEOPLE,
                        gateway(
                                "authTime",
                                "2 ms",
                                "anonymous",
                                "open",
                                "translationTime",
                                "3 ms",
                                "translates",
                                "old"),
                        instantService("app"))
                .play(1)
                .until(10);
        assertEquals(0, playing.meanLatency("open"), 1e-6);
        assertEquals(0.002, playing.meanLatency("closed"), 1e-6);
        assertEquals(0.005, playing.meanLatency("old"), 1e-6);
    }

    @Test
    void theLimitIsOneForAllInstances() {
        Playing playing = board().operation("ask", "500/s")
                .path(PEOPLE, gateway("limit", "100/s", "burst", "20", "instances", "3"), instantService("app"))
                .play(1)
                .until(10);
        // A bucket of 20 and 100 a second for 10 s.
        assertEquals(1020, playing.completed("ask"), 1);
        assertEquals(playing.failed("ask", Call.REJECTED), playing.counter("gate", "limited"));
    }

    @Test
    void aLeakyBucketMakesRequestsWait() {
        Playing playing = board().operation("ask", "500/s")
                .path(
                        PEOPLE,
                        gateway("limit", "100/s", "burst", "20", "algorithm", "leaky-bucket"),
                        instantService("app"))
                .play(1)
                .until(50);
        // 20 drops of 10 ms.
        assertEquals(0.2, playing.meanLatency("ask"), 0.01);
    }

    @Test
    void aBreakerOpensAfterSoManyFailuresAndTriesOncePerPause() {
        Playing playing = board().operation("ask", "100/s")
                .path(PEOPLE, gateway("breaker", "5", "pause", "1 s"), instantService("app"))
                .play(1)
                .until(1.005)
                .crash("app", 1)
                .until(10.995);
        // Five are refused in 50 ms, then one in every second that follows: nine.
        assertEquals(14, playing.failed("ask", Call.REFUSED), 1);
        assertEquals(1, playing.counter("gate", "opened"));
        assertEquals(999 - 14, playing.failed("ask", Call.REJECTED), 2);
        // Well again, it is found so at the next try.
        playing.recover("app", 1).until(12.1);
        long before = playing.failed("ask");
        assertEquals(before, playing.until(15).failed("ask"));
    }

    @Test
    void aBreakerOfOneNodeLeavesTheOtherAlone() {
        Playing playing = board().operation("ask", "100/s")
                .path(PEOPLE, gateway("pause", "1000 s"), instantService("a"))
                .path(gateway(), instantService("b"))
                .play(1)
                .until(1)
                .crash("a", 0)
                .until(11);
        assertEquals(5, playing.failed("ask"));
        assertEquals(0, playing.counter("gate", "broken"));
    }

    @Test
    void withoutABreakerEveryRequestFindsOut() {
        Playing playing = board().operation("ask", "100/s")
                .path(PEOPLE, gateway("breaker", "none"), instantService("app"))
                .play(1)
                .crash("app", 0)
                .until(10);
        assertEquals(0, playing.failed("ask", Call.REJECTED));
        assertTrue(playing.failed("ask", Call.REFUSED) >= 999);
    }

    @Test
    void aTimeoutGivesUpAndCountsAsAFailure() {
        Playing playing = board().operation("ask", "100/s")
                .path(
                        PEOPLE,
                        gateway("timeout", "50 ms", "breaker", "10", "pause", "1 s"),
                        instantService("app", "serviceTime", "200 ms"))
                .play(1)
                .until(0.999);
        // One every 10 ms; the tenth gives up after 140 or 150 ms: until then 14 or 15 have gone out.
        assertEquals(15, playing.failed("ask", Call.TIMED_OUT), 1);
        assertEquals(playing.failed("ask", Call.TIMED_OUT), playing.counter("gate", "timed out"));
        assertTrue(playing.failed("ask", Call.REJECTED) > 80);
    }

    @Test
    void answersAreKept() {
        Playing playing = board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "100/s", "read Item")
                .path(
                        PEOPLE,
                        gateway("capacity", "1 GB", "ttl", "1000 day"),
                        instantService("app"),
                        Boards.instantDatabase())
                .play(1)
                .until(10);
        assertTrue(playing.counter("gate", "hits") > 0.99 * playing.completed("look"));
    }

    @Test
    void aWindowOfLessThanOneRequestIsAFlaw() {
        assertFalse(new ApiGateway()
                .check(new Settings(Map.of("limit", "1/s", "algorithm", "fixed-window", "window", "100 ms")))
                .isEmpty());
    }

    /** Home is asked for from outside; the gateway calls two others for it, 10 ms and 30 ms away. */
    private static Boards aggregating(String steps, String... settings) {
        return board().operation("home", "100/s", steps.split("\n"))
                .operation("profile", null)
                .operation("feed", null)
                .path(PEOPLE, gateway(settings))
                .path(instantService("profiles", "serviceTime", "10 ms"))
                .path(instantService("feeds", "serviceTime", "30 ms"))
                .link("gate", "profiles", "only", "profile")
                .link("gate", "feeds", "only", "feed");
    }

    @Test
    void aggregatedCallsOneAfterTheOtherTakeTheirSum() {
        Playing playing = aggregating("call profile\ncall feed", "aggregates", "home")
                .play(1)
                .until(10);
        assertEquals(0.040, playing.meanLatency("home"), 1e-6);
        assertEquals(playing.taken("profiles", 1), playing.taken("feeds", 1), 5);
        assertEquals(1000, playing.taken("profiles", 1), 5);
    }

    @Test
    void aggregatedCallsAtTheSameTimeTakeAsLongAsTheSlowest() {
        Playing playing = aggregating("call profile parallel\ncall feed parallel", "aggregates", "home")
                .play(1)
                .until(10);
        assertEquals(0.030, playing.meanLatency("home"), 1e-6);
    }

    @Test
    void anAggregatedRequestFailsWithItsFirstPartThatDoes() {
        Playing playing = aggregating(
                        "call profile parallel\ncall feed parallel",
                        "aggregates",
                        "home",
                        "timeout",
                        "20 ms",
                        "breaker",
                        "none")
                .play(1)
                .until(10);
        assertEquals(0, playing.completed("home"));
        assertEquals(playing.failed("home"), playing.failed("home", Call.TIMED_OUT));
        assertEquals(1000, playing.failed("home"), 3);
    }

    @Test
    void anAggregatedOperationThatDoesMoreThanCallHasNoWay() {
        Board board = board().entity("Page", "1 KB", "100", "uniform")
                .operation("home", "100/s", "read Page")
                .path(PEOPLE, gateway("aggregates", "home"), instantService("app"), instantDatabase())
                .build();
        assertTrue(Run.findings(board).stream()
                .anyMatch(finding -> finding.code().equals("no-way")
                        && finding.says().endsWith("gate runs calls of operations only")));
    }
}
