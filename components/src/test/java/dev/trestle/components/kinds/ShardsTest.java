package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.check.Check;
import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import dev.trestle.components.verdict.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
        for (String by : new String[] {
            "hash", "range", "directory", "consistent hash", "composite", "jump hash", "rendezvous hash"
        }) {
            Playing playing = looking("1000/s", "sequential", instantDatabase("shards", "4", "shardBy", by))
                    .play(1)
                    .until(10.0005);
            long sum = 0;
            for (int shard = 1; shard <= 4; shard++) {
                long taken = playing.taken("db", shard);
                sum += taken;
                // Ranges and directories are even; hashes of 1000 keys are binomial, rings of 200 places within 20 %.
                double off =
                        by.equals("range") || by.equals("directory") ? 1 : by.equals("consistent hash") ? 1000 : 550;
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
        assertEquals("leader", playing.node("db").role(2));
        assertEquals("shard 2", playing.node("db").part(2));
        assertEquals("follower", playing.node("db").role(3));
        playing.crash("db", 3).until(20.005);
        assertEquals("leader", playing.node("db").role(3));
        assertEquals("shard 2", playing.node("db").part(3));
        assertEquals("leader", playing.node("db").role(0));
        assertEquals("shard 1", playing.node("db").part(0));
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

    @Test
    void aListedValueThatManyRowsHaveBurdensItsShard() {
        Playing playing = looking(
                        "1000/s",
                        "sequential",
                        instantDatabase("shards", "3", "shardBy", "list", "listShares", "70 %, 20 %, 10 %"))
                .play(1)
                .until(10.0005);
        // 1000 keys, each read ten times: binomial in keys.
        assertEquals(7000, playing.taken("db", 1), 10 * 4 * 14.5);
        assertEquals(1000, playing.taken("db", 3), 10 * 4 * 9.5);
    }

    @Test
    void nobodyKnowsWhereARowIsThatWasDealtOut() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("make", "100/s", "write Item key new")
                .operation("change", "100/s", "write Item")
                .operation("look", "100/s", "read Item")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        instantService("app"),
                        instantDatabase("shards", "4", "shardBy", "round robin"))
                .play(1)
                .until(10.005);
        // A new row is written to one shard in turn, an old one is looked for in all four.
        for (int shard = 1; shard <= 4; shard++) {
            assertEquals(250 + 1000 + 1000, playing.taken("db", shard), 3);
        }
        assertEquals(2000, playing.counter("db", "writes"));
        assertEquals(1000, playing.completed("change"));
    }

    @Test
    void onlyTheReadsThatUseAnotherKeyAreScattered() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .entity("User", "1 KB", "1000", "uniform")
                .operation("byItem", "100/s", "read Item")
                .operation("byUser", "100/s", "read Item key User")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        instantDatabase("shards", "4", "scattered", "Item by User"))
                .play(1)
                .until(10.005);
        assertEquals(1000, playing.counter("db", "scattered"));
        assertEquals(1000 + 4 * 1000, playing.counter("db", "reads"));
    }

    @Test
    void answersOfShardsAreJoinedOneByOne() {
        Playing playing = looking(
                        "10/s",
                        "uniform",
                        instantDatabase("shards", "8", "scattered", "Item", "readTime", "2 ms", "mergeTime", "0.5 ms"))
                .play(1)
                .until(10);
        assertEquals(0.002 + 8 * 0.0005, playing.meanLatency("look"), 1e-9);
    }

    private static double moved(String by, String from, String to) {
        Playing playing = board().entity("Item", "1 KB", "200000", "uniform")
                .operation("look", "10/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        instantDatabase(
                                "shards",
                                from,
                                "reshardTo",
                                to,
                                "reshardAt",
                                "1 s",
                                "shardBy",
                                by,
                                "virtualNodes",
                                "2000"))
                .playFast(1)
                .until(60);
        assertEquals(200_000, playing.counter("db", "keysChecked"), "the move has come to its end");
        return playing.counter("db", "keysMoved") / 200_000.0;
    }

    @Test
    void asManyKeysMoveAsTheAlgorithmSays() {
        assertEquals(0.8, moved("hash", "4", "5"), 0.02 * 0.8);
        assertEquals(0.2, moved("consistent hash", "4", "5"), 0.1 * 0.2);
        assertEquals(0.2, moved("jump hash", "4", "5"), 0.02 * 0.2);
        assertEquals(0.2, moved("rendezvous hash", "4", "5"), 0.02 * 0.2);
        assertEquals(0.2, moved("directory", "4", "5"), 0.02 * 0.2);
        assertEquals(0.2, moved("jump hash", "5", "4"), 0.02 * 0.2);
        assertEquals(0.8, moved("round robin", "5", "4"), 0.02 * 0.8);
    }

    @Test
    void movingKeysTakesWorkOfBothShards() {
        Playing playing = board().entity("Item", "1 MB", "1000", "uniform")
                .operation("look", "1/s", "read Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        instantDatabase(
                                "shards",
                                "1",
                                "reshardTo",
                                "2",
                                "reshardAt",
                                "5 s",
                                "shardBy",
                                "range",
                                "moveRate",
                                "100 MB"))
                .play(1)
                .until(4.9);
        assertEquals(0, busySeconds(playing, 1));
        playing.until(100);
        assertEquals(500, playing.counter("db", "keysMoved"));
        assertEquals(5, busySeconds(playing, 1), 0.01);
        assertEquals(5, busySeconds(playing, 2), 0.01);
    }

    private static double busySeconds(Playing playing, int instance) {
        playing.station("db", instance).advance();
        return playing.station("db", instance).busyNanos / 1e9;
    }

    private static Boards changing(Part database) {
        return board().entity("Item", "100 KB", "1000", "uniform")
                .operation("make", "50/s", "write Item key new")
                .operation("change", "200/s", "write Item")
                .operation("look", "500/s", "read Item")
                .requires("Item linearizable")
                .requires("Item never lost")
                .path(clients("readsOwn", "20 %"), instantService("app"), database)
                .phase("steady", "40 s", "average");
    }

    private static void keepsItsPromises(String from, String to, String... more) {
        String[] settings = {
            "shards",
            from,
            "reshardTo",
            to,
            "reshardAt",
            "10 s",
            "moveRate",
            "10 MB",
            "followers",
            "1",
            "writeTime",
            "exponential(3 ms)",
            "readTime",
            "exponential(3 ms)"
        };
        String[] all = Stream.of(settings, more).flatMap(Arrays::stream).toArray(String[]::new);
        var result = changing(instantDatabase(all)).run(3);
        result.verdicts().forEach(verdict -> assertEquals(Verdict.Status.MET, verdict.status(), verdict.because()));
        assertEquals(0, result.report().operations().get("look").errorRatio().value());
        assertEquals(0, result.report().operations().get("change").errorRatio().value());
        double moved = result.report().nodes().get("db").meters().get("keysMoved");
        assertTrue(moved > 100, moved + " keys moved");
        double checked = result.report().nodes().get("db").meters().get("keysChecked");
        assertEquals(1500, checked, 30, "old keys and those of the first ten seconds");
    }

    @Test
    void queriesFindTheirKeysWhileTheyMove() {
        keepsItsPromises("2", "3");
        keepsItsPromises("4", "2", "shardBy", "consistent hash");
        keepsItsPromises("3", "4", "shardBy", "directory");
        keepsItsPromises("2", "4", "scattered", "Item");
        keepsItsPromises("2", "3", "shardBy", "round robin");
    }

    @Test
    void aQueryUnderWayFollowsItsKey() {
        Playing playing = looking(
                        "100/s",
                        "uniform",
                        instantDatabase("shards", "1", "reshardTo", "2", "reshardAt", "5.003 s", "readTime", "50 ms"))
                .play(1)
                .until(10);
        // A thousand rows of 1 KB change hands at one time: half of the five reads under way then begin anew.
        assertEquals(2.5, playing.counter("db", "redirected"), 2.5);
        assertTrue(playing.counter("db", "redirected") > 0);
        assertEquals(0, playing.failed("look"));
    }

    @Test
    void aShardThatIsTakenAwayIsAskedNoMore() {
        Playing playing = looking(
                        "100/s", "uniform", instantDatabase("shards", "3", "reshardTo", "2", "reshardAt", "5 s"))
                .play(1)
                .until(10);
        long taken = playing.taken("db", 3);
        assertTrue(taken > 100, "it had work");
        playing.until(20);
        assertEquals(taken, playing.taken("db", 3));
    }

    @Test
    void aMoveWaitsForAShardThatIsDown() {
        Playing playing = looking(
                        "100/s", "uniform", instantDatabase("shards", "2", "reshardTo", "3", "reshardAt", "5 s"))
                .play(1)
                .until(4)
                .crash("db", 2)
                .until(20);
        assertEquals(0, playing.counter("db", "keysChecked"));
        playing.recover("db", 2).until(25);
        assertEquals(1000, playing.counter("db", "keysChecked"));
    }

    @Test
    void whatHasMovedIsNotLostWithItsOldShard() {
        // A lag of 20 s: nothing reaches the followers before the keys move at 5 s; the first leader dies at 10 s.
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "100/s", "write Item")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        instantService("app"),
                        instantDatabase(
                                "shards",
                                "1",
                                "reshardTo",
                                "2",
                                "reshardAt",
                                "5 s",
                                "shardBy",
                                "range",
                                "followers",
                                "1",
                                "lag",
                                "20 s",
                                "failover",
                                "1 s"))
                .play(1)
                .until(10.005)
                .crash("db", 1)
                .until(15);
        // All writes of the lower half are gone, those of the upper half moved in time: 1000 writes, a deviation of 16.
        assertEquals(500, playing.counter("db", "lostWrites"), 70);
    }

    private static void flaw(String says, String... settings) {
        List<String> flaws =
                new SqlDatabase().check(new Settings(instantDatabase(settings).settings()));
        assertEquals(List.of(says), flaws);
    }

    @Test
    void whatCannotBeMeantIsSaidBefore() {
        flaw("with one shard nothing is scattered", "scattered", "Item");
        flaw("resharding to as many shards as there are changes nothing", "shards", "2", "reshardAt", "1 s");
        flaw(
                "the shares of the listed values must be like 50 %, 30 %, 20 % and add up to 100 %",
                "shards", "2", "shardBy", "list", "listShares", "50 %, much");
        flaw(
                "a ring has a million places at most: 1000 of each shard",
                "shards",
                "1000",
                "shardBy",
                "consistent hash",
                "virtualNodes",
                "10000");
        flaw("without a pool nothing waits for one", "poolWait", "1 s");
        flaw("the pool is larger than the connections that a copy lets in", "pool", "20", "connections", "10");
    }

    @Test
    void entitiesThatReadsAreNamedByMustExist() {
        var result = looking("10/s", "uniform", instantDatabase("shards", "2", "scattered", "Item by Nobody"))
                .build();
        assertTrue(Check.board(result, Catalog.standard()).stream()
                .anyMatch(finding -> finding.says().equals("Nobody is no entity and no event of the brief")));
        var fine = looking("10/s", "uniform", instantDatabase("shards", "2", "scattered", "Item by Item"))
                .build();
        assertTrue(Check.board(fine, Catalog.standard()).stream()
                .noneMatch(finding -> finding.code().equals("unknown-entity")));
    }

    @Test
    void allShardsThatThereEverAreArePaidFor() {
        Usage none = new Usage(0, 0, 0, 0, 0, 0, 0, 0);
        double one = new SqlDatabase()
                .cost(new Settings(Map.of("followers", "1")), none)
                .get(0)
                .usdPerMonth();
        Settings four = new Settings(Map.of("followers", "1", "shards", "3", "reshardAt", "1 s", "reshardTo", "4"));
        assertEquals(4 * one, new SqlDatabase().cost(four, none).get(0).usdPerMonth(), 1e-9);
        assertEquals(8, new SqlDatabase().instances(four));
    }
}
