package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Journal;
import dev.trestle.components.run.Playing;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people's devices answer by themselves. */
class DeviceCacheTest {
    private static Playing devices(String users, String ttl, String edits, double seconds) {
        return board().entity("Page", "1 KB", "10", "uniform")
                .operation("view", "100/s", "read Page")
                .operation("edit", edits, "write Page")
                .requires("Page never lost")
                .path(
                        clients("arrivals", "steady", "users", users, "deviceCache", ttl, "readsOwn", "0 %"),
                        instantService("app"),
                        instantDatabase())
                .play(1)
                .until(seconds);
    }

    @Test
    void aDeviceAsksForEachPageOncePerTimeToLive() {
        // One person and ten pages, each of which is viewed ten times a second: every 10.1 s from the start.
        Playing playing = devices("1", "10 s", "0/s", 100.05);
        double asked = playing.counter("clients", "misses");
        assertEquals(10 * 10, asked, 2);
        assertEquals(10_005, asked + playing.counter("clients", "hits"), 2);
        assertEquals(asked, playing.counter("db", "reads"));
    }

    @Test
    void whatThePersonWritesIsAskedForAnew() {
        // A page is edited every 10 s on average: it is kept for 10 s (1 - 1/e), then asked for within 0.1 s.
        double cycle = 10 * (1 - Math.exp(-1)) + 0.1;
        // The variance of such a time is 12.9 s^2, so 1,000 s have a standard deviation of 7 a page, 22 for ten.
        assertEquals(
                10 * (1000 / cycle + 0.66), devices("1", "10 s", "1/s", 1000).counter("clients", "misses"), 4 * 22);
    }

    @Test
    void anotherPersonsDeviceKeepsAnotherAnswer() {
        Playing playing = devices("1000000", "1 day", "1/s", 100);
        // Two of 10,000 views are by the same person for the same page about five times.
        assertTrue(playing.counter("clients", "hits") < 25);
    }

    @Test
    void whatADeviceKeepsIsAsOldAsItWasWhenItCame() {
        Journal journal = devices("2", "10 s", "1/s", 100).journal();
        Map<Long, Long> newest = new HashMap<>();
        int stale = 0;
        int reads = 0;
        for (int row = 0; row < journal.size(); row++) {
            long known = newest.getOrDefault(journal.key(row), 0L);
            if (journal.kind(row) == Journal.WRITE) {
                newest.put(journal.key(row), journal.version(row));
            } else {
                reads++;
                stale += journal.version(row) < known ? 1 : 0;
            }
        }
        // One of two writes the page, the other keeps seeing the old one for some seconds.
        assertTrue(reads > 5_000);
        assertTrue(stale > reads / 10 && stale < reads / 2, stale + " of " + reads);
    }
}
