package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A leader and its followers; queries take no time unless a test says so. */
class SqlDatabaseTest {
    private static Boards writing(String rate, Part database) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", rate, "write Item key new")
                .requires("Item never lost")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), database);
    }

    /** Share of people who look 5 ms after their write and do not find it: writes and reads come on full milliseconds. */
    private static double notFound(String... settings) {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "10/s", "write Item key new")
                .operation("look", "1000/s", "read Item")
                .requires("Item read-your-writes")
                .path(
                        clients("arrivals", "steady", "readsOwn", "100 %", "readsOwnAfter", "4.5 ms"),
                        instantService("app"),
                        instantDatabase(settings))
                .playFast(1)
                .until(300);
        Journal journal = playing.journal();
        int looks = 0;
        int stale = 0;
        for (int row = 0; row < journal.size(); row++) {
            if (journal.kind(row) == Journal.READ) {
                looks++;
                stale += journal.version(row) == 0 ? 1 : 0;
            }
        }
        assertTrue(looks > 2900, looks + " looks");
        return (double) stale / looks;
    }

    @Test
    void aFollowerIsStaleAsOftenAsItsLagSays() {
        // P25: exp(-t/m) with m = 10 ms and t = 5 ms is 0.606531; 3000 looks have a standard error of 0.009.
        double expected = StrictMath.exp(-0.5);
        assertEquals(
                expected, notFound("followers", "1", "lag", "exponential(10 ms)", "readFrom", "followers"), 4 * 0.009);
    }

    @Test
    void anyCopyIsStaleLessOften() {
        // The leader answers one in three and is never stale.
        double expected = 2 / 3.0 * StrictMath.exp(-0.5);
        assertEquals(expected, notFound("followers", "2", "lag", "exponential(10 ms)", "readFrom", "any"), 4 * 0.009);
    }

    @Test
    void theLeaderIsNeverStale() {
        assertEquals(0, notFound("followers", "1", "lag", "exponential(10 ms)", "readFrom", "leader"));
    }

    @Test
    void synchronousFollowersAreNeverStale() {
        assertEquals(0, notFound("followers", "2", "replication", "sync", "readFrom", "followers", "syncTime", "3 ms"));
    }

    /** Writes that were acknowledged and then lost. */
    private static int acknowledgedAndLost(Playing playing) {
        Journal journal = playing.journal();
        Set<Long> acknowledged = new HashSet<>();
        for (int row = 0; row < journal.size(); row++) {
            if (journal.kind(row) == Journal.WRITE && journal.outcome(row) == Call.OK) {
                acknowledged.add(journal.version(row));
            }
        }
        int lost = 0;
        for (int row = 0; row < journal.size(); row++) {
            lost += journal.kind(row) == Journal.LOST && acknowledged.contains(journal.version(row)) ? 1 : 0;
        }
        return lost;
    }

    @Test
    void anAsynchronousFailoverLosesTheLastAcknowledgedWrites() {
        // 100 writes a second, a lag of exactly 1 s: the last 100 were not at the follower when the leader died.
        Playing playing = writing("100/s", instantDatabase("followers", "1", "lag", "1 s", "failover", "5 s"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(20);
        assertEquals(100, acknowledgedAndLost(playing));
        assertEquals(100, playing.counter("db", "lostWrites"));
    }

    @Test
    void aSynchronousFailoverLosesNothingAcknowledged() {
        Playing playing = writing(
                        "100/s",
                        instantDatabase(
                                "followers",
                                "2",
                                "replication",
                                "sync",
                                "syncTime",
                                "exponential(50 ms)",
                                "failover",
                                "5 s"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(20);
        assertTrue(playing.failed("change", Call.CRASHED) > 0, "some writes were on their way");
        assertEquals(0, acknowledgedAndLost(playing));
    }

    @Test
    void semiSynchronousKeepsWhatOneFollowerHas() {
        Playing playing = writing(
                        "100/s",
                        instantDatabase(
                                "followers",
                                "3",
                                "replication",
                                "semi-sync",
                                "syncTime",
                                "exponential(50 ms)",
                                "failover",
                                "5 s"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(20);
        assertEquals(0, acknowledgedAndLost(playing));
    }

    @Test
    void writesAreRefusedUntilAFollowerTakesOver() {
        Playing playing = writing("100/s", instantDatabase("followers", "1", "failover", "5 s"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(20.005);
        assertEquals(500, playing.failed("change", Call.REFUSED));
        assertEquals(1, playing.counter("db", "failovers"));
        assertEquals(1500, playing.completed("change"));
    }

    @Test
    void aSecondCrashDoesNotPutTheFailoverOff() {
        Playing playing = writing("100/s", instantDatabase("followers", "2", "failover", "5 s"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(13)
                .crash("db", 2)
                .until(20.005);
        assertEquals(500, playing.failed("change", Call.REFUSED));
    }

    @Test
    void aLeaderThatIsBackInTimeGoesOnWithAllItHad() {
        Playing playing = writing("100/s", instantDatabase("followers", "1", "lag", "1 s", "failover", "5 s"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(12.005)
                .recover("db", 1)
                .until(20.005);
        assertEquals(0, playing.counter("db", "failovers"));
        assertEquals(200, playing.failed("change"));
        assertEquals(0, acknowledgedAndLost(playing));
        // The follower has caught up: losing the leader now loses only the last second again.
        playing.crash("db", 1).until(30);
        assertEquals(100, playing.counter("db", "lostWrites"));
    }

    @Test
    void theOldLeaderComesBackAsAFollower() {
        Playing playing = writing("100/s", instantDatabase("followers", "1", "replication", "sync", "syncTime", "1 ms"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(25)
                .recover("db", 1)
                .until(30.005);
        // Failover after 10 s by default; then the new leader has no follower that runs: writes hang until 25 s.
        assertEquals(1000, playing.failed("change", Call.REFUSED));
        assertEquals(3000 - 1000, playing.completed("change"), 2);
        playing.crash("db", 2).until(40.2);
        assertEquals(2, playing.counter("db", "failovers"));
        assertEquals(0, acknowledgedAndLost(playing));
    }

    @Test
    void aDeadFollowerStopsSynchronousWrites() {
        Playing playing = writing("100/s", instantDatabase("followers", "1", "replication", "sync", "syncTime", "1 ms"))
                .play(1)
                .until(10.005)
                .crash("db", 2)
                .until(15.005);
        assertEquals(1000, playing.completed("change"));
        playing.recover("db", 2).until(15.1);
        assertEquals(1509, playing.completed("change"), 1);
    }

    @Test
    void copiesOfAWriteAreOrderStatistics() {
        // P25: of two copies with mean 1 ms each the first takes H2 - H1 = 0.5 ms, both take H2 = 1.5 ms.
        assertEquals(0.0005, copied("semi-sync"), 0.00002);
        assertEquals(0.0015, copied("sync"), 0.00004);
    }

    private static double copied(String replication) {
        return writing(
                        "20/s",
                        instantDatabase("followers", "2", "replication", replication, "syncTime", "exponential(1 ms)"))
                .playFast(1)
                .until(1000)
                .meanLatency("change");
    }

    @Test
    void readsAreSpreadOverTheCopies() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "300/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        instantDatabase("followers", "2", "readFrom", "any"))
                .play(1)
                .until(10);
        for (int copy = 1; copy <= 3; copy++) {
            assertEquals(1000, playing.taken("db", copy), 1);
        }
        playing.crash("db", 3).until(20);
        assertEquals(0, playing.failed("look"), "the others answer");
    }

    @Test
    void queriesQueueForAWorkerAndBeyondTheLimitAreRejected() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "100/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        instantDatabase("workers", "1", "readTime", "20 ms", "queue", "3"))
                .play(1)
                .until(10.005);
        // 50 a second of the 100 that come; a server and three places.
        assertEquals(500, playing.completed("look"), 5);
        assertEquals(3, playing.station("db", 1).queueMax);
    }

    private static Boards looking(String rate, String popularity, Part database) {
        return board().entity("Item", "1 KB", "1000", popularity)
                .operation("look", rate, "read Item")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), database);
    }

    @Test
    void connectionsBoundWhoIsLetIn() {
        Playing playing = looking(
                        "100/s", "uniform", instantDatabase("workers", "1", "readTime", "1 s", "connections", "3"))
                .play(1)
                .until(1.5);
        assertEquals(2, playing.station("db", 1).queueMax);
        assertEquals(playing.counter("db", "tooManyConnections"), playing.failed("look", Call.REJECTED));
        assertEquals(146, playing.failed("look"), 2);
    }

    @Test
    void theLogOnDiskIsPartOfAWrite() {
        Playing playing = writing("100/s", instantDatabase("writeTime", "2 ms", "fsyncTime", "1 ms"))
                .play(1)
                .until(10);
        assertEquals(0.003, playing.meanLatency("change"), 1e-9);
    }

    @Test
    void whoHasJustWrittenReadsFromTheLeader() {
        assertEquals(0, notFound("followers", "2", "lag", "exponential(10 ms)", "readFrom", "leader after own write"));
    }

    @Test
    void theOthersReadFromAnyCopy() {
        Playing playing = looking(
                        "300/s", "uniform", instantDatabase("followers", "2", "readFrom", "leader after own write"))
                .play(1)
                .until(10);
        for (int copy = 1; copy <= 3; copy++) {
            assertEquals(1000, playing.taken("db", copy), 1);
        }
    }

    @Test
    void everyQueryOpensAConnectionWithoutAPool() {
        Playing playing = looking("100/s", "uniform", instantDatabase("connectTime", "5 ms", "readTime", "1 ms"))
                .play(1)
                .until(10);
        assertEquals(0.006, playing.meanLatency("look"), 1e-9);
        assertEquals(1000, playing.counter("db", "connectionsOpened"), 1);
    }

    @Test
    void aPoolOpensEachOfItsConnectionsOnce() {
        // Ten queries are under way at a time, so of twenty connections eleven are ever opened: the first take longer.
        Playing playing = looking(
                        "100/s", "uniform", instantDatabase("connectTime", "5 ms", "readTime", "100 ms", "pool", "20"))
                .play(1)
                .until(10.05);
        assertEquals(11, playing.counter("db", "connectionsOpened"), 1);
        playing.until(20.05);
        assertEquals(11, playing.counter("db", "connectionsOpened"), 1);
        // A crash closes them all.
        playing.crash("db", 1).until(21).recover("db", 1).until(30);
        assertEquals(22, playing.counter("db", "connectionsOpened"), 2);
    }

    @Test
    void queriesWaitForAConnectionOfThePool() {
        Playing playing = looking(
                        "100/s", "uniform", instantDatabase("pool", "1", "readTime", "20 ms", "connections", "1"))
                .play(1)
                .until(10.005);
        assertEquals(500, playing.completed("look"), 1);
        assertEquals(0, playing.failed("look"), "nobody is turned away");
        assertEquals(500, playing.station("db", 1).queueMax, 2);
    }

    @Test
    void whoWaitsTooLongForThePoolIsGivenUp() {
        Playing playing = looking(
                        "100/s", "uniform", instantDatabase("pool", "1", "readTime", "20 ms", "poolWait", "95 ms"))
                .play(1)
                .until(10.005);
        assertEquals(500, playing.completed("look"), 1);
        assertEquals(500, playing.failed("look", Call.TIMED_OUT), 10);
        assertTrue(playing.station("db", 1).queueMax <= 10);
    }

    private static void foreseen(double utilization, double wait, String... settings) {
        NodeResult result = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "60/s", "read Item")
                .operation("change", "20/s", "write Item")
                .path(clients("readsOwn", "0 %"), instantService("app"), instantDatabase(settings))
                .phase("warm-up", "20 s", "average")
                .phase("steady", "2000 s", "average")
                .run(1)
                .report()
                .nodes()
                .get("db");
        assertEquals(utilization, result.forecast().utilization(), 0.02 * utilization);
        assertEquals(wait, result.forecast().meanWaitSeconds(), 0.08 * wait);
        assertEquals(1, result.utilization().value() / result.forecast().utilization(), 0.02);
        double measured = result.queueMean().value() / result.rate().value();
        assertEquals(1, measured / result.forecast().meanWaitSeconds(), 0.05);
    }

    @Test
    void queueingTheoryForeseesHowLongQueriesWait() {
        // M/G/1 (Pollaczek-Khinchine): three reads of 8 ms to one write of 16 ms, both exponential: mean 10 ms, mean
        // square
        // (3 x 128 + 512) / 4 = 224 ms2; 80 a second wait 80 x 224e-6 / 2 / 0.2 = 44.8 ms.
        foreseen(0.8, 0.0448, "workers", "1", "readTime", "exponential(8 ms)", "writeTime", "exponential(16 ms)");
        // 60 reads a second of 10 ms at a follower: 0.6 and 15 ms; 20 writes of 20 ms at the leader: 0.4 and 13.33 ms.
        foreseen(
                (0.6 + 0.4) / 2,
                (60 * 0.015 + 20 * 0.013333) / 80,
                "workers",
                "1",
                "followers",
                "1",
                "readFrom",
                "followers",
                "readTime",
                "exponential(10 ms)",
                "writeTime",
                "exponential(20 ms)");
    }
}
