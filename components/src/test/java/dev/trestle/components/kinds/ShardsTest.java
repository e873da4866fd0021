package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.components.engine.Call;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** Rows divided into shards: who has what, who is asked, and how keys move when shards come or go. */
class ShardsTest {
    private static Boards writing(String rate, Part database) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", rate, "write Item key new")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), database);
    }

    private static Boards looking(String rate, String popularity, Part database) {
        return board().entity("Item", "1 KB", "1000", popularity)
                .operation("look", rate, "read Item")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), database);
    }

    @Test
    void aKeyThatIsReadRoundAndRoundBurdensShardsByTheirKeys() {
        for (String by : new String[] {"hash", "range", "directory", "consistent hash"}) {
            Playing playing = looking("1000/s", "sequential", instantDatabase("shards", "4", "shardBy", by))
                    .play(1)
                    .until(10.0005);
            long sum = 0;
            for (int shard = 1; shard <= 4; shard++) {
                long taken = playing.taken("db", shard);
                sum += taken;
                // Ranges and directories are even; hashes of 1000 keys are binomial, rings of 200 places within 20 %.
                double off = by.equals("range") || by.equals("directory") ? 1 : by.equals("hash") ? 550 : 1000;
                assertEquals(2500, taken, off, by);
            }
            assertEquals(10_000, sum);
        }
    }

    @Test
    void newKeysAllGoToTheLastRange() {
        Playing playing = writing("100/s", instantDatabase("shards", "4", "shardBy", "range"))
                .play(1)
                .until(10.005);
        assertEquals(1000, playing.taken("db", 4));
        assertEquals(0, playing.taken("db", 1));
    }

    @Test
    void everyShardHasALeaderAndFollowersOfItsOwn() {
        Playing playing = writing("100/s", instantDatabase("shards", "2", "followers", "1", "failover", "5 s"))
                .play(1)
                .until(10.005);
        assertEquals("leader of shard 2", playing.node("db").role(2));
        assertEquals("follower of shard 2", playing.node("db").role(3));
        playing.crash("db", 3).until(20.005);
        assertEquals("leader of shard 2", playing.node("db").role(3));
        assertEquals("leader of shard 1", playing.node("db").role(0));
        // Half the keys for 5 s; 500 coin tosses have a standard deviation of 11.
        assertEquals(250, playing.failed("change", Call.REFUSED), 45);
        assertEquals(1, playing.counter("db", "failovers"));
    }

    @Test
    void aScatteredReadWaitsForTheSlowestShard() {
        // The largest of n exponential times with mean 1 ms takes H(n): 2.9290 ms for 10 (P11).
        Playing playing = looking(
                        "10/s",
                        "uniform",
                        instantDatabase("shards", "10", "scattered", "Item", "readTime", "exponential(1 ms)"))
                .playFast(1)
                .until(1000);
        assertEquals(0.0029290, playing.meanLatency("look"), 4 * 0.0000125);
        assertEquals(10 * playing.counter("db", "scattered"), playing.counter("db", "reads"), 10);
    }

    @Test
    void aScatteredReadFailsWithOneShard() {
        Playing playing = looking("100/s", "uniform", instantDatabase("shards", "4", "scattered", "Item"))
                .play(1)
                .until(5.005)
                .crash("db", 2)
                .until(10.005);
        assertEquals(500, playing.failed("look"));
        playing.recover("db", 2).until(15.005);
        assertEquals(500, playing.failed("look"));
        assertEquals(1000, playing.completed("look"));
    }

    @Test
    void partsThatAreRunningWhenTheirShardDiesFailTheRead() {
        Playing playing = looking(
                        "100/s",
                        "uniform",
                        instantDatabase("shards", "4", "scattered", "Item", "readTime", "50 ms", "workers", "100"))
                .play(1)
                .until(5.005)
                .crash("db", 2)
                .until(5.2);
        // Reads of the last 50 ms were under way; those since are refused once their other parts are back, 50 ms later.
        assertEquals(5 + 15, playing.failed("look"), 1);
    }
}
