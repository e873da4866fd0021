package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cache beside or in front of a store; commands take no time unless a test says so. */
class CacheTest {
    private static Part cache(String... settings) {
        Part part = part("cache", "cache", settings);
        part.settings().putIfAbsent("serviceTime", "0 ms");
        return part;
    }

    private static Boards items(String count, String popularity) {
        return board().entity("Item", "1 KB", count, popularity);
    }

    private static Boards beside(Boards board, Part cache) {
        return board.path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), cache)
                .path(instantService("app"), instantDatabase());
    }

    private static Boards inTheWay(Boards board, Part cache) {
        return board.path(
                clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), cache, instantDatabase());
    }

    private static double hitRatio(Playing playing) {
        double hits = playing.counter("cache", "hits");
        return hits / (hits + playing.counter("cache", "misses"));
    }

    @Test
    void aReadThatMissesFillsTheCache() {
        Playing playing = beside(items("100", "uniform").operation("look", "100/s", "read Item"), cache())
                .play(1)
                .crash("cache", 1)
                .recover("cache", 1)
                .until(100);
        // Empty at first, with room for all: each key misses once.
        assertEquals(100, playing.counter("cache", "misses"));
        assertEquals(100, playing.counter("db", "reads"));
    }

    @Test
    void aWriteDropsTheEntryAndTheNextReadSeesIt() {
        Playing playing = beside(
                        items("1", "uniform")
                                .operation("look", "10/s", "read Item")
                                .operation("change", "1/s", "write Item")
                                .requires("Item linearizable"),
                        cache())
                .play(1)
                .until(100);
        // Reads are more frequent than writes: each write makes the next read miss.
        assertEquals(playing.counter("db", "writes"), playing.counter("cache", "misses"), 1);
    }

    @Test
    void aWriteMayPutTheNewEntryInPlaceOfTheOldOne() {
        Playing playing = beside(
                        items("1", "uniform")
                                .operation("look", "10/s", "read Item")
                                .operation("change", "1/s", "write Item")
                                .requires("Item linearizable"),
                        cache("onWrite", "update"))
                .play(1)
                .until(100);
        assertEquals(0, playing.counter("cache", "misses"), 1);
        Journal journal = playing.journal();
        long written = 0;
        for (int row = 0; row < journal.size(); row++) {
            boolean read = journal.kind(row) == Journal.READ;
            assertTrue(!read || journal.version(row) == written, "a read sees what was written last");
            written = journal.kind(row) == Journal.WRITE ? journal.version(row) : written;
        }
        assertTrue(written > 0);
    }

    @Test
    void throughReadsAskTheStoreOnlyOnAMiss() {
        Playing playing = inTheWay(
                        items("1", "uniform")
                                .operation("look", "10/s", "read Item")
                                .operation("change", "1/s", "write Item"),
                        cache("pattern", "read-through"))
                .play(1)
                .until(100);
        assertEquals(playing.counter("cache", "misses"), playing.counter("db", "reads"));
        assertEquals(playing.counter("db", "writes"), playing.counter("cache", "misses"), 1);
    }

    @Test
    void writeThroughKeepsWhatWasWritten() {
        Playing playing = inTheWay(
                        items("1", "uniform")
                                .operation("look", "10/s", "read Item")
                                .operation("change", "1/s", "write Item"),
                        cache("pattern", "write-through"))
                .play(1)
                .until(100);
        assertTrue(playing.counter("db", "writes") > 50);
        assertEquals(0, playing.counter("cache", "misses"), 1);
    }

    @Test
    void entriesExpireAfterTheirTimeToLive() {
        // A read every 100 ms: after the fill nine hits, and the tenth read comes as the entry ends.
        Playing playing = beside(items("1", "uniform").operation("look", "10/s", "read Item"), cache("ttl", "1 s"))
                .play(1)
                .until(1000);
        assertEquals(0.9, hitRatio(playing), 0.002);
    }

    @Test
    void jitterShortensTheTimeToLive() {
        // Lives of 0.5 to 1 s, reads at random times, 10 a second: hits per life 10 x 0.75, so 7.5 of 8.5 are hits.
        Playing playing = board().entity("Item", "1 KB", "1", "uniform")
                .operation("look", "10/s", "read Item")
                .path(clients("readsOwn", "0 %"), instantService("app"), cache("ttl", "1 s", "jitter", "50 %"))
                .path(instantService("app"), instantDatabase())
                .playFast(1)
                .until(20_000);
        assertEquals(7.5 / 8.5, hitRatio(playing), 0.003);
    }

    @Test
    void memoryBoundsWhatIsKeptAndOverheadCounts() {
        // Room for 10 of 100 keys of equal popularity, or for 5 when each takes as much again.
        assertEquals(0.10, hitRatio(full("0 B")), 0.005);
        assertEquals(0.05, hitRatio(full("1 KB")), 0.005);
    }

    private static Playing full(String overhead) {
        return beside(
                        items("100", "uniform").operation("look", "1000/s", "read Item"),
                        cache("capacity", "10 KB", "overhead", overhead))
                .playFast(1)
                .until(100);
    }

    @Test
    void aCrashedNodeComesBackEmpty() {
        Playing playing = beside(
                        items("100", "uniform").operation("look", "100/s", "read Item"), cache("instances", "4"))
                .play(1)
                .until(50);
        long before = playing.counter("cache", "misses");
        assertEquals(0, before);
        playing.crash("cache", 2).recover("cache", 2).until(150);
        long own = 0;
        HashRing ring = new HashRing(4, 200);
        for (int key = 0; key < 100; key++) {
            own += ring.owner(LruKeys.of(0, key)) == 1 ? 1 : 0;
        }
        assertEquals(own, playing.counter("cache", "misses"));
    }

    @Test
    void readsOfALostNodesKeysGoToTheStore() {
        Playing playing = beside(
                        items("100", "uniform").operation("look", "100/s", "read Item"), cache("instances", "4"))
                .play(1)
                .crash("cache", 2)
                .until(50);
        assertEquals(0, playing.failed("look"));
        // About a quarter of the keys live there.
        assertEquals(0.25, playing.counter("db", "reads") / 5000.0, 0.1);
    }

    @Test
    void aLostCacheInTheWayTakesItsDataAlong() {
        Playing playing = inTheWay(
                        items("100", "uniform").operation("look", "100/s", "read Item"),
                        cache("pattern", "read-through"))
                .play(1)
                .crash("cache", 1)
                .until(10.005);
        assertEquals(1000, playing.failed("look", Call.REFUSED));
    }

    @Test
    void aSlowCommandBlocksASingleThread() {
        // M/D/1 at 0.8: the wait is rho / (2 (1 - rho)) = 2 service times (Pollaczek and Khinchine).
        Playing playing = board().entity("Item", "1 KB", "1", "uniform")
                .operation("look", "800/s", "read Item")
                .path(clients(), instantService("app"), cache("serviceTime", "1 ms"))
                .path(instantService("app"), instantDatabase())
                .playFast(1)
                .until(1000);
        assertEquals(0.003, playing.meanLatency("look"), 0.00005);
    }

    @Test
    void onlyNamedEntitiesAreKept() {
        Playing playing = beside(
                        items("10", "uniform")
                                .entity("Other", "1 KB", "10", "uniform")
                                .operation("look", "100/s", "read Item")
                                .operation("other", "100/s", "read Other"),
                        cache("holds", "Item"))
                .play(1)
                .until(20);
        assertEquals(playing.offered("look"), playing.counter("cache", "reads"), 1);
        assertEquals(playing.offered("other"), playing.counter("db", "reads"), 11);
    }

    @Test
    void aFilterByOperationLetsItThroughTheCache() {
        Playing playing = inTheWay(
                        items("10", "uniform")
                                .operation("look", "100/s", "read Item")
                                .operation("change", "10/s", "write Item"),
                        cache("pattern", "read-through"))
                .link("app", "cache", "only", "look")
                .link("cache", "db", "only", "look")
                .link("app", "db", "only", "change")
                .play(1)
                .crash("cache", 1)
                .recover("cache", 1)
                .until(100);
        assertEquals(0, playing.failed("look") + playing.failed("change"));
        assertEquals(10, playing.counter("cache", "misses"));
        assertEquals(10, playing.counter("db", "reads"));
    }

    @Test
    void aFilterByOperationLetsItThroughOnBehalfOfAnotherService() {
        Playing playing = items("10", "uniform")
                .operation("look", "100/s", "read Item")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), instantService("data"))
                .path(instantService("data"), cache("pattern", "read-through"), instantDatabase())
                .link("data", "cache", "only", "look")
                .link("cache", "db", "only", "look")
                .play(1)
                .until(10.005);
        assertEquals(1000, playing.completed("look"));
        assertEquals(1000, playing.counter("cache", "reads"));
    }

    @Test
    void keysThatAreNewBecomeTheHottest() {
        // Of 1000 reads a second nearly all (1 / zeta(4) = 0.924) are of the newest key, and 10 a second are made: each
        // is
        // missed once, and so is the one in 13 reads that goes further back, where all have been read before.
        Playing playing = beside(
                        items("1000", "latest 4")
                                .operation("look", "1000/s", "read Item")
                                .operation("make", "10/s", "write Item key new"),
                        cache())
                .play(1)
                .crash("cache", 1)
                .recover("cache", 1)
                .until(100);
        assertEquals(1000, playing.counter("cache", "misses"), 60);
    }

    @Test
    void aCacheOfAMillionEntriesStartsAsAfterALongLife() {
        // Room for 800,000 of 1,600,000 keys of equal popularity: half the reads hit, from the first on.
        Playing playing = beside(
                        items("1600000", "uniform").operation("look", "2000/s", "read Item"),
                        cache("capacity", "800 MB"))
                .playFast(1)
                .until(5);
        assertEquals(0.5, hitRatio(playing), 0.02);
    }

    @Test
    void whatACacheDoesNotStartWithIsSaid() {
        Boards large =
                beside(items("5000000", "uniform").operation("look", "100/s", "read Item"), cache("capacity", "4 GB"));
        assertEquals(
                List.of("cache starts with the 1500000 entries used last, though it has room for more"),
                large.phase("p", "100 ms", "average").run(1).report().thinned());
        Boards exact = beside(items("1000", "uniform").operation("look", "100/s", "read Item"), cache());
        assertEquals(
                List.of(), exact.phase("p", "100 ms", "average").run(1).report().thinned());
        Boards sequence = beside(items("1000", "sequential").operation("look", "100/s", "read Item"), cache());
        assertEquals(
                List.of("cache starts without any Item, as its keys are asked for in sequence"),
                sequence.phase("p", "100 ms", "average").run(1).report().thinned());
    }

    @Test
    void aCacheBehindAnotherServiceStartsWarm() {
        Playing playing = items("100", "uniform")
                .operation("look", "100/s", "read Item")
                .path(clients("readsOwn", "0 %"), instantService("app"), instantService("data"), cache())
                .path(instantService("data"), instantDatabase())
                .play(1)
                .until(20);
        // All requests arrive at the first service, which asks the second one; there is room for all keys.
        assertEquals(0, playing.counter("cache", "misses"));
        assertTrue(playing.counter("cache", "hits") > 1900);
    }

    @Test
    void withoutSingleFlightEverybodyWhoMissesAsksTheStore() {
        // A read each millisecond, one of the store takes 50 ms: the first and the 49 that come before it is back.
        Playing playing = stampede("no");
        assertEquals(50, playing.counter("cache", "fetches") / (double) playing.counter("cache", "expired"), 0.5);
        assertEquals(playing.counter("cache", "fetches"), playing.counter("db", "reads"), 50);
    }

    @Test
    void withSingleFlightOneAsksAndTheOthersWaitForHim() {
        for (String pattern : List.of("cache-aside", "read-through")) {
            Playing playing = stampede("yes", "pattern", pattern);
            assertEquals(playing.counter("cache", "expired"), playing.counter("db", "reads"), 1);
            assertEquals(49, playing.counter("cache", "coalesced") / (double) playing.counter("cache", "expired"), 0.5);
            assertEquals(0, playing.failed("look"));
        }
    }

    private static Playing stampede(String singleFlight, String... settings) {
        Part cache = cache(settings);
        cache.settings().put("singleFlight", singleFlight);
        cache.settings().put("ttl", "1 s");
        Boards board = items("1", "uniform").operation("look", "1000/s", "read Item");
        Part db = instantDatabase("readTime", "50 ms");
        Part people = clients("arrivals", "steady", "readsOwn", "0 %");
        boolean aside = !"read-through".equals(cache.settings().get("pattern"));
        return (aside
                        ? board.path(people, instantService("app"), cache).path(instantService("app"), db)
                        : board.path(people, instantService("app"), cache, db))
                .play(1)
                .until(20);
    }

    @Test
    void aLeaseThatBringsNothingIsHandedOn() {
        // The store is down: each lease of 1 s is used by one read, which fails; the others wait for it.
        Playing playing = beside(
                        items("1", "uniform").operation("look", "100/s", "read Item"),
                        cache("singleFlight", "yes", "lease", "1 s"))
                .play(1)
                .crash("cache", 1)
                .recover("cache", 1)
                .crash("db", 1)
                .until(10.5);
        assertEquals(11, playing.counter("cache", "fetches"), 1);
        assertEquals(playing.counter("cache", "fetches"), playing.failed("look"));
        playing.recover("db", 1).until(12);
        assertEquals(11, playing.failed("look"), 1);
        assertEquals(1200, playing.completed("look"), 13);
    }

    @Test
    void whoWaitsForALeaseAtANodeThatDiesAsksTheStore() {
        Playing playing = beside(
                        items("1", "uniform").operation("look", "100/s", "read Item"),
                        cache("singleFlight", "yes", "lease", "1 min"))
                .play(1)
                .crash("cache", 1)
                .recover("cache", 1)
                .crash("db", 1)
                .until(5)
                .recover("db", 1)
                .crash("cache", 1)
                .until(6);
        assertEquals(1, playing.failed("look"), "the one that held the lease");
        assertEquals(599, playing.completed("look"), 1);
    }

    @Test
    void writeBackAnswersAtOnceAndWritesTheNewestLater() {
        // A write each 10 ms of the same key and a flush each second: one write of the store a second.
        Playing playing = inTheWay(
                        items("1", "uniform")
                                .operation("look", "10/s", "read Item")
                                .operation("change", "100/s", "write Item")
                                .requires("Item linearizable"),
                        cache("pattern", "write-back", "flushInterval", "1 s"))
                .play(1)
                .until(100.5);
        assertEquals(10_050, playing.completed("change"), 1);
        assertEquals(100, playing.counter("db", "writes"));
        assertEquals(100, playing.counter("cache", "flushed"));
        assertEquals(0, playing.counter("cache", "misses"));
    }

    @Test
    void whatIsEvictedBeforeItIsFlushedIsStillRead() {
        Playing playing = inTheWay(
                        items("99", "sequential")
                                .operation("change", "100/s", "write Item")
                                .operation("look", "100/s", "read Item")
                                .requires("Item linearizable"),
                        cache("pattern", "write-back", "flushInterval", "1 h", "capacity", "5 KB"))
                .play(1)
                .until(20);
        // Writes and reads take turns round an odd number of keys: after the first second all have been written.
        assertEquals(0, playing.counter("db", "writes"));
        assertTrue(playing.counter("cache", "misses") <= 101);
    }

    @Test
    void writeBackLosesWhatIsNotFlushedWhenTheNodeDies() {
        Playing playing = inTheWay(
                        items("1000000", "uniform")
                                .operation("change", "100/s", "write Item key new")
                                .requires("Item never lost"),
                        cache("pattern", "write-back", "flushInterval", "1 s"))
                .play(1)
                .until(10.505)
                .crash("cache", 1);
        assertEquals(50, playing.counter("cache", "lostWrites"), 1);
        assertEquals(1000, playing.counter("db", "writes"), 1);
    }

    @Test
    void aFlushThatTheStoreDoesNotTakeIsTriedAgain() {
        Playing playing = inTheWay(
                        items("10", "uniform").operation("change", "100/s", "write Item"),
                        cache("pattern", "write-back", "flushInterval", "1 s"))
                .play(1)
                .crash("db", 1)
                .until(5.5)
                .recover("db", 1)
                .until(6.5);
        assertEquals(0, playing.failed("change"));
        assertEquals(10, playing.counter("db", "writes"));
    }

    @Test
    void writeAroundLeavesTheOldEntry() {
        Playing playing = inTheWay(
                        items("1", "uniform")
                                .operation("look", "100/s", "read Item")
                                .operation("change", "1/s", "write Item"),
                        cache("pattern", "write-around"))
                .play(1)
                .until(100);
        assertEquals(0, playing.counter("cache", "misses"));
        assertTrue(playing.counter("db", "writes") > 90);
    }

    @Test
    void aRoundThatIsLargerThanMemoryIsWhatMruIsFor() {
        // 100 keys round and round, room for 50: LRU and FIFO never hit; MRU keeps 49 or 50 of them.
        assertEquals(0, round("LRU"), 0.001);
        assertEquals(0, round("FIFO"), 0.001);
        assertEquals(0.5, round("MRU"), 0.03);
        assertTrue(round("RANDOM") > 0.15);
    }

    private static double round(String eviction) {
        return hitRatio(beside(
                        items("100", "sequential").operation("look", "1000/s", "read Item"),
                        cache("capacity", "50 KB", "eviction", eviction))
                .playFast(1)
                .until(50));
    }

    @Test
    void onlyWhereTheSteadyStateIsKnownDoesACacheStartInIt() {
        for (String eviction : List.of("LRU", "FIFO", "RANDOM", "LFU", "MRU")) {
            Boards board = beside(
                    items("1000", "zipf 1").operation("look", "100/s", "read Item"),
                    cache("eviction", eviction, "capacity", "100 KB"));
            boolean known = !eviction.equals("LFU") && !eviction.equals("MRU");
            assertEquals(
                    known ? List.of() : List.of("cache starts empty, as nobody knows the steady state of " + eviction),
                    board.phase("p", "100 ms", "average").run(1).report().thinned());
        }
    }
}
