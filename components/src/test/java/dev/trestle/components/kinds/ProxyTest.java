package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.objects;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** Reverse and forward proxies before a store that answers at once. Clients come steadily, so that times are exact. */
class ProxyTest {
    private static Part reverse(String... settings) {
        return part("proxy", "reverse-proxy", settings);
    }

    private static Part forward(String... settings) {
        return part("proxy", "forward-proxy", settings);
    }

    private static Boards reading(String size, Part proxy) {
        return board().entity("Page", size, "100", "uniform")
                .operation("view", "100/s", "read Page")
                .path(clients("arrivals", "steady"), proxy, objects("readTime", "0 ms", "bandwidth", "100 GB"));
    }

    @Test
    void aWorkerPaysForTheHopForTlsAndForCompression() {
        // 100 KB at 100 MB a second: 1 ms, and 1 ms and 2 ms for the request.
        Playing playing = reading("100 KB", reverse("hop", "1 ms", "tlsTime", "2 ms", "compressionRate", "100 MB"))
                .play(1)
                .until(10);
        assertEquals(0.004, playing.meanLatency("view"), 2e-6);
        Playing plain = reading("100 KB", reverse("hop", "1 ms", "tlsTime", "0 ms", "compresses", "no"))
                .play(1)
                .until(10);
        assertEquals(0.001, plain.meanLatency("view"), 2e-6);
    }

    @Test
    void answersLeaveCompressed() {
        Playing playing =
                reading("100 KB", reverse("compressedTo", "25 %")).play(1).until(10);
        assertEquals(25_000.0 * playing.completed("view"), playing.wire(0).bytesBack, 25_000 * 2);
        assertEquals(100_000.0 * playing.completed("view"), playing.wire(1).bytesBack, 100_000 * 2);
    }

    @Test
    void keptAnswersTakeTheRoomOfTheirCompressedBytes() {
        // Room for 30 of 100 equally wanted pages as they are, and for all of them at a quarter of their bytes.
        double plain = hitRatio(reverse("instances", "1", "capacity", "3 MB", "ttl", "1000 day", "compresses", "no"));
        double small =
                hitRatio(reverse("instances", "1", "capacity", "3 MB", "ttl", "1000 day", "compressedTo", "25 %"));
        assertEquals(0.3, plain, 0.03);
        assertEquals(1, small, 0.005);
    }

    private static double hitRatio(Part proxy) {
        Playing playing = reading("100 KB", proxy).playFast(1).until(200);
        double hits = playing.counter("proxy", "hits");
        return hits / (hits + playing.counter("proxy", "misses"));
    }

    @Test
    void noWorkerIsHeldWhileTheAnswerIsWaitedFor() {
        // One worker at 1 ms and 100 requests a second, each waiting 100 ms behind: ten wait at a time, nobody queues.
        Playing playing = board().operation("ask", "100/s")
                .path(
                        clients("arrivals", "steady"),
                        reverse("instances", "1", "workers", "1", "hop", "1 ms", "tlsTime", "0 ms"),
                        instantService("app", "serviceTime", "100 ms"))
                .play(1)
                .until(10);
        assertEquals(0.101, playing.meanLatency("ask"), 1e-6);
        assertEquals(0, playing.station("proxy", 1).queueMax);
    }

    @Test
    void aFullQueueRejects() {
        // One worker at 20 ms does 50 of 100 a second.
        Playing playing = board().operation("ask", "100/s")
                .path(
                        clients("arrivals", "steady", "retries", "0"),
                        reverse("instances", "1", "workers", "1", "queue", "0", "hop", "20 ms", "tlsTime", "0 ms"),
                        instantService("app"))
                .play(1)
                .until(10.005);
        assertEquals(500, playing.failed("ask", Call.REJECTED), 2);
    }

    @Test
    void deniedOperationsDoNotPass() {
        Playing playing = board().operation("ask", "50/s")
                .operation("admin", "50/s")
                .path(clients("arrivals", "steady", "retries", "0"), forward("denies", "admin"), instantService("app"))
                .play(1)
                .until(10);
        assertEquals(0, playing.failed("ask"));
        assertEquals(0, playing.completed("admin"));
        assertEquals(playing.failed("admin", Call.REJECTED), playing.counter("proxy", "filtered"));
    }

    @Test
    void nobodyBehindAForwardProxySeesWhoAsked() {
        // A thousand people, but one client per instance to a balancer that hashes the source.
        Playing hidden = hashed(forward("instances", "1"));
        Playing seen = hashed(reverse("instances", "1"));
        assertEquals(1, met(hidden));
        assertEquals(4, met(seen));
    }

    private static Playing hashed(Part proxy) {
        return board().operation("ask", "200/s")
                .path(
                        clients("users", "1000"),
                        proxy,
                        Boards.balancer("algorithm", "source-hash"),
                        instantService("app", "instances", "4"))
                .play(1)
                .until(10);
    }

    private static int met(Playing playing) {
        int met = 0;
        for (int instance = 1; instance <= 4; instance++) {
            met += playing.taken("app", instance) > 0 ? 1 : 0;
        }
        return met;
    }

    @Test
    void aWriteThatPassesDropsWhatWasKept() {
        // One page, read and written in turns 5 ms apart: every read is after a write and has to be asked for.
        Playing playing = board().entity("Page", "1 KB", "1", "uniform")
                .operation("view", "100/s", "read Page")
                .operation("edit", "100/s", "write Page")
                .path(
                        clients("arrivals", "steady", "retries", "0"),
                        reverse("instances", "1", "capacity", "1 MB", "ttl", "1 day"),
                        objects("readTime", "0 ms", "writeTime", "0 ms"))
                .play(1)
                .until(10);
        assertTrue(playing.counter("proxy", "misses") >= playing.completed("view") / 2);
        assertTrue(playing.counter("proxy", "misses") > 400);
    }

    @Test
    void aDeadInstanceRefusesItsShareAndComesBackEmpty() {
        Playing playing = reading("1 KB", reverse("capacity", "1 GB", "ttl", "1000 day"))
                .play(1)
                .until(2.005)
                .crash("proxy", 1)
                .until(4.005);
        assertEquals(100, playing.failed("view", Call.REFUSED), 2);
        long before = playing.counter("proxy", "misses");
        playing.recover("proxy", 1).until(60);
        assertEquals(100, playing.counter("proxy", "misses") - before, 6);
    }

    @Test
    void aKeptAnswerOfAServiceIsAsOldAsItWasWhenItCame() {
        // Nothing is kept longer than 0.5 s, so after the first edits nobody may see a page that was never written.
        Playing playing = board().entity("Page", "1 KB", "1", "uniform")
                .operation("view", "100/s", "read Page")
                .operation("edit", "1/s", "write Page")
                .requires("Page never lost")
                .path(
                        clients("arrivals", "steady"),
                        reverse("instances", "1", "capacity", "1 MB", "ttl", "500 ms"),
                        instantService("app"),
                        instantDatabase())
                .play(1)
                .until(10);
        assertTrue(playing.counter("proxy", "hits") > 500);
        Journal journal = playing.journal();
        int seen = 0;
        for (int row = 0; row < journal.size(); row++) {
            if (journal.kind(row) == Journal.READ && journal.start(row) > 3_000_000_000L) {
                assertTrue(journal.version(row) > 0, "the page as it was before all edits");
                seen++;
            }
        }
        assertTrue(seen > 500);
    }
}
