package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limiters between clients and a service that takes no time. ORACLES P27 through boards. */
class RateLimiterTest {
    private static Boards limited(String rate, String arrivals, String... settings) {
        return board().operation("ask", rate)
                .path(
                        clients("arrivals", arrivals, "users", "1", "retries", "0"),
                        part("limiter", "rate-limiter", settings),
                        instantService("app"));
    }

    /** Requests that the service got in each millisecond. */
    private static int[] perMilli(Playing playing, int millis) {
        int[] counts = new int[millis];
        long before = 0;
        for (int i = 0; i < millis; i++) {
            long taken = playing.until((i + 1) / 1e3).taken("app", 1);
            counts[i] = (int) (taken - before);
            before = taken;
        }
        return counts;
    }

    /** The most requests in any run of so many milliseconds. */
    private static int mostIn(int[] counts, int millis) {
        int most = 0;
        int sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i] - (i >= millis ? counts[i - millis] : 0);
            most = Math.max(most, sum);
        }
        return most;
    }

    @Test
    void aTokenBucketConformsInAllWindows() {
        int[] counts = perMilli(
                limited("500/s", "poisson", "limit", "100/s", "burst", "20").play(1), 5_000);
        for (int millis = 1; millis <= 2_000; millis++) {
            assertTrue(mostIn(counts, millis) <= 20 + 100 * millis / 1e3, millis + " ms");
        }
        assertEquals(20 + 500, mostIn(counts, 5_000), 1);
    }

    @Test
    void aLeakyBucketDripsEvenly() {
        int[] counts = perMilli(
                limited("500/s", "poisson", "limit", "100/s", "burst", "20", "algorithm", "leaky-bucket")
                        .play(1),
                3_000);
        assertEquals(1, mostIn(counts, 10));
        assertEquals(300, mostIn(counts, 3_000), 3);
    }

    @Test
    void whatWaitsInALeakyBucketWaitsItsTurn() {
        // A request every 2 ms, a drop every 10 ms: once the bucket is full each admitted one waits for 20 drops.
        Playing playing = limited(
                        "500/s",
                        "steady",
                        "limit",
                        "100/s",
                        "burst",
                        "20",
                        "algorithm",
                        "leaky-bucket",
                        "counters",
                        "local",
                        "instances",
                        "1")
                .play(1)
                .until(50);
        assertEquals(0.2, playing.meanLatency("ask"), 0.01);
        assertTrue(playing.counter("limiter", "delayed") > 4_900);
    }

    @Test
    void aFixedWindowLetsABurstOfTwiceTheLimitThroughAnEdge() {
        // A pause until 0.9 s, then 1000/s: 100 at the end of the first second, 100 at the start of the second.
        Boards board = limited("1000/s", "steady", "limit", "100/s", "algorithm", "fixed-window", "counterTime", "0 ms")
                .phase("pause", "900 ms", "0/s")
                .phase("burst", "10 s", "average");
        int[] counts = perMilli(board.play(1), 2_000);
        assertEquals(200, mostIn(counts, 201), 1);
        assertEquals(200, mostIn(counts, 999), 1);
    }

    @Test
    void aSlidingLogDoesNot() {
        Boards board = limited("1000/s", "steady", "limit", "100/s", "algorithm", "sliding-log", "counterTime", "0 ms")
                .phase("pause", "900 ms", "0/s")
                .phase("burst", "10 s", "average");
        assertEquals(100, mostIn(perMilli(board.play(1), 4_000), 999));
    }

    @Test
    void aSlidingCounterKeepsTheRateOfAnEvenStream() {
        Playing playing = limited("500/s", "steady", "limit", "100/s", "algorithm", "sliding-counter")
                .play(1)
                .until(20);
        assertEquals(2_000, playing.taken("app", 1), 100);
    }

    @Test
    void localCountersAdmitTheLimitOncePerInstance() {
        long shared = limited("2000/s", "steady", "limit", "50/s", "burst", "1", "instances", "4")
                .play(1)
                .until(20)
                .taken("app", 1);
        long local = limited("2000/s", "steady", "limit", "50/s", "burst", "1", "instances", "4", "counters", "local")
                .play(1)
                .until(20)
                .taken("app", 1);
        assertEquals(50 * 20, shared, 2);
        assertEquals(4 * 50 * 20, local, 2 * 20 + 4);
        RateLimiter kind = new RateLimiter();
        assertEquals(0, kind.check(new Settings(Map.of("instances", "4"))).size());
        assertEquals(
                1,
                kind.check(new Settings(Map.of("instances", "4", "counters", "local")))
                        .size());
    }

    @Test
    void eachClientHasALimitOfItsOwn() {
        Boards board = board().operation("ask", "1000/s")
                .path(
                        clients("users", "10", "retries", "0"),
                        part("limiter", "rate-limiter", "limit", "20/s", "burst", "1"),
                        instantService("app"));
        // Ten clients at 100/s each: all of them are at their limit; with gaps Exp(10 ms) a client's next request after
        // its 50 ms comes 10 ms later: 1 / 60 ms.
        assertEquals(10 * 1000 / 60.0 * 20, board.play(1).until(20).taken("app", 1), 100);
    }

    @Test
    void aLimitForAllIsShared() {
        Boards board = board().operation("ask", "1000/s")
                .path(
                        clients("users", "10", "retries", "0"),
                        part("limiter", "rate-limiter", "limit", "20/s", "burst", "1", "per", "all"),
                        instantService("app"));
        assertEquals(20 * 20, board.play(1).until(20).taken("app", 1), 15);
    }

    @Test
    void theSharedCounterTakesItsTime() {
        Playing playing = limited("10/s", "steady", "limit", "100/s", "counterTime", "2 ms")
                .play(1)
                .until(10);
        assertEquals(0.002, playing.meanLatency("ask"), 1e-9);
    }

    @Test
    void aLimiterWithoutItsCounterFailsOpenOrClosed() {
        Playing open = limited("100/s", "steady", "limit", "1/s", "counterTimeout", "20 ms")
                .play(1)
                .slow("limiter", 0, 100)
                .until(10);
        assertEquals(1.0, open.completed("ask") / 1000.0, 0.01);
        assertEquals(open.counter("limiter", "uncounted"), open.counter("limiter", "admitted"));
        Playing closed = limited("100/s", "steady", "limit", "1000/s", "withoutCounter", "closed")
                .play(1)
                .slow("limiter", 0, 100)
                .until(10);
        assertEquals(0, closed.completed("ask"));
        assertEquals(closed.counter("limiter", "rejected"), closed.failed("ask", Call.REJECTED));
    }

    @Test
    void aDeadLimiterRefusesItsShareAndForgets() {
        Playing playing = limited(
                        "100/s", "steady", "limit", "1/s", "burst", "50", "counters", "local", "instances", "2")
                .play(1)
                .until(2.005);
        assertEquals(100, playing.completed("ask"), 4, "two buckets of 50 are empty");
        playing.crash("limiter", 1).until(3.005);
        assertEquals(50, playing.failed("ask", Call.REFUSED), 1);
        long before = playing.completed("ask");
        playing.recover("limiter", 1).until(4.005);
        assertEquals(before + 50, playing.completed("ask"), 2, "a full bucket again");
    }

    @Test
    void aWindowOfLessThanOneRequestIsAFlaw() {
        RateLimiter kind = new RateLimiter();
        assertEquals(
                1,
                kind.check(new Settings(Map.of("algorithm", "sliding-log", "limit", "1/s", "window", "100 ms")))
                        .size());
    }
}
