package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.queue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A function called by clients. */
class FunctionTest {
    private static Boards called(String rate, String arrivals, String... settings) {
        return board().operation("ask", rate)
                .path(
                        clients("arrivals", arrivals, "retries", "0", "timeout", "none"),
                        part("fn", "function", settings));
    }

    @Test
    void requestsBeyondTheLimitAreLostAsErlangSays() {
        // M/M/8/8 at 6.4 erlangs blocks 0.144394 (ORACLES P3, Erlang B). Over 400,000 requests the standard error is
        // about 0.0012: blocking comes in runs, so twice that of independent ones.
        Playing playing = called(
                        "640/s",
                        "poisson",
                        "concurrency",
                        "8",
                        "serviceTime",
                        "exponential(10 ms)",
                        "coldStart",
                        "0 ms")
                .playFast(1)
                .until(625);
        double blocked = playing.failed("ask", Call.REJECTED) / (double) playing.offered("ask");
        assertEquals(0.144394, blocked, 4 * 0.0012);
        assertEquals(0.010, playing.meanLatency("ask"), 1e-4);
    }

    @Test
    void onlyTheFirstRequestOfAnEnvironmentIsCold() {
        // One at a time: 10 ms of work every 100 ms, after a cold start of 40 ms.
        Playing playing = called("10/s", "steady", "serviceTime", "10 ms", "coldStart", "40 ms")
                .play(1)
                .until(10.05);
        assertEquals(1, playing.counter("fn", "coldStarts"));
        assertEquals(99, playing.counter("fn", "warmStarts"), 1);
    }

    @Test
    void aColdStartOverlapsWithRequestsThatNeedAnotherOne() {
        // While the first environment is made for 250 ms, requests of every 100 ms find none: three are cold, then one
        // of three is always idle.
        Playing playing = called("10/s", "steady", "serviceTime", "10 ms", "coldStart", "250 ms")
                .play(1)
                .until(10.05);
        assertEquals(3, playing.counter("fn", "coldStarts"));
    }

    @Test
    void whatIsIdleForTooLongIsGone() {
        String[] settings = {"serviceTime", "1 ms", "coldStart", "10 ms", "keepWarm", "500 ms"};
        Playing seldom = called("1/s", "steady", settings).play(1).until(20.5);
        assertEquals(0, seldom.counter("fn", "warmStarts"));
        assertEquals(0.011, seldom.meanLatency("ask"), 1e-9);
        Playing often = called("4/s", "steady", settings).play(1).until(20.5);
        assertEquals(1, often.counter("fn", "coldStarts"));
    }

    @Test
    void poissonArrivalsAreColdWithTheChanceOfALongGap() {
        // Work of no time: one environment, cold when a gap is longer than a keep-warm of 1 s: e^-1 at 1/s. Of 20,000
        // requests a standard deviation is 68.
        Playing playing = called("1/s", "poisson", "serviceTime", "0 ms", "coldStart", "0 ms", "keepWarm", "1 s")
                .playFast(1)
                .until(20_000);
        long all = playing.counter("fn", "coldStarts") + playing.counter("fn", "warmStarts");
        assertEquals(Math.exp(-1), playing.counter("fn", "coldStarts") / (double) all, 4 * 68 / 20_000.0);
    }

    @Test
    void provisionedEnvironmentsAreNeverCold() {
        String[] settings = {"serviceTime", "250 ms", "coldStart", "1 s", "keepWarm", "0 s", "provisioned", "3"};
        Playing playing = called("10/s", "steady", settings).play(1).until(10);
        assertEquals(0, playing.counter("fn", "coldStarts"), "2.5 run at a time, 3 are there");
        settings[7] = "2";
        assertTrue(called("10/s", "steady", settings).play(1).until(10).counter("fn", "coldStarts") > 10);
    }

    @Test
    void aCrashMakesEverythingCold() {
        Playing playing = called("10/s", "steady", "serviceTime", "10 ms", "coldStart", "40 ms")
                .play(1)
                .until(5.05)
                .crash("fn", 0)
                .recover("fn", 0)
                .until(10.05);
        assertEquals(2, playing.counter("fn", "coldStarts"));
    }

    @Test
    void itConsumesMessagesUpToItsLimit() {
        Playing playing = board().entity("Item", "1 KB", "10", "uniform")
                .operation("post", "100/s", "publish posted")
                .handler("follow", "posted")
                .path(
                        clients("arrivals", "steady"),
                        part("app", "service"),
                        queue(),
                        part("fn", "function", "concurrency", "5", "serviceTime", "100 ms", "coldStart", "0 ms"))
                .play(1)
                .until(20);
        assertEquals(50 * 20, playing.completed("follow"), 10);
        assertEquals(0, playing.failed("follow"));
    }

    @Test
    void timeSpentWaitingForOthersIsBilled() {
        // 10 requests/s that take no time of their own and wait 100 ms for the database hold one environment, always:
        // 1 GB x 730 h x 3,600 s x 0.0000166667 USD = 43.80 USD a month.
        var bill = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("ask", "10/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        part("fn", "function", "serviceTime", "0 ms", "coldStart", "0 ms", "memory", "1 GB"),
                        part("db", "sql-database", "readTime", "100 ms", "workers", "100"))
                .run(1)
                .report()
                .bill();
        double usd = bill.lines().stream()
                .filter(line -> line.what().equals("GB-seconds"))
                .findFirst()
                .orElseThrow()
                .perMonth();
        assertEquals(43.80, usd, 0.05);
    }

    @Test
    void theBillIsByRequestAndGbSecond() {
        // 1 million requests of 100 ms at 512 MB: 0.20 USD, and 51,200 GB-s at 0.0000166667 USD: 0.853 USD.
        Function kind = new Function();
        double perSecond = 1e6 / (730 * 3_600);
        var lines = kind.cost(
                new Settings(Map.of("serviceTime", "100 ms", "memory", "512 MB")),
                new Usage(perSecond, 0, 0, 0, 0, 0, 0, perSecond * 0.1));
        assertEquals(0.2, lines.get(0).usdPerMonth(), 1e-9);
        assertEquals(0.8533, lines.get(1).usdPerMonth(), 1e-4);
        assertEquals(1, kind.check(new Settings(Map.of("provisioned", "2000"))).size());
    }
}
