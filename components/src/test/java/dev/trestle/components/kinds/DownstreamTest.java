package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.cache;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Allocation;
import dev.trestle.components.engine.Call;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** What a service does when the nodes that it asks are slow, full or gone: timeouts, retries, breaker, bulkhead, hedges. */
class DownstreamTest {
    /** Steady reads of a store that takes a given time, by one instance; ten a second. */
    private static Boards reading(String readTime, String... settings) {
        return board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "10/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app", settings),
                        instantDatabase("readTime", readTime));
    }

    @Test
    void aCallIsGivenUpAfterItsTimeoutAndTheWorkerIsFree() {
        Playing playing = reading("500 ms", "timeout", "100 ms").play(1).until(10.05);
        assertEquals(99, playing.failed("look", Call.TIMED_OUT), 1);
        assertEquals(0, playing.completed("look"));
        // 10/s x 0.1 s: one worker busy; without the timeout it would be five.
        assertEquals(10 * 0.1, playing.station("app", 1).busyNanos / 1e9 / 10, 0.02);
    }

    /** Two stores of one worker each, both asked at once for everything, at most of what both can do together. */
    private static Playing twins(String tied) {
        return board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "120/s", "read Item")
                .path(
                        clients("readsOwn", "0 %"),
                        instantService("app", "hedge", "0 s", "tied", tied),
                        part("a", "sql-database", "followers", "0", "workers", "1", "readTime", "exponential(10 ms)"))
                .path(
                        instantService("app"),
                        part("b", "sql-database", "followers", "0", "workers", "1", "readTime", "exponential(10 ms)"))
                .play(1)
                .until(30);
    }

    @Test
    void ofTiedCopiesOnlyOneIsWorkedOn() {
        Playing playing = twins("yes");
        long looks = playing.completed("look");
        assertEquals(3600, looks, 4 * 60);
        assertEquals(looks, playing.counter("a", "reads") + playing.counter("b", "reads"), 2);
        long withdrawn =
                playing.node("a").meter.failures[Call.WITHDRAWN] + playing.node("b").meter.failures[Call.WITHDRAWN];
        assertEquals(playing.counter("app", "hedges"), withdrawn, 20);
        assertEquals(0, playing.failed("look"));
        // Copies that do not know of each other are twice 120/s for a pair that can do 200/s.
        assertTrue(twins("no").completed("look") < 3150, "without ties it is overloaded");
    }

    @Test
    void everyTryOfAFailingCallReachesTheStore() {
        Playing playing = reading("1 ms", "retries", "2", "backoff", "10 ms", "jitter", "none")
                .play(1)
                .crash("db", 1)
                .until(10.05);
        assertEquals(300, playing.node("db").meter.arrivals, 3);
        // 10 ms and 20 ms of backoff until the last try is refused.
        assertEquals(
                0.030, playing.node("clients").meter.sojournNanos / 1e9 / playing.failed("look", Call.REFUSED), 0.001);
    }

    @Test
    void aRetryHidesALossyLink() {
        Boards board = reading("1 ms", "timeout", "20 ms", "retries", "5", "backoff", "0 s")
                .link("app", "db", "loss", "20 %", "protocol", "udp");
        Playing playing = board.play(1).until(100);
        // A try fails with 1 - 0.8^2 = 0.36: P23 says 0.36^6 = 0.0022 in the end, and 1.5591 tries.
        assertEquals(0.0022, playing.failed("look") / 1000.0, 4 * Math.sqrt(0.0022 / 1000));
        assertEquals(1.5591, playing.counter("app", "tries") / 1000.0, 4 * 0.93 / Math.sqrt(1000));
    }

    @Test
    void aBudgetLimitsTheRetriesOfEachInstance() {
        Playing playing = reading("1 ms", "retries", "3", "backoff", "1 ms", "retryBudget", "10 %", "instances", "2")
                .play(1)
                .crash("db", 1)
                .until(100.05);
        // Each of the two begins with a hundred.
        assertEquals(2 * 100 + 0.1 * 1000, playing.counter("app", "retries"), 5);
        assertTrue(playing.counter("app", "over budget") > 500);
    }

    @Test
    void aBreakerStopsAskingAndTriesOncePerPause() {
        Playing playing = reading("1 ms", "breaker", "50 %", "breakerWindow", "10", "breakerPause", "2 s")
                .play(1)
                .until(5.05)
                .crash("db", 1)
                .until(15.05);
        // 5 of the last 10 have failed after half a second, then one try in two seconds: at 7.5, 9.5, 11.5, 13.5.
        assertEquals(1, playing.counter("app", "breaker opened"));
        assertEquals(5 + 4, playing.failed("look", Call.REFUSED), 1);
        assertEquals(100 - 9, playing.failed("look", Call.REJECTED), 1);
        playing.recover("db", 1).until(16.05);
        long before = playing.completed("look");
        assertEquals(100, playing.until(26.05).completed("look") - before);
    }

    @Test
    void aBreakerIsOpenedByTimeoutsToo() {
        Playing playing = reading(
                        "500 ms", "timeout", "50 ms", "breaker", "100 %", "breakerWindow", "5", "breakerPause", "1 h")
                .play(1)
                .until(10.09);
        assertEquals(5, playing.failed("look", Call.TIMED_OUT));
        assertEquals(95, playing.failed("look", Call.REJECTED));
    }

    @Test
    void aBulkheadKeepsASlowStoreFromTakingAllWorkers() {
        Boards board = board().entity("Slow", "1 KB", "100", "uniform")
                .entity("Quick", "1 KB", "100", "uniform")
                .operation("drag", "10/s", "read Slow")
                .operation("dash", "10/s", "read Quick")
                .path(clients("arrivals", "steady"), instantService("app", "workers", "10", "bulkhead", "4"))
                .path(
                        instantService("app"),
                        part("slow", "sql-database", "readTime", "10 s", "workers", "1000", "holds", "Slow"))
                .path(
                        instantService("app"),
                        part("quick", "sql-database", "readTime", "1 ms", "workers", "1000", "holds", "Quick"));
        Playing playing = board.play(1).until(20.05);
        assertEquals(0.001, playing.meanLatency("dash"), 1e-4);
        // Four at a time for ten seconds each: those of 0 s and of 10 s.
        assertEquals(8, playing.node("slow").meter.arrivals);
        assertEquals(200 - 8, playing.failed("drag", Call.REJECTED), 1);
    }

    @Test
    void aHungCacheCostsATimeoutAndNoRequest() {
        Playing playing = board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "10/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app", "timeout", "20 ms", "retries", "3"),
                        cache("serviceTime", "10 us"))
                .path(instantService("app"), instantDatabase("readTime", "1 ms"))
                .play(1)
                .until(5)
                .slow("cache", 0, 1e6)
                .until(6);
        long before = playing.counter("db", "reads");
        playing.until(10);
        assertEquals(40, playing.counter("db", "reads") - before, 1);
        assertEquals(0, playing.failed("look"));
    }

    @Test
    void aHedgedReadTakesTheFasterOfTwoStores() {
        Playing playing = board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "10/s", "read Item")
                .operation("change", "10/s", "write Item")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app", "hedge", "50 ms"))
                .path(instantService("app"), part("a", "sql-database", "readTime", "500 ms", "writeTime", "80 ms"))
                .path(instantService("app"), part("b", "sql-database", "readTime", "10 ms", "writeTime", "80 ms"))
                .play(1)
                .until(20.2);
        assertTrue(playing.meanLatency("look") < 0.061);
        // Of the reads only those that began at the slow one, and no write.
        assertEquals(
                200,
                playing.counter("a", "reads") + playing.counter("b", "reads") - playing.counter("app", "hedges"),
                12);
        assertEquals(playing.counter("a", "reads"), playing.counter("app", "hedges"), 5);
        assertEquals(0.080, playing.meanLatency("change"), 1e-9);
    }

    @Test
    void aCrashForgetsBreakersAndBulkheads() {
        Playing playing = reading("10 s", "bulkhead", "1", "breaker", "100 %", "breakerWindow", "1")
                .play(1)
                .until(5)
                .crash("app", 1)
                .until(5.05)
                .recover("app", 1)
                .until(5.15);
        assertEquals(2, playing.node("db").meter.arrivals);
        playing.until(30);
        playing.engine().audit();
    }

    @Test
    void nothingIsKeptOfCallsThatNobodyWaitsFor() {
        Boards board = board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "50/s", "read Item x3 parallel", "read Item")
                .path(
                        clients("timeout", "60 ms"),
                        instantService(
                                "app",
                                "timeout",
                                "20 ms",
                                "retries",
                                "2",
                                "backoff",
                                "5 ms",
                                "hedge",
                                "5 ms",
                                "breaker",
                                "50 %",
                                "breakerWindow",
                                "20",
                                "breakerPause",
                                "200 ms",
                                "bulkhead",
                                "5"),
                        instantDatabase("readTime", "exponential(8 ms)"))
                .link("app", "db", "loss", "10 %", "protocol", "udp")
                .phase("busy", "60 s", "average")
                .phase("quiet", "40 s", "0/s");
        Playing playing = board.play(1);
        int standing = playing.engine().callsInUse();
        playing.until(20).crash("app", 1).until(21).recover("app", 1).until(100);
        assertTrue(playing.completed("look") > 100);
        assertTrue(playing.counter("app", "held back") > 10);
        assertEquals(standing, playing.engine().callsInUse());
    }

    @Test
    void guardsSharingAndAClosedLoopLeaveNoGarbage() {
        Playing playing = board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "400/s", "read Item")
                .path(
                        clients(
                                "arrivals",
                                "closed",
                                "concurrent",
                                "400",
                                "think",
                                "exponential(1 s)",
                                "hedge",
                                "20 ms",
                                "retries",
                                "2",
                                "retryBudget",
                                "10 %",
                                "timeout",
                                "200 ms"),
                        instantService(
                                "app",
                                "serviceTime",
                                "exponential(2 ms)",
                                "discipline",
                                "sharing",
                                "cpus",
                                "2",
                                "timeout",
                                "20 ms",
                                "retries",
                                "2",
                                "backoff",
                                "5 ms",
                                "hedge",
                                "5 ms",
                                "breaker",
                                "50 %",
                                "bulkhead",
                                "20",
                                "patience",
                                "100 ms",
                                "workers",
                                "20",
                                "queue",
                                "20",
                                "fullQueue",
                                "oldest",
                                "autoscale",
                                "50 %",
                                "maxInstances",
                                "2"),
                        instantDatabase("readTime", "exponential(8 ms)"))
                .playFast(1)
                .until(20);
        long least = Long.MAX_VALUE;
        long before = Allocation.bytesSoFar();
        for (int i = 1; i <= 10; i++) {
            playing.until(20 + 5 * i);
            long now = Allocation.bytesSoFar();
            least = Math.min(least, now - before);
            before = now;
        }
        assertTrue(playing.completed("look") > 10_000);
        assertTrue(least < 1_024, least + " bytes in 5 s of 400 requests/s");
    }

    @Test
    void tiedRequestsToAStoreThatAsksAllItsShardsAreAnsweredOnce() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "900/s", "read Item")
                .path(
                        clients(),
                        instantService("app", "hedge", "2 ms", "tied", "yes"),
                        part(
                                "db",
                                "sql-database",
                                "shards",
                                "4",
                                "scattered",
                                "Item",
                                "workers",
                                "1",
                                "followers",
                                "0"))
                .play(1)
                .until(20);
        assertTrue(playing.completed("look") > 0);
    }
}
