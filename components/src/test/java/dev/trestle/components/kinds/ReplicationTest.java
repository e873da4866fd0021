package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** Who is found dead, when, and what becomes of writers that wait. */
class ReplicationTest {
    private static Boards writing(Part database) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "100/s", "write Item key new")
                .requires("Item never lost")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), database);
    }

    @Test
    void aDeadLeaderIsFoundByTheHeartbeatsItMisses() {
        Playing playing = writing(
                        instantDatabase("followers", "1", "heartbeat", "1 s", "missedBeats", "3", "failover", "2 s"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(20.005);
        // It misses those of 11, 12 and 13 s; 2 s later the follower leads.
        assertEquals(500, playing.failed("change", Call.REFUSED), 1);
        assertEquals(1, playing.counter("db", "failovers"));
        assertEquals("leader", playing.node("db").role(1));
    }

    @Test
    void aLeaderThatAnswersAgainInTimeLeadsOn() {
        Playing playing = writing(
                        instantDatabase("followers", "1", "heartbeat", "1 s", "missedBeats", "3", "failover", "2 s"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(14.5)
                .recover("db", 1)
                .until(15.5)
                .crash("db", 1)
                .until(19.9);
        assertEquals(0, playing.counter("db", "failovers"), "16, 17 and 18 s are missed, and 2 s pass");
        playing.until(20.1);
        assertEquals(1, playing.counter("db", "failovers"));
    }

    @Test
    void aLeaderThatIsOnlySlowIsDeposedAndItsLastWritesAreLost() {
        // An answer takes 1 ms x 2000, longer than the interval. With a lag of 5 s the last 500 writes are not copied.
        Playing playing = writing(instantDatabase(
                        "followers",
                        "1",
                        "lag",
                        "5 s",
                        "syncTime",
                        "1 ms",
                        "heartbeat",
                        "1 s",
                        "missedBeats",
                        "2",
                        "failover",
                        "1 ms"))
                .play(1)
                .until(10.005)
                .slow("db", 1, 2000)
                .until(15);
        assertEquals(1, playing.counter("db", "failovers"));
        assertEquals("leader", playing.node("db").role(1));
        assertEquals(500, playing.counter("db", "lostWrites"), 1);
        assertEquals(0, playing.failed("change"), "the others are written at the new leader");
    }

    @Test
    void aSlowLeaderStaysWithoutHeartbeats() {
        Playing playing = writing(instantDatabase("followers", "1", "failover", "1 s"))
                .play(1)
                .until(10.005)
                .slow("db", 1, 2000)
                .until(30);
        assertEquals(0, playing.counter("db", "failovers"));
    }

    @Test
    void writersWaitForADeadFollowerOnlyUntilItIsFound() {
        Playing playing = writing(
                        instantDatabase("followers", "2", "replication", "sync", "syncTime", "1 ms", "failover", "5 s"))
                .play(1)
                .until(10.005)
                .crash("db", 3)
                .until(14.995);
        assertEquals(1000, playing.completed("change"));
        playing.until(15.1);
        assertEquals(1510, playing.completed("change"), 2);
        // It is waited for again as soon as it has caught up.
        playing.recover("db", 3).until(20.005).crash("db", 3).until(24.995);
        assertEquals(2000, playing.completed("change"), 1);
        playing.until(26);
        assertEquals(2600, playing.completed("change"), 2);
    }

    @Test
    void afterAFailoverNobodyWaitsForTheDeadLeader() {
        for (String replication : new String[] {"sync", "semi-sync"}) {
            Playing playing = writing(instantDatabase(
                            "followers", "1", "replication", replication, "syncTime", "1 ms", "failover", "5 s"))
                    .play(1)
                    .until(10.005)
                    .crash("db", 1)
                    .until(20.005);
            assertEquals(500, playing.failed("change"), replication);
            assertEquals(1500, playing.completed("change"), 1, replication);
        }
    }

    @Test
    void withoutFailoverADeadFollowerIsWaitedForAsLongAsItTakes() {
        Playing playing = writing(instantDatabase(
                        "followers", "1", "replication", "sync", "syncTime", "1 ms", "failover", "none"))
                .play(1)
                .until(10.005)
                .crash("db", 2)
                .until(100);
        assertEquals(1000, playing.completed("change"));
    }

    @Test
    void aFollowerThatMustStillCatchUpIsNotWaitedFor() {
        // Copies take 2 s: back at 20 s, it has what was written until then at 22 s.
        Playing playing = writing(
                        instantDatabase("followers", "2", "replication", "sync", "syncTime", "2 s", "failover", "1 s"))
                .play(1)
                .until(10.005)
                .crash("db", 3)
                .until(20.005)
                .recover("db", 3)
                .until(21);
        long before = playing.completed("change");
        playing.until(24);
        assertEquals(300, playing.completed("change") - before, 2);
        assertTrue(playing.failed("change") == 0);
    }
}
