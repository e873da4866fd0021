package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.load.Distribution;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stores for special questions: what is fast in them, what is not, and when a write is found. */
class SpecialStoresTest {
    private static Playing playing(String count, String rate, Part store) {
        return board().entity("Item", "1 KB", count, "uniform")
                .operation("look", rate, "read Item")
                .path(clients("arrivals", "steady"), instantService("app"), store)
                .playFast(1)
                .until(100);
    }

    private static double look(String count, Part store) {
        return playing(count, "10/s", store).meanLatency("look");
    }

    @Test
    void aDocumentIsOneReadAndEachReferenceOneMore() {
        String[] base = {"readTime", "1 ms", "lookupTime", "2 ms", "followers", "0"};
        assertEquals(0.001, look("1000", part("db", "document-store", base)), 1e-6);
        assertEquals(0.007, look("1000", with(part("db", "document-store", base), "lookups", "3")), 1e-6);
    }

    @Test
    void withoutAnIndexAReadLooksAtEveryDocument() {
        Part store = part("db", "document-store", "readTime", "1 ms", "scanTime", "1 us", "indexed", "no");
        assertEquals(0.001 + 0.02, look("20000", store), 1e-6);
        assertEquals(1, flaws("document-store", Map.of("indexed", "no")));
    }

    @Test
    void documentsInShardsAreLookedAtInEachByItself() {
        Part store = part(
                "db",
                "document-store",
                "readTime",
                "1 ms",
                "scanTime",
                "1 us",
                "indexed",
                "no",
                "shards",
                "4",
                "scattered",
                "Item",
                "followers",
                "0");
        assertEquals(0.001 + 0.005, look("20000", store), 1e-6);
        assertEquals(4, Catalog.standard().require("document-store").instances(new Settings(store.settings())));
        assertEquals(4000, playing("20000", "10/s", store).counter("db", "reads"), 8);
    }

    private static Part with(Part part, String name, String value) {
        part.settings().put(name, value);
        return part;
    }

    private static int flaws(String kind, Map<String, String> settings) {
        return Catalog.standard().require(kind).check(new Settings(settings)).size();
    }

    @Test
    void anIndexMakesEachWriteDearer() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "10/s", "write Item")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        instantService("app"),
                        part("db", "document-store", "writeTime", "1 ms", "indexes", "5", "indexTime", "0.2 ms"))
                .playFast(1)
                .until(100);
        assertEquals(0.002, playing.meanLatency("change"), 1e-6);
    }

    @Test
    void aWalkFollowsAsManyEdgesAsItsDegreesMultiply() {
        // Degrees are independent of each other: d, d + d^2, d + d^2 + d^3 in the mean.
        assertEdges(1, 5, 5);
        assertEdges(2, 5, 30);
        assertEdges(3, 5, 155);
    }

    private static void assertEdges(int hops, double degree, double known) {
        Traversal walk = walk(hops, degree, 1_000_000);
        int walks = 40_000;
        double sum = 0;
        double squares = 0;
        for (long key = 0; key < walks; key++) {
            double edges = walk.edges(0, key);
            assertEquals(edges, walk.edges(0, key), "the same key costs the same");
            sum += edges;
            squares += edges * edges;
        }
        double mean = sum / walks;
        double error = StrictMath.sqrt((squares / walks - mean * mean) / walks);
        assertTrue(error < 0.02 * known, "standard error " + error);
        assertEquals(known, mean, 4 * error);
    }

    @Test
    void hubsMakeTheTailAndTheLimitCutsIt() {
        Traversal free = walk(2, 10, 1_000_000);
        Traversal cut = walk(2, 10, 100);
        long most = 0;
        long mostCut = 0;
        for (long key = 0; key < 10_000; key++) {
            most = Math.max(most, free.edges(0, key));
            mostCut = Math.max(mostCut, cut.edges(0, key));
        }
        assertTrue(most > 10 * 110, "the mean is 110, the most " + most);
        assertEquals(100, mostCut);
        assertEquals(1, flaws("graph-database", Map.of("hops", "5", "degree", "20")));
    }

    private static Traversal walk(int hops, double degree, long limit) {
        return new Traversal(
                Distribution.constant(0),
                Distribution.constant(0),
                new Traversal.Walk(1, 0, hops, degree, limit),
                new long[] {1L << 40});
    }

    @Test
    void aWalkOverShardsAsksTheOthersOnceForEachFurtherHop() {
        String[] base = {
            "readTime", "1 ms", "edgeTime", "0 s", "degree", "30", "crossTime", "2 ms", "followers", "0", "hops", "3"
        };
        assertEquals(0.001, look("1 M", part("db", "graph-database", base)), 1e-6);
        // Every vertex has 18 edges at least: the first hop starts in its own shard, the second and third do not end
        // there.
        Part cut = with(part("db", "graph-database", base), "shards", "4");
        assertEquals(0.005, look("1 M", cut), 1e-6);
        assertEquals(0.001, look("1 M", with(cut, "hops", "1")), 1e-6);
        assertEquals(4, Catalog.standard().require("graph-database").instances(new Settings(cut.settings())));
    }

    @Test
    void aWalkWithinItsShardAsksNobodyElse() {
        // All rows have the first of the listed values, and so are in the first of two shards.
        Part cut = part(
                "db",
                "graph-database",
                "readTime",
                "1 ms",
                "edgeTime",
                "0 s",
                "crossTime",
                "2 ms",
                "shards",
                "2",
                "shardBy",
                "list",
                "listShares",
                "100 %");
        assertEquals(0.001, look("1 M", cut), 1e-6);
    }

    @Test
    void seriesInShardsFailOverByHeartbeatsEachShardByItself() {
        for (String kind : new String[] {"time-series", "graph-database"}) {
            Playing playing = board().entity("Item", "1 KB", "100000", "uniform")
                    .operation("change", "100/s", "write Item")
                    .path(
                            clients("arrivals", "steady", "readsOwn", "0 %"),
                            instantService("app"),
                            part(
                                    "db",
                                    kind,
                                    "writeTime",
                                    "0 ms",
                                    "shards",
                                    "2",
                                    "followers",
                                    "1",
                                    "heartbeat",
                                    "1 s",
                                    "missedBeats",
                                    "3",
                                    "failover",
                                    "2 s"))
                    .play(1)
                    .until(10.005)
                    .crash("db", 1)
                    .until(20.005);
            // It misses those of 11, 12 and 13 s, 2 s later its follower leads: 5 s of half of the writes.
            assertEquals(250, playing.failed("change", Call.REFUSED), 4 * StrictMath.sqrt(500 * 0.25), kind);
            assertEquals(1, playing.counter("db", "failovers"), kind);
            assertEquals("leader", playing.node("db").role(1), kind);
            assertEquals("leader", playing.node("db").role(2), kind);
        }
    }

    @Test
    void aRangeCostsItsPointsAndARollUpMakesItCheap() {
        String[] base = {
            "readTime", "1 ms", "range", "1 day", "interval", "1 s", "pointTime", "1 us", "retention", "30 day"
        };
        assertEquals(0.001 + 0.0864, look("100", part("db", "time-series", base)), 1e-6);
        assertEquals(0.001 + 0.00144, look("100", with(part("db", "time-series", base), "rollup", "1 min")), 1e-6);
        assertEquals(1, flaws("time-series", Map.of("range", "60 day")));
    }

    @Test
    void aSearchIsAsSlowAsTheSlowestShard() {
        // P11: the largest of 10 exponential times of mean 10 ms takes 2.9290 of them.
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "100/s", "read Item")
                .path(
                        clients(),
                        instantService("app"),
                        part(
                                "db",
                                "search-index",
                                "instances",
                                "10",
                                "shards",
                                "10",
                                "copies",
                                "1",
                                "workers",
                                "1000",
                                "gatherTime",
                                "0 ms",
                                "readTime",
                                "exponential(10 ms)"))
                .playFast(1)
                .until(400);
        // The variance is the sum of 1/i^2 up to 10: 1.55.
        double error = StrictMath.sqrt(1.55 / playing.completed("look"));
        assertEquals(2.9290, playing.meanLatency("look") / 0.010, 4 * error);
    }

    @Test
    void whatIsWrittenIsFoundAfterTheNextRefresh() {
        // A look 300 ms after a write misses it unless one of the refreshes, a second apart, lies between: 70 %.
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "9.7/s", "write Item key new")
                .operation("look", "2000/s", "read Item")
                .requires("Item read-your-writes")
                .path(
                        clients("readsOwn", "100 %", "readsOwnAfter", "299.75 ms"),
                        instantService("app"),
                        part(
                                "db",
                                "search-index",
                                "refresh",
                                "1 s",
                                "gatherTime",
                                "0 ms",
                                "readTime",
                                "0 ms",
                                "writeTime",
                                "0 ms",
                                "workers",
                                "1000"))
                .playFast(1)
                .until(300);
        Journal journal = playing.journal();
        int looks = 0;
        int missed = 0;
        for (int row = 0; row < journal.size(); row++) {
            if (journal.kind(row) == Journal.READ) {
                looks++;
                missed += journal.version(row) == 0 ? 1 : 0;
            }
        }
        assertTrue(looks > 2_500, looks + " looks");
        double error = StrictMath.sqrt(0.7 * 0.3 / looks);
        assertEquals(0.7, (double) missed / looks, 4 * error);
    }

    @Test
    void aShardWithoutACopyFailsSearchesAndACopyElsewhereSavesThem() {
        Playing one = search("1");
        assertEquals(100, one.failed("look", Call.FAILED));
        assertEquals(100, one.counter("db", "incomplete"));
        assertEquals(0, search("2").failed("look"));
    }

    private static Playing search(String copies) {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "10/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        part("db", "search-index", "copies", copies))
                .play(1)
                .until(10.05);
        playing.crash("db", 1).until(20.05);
        return playing;
    }

    @Test
    void aQuestionReadsItsColumnsInParallel() {
        // 1 M items of 1 KB are 1 GB; a tenth of the columns over a compression of 4 are 25 MB; half is skipped; on
        // 2 nodes of 5 places at 10 MB/s that takes 0.125 s.
        String[] base = {
            "instances",
            "2",
            "workers",
            "5",
            "columns",
            "10 %",
            "compression",
            "4",
            "scan",
            "10 MB",
            "startTime",
            "200 ms"
        };
        double half = playing("1 M", "1/s", with(part("db", "warehouse", base), "pruned", "50 %"))
                .meanLatency("look");
        assertEquals(0.325, half, 0.001);
        double alone = playing("1 M", "1/s", part("db", "warehouse", base)).meanLatency("look");
        assertEquals(0.450, alone, 0.001);
    }
}
