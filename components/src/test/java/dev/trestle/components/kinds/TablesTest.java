package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** What a query costs with an index and without. */
class TablesTest {
    private static Playing playing(String count, String... settings) {
        return board().entity("Item", "1 KB", count, "uniform")
                .entity("User", "1 KB", "1000", "uniform")
                .operation("look", "1/s", "read Item")
                .operation("find", "1/s", "read Item key User")
                .operation("change", "1/s", "write Item")
                .operation("make", "100/s", "write User key new")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        instantService("app"),
                        instantDatabase(settings))
                .playFast(1)
                .until(50);
    }

    @Test
    void aTreeHasALevelForEveryFactorOfItsFanout() {
        assertEquals(1, Tables.height(0, 300));
        assertEquals(1, Tables.height(300, 300));
        assertEquals(2, Tables.height(301, 300));
        assertEquals(2, Tables.height(90_000, 300));
        assertEquals(4, Tables.height(100e6, 300));
        assertEquals(20, Tables.height(1 << 20, 2));
    }

    @Test
    void aReadByKeyGoesDownTheTreeAndAWriteDownAllOfThem() {
        Playing playing = playing("1000000", "fanout", "10", "pageTime", "1 ms", "indexes", "2");
        assertEquals(0.006, playing.meanLatency("look"), 1e-9);
        assertEquals(3 * 0.006, playing.meanLatency("change"), 1e-9);
    }

    @Test
    void aShardHasASmallerTree() {
        Playing playing = playing("1000000", "fanout", "10", "pageTime", "1 ms", "shards", "10");
        assertEquals(0.005, playing.meanLatency("look"), 1e-9);
    }

    @Test
    void aTreeGrowsWithItsRows() {
        // 1000 users with a fan-out of 10 are three levels, the 1001st makes it four.
        Playing playing = playing("1000", "fanout", "10", "pageTime", "1 ms");
        assertEquals(0.004, playing.meanLatency("make"), 0.00001);
    }

    @Test
    void aReadWithoutIndexGoesOverTheWholeTable() {
        // 1,000,000 rows of 1 KB at 1 GB/s.
        assertEquals(1, playing("1000000", "unindexed", "Item").meanLatency("look"), 1e-9);
        assertEquals(
                0.25, playing("1000000", "unindexed", "Item", "shards", "4").meanLatency("look"), 1e-9);
        assertEquals(
                0.1,
                playing("1000000", "unindexed", "Item", "scanRate", "10 GB").meanLatency("look"),
                1e-9);
    }

    @Test
    void onlyTheColumnWithoutIndexIsScannedFor() {
        Playing playing = playing("1000000", "unindexed", "Item by User");
        assertEquals(0, playing.meanLatency("look"), 1e-9);
        assertEquals(1, playing.meanLatency("find"), 1e-9);
    }

    @Test
    void aScanOfAllShardsIsAsLongAsThatOfTheLargest() {
        Playing playing = playing(
                "1000000",
                "unindexed",
                "Item",
                "scattered",
                "Item",
                "shards",
                "2",
                "shardBy",
                "list",
                "listShares",
                "75 %, 25 %");
        assertEquals(0.75, playing.meanLatency("look"), 1e-6);
    }
}
