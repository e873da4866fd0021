package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The log, its syncs, snapshots, and how a copy comes back after a crash. */
class DiskTest {
    private static Boards writing(String rate, String size, String... settings) {
        return board().entity("Item", size, "1000", "uniform")
                .operation("change", rate, "write Item")
                .requires("Item never lost")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        instantService("app"),
                        instantDatabase(settings));
    }

    @Test
    void writesThatWaitShareTheNextSync() {
        Playing playing =
                writing("1000/s", "1 KB", "fsyncTime", "10 ms").play(1).until(10);
        // A write waits for the sync under way, 0 to 10 ms, and then for its own.
        assertEquals(0.015, playing.meanLatency("change"), 0.0006);
        assertEquals(1000, playing.counter("db", "logSyncs"), 2);
        assertEquals(0, playing.failed("change"));
    }

    @Test
    void withoutGroupCommitTheDiskTakesOneWriteAtATime() {
        Playing playing = writing("1000/s", "1 KB", "fsyncTime", "10 ms", "groupCommit", "no")
                .play(1)
                .until(10.0005);
        assertEquals(1000, playing.completed("change"), 1);
    }

    @Test
    void whatWaitsForTheDiskIsNotWrittenWhenTheLeaderDies() {
        Playing playing = writing("100/s", "1 KB", "fsyncTime", "1 s").play(1).until(5.505);
        long written = playing.completed("change");
        playing.crash("db", 1).until(6).recover("db", 1).until(7);
        assertEquals(0, playing.counter("db", "lostWrites"));
        assertEquals(written, playing.completed("change"));
        assertEquals(550 - written, playing.failed("change", Call.CRASHED), 1);
    }

    @Test
    void aSnapshotTakesAWorkerForAsLongAsItsBytes() {
        // 1 GB at 200 MB/s: 5 s, begun at 10 and 20 s, of two copies.
        Playing playing = writing("1/s", "1 MB", "followers", "1", "snapshotEvery", "10 s", "snapshotRate", "200 MB")
                .play(1)
                .until(29.9);
        for (int copy = 1; copy <= 2; copy++) {
            playing.station("db", copy).advance();
            assertEquals(10, playing.station("db", copy).busyNanos / 1e9, 1e-6);
        }
        assertEquals(4, playing.counter("db", "snapshots"));
    }

    @Test
    void aSnapshotOfOneWorkerKeepsQueriesWaiting() {
        Playing playing = writing("10/s", "1 MB", "workers", "1", "snapshotEvery", "10 s", "snapshotRate", "1 GB")
                .play(1)
                .until(19.99);
        // Those of the second from 10 s on wait until it is over: a half on average, ten of 199.
        assertEquals(10 * 0.5 / 199, playing.meanLatency("change"), 0.004);
    }

    @Test
    void aCopyThatComesBackReplaysTheLogSinceItsLastSnapshot() {
        Playing playing = writing(
                        "100/s", "1 KB", "snapshotEvery", "10 s", "snapshotRate", "1 GB", "replayRate", "100/s")
                .play(1)
                .until(25.005)
                .crash("db", 1)
                .until(26.005)
                .recover("db", 1)
                .until(40.005);
        // 500 writes since 20 s take 5 s, after the second that it was down.
        assertEquals(500, playing.counter("db", "replayedWrites"), 1);
        assertEquals(600, playing.failed("change", Call.REFUSED), 2);
        assertEquals(0, playing.counter("db", "lostWrites"));
    }

    @Test
    void withoutSnapshotsItReplaysAll() {
        Playing playing = writing("100/s", "1 KB", "replayRate", "100/s")
                .play(1)
                .until(25.005)
                .crash("db", 1)
                .until(26.005)
                .recover("db", 1)
                .until(60.005);
        assertEquals(2600, playing.failed("change", Call.REFUSED), 2);
    }

    @Test
    void aSecondCrashDuringTheReplayBeginsItAnew() {
        Playing playing = writing("100/s", "1 KB", "replayRate", "100/s")
                .play(1)
                .until(5.005)
                .crash("db", 1)
                .until(6.005)
                .recover("db", 1)
                .until(8.005)
                .crash("db", 1)
                .until(9.005)
                .recover("db", 1)
                .until(13.9);
        assertEquals(500, playing.completed("change"), 1);
        playing.until(15.005);
        assertEquals(600, playing.completed("change"), 2);
    }

    @Test
    void aReplayThatTakesTooLongEndsInAFailover() {
        Playing playing = writing(
                        "100/s", "1 KB", "followers", "1", "lag", "1 ms", "replayRate", "10/s", "failover", "5 s")
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(11)
                .recover("db", 1)
                .until(15.1);
        assertEquals(1, playing.counter("db", "failovers"));
        assertEquals("leader", playing.node("db").role(1));
    }

    @Test
    void aLostDiskIsRestoredFromTheSnapshotAndWhatCameSinceIsLost() {
        // A snapshot of 1 GB takes 5 s: that of 20 s is there at 25 s, that of 10 s before.
        Playing playing = writing(
                        "100/s", "1 MB", "snapshotEvery", "10 s", "snapshotRate", "200 MB", "crashTakes", "disk")
                .play(1)
                .until(26.005)
                .crash("db", 1)
                .until(27.005)
                .recover("db", 1)
                .until(40.005);
        assertEquals(600, playing.counter("db", "lostWrites"), 1);
        assertEquals(600, playing.failed("change", Call.REFUSED), 1);
    }

    @Test
    void aSnapshotThatIsNotFinishedIsNone() {
        Playing playing = writing(
                        "100/s", "1 MB", "snapshotEvery", "10 s", "snapshotRate", "200 MB", "crashTakes", "disk")
                .play(1)
                .until(24.005)
                .crash("db", 1)
                .until(25)
                .recover("db", 1)
                .until(40.005);
        assertEquals(1400, playing.counter("db", "lostWrites"), 1);
    }

    @Test
    void aLostDiskIsFilledFromAnotherCopy() {
        Playing playing = writing(
                        "100/s",
                        "1 MB",
                        "followers",
                        "1",
                        "lag",
                        "1 ms",
                        "snapshotRate",
                        "200 MB",
                        "crashTakes",
                        "disk",
                        "failover",
                        "1 s")
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(12.005)
                .recover("db", 1)
                .until(16.9);
        assertEquals(false, playing.node("db").up(0), "it takes 5 s");
        playing.until(20.005);
        assertEquals(0, playing.counter("db", "lostWrites"));
        // It has caught up, and leads when the other dies.
        playing.crash("db", 2).until(25.005);
        assertEquals(0, playing.counter("db", "lostWrites"));
        assertEquals("leader", playing.node("db").role(0));
    }

    @Test
    void aCrashThatTakesTheOnlyDiskIsSeenBefore() {
        assertEquals(
                List.of("when a crash takes the disk, there is neither another copy nor a snapshot to restore"),
                new SqlDatabase().check(new Settings(Map.of("followers", "0", "crashTakes", "disk"))));
    }
}
