package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** Objects, asked for directly or through a service. */
class ObjectStoreTest {
    private static Boards files() {
        return board().entity("File", "1 MB", "10", "uniform")
                .operation("get", "50/s", "read File")
                .operation("put", "10/s", "write File")
                .requires("File read-your-writes")
                .path(
                        clients("arrivals", "steady"),
                        objects("readTime", "20 ms", "writeTime", "40 ms", "bandwidth", "100 MB"));
    }

    @Test
    void anAccessTakesItsTimeAndTheTransfer() {
        Playing playing = files().play(1).until(20);
        assertEquals(0.030, playing.meanLatency("get"), 1e-9);
        assertEquals(0.050, playing.meanLatency("put"), 1e-9);
        playing = files().play(1).slow("objects", 0, 2).until(20);
        assertEquals(0.060, playing.meanLatency("get"), 1e-9);
    }

    @Test
    void aReadSeesTheLastFinishedWrite() {
        Journal journal = files().play(1).until(100).journal();
        int checked = 0;
        for (int read = 0; read < journal.size(); read++) {
            if (journal.kind(read) == Journal.READ) {
                long newest = 0;
                for (int write = 0; write < journal.size(); write++) {
                    if (journal.kind(write) == Journal.WRITE
                            && journal.key(write) == journal.key(read)
                            && journal.end(write) <= journal.end(read)) {
                        newest = Math.max(newest, journal.version(write));
                    }
                }
                assertEquals(newest, journal.version(read));
                checked++;
            }
        }
        assertTrue(checked > 1000, checked + " reads of keys that were written");
    }

    @Test
    void anyNumberIsServedAtTheSameTime() {
        Playing playing = board().entity("File", "1 MB", "10", "uniform")
                .operation("get", "2000/s", "read File")
                .path(clients(), instantService("app"), objects("readTime", "90 ms", "bandwidth", "100 MB"))
                .playFast(1)
                .until(10);
        assertEquals(0.100, playing.meanLatency("get"), 1e-9);
    }

    @Test
    void aCrashRefusesAndWhatWasStoredStays() {
        Playing playing = files().play(1).until(10.001).crash("objects", 1).until(12.001);
        assertEquals(100, playing.failed("get"), 3);
        playing.recover("objects", 1).until(20);
        long newest = 0;
        Journal journal = playing.journal();
        for (int row = 0; row < journal.size(); row++) {
            assertTrue(journal.kind(row) != Journal.LOST);
            newest = Math.max(newest, journal.version(row));
        }
        assertTrue(newest > 100);
        assertTrue(playing.failed("put", Call.REFUSED) > 10);
    }
}
