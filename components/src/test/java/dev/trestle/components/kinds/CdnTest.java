package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.objects;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Edges between clients and an object store. */
class CdnTest {
    private static Part cdn(String... settings) {
        return part("cdn", "cdn", settings);
    }

    private static Boards delivering(Part cdn) {
        return board().entity("Photo", "100 KB", "1000", "uniform")
                .operation("view", "100/s", "read Photo")
                .path(clients("arrivals", "steady"), cdn, objects("readTime", "50 ms", "bandwidth", "100 GB"));
    }

    @Test
    void aHitLeavesTheOriginAlone() {
        Playing playing =
                delivering(cdn("ttl", "1000 day", "hitTime", "1 ms")).play(1).until(1);
        long before = playing.counter("objects", "reads");
        playing.until(100);
        // There is room for everything and it never expires: the steady state is that all is there.
        assertEquals(before, playing.counter("objects", "reads"), 5);
        assertEquals(0.001, playing.meanLatency("view"), 5e-5);
    }

    @Test
    void aMissIsPulledFromTheOriginAndKept() {
        Playing playing = delivering(cdn("ttl", "1000 day"))
                .play(1)
                .crash("cdn", 0)
                .recover("cdn", 0)
                .until(200);
        // Empty at first: each of the 1000 photos is pulled once, and again only while the first copy is under way.
        long pulled = playing.counter("objects", "reads");
        assertTrue(pulled >= 1000 && pulled <= 1010, pulled + " pulled");
        assertEquals(20_000, playing.completed("view"), 10);
        assertEquals(playing.counter("cdn", "misses"), pulled, 6);
    }

    @Test
    void copiesExpire() {
        // Each photo is asked for every 10 s in the mean; with a time to live of 10 s the renewal argument gives
        // a hit ratio of r t / (1 + r t) = 1/2.
        Playing playing = delivering(cdn("ttl", "10 s")).playFast(1).until(1000);
        double hits = playing.counter("cdn", "hits");
        assertEquals(0.5, hits / (hits + playing.counter("cdn", "misses")), 0.01);
    }

    @Test
    void whatGoesForWantOfRoomHasNotExpired() {
        // 30,000 of 30,000,000 keys by Zipf 0.9, gone after 39,388 others have been asked for, some 40 s: a time to
        // live of
        // a day changes nothing. Che's approximation, summed numerically: 0.71266 of the reads miss.
        double hits = board().entity("Item", "1 KB", "30000000", "zipf 0.9")
                .operation("look", "1000/s", "read Item")
                .path(clients("readsOwn", "0 %"), cdn("capacity", "30 MB", "ttl", "1 day"), objects())
                .phase("steady", "8 s", "average")
                .run(1)
                .report()
                .nodes()
                .get("cdn")
                .hitRatio()
                .value();
        assertEquals(1 - 0.71266, hits, 0.008);
    }

    @Test
    void storageIsBounded() {
        // Room for 100 of 1000 equally wanted photos: one in ten is a hit, whoever is evicted.
        Playing playing = delivering(cdn("ttl", "1000 day", "capacity", "10 MB"))
                .playFast(1)
                .until(1000);
        double hits = playing.counter("cdn", "hits");
        assertEquals(0.1, hits / (hits + playing.counter("cdn", "misses")), 0.01);
    }

    @Test
    void onlyNamedEntitiesAreKept() {
        Playing playing = board().entity("Photo", "100 KB", "10", "uniform")
                .entity("Profile", "1 KB", "10", "uniform")
                .operation("view", "100/s", "read Photo")
                .operation("who", "100/s", "read Profile")
                .path(clients(), cdn("caches", "Photo"), objects())
                .play(1)
                .until(50);
        assertEquals(playing.offered("who"), playing.counter("objects", "reads"), 60);
    }

    @Test
    void writesPassThrough() {
        Playing playing = board().entity("Photo", "100 KB", "10", "uniform")
                .operation("view", "50/s", "read Photo")
                .operation("post", "50/s", "write Photo")
                .path(clients(), cdn(), objects())
                .play(1)
                .until(20);
        assertEquals(playing.offered("post"), playing.counter("objects", "writes"), 30);
    }

    @Test
    void aLostEdgeHandsItsPeopleToTheNext() {
        Playing playing =
                delivering(cdn("edges", "2", "ttl", "1000 day")).play(1).until(10);
        playing.crash("cdn", 1).until(20);
        assertEquals(0, playing.failed("view"));
        playing.crash("cdn", 2).until(30);
        assertEquals(1000, playing.failed("view", Call.REFUSED), 10);
    }

    @Test
    void whatIsNotOneReadGoesToTheService() {
        Playing playing = board().entity("Photo", "100 KB", "10", "uniform")
                .operation("page", "10/s", "read Photo", "read Photo")
                .path(clients(), cdn(), instantService("app"), objects())
                .play(1)
                .until(20);
        assertTrue(playing.counter("objects", "reads") >= 2 * playing.completed("page"));
    }

    @Test
    void deliveryIsPaidTierByTier() {
        // 60,000 GB a month: 10 TB of 1,024 GB at 0.085, 40 at 0.080, the rest at 0.060 USD per GB.
        double perSecond = 60_000e9 / (730 * 3600);
        Usage usage = new Usage(1, 1, 0, perSecond, perSecond, 0, 0);
        CostLine delivery = new Cdn().bill(new Settings(Map.of()), usage).get(0);
        assertEquals("delivery", delivery.what());
        assertEquals(10_240 * 0.085 + 40_960 * 0.080 + 8_800 * 0.060, delivery.usdPerMonth(), 1e-6);
    }

    @Test
    void anEdgeSellsItsDeliveryOnce() {
        Usage usage = new Usage(1, 1, 0, 1e6, 1e6, 0, 0);
        assertTrue(new Cdn()
                .bill(new Settings(Map.of()), usage).stream()
                        .noneMatch(line -> line.what().equals("traffic to the internet")));
    }

    @Test
    void copiesThatMemoryIsTooSmallForAreThereAllTheSame() {
        // 2,000 edges with room for all of 400,000 photos: 600 million copies would not fit anywhere. Each edge asks
        // for
        // a photo 100000/2000/400000 = 1.25e-4 times a second and keeps it for 24,000 s: 3 / (1 + 3) of the time.
        Playing playing = board().entity("Photo", "100 KB", "400000", "uniform")
                .operation("view", "100000/s", "read Photo")
                .path(clients(), cdn("edges", "2000", "ttl", "24000 s", "capacity", "1 TB"), objects())
                .playFast(1)
                .until(0.5);
        double hits = playing.counter("cdn", "hits");
        // 50,000 requests: four standard errors are 0.0077.
        assertEquals(0.75, hits / (hits + playing.counter("cdn", "misses")), 0.008);
    }

    @Test
    void aConnectionIsOpenedOnceAndClosedWhenNobodyUsesIt() {
        Playing playing = board().entity("Photo", "100 KB", "1", "uniform")
                .operation("view", "1/s", "read Photo")
                .path(
                        clients("arrivals", "closed", "concurrent", "1", "users", "1", "think", "1 s"),
                        cdn("ttl", "1000 day", "hitTime", "1 ms", "tlsTime", "40 ms", "keepAlive", "60 s"),
                        objects("readTime", "50 ms"))
                .play(1)
                .until(50);
        assertEquals(1, playing.counter("cdn", "handshakes"));
        assertEquals(0.001 + 0.040 / playing.completed("view"), playing.meanLatency("view"), 0.0015);
    }

    @Test
    void aConnectionThatIsNotUsedForLongIsOpenedAnew() {
        Playing playing = board().entity("Photo", "100 KB", "1", "uniform")
                .operation("view", "1/s", "read Photo")
                .path(
                        clients("arrivals", "closed", "concurrent", "1", "users", "1", "think", "10 s"),
                        cdn("ttl", "1000 day", "hitTime", "1 ms", "tlsTime", "40 ms", "keepAlive", "0 s"),
                        objects("readTime", "50 ms"))
                .play(1)
                .until(500);
        assertEquals(playing.completed("view"), playing.counter("cdn", "handshakes"), 1);
    }

    @Test
    void whoCannotReadCannotAnswer() {
        Playing playing =
                delivering(cdn("ttl", "1000 day", "tls", "origin")).play(1).until(10);
        assertEquals(0, playing.counter("cdn", "hits"));
        assertEquals(playing.completed("view"), playing.counter("objects", "reads"), 6);
    }

    @Test
    void anEdgeLetsGoInTheOrderThatItIsToldTo() {
        // Photos in sequence, room for half of them: who lets go what was used or brought first always misses, chance
        // does not.
        for (String eviction : new String[] {"LRU", "FIFO"}) {
            assertEquals(0, hitsOfARound(eviction), 0.001, eviction);
        }
        assertTrue(hitsOfARound("RANDOM") > 0.1);
        // Zipf 1.0 over 100 photos with room for 50: whoever keeps the most wanted hits H(50) / H(100) = 0.8673 at
        // best.
        double frequent = hits("LFU", "zipf 1.0");
        assertTrue(frequent > hits("LRU", "zipf 1.0") + 0.02, frequent + " by LFU");
        assertTrue(frequent < 0.8673 + 0.015, frequent + " by LFU");
    }

    private static double hitsOfARound(String eviction) {
        return hits(eviction, "sequential");
    }

    private static double hits(String eviction, String popularity) {
        Playing playing = board().entity("Photo", "100 KB", "100", popularity)
                .operation("view", "100/s", "read Photo")
                .path(
                        clients("arrivals", "steady"),
                        cdn("ttl", "1000 day", "capacity", "5 MB", "eviction", eviction),
                        objects("readTime", "1 ms"))
                .playFast(1)
                .until(100);
        double hits = playing.counter("cdn", "hits");
        return hits / (hits + playing.counter("cdn", "misses"));
    }
}
