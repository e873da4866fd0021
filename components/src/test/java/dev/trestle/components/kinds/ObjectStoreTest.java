package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import dev.trestle.estimator.fact.Fact;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects, asked for directly or through a service. */
class ObjectStoreTest {
    private static Boards files() {
        return board().entity("File", "1 MB", "10", "uniform")
                .operation("get", "50/s", "read File")
                .operation("put", "10/s", "write File")
                .requires("File fresh within 1 s")
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

    private static Playing asking(String read, String write, String... settings) {
        return board().entity("File", "1 KB", "1000000", "uniform")
                .operation("get", read, "read File")
                .operation("put", write, "write File")
                .path(clients("arrivals", "steady", "retries", "0", "readsOwn", "0 %"), objects(settings))
                .playFast(1)
                .until(10.5);
    }

    @Test
    void aPrefixTakesNoMoreThanItsLimitsAndRejectsTheRest() {
        // In 10.5 s 84,000 reads and 47,250 writes come; 5,500 or 3,500 a second go, and once a second's worth more.
        Playing playing = asking("8000/s", "4500/s");
        assertEquals(84_000 - 5_500 * 11.5, playing.failed("get", Call.REJECTED), 200);
        assertEquals(47_250 - 3_500 * 11.5, playing.failed("put", Call.REJECTED), 200);
        assertEquals(playing.failed("get") + playing.failed("put"), playing.counter("objects", "throttled"));
        assertEquals(
                0,
                asking("8000/s", "4500/s", "readsPerPrefix", "none", "writesPerPrefix", "none")
                        .counter("objects", "throttled"));
    }

    @Test
    void namesSpreadOverPrefixesShareTheLoad() {
        // Half of 8,000 and of 4,500 a second are below the limits of each of two.
        assertEquals(0, asking("8000/s", "4500/s", "prefixes", "2").counter("objects", "throttled"));
        // Of 14,000 x 10.5 reads two let 2 x 5,500 x 11.5 go.
        assertEquals(20_500, asking("14000/s", "1/s", "prefixes", "2").counter("objects", "throttled"), 600);
    }

    @Test
    void limitsAreThoseThatArePublished() {
        Settings usual = new Settings(Map.of());
        assertEquals(
                Fact.of("object.prefix.reads").quantity().value(), usual.perSecond(ObjectStore.READS_PER_PREFIX), 1e-9);
        assertEquals(
                Fact.of("object.prefix.writes").quantity().value(),
                usual.perSecond(ObjectStore.WRITES_PER_PREFIX),
                1e-9);
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

    private static Playing keeping(String durability, double seconds) {
        return board().entity("File", "1 KB", "100000000", "uniform")
                .operation("get", "100/s", "read File")
                .operation("put", "10/s", "write File key new")
                .requires("File never lost")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        objects("readTime", "1 ms", "writeTime", "1 ms", "durability", durability))
                .playFast(1)
                .until(seconds);
    }

    @Test
    void objectsAreLostAsOftenAsTheirDurabilitySays() {
        // 10^8 objects of which 1 % go in a year: 10^8 x 0.01005 / 31,536,000 = 0.0319 a second, Poisson.
        assertEquals(319, keeping("99 %", 10_000).counter("objects", "lostObjects"), 4 * 17.9);
        assertEquals(0, keeping("99.999999999 %", 10_000).counter("objects", "lostObjects"));
        assertEquals(0, keeping("100 %", 100).counter("objects", "lostObjects"));
    }

    @Test
    void aLostObjectCannotBeReadUntilItIsWrittenAgain() {
        // Of 100 objects 1 % are left after a year: they go at 100 x 4.6 / 31,536,000 a second; a day and a half takes
        // one in 50.
        Playing playing = board().entity("File", "1 KB", "100", "uniform")
                .operation("get", "1/s", "read File")
                .operation("put", "0.001/s", "write File")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        objects("readTime", "1 ms", "writeTime", "1 ms", "durability", "1 %"))
                .phase("steady", "1 day", "average")
                .playFast(1)
                .until(86_400 * 6);
        assertTrue(playing.counter("objects", "lostObjects") >= 2);
        assertTrue(playing.failed("get", Call.FAILED) > 0, "reads of what is gone fail");
        // 500 writes have renewed nearly all 100 by then, so that few are missing at a time.
        assertTrue(playing.failed("get", Call.FAILED) < 0.2 * playing.completed("get"));
    }
}
