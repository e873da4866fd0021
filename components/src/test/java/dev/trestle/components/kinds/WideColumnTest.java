package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes whose work and messages take no time unless a test says so; three nodes of three copies. */
class WideColumnTest {
    static Part store(String... settings) {
        Part part = part("db", "wide-column", settings);
        Map<String, String> free = part.settings();
        for (String time : List.of("coordinateTime", "readTime", "tableTime", "writeTime")) {
            free.putIfAbsent(time, "0 ms");
        }
        for (String delay : List.of("writeDelay", "ackDelay", "readDelay", "responseDelay", "siteDelay")) {
            free.putIfAbsent(delay, "0 ms");
        }
        free.putIfAbsent("workers", "1000");
        free.putIfAbsent("instances", "3");
        free.putIfAbsent("detection", "0 s");
        return part;
    }

    private static Boards writing(String rate, Part store) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", rate, "write Item key new")
                .requires("Item never lost")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %", "timeout", "none"),
                        instantService("app"),
                        store);
    }

    private static Boards both(String changes, String looks, Part store) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", changes, "write Item")
                .operation("look", looks, "read Item")
                .requires("Item read-your-writes")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %", "timeout", "none"),
                        instantService("app"),
                        store);
    }

    /** Share of requests that write a new row and at once do not find it. */
    private static double notFoundAtOnce(Part store, int requests) {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "1000/s", "write Item key new", "read Item")
                .requires("Item read-your-writes")
                .path(clients("arrivals", "steady", "readsOwn", "0 %", "timeout", "none"), instantService("app"), store)
                .playFast(1)
                .until(requests / 1000.0);
        Journal journal = playing.journal();
        int looks = 0;
        int stale = 0;
        for (int row = 0; row < journal.size(); row++) {
            if (journal.kind(row) == Journal.READ) {
                looks++;
                stale += journal.version(row) == 0 ? 1 : 0;
            }
        }
        assertTrue(looks > requests / 2, looks + " looks");
        return (double) stale / looks;
    }

    private static void assertShare(double known, double share, int samples) {
        double error = StrictMath.sqrt(known * (1 - known) / samples);
        assertTrue(Math.abs(share - known) <= 4 * error, share + ", known is " + known + " +- " + error);
    }

    @Test
    void quorumsThatOverlapAreNeverStale() {
        assertEquals(0, notFoundAtOnce(quorums("3", "2", "2"), 5_000));
        assertEquals(0, notFoundAtOnce(quorums("3", "1", "3"), 5_000));
        assertEquals(0, notFoundAtOnce(quorums("3", "3", "1"), 5_000));
    }

    /** Writes that dawdle to each owner, reads that come back at once in a random order. */
    private static Part quorums(String n, String r, String w) {
        return store(
                "instances", n,
                "copies", n,
                "readQuorum", r,
                "writeQuorum", w,
                "readRepair", "no",
                "timeout", "1 h",
                "writeDelay", "uniform(0 s, 1 s)",
                "readDelay", "0 ms",
                "responseDelay", "uniform(0 ms, 0.000002 ms)");
    }

    @Test
    void quorumsThatDoNotOverlapAreStaleAsCountingSays() {
        // P15 with k = 1: C(N - W, R) / C(N, R).
        int samples = 9_000;
        assertShare(2 / 3.0, notFoundAtOnce(quorums("3", "1", "1"), samples), samples);
        assertShare(1 / 3.0, notFoundAtOnce(quorums("3", "1", "2"), samples), samples);
        assertShare(1 / 3.0, notFoundAtOnce(quorums("3", "2", "1"), samples), samples);
        assertShare(1 / 2.0, notFoundAtOnce(quorums("2", "1", "1"), samples), samples);
        assertShare(0.3, notFoundAtOnce(quorums("5", "2", "2"), samples), samples);
    }

    @Test
    void theFasterCopiesAnswerAndTheOthersFollow() {
        Playing playing =
                both("50/s", "50/s", store("readRepair", "no")).play(1).until(10.005);
        assertEquals(500, playing.completed("change"));
        assertEquals(500, playing.completed("look"));
        // Each request comes to a coordinator once, and to each of three owners.
        long taken = 0;
        for (int node = 1; node <= 3; node++) {
            taken += playing.taken("db", node);
        }
        assertEquals(1000 + 3 * 1000, taken);
    }

    @Test
    void oneNodeDownStopsAWriteQuorumOfAllAndNotOneOfTwo() {
        Playing all = writing("100/s", store("writeQuorum", "3")).play(1).until(10.005);
        all.crash("db", 1).until(20.005);
        assertEquals(1000, all.failed("change", Call.FAILED));
        assertEquals(1000, all.counter("db", "unavailable"));
        Playing two = writing("100/s", store("writeQuorum", "2")).play(1).until(10.005);
        two.crash("db", 1).until(20.005);
        assertEquals(2000, two.completed("change"));
        two.crash("db", 2).until(30.005);
        assertEquals(1000, two.failed("change"), "a minority refuses");
    }

    @Test
    void untilACrashIsKnownRequestsWaitInVain() {
        Playing playing = writing("100/s", store("writeQuorum", "3", "detection", "5 s", "timeout", "1 s"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(20.005);
        assertEquals(500, playing.failed("change", Call.TIMED_OUT));
        assertEquals(500, playing.failed("change", Call.FAILED));
    }

    @Test
    void hintsBringANodeThatWasAwayUpToDate() {
        // R = W = 1: without hints the node would find nothing of what was written while it was away.
        assertEquals(0, staleAfterOutage("yes"));
        assertTrue(staleAfterOutage("no") > 100, "a third of the reads are answered first by the node that was away");
    }

    private static long staleAfterOutage(String handoff) {
        Part store = store(
                "readQuorum",
                "1",
                "writeQuorum",
                "1",
                "handoff",
                handoff,
                "readRepair",
                "no",
                "readDelay",
                "uniform(0 s, 1 ms)");
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "100/s", "write Item")
                .operation("look", "100/s", "read Item")
                .requires("Item fresh within 1 s")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), store)
                .play(1)
                .until(10.005);
        playing.crash("db", 2).until(20.005).recover("db", 2).until(40);
        assertEquals(handoff.equals("yes") ? 1000 : 0, playing.counter("db", "hints"));
        assertEquals(playing.counter("db", "hints"), playing.counter("db", "handedOff"));
        return staleReads(playing.journal());
    }

    /** Reads that saw less than the newest acknowledged write of their key. */
    private static long staleReads(Journal journal) {
        long[] newest = new long[1_000];
        long stale = 0;
        for (int row = 0; row < journal.size(); row++) {
            int key = (int) journal.key(row);
            if (journal.kind(row) == Journal.WRITE) {
                newest[key] = Math.max(newest[key], journal.version(row));
            } else {
                stale += journal.version(row) < newest[key] ? 1 : 0;
            }
        }
        return stale;
    }

    @Test
    void readRepairMendsWhatAReadFound() {
        Part store =
                store("instances", "3", "readQuorum", "3", "writeQuorum", "1", "handoff", "no", "detection", "1 h");
        Playing playing = board().entity("Item", "1 KB", "1", "uniform")
                .operation("change", "0.1/s", "write Item")
                .operation("look", "10/s", "read Item")
                .requires("Item read-your-writes")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), store)
                .play(1);
        playing.crash("db", 1).until(15).recover("db", 1).until(19);
        assertEquals(1, playing.counter("db", "repairs"), "the first read repairs, the others find nothing to do");
    }

    @Test
    void aStandInKeepsTheStoreWritable() {
        Part strict = store("instances", "6", "writeQuorum", "3");
        Part sloppy = store("instances", "6", "writeQuorum", "3", "sloppyQuorum", "yes");
        Playing refusing = writing("100/s", strict).play(1).crash("db", 1).until(10);
        assertTrue(refusing.failed("change") > 300, "half of the rows have an owner that is down");
        Playing taking = writing("100/s", sloppy).play(1).crash("db", 1).until(10);
        assertEquals(0, taking.failed("change"));
        assertEquals(refusing.failed("change"), taking.counter("db", "hints"), 1);
        taking.recover("db", 1).until(11);
        assertEquals(taking.counter("db", "hints"), taking.counter("db", "handedOff"));
    }

    @Test
    void skewedClocksLoseAcknowledgedUpdates() {
        Part even = store("instances", "5");
        assertEquals(0, lostUpdates(even));
        // Clocks up to 1 s off and a write to the same row every 100 ms: many fall below one that came before.
        Part skewed = store("instances", "5", "clockSkew", "1 s");
        assertTrue(lostUpdates(skewed) > 100);
    }

    @Test
    void replicasAreAsFarBehindAsTheyAreWhateverTheClocksShow() {
        // Every write takes 20 ms to each owner; the clocks of every other node go an hour ahead, or all are off by 1
        // s.
        for (String skew : List.of("0 s", "1 s")) {
            Playing playing = writing("100/s", store("writeDelay", "20 ms", "clockSkew", skew))
                    .play(1)
                    .begin("skew clock by 1 h")
                    .until(10);
            assertEquals(0.020, playing.node("db").meter.lag.getMean() / 1e9, 0.0002);
            assertEquals(0.020, playing.node("db").meter.lag.getMaxValue() / 1e9, 0.0002);
        }
    }

    private static long lostUpdates(Part store) {
        Playing playing = board().entity("Item", "1 KB", "1", "uniform")
                .operation("change", "10/s", "write Item")
                .requires("Item never lost")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), store)
                .play(1)
                .until(100);
        Journal journal = playing.journal();
        long lost = 0;
        for (int row = 0; row < journal.size(); row++) {
            lost += journal.kind(row) == Journal.LOST ? 1 : 0;
        }
        assertEquals(playing.counter("db", "lostUpdates"), lost);
        return lost;
    }

    @Test
    void readsPayForEachTableThatTheyGoInto() {
        // One table from before the run; 2 ms and 3 ms. R = N = 1: what is measured is one owner's work.
        Playing old = both("0.1/s", "100/s", one("readTime", "2 ms", "tableTime", "3 ms"))
                .play(1)
                .until(10);
        assertEquals(0.005, old.meanLatency("look"), 0.00005);
        // A row that was never there: the filter keeps the read out.
        Playing missing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "100/s", "read Item key new")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        one("readTime", "2 ms", "tableTime", "3 ms"))
                .playFast(1)
                .until(100);
        long falsely = missing.counter("db", "falsePositives");
        assertShare(0.01, falsely / 10_000.0, 10_000);
        assertEquals(0.002 + 0.003 * falsely / 10_000, missing.meanLatency("look"), 1e-6);
    }

    private static Part one(String... settings) {
        Part part = store(settings);
        part.settings().putAll(Map.of("instances", "1", "copies", "1", "readQuorum", "1", "writeQuorum", "1"));
        return part;
    }

    @Test
    void filtersOfTablesWrittenInTheRunLetInTheirShare() {
        // Looks for rows that nobody has written, past some 20 tables and their filters.
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "1000/s", "write Item key new")
                .operation("look", "200/s", "read Item key new")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        instantService("app"),
                        one("memtable", "500 KB", "falsePositives", "5 %", "mergeAt", "32"))
                .playFast(1)
                .until(15);
        long asked = playing.counter("db", "filtersAsked");
        assertTrue(asked > 30_000, asked + " filters asked");
        assertShare(0.05, (double) playing.counter("db", "falsePositives") / asked, (int) asked);
    }

    @Test
    void compactionKeepsTablesFewAndHoldsAWorker() {
        Part store = one("memtable", "100 KB", "mergeAt", "4", "compaction", "1 MB", "workers", "1");
        Playing playing = writing("100/s", store).play(1).until(4.105);
        // A flush a second; four tables of 100 KB at 1 MB a second hold the only worker for 0.4 s.
        assertEquals(4, playing.counter("db", "flushes"));
        assertEquals(0, playing.counter("db", "compactions"));
        assertTrue(playing.station("db", 1).queued() > 5, "writes wait meanwhile");
        playing.until(4.6);
        assertEquals(1, playing.counter("db", "compactions"));
        assertEquals(400_000, playing.counter("db", "compactedBytes"));
        assertEquals(0, playing.station("db", 1).queued());
    }

    @Test
    void loadSpreadsAsTheRingDoes() {
        // P18: 10 nodes of 200 places have a relative deviation of 0.0657.
        Playing playing = board().entity("Item", "1 KB", "1000000", "uniform")
                .operation("look", "4000/s", "read Item")
                .path(
                        clients(),
                        instantService("app"),
                        store(
                                "instances",
                                "10",
                                "virtualNodes",
                                "200",
                                "copies",
                                "1",
                                "readQuorum",
                                "1",
                                "writeQuorum",
                                "1"))
                .playFast(1)
                .until(5);
        double[] owned = new double[10];
        for (int node = 0; node < 10; node++) {
            // A tenth of the requests is coordinated at each node, besides.
            owned[node] = playing.taken("db", node + 1) / 2000.0 - 1;
        }
        double squares = Arrays.stream(owned).map(x -> (x - 1) * (x - 1)).sum();
        double deviation = StrictMath.sqrt(squares / 10);
        // The deviation of ten draws is itself uncertain by 1/sqrt(20); two counts of 2,000 add 0.03.
        assertEquals(0.0657, deviation, 0.0657 * 4 / StrictMath.sqrt(20) + 0.01);
    }

    @Test
    void ownersStandOnDifferentNodesAndSites() {
        HashRing ring = new HashRing(9, 16);
        Preference preference = new Preference(ring, 9, 3, 3);
        for (long row = 0; row < 1_000; row++) {
            preference.of(row);
            assertEquals(ring.owner(row), preference.owners[0]);
            int sites = 0;
            for (int owner : preference.owners) {
                sites |= 1 << preference.site(owner);
            }
            assertEquals(7, sites, "one in each site");
        }
    }

    @Test
    void quorumsThatCannotBeReachedAreFlaws() {
        WideColumn kind = new WideColumn();
        assertEquals(1, kind.check(new Settings(Map.of("readQuorum", "4"))).size());
        assertEquals(1, kind.check(new Settings(Map.of("instances", "2"))).size());
        assertTrue(kind.survivesOneLoss(new Settings(Map.of())));
        assertEquals(false, kind.survivesOneLoss(new Settings(Map.of("writeQuorum", "3"))));
    }
}
