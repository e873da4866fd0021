package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.objects;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.verdict.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fault corrupt where copies are kept by agreement, by a service or in a log: who mends what, and what is lost. */
class CorruptCopiesTest {
    /** Of 1,000 records each is hit with a chance of a tenth: the mean, and 4 standard deviations. */
    private static final double HIT = 100;

    private static final double ABOUT = 4 * StrictMath.sqrt(1000 * 0.1 * 0.9);

    /** 1,000 rows of which each is read once a second. */
    private static Playing reading(Part store) {
        return board().entity("Item", "1 KB", "1000", "sequential")
                .operation("look", "1000/s", "read Item")
                .path(clients("arrivals", "steady"), instantService("app"), store)
                .play(1)
                .until(1.0005);
    }

    private static List<Verdict> judged(Part store, String fault, String... promises) {
        Boards board = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "500/s", "read Item")
                .operation("change", "500/s", "write Item")
                .requires("Item never lost");
        for (String promise : promises) {
            board.requires(promise);
        }
        return board.path(clients("arrivals", "steady"), instantService("app"), store)
                .phase("before", "10 s", "average")
                .phase("after", "10 s", "average", fault)
                .run(1)
                .verdicts();
    }

    private static String words(List<Verdict> verdicts) {
        return String.join(" ", verdicts.stream().map(v -> v.status().word()).toList());
    }

    @Test
    void anObjectStoreMendsWhatIsReadAndNobodySeesIt() {
        Playing playing = reading(objects("readTime", "0 ms")).begin("corrupt 10% of objects");
        double repaired = playing.until(3.0005).counter("objects", "repairedObjects");
        assertEquals(HIT, repaired, ABOUT);
        assertEquals(0, playing.failed("look"));
        assertEquals(repaired, playing.until(5).counter("objects", "damagedReads"), "each is mended once");
    }

    @Test
    void anObjectThatIsWrittenAnewIsWhole() {
        Playing playing = board().entity("Item", "1 KB", "1000", "sequential")
                .operation("change", "1000/s", "write Item")
                .operation("look", "10/s", "read Item")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        instantService("app"),
                        objects("readTime", "0 ms", "writeTime", "0 ms"))
                .play(1)
                .until(1)
                .begin("corrupt objects");
        // Nothing is read in the 100 ms in which the first hundred are written; all of it is, a second later.
        playing.until(2.2);
        long found = playing.counter("objects", "damagedReads");
        assertTrue(found > 0 && found <= 13, found + " found");
        assertEquals(found, playing.until(4).counter("objects", "damagedReads"));
    }

    @Test
    void aWarehouseReadsFromStorageThatMendsItself() {
        Part store = part("db", "warehouse", "startTime", "0 ms", "writeTime", "0 ms", "scan", "100 GB");
        Playing playing = reading(store).begin("corrupt 10% of db");
        assertEquals(HIT, playing.until(3.0005).counter("db", "repairedRows"), ABOUT);
        assertEquals(0, playing.failed("look"));
        assertEquals("met", words(judged(store, "corrupt db")));
    }

    /** One shard that is searched in no time. */
    private static Part index(String copies, String recovery) {
        return part(
                "db",
                "search-index",
                "shards",
                "1",
                "copies",
                copies,
                "recovery",
                recovery,
                "gatherTime",
                "0 ms",
                "readTime",
                "0 ms",
                "writeTime",
                "0 ms",
                "workers",
                "1000",
                "refresh",
                "1 ms");
    }

    @Test
    void aDamagedCopyOfAShardIsLeftOutAndBuiltAnew() {
        // 1,000 documents of 1 KB at 100 KB/s take 10 s.
        Playing playing = reading(index("2", "100 KB")).begin("corrupt 10% of db instance 1");
        playing.until(10.9);
        long found = playing.counter("db", "damagedReads");
        assertTrue(found >= 1 && found <= 2, found + " searches came upon it before it was left out");
        assertEquals(0, playing.counter("db", "rebuiltCopies"));
        playing.until(15);
        assertEquals(1, playing.counter("db", "rebuiltCopies"));
        assertEquals(found, playing.counter("db", "damagedReads"), "it is whole, and asked again");
        assertEquals(0, playing.failed("look"));
        long before = playing.taken("db", 1);
        assertTrue(playing.until(16).taken("db", 1) > before + 300, "the copy is asked again");
    }

    @Test
    void searchesOfAShardWithoutAWholeCopyFail() {
        Playing playing = reading(index("1", "100 KB")).begin("corrupt 10% of db");
        assertEquals(HIT, playing.until(2.0005).failed("look", Call.FAILED), ABOUT);
        // A tenth of a tenth has no copy any more; which copy is asked first does not matter.
        playing = reading(index("2", "100 KB")).begin("corrupt 10% of db");
        assertEquals(10, playing.until(2.0005).failed("look", Call.FAILED), 4 * StrictMath.sqrt(1000 * 0.01 * 0.99));
        assertEquals(0, playing.until(20).counter("db", "rebuiltCopies"), "from nothing whole nothing is built");
    }

    @Test
    void documentsAreLostWithTheirLastCopyOnly() {
        assertEquals("missed", words(judged(index("1", "1 MB"), "corrupt 10% of db")));
        assertEquals("met", words(judged(index("2", "1 MB"), "corrupt db instance 1")));
        assertEquals("missed", words(judged(index("2", "1 MB"), "corrupt db")));
    }

    private static Part regions() {
        return part(
                "db",
                "multi-leader",
                "instances",
                "2",
                "readTime",
                "0 ms",
                "writeTime",
                "0 ms",
                "workers",
                "1000",
                "lag",
                "10 ms",
                "roaming",
                "0 %",
                "conflicts",
                "keep-both");
    }

    @Test
    void anotherRegionMendsWhatALeaderHasDamaged() {
        // A row is read in either region with even chance: 30 s leave out one in a thousand million.
        Playing playing =
                reading(regions()).begin("corrupt 10% of db instance 1").until(31);
        assertEquals(HIT, playing.counter("db", "repairedRows"), ABOUT);
        assertEquals(playing.counter("db", "repairedRows"), playing.counter("db", "damagedReads"));
        assertEquals(0, playing.failed("look"));
        playing = reading(regions())
                .crash("db", 2)
                .begin("corrupt 10% of db instance 1")
                .until(2.0005);
        assertEquals(HIT, playing.failed("look", Call.FAILED), ABOUT);
    }

    @Test
    void rowsAreLostWithTheLastRegionOnly() {
        assertEquals("met met", words(judged(regions(), "corrupt db instance 1", "look availability >= 99 %")));
        assertEquals("missed missed", words(judged(regions(), "corrupt db", "look availability >= 99 %")));
    }

    @Test
    void aDamagedMessageFailsWithEachOfItsCopies() {
        Playing playing = board().operation("post", "100/s", "publish posted")
                .handler("work", "posted")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        part("broker", "pub-sub", "maxReceives", "2", "retryDelay", "100 ms"),
                        worker("serviceTime", "1 ms", "instances", "1"))
                .play(1)
                .crash("worker", 1)
                .until(10.005)
                .begin("corrupt 10% of broker")
                .recover("worker", 1)
                .until(20.005);
        double dead = playing.counter("broker", "deadLettered");
        assertEquals(HIT, dead, ABOUT);
        assertEquals(2000 - dead, playing.counter("broker", "acknowledged"), 3);
    }

    @Test
    void whatABrokerHasInMemoryOnlyIsNotStored() {
        Refused refused = assertThrows(
                Refused.class,
                () -> board().operation("post", "10/s", "publish posted")
                        .handler("work", "posted")
                        .path(clients(), instantService("app"), part("broker", "pub-sub", "durable", "no"), worker())
                        .phase("steady", "5 s", "average", "corrupt broker")
                        .run(1));
        assertTrue(refused.getMessage().contains("broker has nothing stored"), refused.getMessage());
    }
}
