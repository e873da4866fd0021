package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** Stores with the copies of a relational one and costs of their own. */
class ReplicatedStoresTest {
    private static Part store(String kind, String... settings) {
        Part part = part("db", kind, settings);
        part.settings().putIfAbsent("readTime", "0 ms");
        part.settings().putIfAbsent("writeTime", "0 ms");
        part.settings().putIfAbsent("workers", "1000");
        part.settings().putIfAbsent("followers", "0");
        return part;
    }

    private static Boards asking(Part store, String count, String step) {
        return board().entity("Item", "1 KB", count, "uniform")
                .operation("ask", "100/s", step)
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), store);
    }

    private static double latency(Part store, String count, String step) {
        return asking(store, count, step).play(1).until(5).meanLatency("ask");
    }

    @Test
    void documentsByKeyTakeNoScan() {
        assertEquals(0, latency(store("document-store"), "1000", "read Item"), 1e-9);
    }

    @Test
    void documentsWithoutAnIndexAreAllLookedAtByTheirShards() {
        // 1000 documents of 2 us each, over 1 shard and over 4 at the same time.
        assertEquals(0.002, latency(store("document-store", "unindexed", "Item"), "1000", "read Item"), 1e-9);
        assertEquals(
                0.0005,
                latency(store("document-store", "unindexed", "Item", "shards", "4"), "1000", "read Item"),
                1e-9);
    }

    @Test
    void everyIndexMakesAWriteDearer() {
        assertEquals(
                0.0003,
                latency(store("document-store", "indexes", "3", "indexTime", "100 us"), "1000", "write Item"),
                1e-9);
    }

    @Test
    void aWarehouseScansColumnsOnAllShardsAtOnce() {
        // A million rows of 1 KB, a tenth of them, 1 GB/s: 0.1 s, or 0.01 s on ten shards.
        assertEquals(0.1, latency(store("warehouse"), "1000000", "read Item"), 1e-9);
        assertEquals(0.01, latency(store("warehouse", "shards", "10"), "1000000", "read Item"), 1e-9);
    }

    @Test
    void aSearchAsksEveryShard() {
        Playing playing = asking(store("search-index", "shards", "5"), "1000", "read Item")
                .play(1)
                .until(10);
        assertEquals(5 * playing.counter("db", "scattered"), playing.counter("db", "reads"), 5);
        assertEquals(playing.taken("db", 1), playing.taken("db", 5), 1);
    }

    @Test
    void whatIsWrittenIsFoundAfterTheNextRefresh() {
        // Writes spread evenly over a second wait half of it on average; searches for them half a second later find
        // those of the first half.
        Boards board = asking(store("search-index", "refreshInterval", "1 s", "followers", "1"), "1000", "write Item");
        assertEquals(0.5, board.run(1).report().nodes().get("db").lag().value(), 0.02);
    }

    @Test
    void aLoadMakesAllVisibleAtOnce() {
        Boards board = asking(store("warehouse", "loadInterval", "10 s"), "1000", "write Item");
        assertEquals(5, board.run(1).report().nodes().get("db").lag().value(), 0.1);
    }

    @Test
    void aTraversalCostsTheEdgesThatItFollows() {
        // 20 edges a node: 20 at the first hop, 400 at the second, 1 us each.
        assertEquals(0.000420, latency(store("graph-database"), "1000", "read Item"), 1e-9);
        assertEquals(0.008420, latency(store("graph-database", "hops", "3"), "1000", "read Item"), 1e-9);
    }

    @Test
    void aStretchOfASeriesCostsItsPoints() {
        assertEquals(0.0001, latency(store("time-series"), "1000", "read Item"), 1e-9);
        assertEquals(0, latency(store("time-series"), "1000", "write Item"), 1e-9);
    }
}
