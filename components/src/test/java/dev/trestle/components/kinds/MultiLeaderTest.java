package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Journal;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** A leader per region; queries take no time. */
class MultiLeaderTest {
    private static Part leaders(String... settings) {
        Part part = part("db", "multi-leader", settings);
        part.settings().putIfAbsent("readTime", "0 ms");
        part.settings().putIfAbsent("writeTime", "0 ms");
        part.settings().putIfAbsent("workers", "1000");
        return part;
    }

    private static Boards writing(String count, String rate, Part leaders) {
        return board().entity("Item", "1 KB", count, "uniform")
                .operation("change", rate, "write Item")
                .requires("Item never lost")
                .path(clients("readsOwn", "0 %"), instantService("app"), leaders);
    }

    private static int lostRows(Playing playing) {
        Journal journal = playing.journal();
        int lost = 0;
        for (int row = 0; row < journal.size(); row++) {
            lost += journal.kind(row) == Journal.LOST ? 1 : 0;
        }
        return lost;
    }

    @Test
    void aVectorTellsWhatFollowsFromWhatContradicts() {
        Revisions revisions = new Revisions(2);
        int first = revisions.write(0, -1, 1, 10);
        int second = revisions.write(1, first, 2, 20);
        int other = revisions.write(0, first, 3, 30);
        assertTrue(revisions.knows(second, first));
        assertFalse(revisions.knows(first, second));
        assertFalse(revisions.knows(second, other) || revisions.knows(other, second));
        int both = revisions.merge(other, second);
        assertTrue(revisions.knows(both, second) && revisions.knows(both, other));
        assertEquals(3, revisions.version(both));
        assertTrue(revisions.loses(second));
        assertFalse(revisions.loses(second), "only once");
    }

    @Test
    void concurrentWritesAreLostAsOftenAsTheLagSays() {
        // One write a second at each of two leaders, 10 ms apart: another one follows within the lag with 1 -
        // exp(-0.01).
        Playing playing =
                writing("1", "2/s", leaders("lag", "10 ms")).playFast(1).until(20_000);
        double share = playing.counter("db", "lostWrites") / (double) playing.counter("db", "writes");
        assertEquals(-StrictMath.expm1(-0.01), share, 4 * 0.0005);
        assertEquals(playing.counter("db", "lostWrites"), lostRows(playing));
    }

    @Test
    void keepingBothLosesNothing() {
        Playing playing = writing("1", "20/s", leaders("lag", "10 ms", "conflicts", "keep both"))
                .play(1)
                .until(100);
        assertTrue(playing.counter("db", "conflicts") > 50);
        assertEquals(0, playing.counter("db", "lostWrites"));
        assertEquals(0, lostRows(playing));
    }

    @Test
    void keysThatNobodyElseWritesNeverConflict() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("make", "100/s", "write Item key new")
                .path(clients("readsOwn", "0 %"), instantService("app"), leaders("leaders", "3"))
                .play(1)
                .until(50);
        assertEquals(0, playing.counter("db", "conflicts"));
        assertEquals(2 * playing.counter("db", "writes"), playing.counter("db", "copies"), 200);
    }

    @Test
    void aLostRegionHandsItsPeopleOnAndCatchesUp() {
        Playing playing = writing("1000", "100/s", leaders("lag", "1 s", "leaders", "3"))
                .play(1)
                .until(10)
                .crash("db", 1)
                .until(20);
        assertEquals(0, playing.failed("change"));
        playing.recover("db", 1).until(40);
        long writes = playing.counter("db", "writes");
        assertEquals(
                2 * writes, playing.counter("db", "copies"), 250, "every write has been copied twice, but the last");
        playing.crash("db", 0).until(41);
        assertTrue(playing.failed("change") > 50, "nobody is left");
    }
}
