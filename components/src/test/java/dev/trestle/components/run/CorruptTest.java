package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.cache;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.verdict.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fault corrupt: who finds what is damaged, who repairs it, what is lost, and who is told something wrong. */
class CorruptTest {
    /** Rows that are hit with a chance of a tenth each: the mean of 1,000, and 4 standard deviations. */
    private static final double HIT = 100;

    private static final double ABOUT = 4 * StrictMath.sqrt(1000 * 0.1 * 0.9);

    /** 1,000 rows of which each is read once a second, from a store that takes no time. */
    private static Playing reading(Boards.Part store) {
        return board().entity("Item", "1 KB", "1000", "sequential")
                .operation("look", "1000/s", "read Item")
                .path(clients("arrivals", "steady"), instantService("app"), store)
                .play(1)
                .until(1.0005);
    }

    @Test
    void aReadOfADamagedRowFailsWhereNoOtherCopyHasIt() {
        Playing playing = reading(instantDatabase("followers", "0")).begin("corrupt 10% of db");
        playing.until(2.0005);
        long once = playing.failed("look", Call.FAILED);
        assertEquals(HIT, once, ABOUT);
        // Nobody repairs it: the same rows fail again.
        assertEquals(2 * once, playing.until(3.0005).failed("look"), 1);
        assertEquals(2 * once, playing.counter("db", "damagedReads"), 1);
        assertEquals(0, playing.counter("db", "repairedRows"));
    }

    @Test
    void anotherCopyAnswersAndRepairs() {
        Playing playing = reading(instantDatabase("followers", "1")).begin("corrupt 10% of db instance 1");
        playing.until(4.0005);
        assertEquals(0, playing.failed("look"));
        assertEquals(HIT, playing.counter("db", "repairedRows"), ABOUT);
        assertEquals(playing.counter("db", "repairedRows"), playing.counter("db", "damagedReads"));
    }

    @Test
    void onlyTheInstanceThatIsNamedIsHit() {
        Playing playing = reading(instantDatabase("followers", "1")).begin("corrupt db instance 2");
        assertEquals(0, playing.until(3).counter("db", "damagedReads"), "reads are answered by the leader");
    }

    @Test
    void withoutRepairTheReadFailsThoughAnotherCopyHasIt() {
        Playing playing = reading(instantDatabase("followers", "1", "checksums", "detect"))
                .begin("corrupt 10% of db instance 1");
        assertEquals(HIT, playing.until(2.0005).failed("look", Call.FAILED), ABOUT);
    }

    @Test
    void aCopyThatIsDownRepairsNothing() {
        Playing playing = reading(instantDatabase("followers", "1", "failover", "none"))
                .crash("db", 2)
                .begin("corrupt 10% of db instance 1");
        assertEquals(HIT, playing.until(2.0005).failed("look", Call.FAILED), ABOUT);
    }

    @Test
    void aFollowerThatTakesOverHasWhatTheLeaderHadDamaged() {
        Playing playing = reading(instantDatabase("followers", "1", "failover", "1 s", "checksums", "detect"))
                .begin("corrupt db instance 1")
                .crash("db", 1)
                .until(2.5);
        long failed = playing.failed("look");
        assertEquals(failed, playing.until(4).failed("look"));
        assertEquals(1, playing.counter("db", "failovers"));
    }

    @Test
    void aWriteMakesTheRowWholeAgain() {
        Playing playing = board().entity("Item", "1 KB", "1", "uniform")
                .operation("look", "100/s", "read Item")
                .operation("change", "1/s", "write Item")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        instantService("app"),
                        instantDatabase("followers", "0"))
                .play(1)
                .until(10)
                .begin("corrupt db")
                .until(20);
        // The next write comes within a second.
        assertTrue(playing.failed("look") > 0 && playing.failed("look") <= 101, playing.failed("look") + " failed");
    }

    @Test
    void documentsEdgesAndPointsAreDamagedAsRowsAre() {
        for (String kind : List.of("document-store", "graph-database", "time-series")) {
            Playing playing = reading(part("db", kind, "followers", "0", "workers", "1000"))
                    .begin("corrupt 10% of db");
            assertEquals(HIT, playing.until(2.1).failed("look", Call.FAILED), ABOUT + 15, kind);
        }
    }

    /** Nodes without a leader that take no time; each owns every row. */
    private static Boards.Part nodes(String count, String quorum) {
        Boards.Part part = part("db", "wide-column", "instances", count, "copies", count, "workers", "1000");
        for (String time : List.of("coordinateTime", "readTime", "tableTime", "writeTime")) {
            part.settings().put(time, "0 ms");
        }
        for (String delay : List.of("writeDelay", "ackDelay", "readDelay", "responseDelay")) {
            part.settings().put(delay, "10 us");
        }
        part.settings().put("readQuorum", quorum);
        part.settings().put("writeQuorum", quorum);
        return part;
    }

    @Test
    void aQuorumOfOthersAnswersAndTheDamagedOwnerIsRepaired() {
        Playing playing = reading(nodes("3", "2")).begin("corrupt 10% of db instance 1");
        playing.until(4.0005);
        assertEquals(0, playing.failed("look"));
        assertEquals(HIT, playing.counter("db", "damagedReads"), ABOUT);
        assertEquals(playing.counter("db", "damagedReads"), playing.counter("db", "repairs"));
    }

    @Test
    void withTooFewUndamagedOwnersTheReadFailsAtOnce() {
        // Two of three owners have none of it: a quorum of two is never reached, and the third repairs them.
        Playing playing = reading(nodes("3", "2"))
                .begin("corrupt db instance 1")
                .begin("corrupt db instance 2")
                .until(2.0005);
        assertEquals(1000, playing.failed("look", Call.FAILED), 2);
        assertEquals(1000, playing.until(4.0005).failed("look"), 2);
        assertEquals(2000, playing.counter("db", "repairs"), 4);
    }

    @Test
    void rowsOfASingleOwnerAreLost() {
        Playing playing = reading(nodes("1", "1")).begin("corrupt 10% of db").until(2.0005);
        long once = playing.failed("look", Call.FAILED);
        assertEquals(HIT, once, ABOUT);
        assertEquals(2 * once, playing.until(3.0005).failed("look"), 1);
        assertEquals("missed", lost(nodes("1", "1"), "corrupt 10% of db"));
    }

    @Test
    void rowsThatAnyOwnerHasAreNotLost() {
        assertEquals("met", lost(nodes("3", "2"), "corrupt db instance 1"));
        assertEquals("missed", lost(nodes("3", "2"), "corrupt db"));
    }

    private static String lost(Boards.Part store, String fault) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("change", "500/s", "write Item")
                .requires("Item never lost")
                .path(clients("arrivals", "steady", "readsOwn", "0 %"), instantService("app"), store)
                .phase("before", "10 s", "average")
                .phase("after", "10 s", "average", fault)
                .run(1)
                .verdicts()
                .get(0)
                .status()
                .word();
    }

    private static List<Verdict> judged(String fault, String... settings) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("look", "500/s", "read Item")
                .operation("change", "500/s", "write Item")
                .requires("Item never lost")
                .requires("Item read-your-writes")
                .requires("Item linearizable")
                .requires("Item fresh within 1 min")
                .requires("look availability >= 99.99 %")
                .path(clients("arrivals", "steady"), instantService("app"), instantDatabase(settings))
                .phase("before", "10 s", "average")
                .phase("after", "10 s", "average", fault)
                .run(1)
                .verdicts();
    }

    private static String words(List<Verdict> verdicts) {
        return String.join(" ", verdicts.stream().map(v -> v.status().word()).toList());
    }

    @Test
    void whatNoCopyHasAnyMoreIsLost() {
        List<Verdict> verdicts = judged("corrupt 10% of db", "followers", "0");
        assertEquals("missed met met met missed", words(verdicts));
        // Of 1,000 rows all were written in the first 10 s (5,000 writes: 1 - e^-5).
        assertTrue(verdicts.get(0).evidence().toString().contains("discarded Item"), verdicts.toString());
    }

    @Test
    void whatAnotherCopyHasIsNotLost() {
        assertEquals(
                "met met met met met", words(judged("corrupt 10% of db instance 1", "followers", "1", "lag", "1 us")));
    }

    @Test
    void allCopiesTogetherLoseWhatAllHaveDamaged() {
        // A tenth of a tenth of the rows is damaged in both copies.
        List<Verdict> verdicts = judged("corrupt 10% of db", "followers", "1", "lag", "1 us");
        assertEquals("missed", verdicts.get(0).status().word());
    }

    @Test
    void withoutChecksumsReadersAreToldWhatNobodyWrote() {
        List<Verdict> verdicts =
                judged("corrupt 10% of db instance 1", "followers", "1", "lag", "1 us", "checksums", "none");
        // Nothing is lost, as the follower has it, and nothing fails; but what readers see was never written.
        assertEquals("met missed missed missed met", words(verdicts));
        assertTrue(
                verdicts.get(2).evidence().toString().contains("with a value that nobody wrote"), verdicts.toString());
    }

    @Test
    void rowsFromBeforeTheRunAreLostTooWhenSomebodyAsksForThem() {
        List<Verdict> verdicts = board().entity("Item", "1 KB", "1000", "sequential")
                .operation("look", "1000/s", "read Item")
                .requires("Item never lost")
                .path(clients("arrivals", "steady"), instantService("app"), instantDatabase("followers", "0"))
                .phase("after", "5 s", "average", "corrupt 10% of db at 1 s")
                .run(1)
                .verdicts();
        assertEquals("missed", verdicts.get(0).status().word());
        assertTrue(
                verdicts.get(0).evidence().toString().contains("as it was before the run"),
                verdicts.get(0).toString());
    }

    @Test
    void aCacheDropsWhatIsDamagedAndFetchesItAgain() {
        // 1,000 keys, one of each a second in turn: half of them miss once in 20 s.
        double ratio = board().entity("A", "1 KB", "1000", "uniform")
                .operation("ask", "1000/s", "read A")
                .path(clients("arrivals", "steady"), service("app"), cache("capacity", "1 GB"), Boards.database())
                .link("app", "db")
                .phase("before", "20 s", "average")
                .phase("damaged", "20 s", "average", "corrupt 50% of cache")
                .run(1)
                .report()
                .phase("damaged")
                .nodes()
                .get("cache")
                .hitRatio()
                .value();
        assertEquals(0.975, ratio, 4 * StrictMath.sqrt(1000 * 0.25) / 20_000 + 0.001);
    }

    @Test
    void aCacheThatWritesLaterLosesWhatIsDamagedBefore() {
        Playing playing = board().entity("Item", "1 KB", "1000000", "uniform")
                .operation("change", "100/s", "write Item key new")
                .requires("Item never lost")
                .path(
                        clients("arrivals", "steady", "readsOwn", "0 %"),
                        instantService("app"),
                        cache("pattern", "write-back", "flushInterval", "1 s"),
                        instantDatabase())
                .play(1)
                .until(10.505)
                .begin("corrupt cache");
        assertEquals(50, playing.counter("cache", "lostWrites"), 1);
        // The flush at 11 s writes those of the last half second only.
        assertEquals(1050, playing.until(11.2).counter("db", "writes"), 2);
    }

    @Test
    void aDamagedMessageIsNeverHandledAndEndsAmongTheDead() {
        Playing playing = board().operation("post", "100/s", "publish posted")
                .handler("work", "posted")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        Boards.queue("maxReceives", "3", "retryDelay", "1 s", "publishTime", "0 ms"),
                        Boards.worker("serviceTime", "1 ms", "instances", "1"))
                .play(1)
                .crash("worker", 1)
                .until(10.005)
                .begin("corrupt 10% of queue")
                .recover("worker", 1)
                .until(30);
        double damaged = playing.counter("queue", "deadLettered");
        assertEquals(HIT, damaged, ABOUT);
        assertEquals(3000 - damaged, playing.counter("queue", "acknowledged"), 5);
    }

    @Test
    void whatStoresNothingRefusesInOneLine() {
        for (String node : List.of("app", "clients")) {
            Refused refused = assertThrows(
                    Refused.class,
                    () -> board().entity("A", "1 KB", "1000", "uniform")
                            .operation("ask", "10/s", "read A")
                            .path(clients(), service("app"), Boards.database())
                            .phase("steady", "5 s", "average", "corrupt " + node)
                            .run(1));
            assertTrue(refused.getMessage().contains(node + " has nothing stored"), refused.getMessage());
            assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
        }
    }
}
