package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.components.measure.Report;
import org.junit.jupiter.api.Test;

/** Faults that overlap: each has its own effect, and the end of one leaves the others in force. */
class FaultsTest {
    /** 100 requests a second, evenly, at a service that takes 1 ms. */
    private static Boards asked() {
        return board().operation("ask", "100/s")
                .path(
                        clients("arrivals", "steady"),
                        service("app", "instances", "2", "workers", "1", "serviceTime", "1 ms"));
    }

    private static double latency(Report report, String phase) {
        return report.phase(phase).operations().get("ask").latency().mean().value();
    }

    private static double failed(Report report, String phase) {
        return report.phase(phase).operations().get("ask").errorRatio().value();
    }

    private static double rate(Report report, String phase) {
        return report.phase(phase).nodes().get("app").rate().value();
    }

    @Test
    void slowFactorsMultiplyAndEndOneByOne() {
        Report report = asked().phase("both", "5 s", "average", "slow app by 2 for 10 s", "slow app by 3")
                .phase("one", "5 s", "average")
                .phase("none", "5 s", "average")
                .run(1)
                .report();
        assertEquals(0.006, latency(report, "both"), 1e-5);
        assertEquals(0.002, latency(report, "one"), 1e-4);
        assertEquals(0.001, latency(report, "none"), 1e-4);
    }

    @Test
    void aSlowNodeAndASlowInstanceOfItMultiply() {
        // Every other request meets the instance that is slow on top.
        Report report = asked().phase("both", "5 s", "average", "slow app by 2", "slow app instance 1 by 3 for 10 s")
                .phase("one", "5 s", "average")
                .run(1)
                .report();
        assertEquals((0.006 + 0.002) / 2, latency(report, "both"), 1e-5);
        assertEquals((0.003 + 0.001) / 2, latency(report, "one"), 1e-4);
    }

    @Test
    void anInstanceIsDownUntilTheLastOfItsCrashesEnds() {
        Report report = asked().phase("within", "4 s", "average", "crash app for 8 s", "crash app instance 1 for 2 s")
                .phase("still", "4 s", "average")
                .phase("after", "4 s", "average")
                .run(1)
                .report();
        assertEquals(1, failed(report, "within"), 0);
        assertEquals(1, failed(report, "still"), 0.003);
        assertEquals(0, failed(report, "after"), 0.003);
    }

    @Test
    void aCrashOfOneInstanceOutlastsThatOfAll() {
        Report report = asked().phase("all", "4 s", "average", "crash app for 4 s", "crash app instance 1 for 8 s")
                .phase("one", "4 s", "average")
                .run(1)
                .report();
        assertEquals(1, failed(report, "all"), 0);
        assertEquals(0.5, failed(report, "one"), 0.005);
    }

    @Test
    void aRecoverEndsEveryCrashAndTheirEndsThenDoNothing() {
        Report report = asked().phase("down", "4 s", "average", "crash app", "crash app for 2 s", "recover app at 1 s")
                .phase("crashed anew", "4 s", "average", "crash app")
                .run(1)
                .report();
        assertEquals(0.25, failed(report, "down"), 0.005);
        assertEquals(1, failed(report, "crashed anew"), 0.003);
    }

    @Test
    void trafficMultipliesAndEndsOneByOne() {
        Report report = asked().phase("both", "5 s", "average", "traffic 2x for 10 s", "traffic 3x")
                .phase("one", "5 s", "average")
                .phase("none", "5 s", "average")
                .run(1)
                .report();
        assertEquals(600, rate(report, "both"), 1);
        assertEquals(200, rate(report, "one"), 1);
        assertEquals(100, rate(report, "none"), 1);
    }

    @Test
    void phasesOfOneNameAreOneToARequirement() {
        // 5 s without a failure, then 5 s with nothing but failures.
        RunResult result = asked().phase("steady", "5 s", "average")
                .phase("quiet", "5 s", "0/s")
                .phase("steady", "5 s", "average", "crash app")
                .requires("ask error ratio < 1 % in steady")
                .run(1);
        assertEquals(0.5, failed(result.report(), "steady"), 0.002);
        assertEquals(10, result.report().phase("steady").seconds(), 1e-9);
        assertEquals(50, rate(result.report(), "steady") / 2, 1);
        assertEquals("missed", result.verdicts().get(0).status().word());
        assertEquals(3, result.report().phases().size());
    }

    private static double meter(Report report, String phase, String node, String name) {
        return report.phase(phase).nodes().get(node).meters().get(name);
    }

    @Test
    void aFlushedCacheGoesOnWithNothingInIt() {
        // 1,000 keys, one of each a second in turn: all hit but those of the first second after the flush.
        Report report = board().entity("A", "1 KB", "1000", "uniform")
                .operation("ask", "1000/s", "read A")
                .path(
                        clients("arrivals", "steady"),
                        service("app"),
                        Boards.cache("capacity", "1 GB"),
                        Boards.database())
                .link("app", "db")
                .phase("before", "20 s", "average")
                .phase("flushed", "20 s", "average", "flush cache")
                .run(1)
                .report();
        assertEquals(1, report.phase("before").nodes().get("cache").hitRatio().value(), 0);
        // Each of the keys misses once: 1 - 1,000 / 20,000.
        assertEquals(
                0.95, report.phase("flushed").nodes().get("cache").hitRatio().value(), 0.003);
        assertEquals(0, failed(report, "flushed"), 0);
    }

    @Test
    void poisonIsPoisonForEverAndOthersAreNot() {
        Report report = board().operation("post", "100/s", "publish posted")
                .handler("work", "posted")
                .path(
                        clients("arrivals", "steady"),
                        service("app"),
                        Boards.queue("maxReceives", "3", "retryDelay", "1 s", "publishTime", "0 ms"),
                        Boards.worker("serviceTime", "1 ms"))
                .phase("poisoned", "1 s", "average", "poison posted")
                .phase("after", "10 s", "average")
                .run(1)
                .report();
        // A hundred messages, all delivered three times, the last times when the fault is long over.
        assertEquals(100, meter(report, "after", "queue", "deadLettered"), 2);
        assertEquals(100, meter(report, "poisoned", "queue", "redelivered"), 2);
        assertEquals(100, meter(report, "after", "queue", "redelivered"), 2);
        assertEquals(1000, meter(report, "after", "queue", "acknowledged"), 5);
    }

    @Test
    void aFullDiskTakesNoWritesAndAnswersReads() {
        Report report = board().entity("A", "1 KB", "1000", "uniform")
                .operation("ask", "50/s", "read A")
                .operation("tell", "50/s", "write A")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), service("app"), Boards.database())
                .phase("full", "5 s", "average", "fill disk")
                .phase("after", "5 s", "average")
                .run(1)
                .report();
        assertEquals(0, failed(report, "full"), 0);
        assertEquals(
                1, report.phase("full").operations().get("tell").errorRatio().value(), 0.01);
        assertEquals(
                0, report.phase("after").operations().get("tell").errorRatio().value(), 0.01);
    }

    @Test
    void aClockThatIsSetBackMakesTheSameIdsAgain() {
        // The second of two machines is 5 s ahead for 5 s; then it is right, and lives the same milliseconds again.
        Report report = board().entity("Id", "8 B", "1", "uniform")
                .operation("ask", "2000/s", "write Id")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        Boards.instantService("app"),
                        Boards.part("ids", "id-generator", "clockBack", "ignore", "drift", "0 %", "skew", "0 s"))
                .phase("ahead", "5 s", "average", "skew clock by 5 s")
                .phase("again", "5 s", "average")
                .run(1)
                .report();
        assertEquals(0, meter(report, "ahead", "ids", "duplicates"), 0);
        assertEquals(5000, meter(report, "again", "ids", "duplicates"), 50);
    }
}
