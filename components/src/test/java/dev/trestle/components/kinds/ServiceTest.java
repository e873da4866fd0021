package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.cache;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.check.Finding;
import dev.trestle.components.engine.Call;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import dev.trestle.components.run.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers, queue limit, waiting for other nodes, crashes; and the steps of operations. */
class ServiceTest {
    /** Share of requests that are rejected, which for M/M/c/K is known: ORACLES P3. K counts those in service. */
    private static double rejected(int workers, int places, double perService) {
        Playing playing = board().operation("ask", perService * 100 + "/s")
                .path(
                        clients(),
                        service(
                                "app",
                                "instances",
                                "1",
                                "workers",
                                "" + workers,
                                "queue",
                                "" + (places - workers),
                                "serviceTime",
                                "exponential(10 ms)"))
                .playFast(1)
                .until(5_000);
        return (double) playing.failed("ask", Call.REJECTED) / playing.offered("ask");
    }

    @Test
    void aQueueLimitRejectsAsTheLossFormulaSays() {
        // 400,000 arrivals, batches of some hundred are independent: a standard error is near 1 %.
        assertEquals(1, rejected(1, 5, 0.8) / 0.088819, 0.04);
    }

    @Test
    void withoutAQueueErlangsLossFormulaHolds() {
        assertEquals(1, rejected(8, 8, 6.4) / 0.144394, 0.02);
    }

    @Test
    void erlangsLossDoesNotDependOnTheServiceLaw() {
        Playing playing = board().operation("ask", "640/s")
                .path(clients(), service("app", "instances", "1", "workers", "8", "queue", "0", "serviceTime", "10 ms"))
                .playFast(1)
                .until(1_000);
        assertEquals(1, (double) playing.failed("ask") / playing.offered("ask") / 0.144394, 0.02);
    }

    private static Playing waiting(String model) {
        return board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "50/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        service("app", "instances", "1", "workers", "1", "serviceTime", "1 ms", "model", model),
                        instantDatabase("readTime", "30 ms"))
                .play(1)
                .until(20);
    }

    @Test
    void aBlockingWorkerIsHeldWhileTheStoreAnswers() {
        // One worker and 31 ms each: 32 a second of the 50 that come.
        Playing playing = waiting("blocking");
        assertEquals(20 / 0.031, playing.completed("look"), 2);
        assertTrue(playing.station("app", 1).queued() > 300);
    }

    @Test
    void anAsynchronousWorkerIsFreeMeanwhile() {
        Playing playing = waiting("async");
        assertEquals(0.031, playing.meanLatency("look"), 1e-9);
        assertEquals(50 * 20 * 0.001, playing.station("app", 1).busyNanos / 1e9, 0.002);
    }

    @Test
    void parallelStepsTakeAsLongAsTheSlowestAndOthersAddUp() {
        assertEquals(0.010, latency("read Item x5 parallel"), 1e-9);
        assertEquals(0.050, latency("read Item x5"), 1e-9);
        assertEquals(0.020, latency("read Item parallel", "read Item parallel", "read Item"), 1e-9);
    }

    private static double latency(String... steps) {
        return board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "10/s", steps)
                .path(clients(), instantService("app"), instantDatabase("readTime", "10 ms"))
                .play(1)
                .until(10)
                .meanLatency("look");
    }

    @Test
    void aStepWithAShareHappensThatOften() {
        Playing playing = board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "1000/s", "read Item if 30 %")
                .path(clients("arrivals", "steady"), instantService("app"), instantDatabase())
                .playFast(1)
                .until(20);
        // Binomial(20000, 0.3): a standard deviation is 64.8.
        assertEquals(6000, playing.counter("db", "reads"), 4 * 64.8);
    }

    @Test
    void oneServiceCallsAnother() {
        Playing playing = board().entity("Item", "1 KB", "100", "uniform")
                .operation("page", "10/s", "call look", "call look")
                .operation("look", "1/s", "read Item")
                .path(clients(), instantService("front"), instantService("back"), instantDatabase("readTime", "10 ms"))
                .link("clients", "back", "only", "look")
                .play(1)
                .until(20);
        assertEquals(0.020, playing.meanLatency("page"), 1e-9);
    }

    @Test
    void dataBehindAnotherServiceIsReachedThroughItAndRecordedOnce() {
        Playing playing = board().entity("Item", "1 KB", "100", "uniform")
                .operation("change", "10/s", "write Item")
                .requires("Item never lost")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        instantService("front"),
                        instantService("back"),
                        instantDatabase())
                .play(1)
                .until(10.01);
        assertEquals(100, playing.completed("change"));
        assertEquals(100, playing.journal().size());
    }

    @Test
    void aCrashFailsWhatIsInsideAndWhatComes() {
        Playing playing = board().operation("ask", "100/s")
                .path(clients("arrivals", "steady"), service("app", "instances", "1", "serviceTime", "100 ms"))
                .play(1)
                .until(5.005)
                .crash("app", 1)
                .until(6.005);
        assertEquals(10, playing.failed("ask", Call.CRASHED));
        assertEquals(100, playing.failed("ask", Call.REFUSED));
        assertEquals(490, playing.completed("ask"));
    }

    @Test
    void aFailedStepFailsTheRequest() {
        Playing playing = board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "10/s", "read Item")
                .path(clients("arrivals", "steady"), instantService("app"), instantDatabase())
                .play(1)
                .crash("db", 1)
                .until(10.01);
        assertEquals(100, playing.failed("look", Call.REFUSED));
    }

    @Test
    void aCrashedCacheFailsNoRequest() {
        Boards board = board().entity("Item", "1 KB", "100", "uniform")
                .operation("look", "10/s", "read Item")
                .operation("change", "10/s", "write Item")
                .path(clients(), instantService("app"), cache())
                .path(instantService("app"), instantDatabase());
        Playing playing = board.play(1).until(2).crash("cache", 1).until(10);
        assertEquals(0, playing.failed("look") + playing.failed("change"));
        assertTrue(playing.completed("change") > 60);
    }

    @Test
    void aSlowInstanceTakesLonger() {
        Playing playing = board().operation("ask", "10/s")
                .path(clients(), service("app", "instances", "1", "serviceTime", "10 ms"))
                .play(1)
                .slow("app", 1, 5)
                .until(10);
        assertEquals(0.050, playing.meanLatency("ask"), 1e-3);
    }

    /** Share of reads of Photo that find what the read before them brought: there is room for a few of a million. */
    private static double found(Boards board) {
        Playing playing = board.entity("Photo", "1 KB", "1000000", "uniform")
                .entity("User", "1 KB", "1000000", "uniform")
                .path(
                        clients("readsOwn", "0 %"),
                        instantService("app"),
                        instantService("first"),
                        instantService("second"))
                .path(instantService("first"), cache("holds", "Photo", "capacity", "50 KB"), instantDatabase())
                .path(instantService("second"), cache(), instantDatabase())
                .path(instantService("app"), instantDatabase())
                .link("first", "db")
                .link("second", "db")
                .play(1)
                .until(20);
        double hits = playing.counter("cache", "hits");
        return hits / (hits + playing.counter("cache", "misses"));
    }

    @Test
    void clientsAskForWhatOthersCallTooAsOftenAsTheirOwnRateSays() {
        Playing playing = board().operation("open", "100/s", "call detail")
                .operation("detail", "10/s")
                .path(clients("arrivals", "steady"), instantService("first"), instantService("second"))
                .link("clients", "second", "only", "detail")
                .play(1)
                .until(10);
        assertEquals(100, playing.completed("detail"), 1);
        assertEquals(1000, playing.completed("open"), 1);
    }

    @Test
    void anOperationThatOnlyCallsHandsOnOneKey() {
        Boards board =
                board().operation("open", "100/s", "call detail").operation("detail", null, "read Photo", "read Photo");
        assertEquals(0.5, found(board), 0.001);
    }

    @Test
    void aCalledOperationUsesTheKeyOfItsCaller() {
        // The one who comes is about a user; the photo is drawn on the way and handed on.
        Boards board = board().operation("open", "100/s", "read User", "call detail")
                .operation("detail", null, "read Photo", "call more")
                .operation("more", null, "read Photo");
        assertEquals(0.5, found(board), 0.001);
    }

    @Test
    void aCalledOperationFindsTheKeyBehindAnotherOne() {
        Boards board = board().operation("open", "100/s", "read User", "call detail")
                .operation("detail", null, "read Photo", "call more")
                .operation("more", null, "read User", "read Photo");
        assertEquals(0.5, found(board), 0.001);
    }

    @Test
    void aCallWithANewKeyIsAboutSomethingElse() {
        Boards board = board().operation("open", "100/s", "call detail key new")
                .operation("detail", null, "read Photo", "call more key new")
                .operation("more", null, "read Photo");
        assertEquals(0, found(board), 0.001);
    }

    /** One worker of 100 ms and 20 requests a second, half of which write, for a given discipline and a short queue. */
    private static Playing crowded(String... settings) {
        Boards board = board().entity("Item", "1 KB", "100", "uniform")
                .operation("change", "10/s", "write Item")
                .operation("look", "10/s", "read Item")
                .path(clients("readsOwn", "0 %"), service("app", settings), instantDatabase());
        return board.play(1).until(200);
    }

    private static final String[] CROWD = {"instances", "1", "workers", "1", "serviceTime", "100 ms", "queue", "5"};

    private static String[] and(String... more) {
        String[] all = java.util.Arrays.copyOf(CROWD, CROWD.length + more.length);
        System.arraycopy(more, 0, all, CROWD.length, more.length);
        return all;
    }

    @Test
    void urgentOperationsGoFirstAndAreDroppedLast() {
        Playing playing = crowded(and("discipline", "urgent-first", "fullQueue", "ordinary"));
        // Writes alone load the worker fully and leave next to nothing for reads.
        assertTrue(playing.completed("change") > 8 * playing.completed("look"));
        Playing named = crowded(and("discipline", "urgent-first", "fullQueue", "ordinary", "urgent", "look"));
        assertTrue(named.completed("look") > 8 * named.completed("change"));
    }

    @Test
    void anOrdinaryOneIsDroppedForAnUrgentOneInAQueueInOrder() {
        Playing playing = crowded(and("fullQueue", "ordinary"));
        assertTrue(playing.completed("change") > 2 * playing.completed("look"));
        Playing newest = crowded(CROWD);
        assertEquals(1, (double) newest.completed("change") / newest.completed("look"), 0.15);
    }

    @Test
    void droppingTheOldestKeepsTheQueueYoung() {
        // As many are dropped either way; who is served then came later.
        Playing newest = crowded(CROWD);
        Playing oldest = crowded(and("fullQueue", "oldest"));
        assertEquals(1, (double) oldest.failed("look", Call.REJECTED) / newest.failed("look", Call.REJECTED), 0.1);
        assertTrue(oldest.meanLatency("look") < 0.75 * newest.meanLatency("look"));
        assertEquals(
                oldest.counter("app", "shed"),
                oldest.failed("look", Call.REJECTED) + oldest.failed("change", Call.REJECTED));
    }

    @Test
    void whoHasWaitedTooLongLeaves() {
        // One worker of 1 s: who comes at 0.1 s and 0.2 s waits no longer than 0.5 s.
        Playing playing = board().operation("ask", "10/s")
                .path(
                        clients("arrivals", "steady"),
                        service("app", "instances", "1", "workers", "1", "serviceTime", "1 s", "patience", "500 ms"))
                .play(1)
                .until(20.05);
        assertTrue(playing.station("app", 1).queueMax <= 6);
        assertEquals(20, playing.completed("ask"), 1);
        assertEquals(playing.failed("ask", Call.TIMED_OUT), playing.counter("app", "abandoned"));
        assertEquals(200 - 20 - 5, playing.failed("ask", Call.TIMED_OUT), 2);
    }

    @Test
    void workersThatShareAProcessorSlowEachOtherDown() {
        // Two a second that need 0.75 s each of one processor, from the third on two or more at a time.
        Playing playing = board().operation("ask", "1/s")
                .path(
                        clients("arrivals", "steady"),
                        service("app", "instances", "1", "cpus", "1", "discipline", "sharing", "serviceTime", "750 ms"))
                .play(1)
                .until(10.5);
        assertEquals(0.750, playing.meanLatency("ask"), 1e-9);
        playing.node("clients").traffic(1);
        Playing two = board().operation("one", "1/s")
                .operation("two", "1/s")
                .path(
                        clients("arrivals", "steady"),
                        service("app", "instances", "1", "cpus", "1", "discipline", "sharing", "serviceTime", "400 ms"))
                .play(1)
                .until(10.95);
        // Both come at once and share: 0.8 s each, where one after the other would be 0.4 s and 0.8 s.
        assertEquals(0.800, two.meanLatency("one"), 1e-8);
        assertEquals(0.800, two.meanLatency("two"), 1e-8);
    }

    @Test
    void aCrashTakesWhatSharesTheProcessor() {
        Playing playing = board().operation("ask", "10/s")
                .path(
                        clients("arrivals", "steady"),
                        service("app", "instances", "1", "cpus", "4", "discipline", "sharing", "serviceTime", "350 ms"))
                .play(1)
                .until(5.01)
                .crash("app", 1)
                .until(6.05)
                .recover("app", 1)
                .until(20.01);
        assertEquals(4, playing.failed("ask", Call.CRASHED), 1);
        assertEquals(0.350, playing.meanLatency("ask"), 1e-8);
        playing.engine().audit();
    }

    private static List<Finding> notesOf(String... settings) {
        Boards board = board().operation("ask", "1/s").path(clients(), service("app", settings));
        return Run.findings(board.build()).stream()
                .filter(finding -> finding.code().equals("note-service"))
                .toList();
    }

    @Test
    void whoSizesInstancesWhoseWorkersDoNotShareIsToldThatItIsForTheBillOnly() {
        List<Finding> notes = notesOf("cpus", "16");
        assertEquals(1, notes.size());
        assertEquals("app", notes.get(0).node());
        assertEquals(Finding.Severity.INFO, notes.get(0).severity());
        assertTrue(notes.get(0).says().contains("16 vCPU"), notes.get(0).says());
        assertEquals(List.of(), notesOf("cpus", "16", "discipline", "sharing"));
        assertEquals(List.of(), notesOf("discipline", "urgent-first"), "nobody has set it");
    }
}
