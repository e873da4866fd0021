package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.load.Fault;
import dev.trestle.components.run.Boards.Part;
import org.junit.jupiter.api.Test;

/** Networks that fall apart, by node and by area, and what the nodes on both sides do about it. */
class PartitionTest {
    private static Boards asked(String... settings) {
        return board().operation("ask", "100/s").path(clients(settings), instantService("app"));
    }

    @Test
    void whatIsCutOffIsNotAnswered() {
        Playing playing = asked("arrivals", "steady", "timeout", "1 s").play(1).until(10.005);
        playing.begin("cut app from clients")
                .until(20.005)
                .end("cut app from clients")
                .until(30.005);
        assertEquals(1_000, playing.failed("ask"));
        assertEquals(2_000, playing.completed("ask"));
    }

    @Test
    void datagramsUnderWayWhenTheCutBeginsAreLost() {
        // One way takes 50 ms: at any time 5 calls and 5 answers are under way.
        Boards board = asked("arrivals", "steady", "timeout", "10 s")
                .link("clients", "app", "latency", "50 ms", "protocol", "udp");
        Playing playing =
                board.play(1).until(1.005).begin("cut clients from app").until(1.195);
        playing.end("cut clients from app").until(20);
        // Sent at 0.91 to 1.19 s: none of them comes back.
        assertEquals(29, playing.failed("ask"));
    }

    @Test
    void aConnectionIsMadeOnceTheCutHasHealed() {
        // Asked at 1, 2 and 3 s into a cut: tried again 1 and 3 s after that, the first two get through at 4 and 5 s.
        Boards board = board().operation("ask", "1/s").path(clients("arrivals", "steady"), instantService("app"));
        Playing playing = board.play(1).until(0.5).begin("cut clients from app").until(3.5);
        playing.end("cut clients from app").until(5.5);
        assertEquals(3, playing.operation("ask").latency(0).getMaxValue() / 1e9, 0.01);
        assertEquals(5, playing.completed("ask"));
        assertEquals(0, playing.failed("ask"));
    }

    @Test
    void dataUnderWayIsSentAgainOnTheConnectionThatItWasSentOn() {
        // One way takes 1 s, so the first wait is 2.2 s: what was sent at 1 s and is cut off on its way arrives at 5.2
        // s.
        Boards board = board().operation("ask", "1/s")
                .path(clients("arrivals", "steady"), instantService("app"))
                .link("clients", "app", "latency", "1 s");
        Playing playing = board.play(1).until(1.5).begin("cut clients from app").until(2.5);
        playing.end("cut clients from app").until(20);
        assertEquals(0, playing.failed("ask"));
        // Lost at 2 s where it would have arrived, then 2.2 s, then there and back.
        assertEquals(1 + 2.2 + 1 + 1, playing.operation("ask").latency(0).getMaxValue() / 1e9, 0.02);
    }

    @Test
    void workersWithoutATimeoutAreFreeAgainWhenTheCutHasHealed() {
        // 10 workers and 10 requests/s: all of them are caught in a cut of 5 s, and no call of theirs has a timeout.
        Boards board = board().entity("Item", "100 B", "100", "uniform")
                .operation("get", "10/s", "read Item")
                .path(
                        clients("arrivals", "steady", "timeout", "1 s"),
                        part(
                                "app",
                                "service",
                                "instances",
                                "1",
                                "workers",
                                "10",
                                "serviceTime",
                                "1 ms",
                                "timeout",
                                "none"),
                        instantDatabase());
        Playing playing = board.play(1).until(5).begin("cut app from db").until(10);
        playing.end("cut app from db").until(40);
        long late = playing.completed("get");
        playing.until(50);
        assertEquals(100, playing.completed("get") - late);
    }

    @Test
    void aCutInOneDirectionLetsTheOtherPass() {
        // Nothing from the app gets to its people: the app does all the work, and they hear of none.
        Playing playing = asked("arrivals", "steady", "timeout", "1 s")
                .play(1)
                .begin("cut app to clients")
                .until(10.5);
        assertEquals(0, playing.completed("ask"));
        assertEquals(1_050, playing.taken("app", 1));
        Playing other = asked("arrivals", "steady", "timeout", "1 s")
                .play(1)
                .begin("cut clients to app")
                .until(10.5);
        assertEquals(0, other.taken("app", 1));
    }

    @Test
    void aFaultPrintsAsItIsRead() {
        for (String text : new String[] {"cut a from b", "cut a to b at 5 s for 10 s"}) {
            assertEquals(text, Fault.parse(text).toString());
        }
    }

    /** Three zones of a region, with a store spread over them and an app in each of the first two. */
    private static Boards zones(Part store, String operation) {
        return board().byPlacement()
                .entity("Item", "100 B", "50", "uniform")
                .operation("one", "50/s", operation)
                .operation("other", "50/s", operation)
                .path(clients("arrivals", "steady", "timeout", "2 s"), instantService("app1", "timeout", "1 s"), store)
                .path(part("clients", "clients"), instantService("app2", "timeout", "1 s"), store)
                .link("clients", "app1", "only", "one")
                .link("clients", "app2", "only", "other")
                .region("eu")
                .zone("a", "eu")
                .zone("b", "eu")
                .zone("c", "eu")
                .in("eu", "clients", store.id())
                .in("a", "app1")
                .in("b", "app2");
    }

    private static Playing minority(Boards board) {
        return board.play(3).until(20);
    }

    private static void cutA(Playing playing) {
        playing.begin("cut a from b").begin("cut a from c");
    }

    private static void healA(Playing playing) {
        playing.end("cut a from b").end("cut a from c");
    }

    @Test
    void aCoordinatorAnswersWithTheMajorityAndRefusesWithoutIt() {
        Part etcd = part("etcd", "coordinator", "instances", "3");
        Playing playing = minority(zones(etcd, "write Item"));
        assertEquals("leader", playing.node("etcd").role(0));
        cutA(playing);
        playing.until(25);
        long one = playing.completed("one");
        long other = playing.completed("other");
        playing.until(45);
        // The leader stood in a, with app1: it gives up, and app1 gets nothing done any more.
        assertEquals(one, playing.completed("one"));
        assertTrue(playing.counter("etcd", "steppedDown") == 1, "the leader without a majority steps down");
        // b and c have elected another one: app2 goes on.
        assertEquals(20 * 50, playing.completed("other") - other, 5);
        healA(playing);
        playing.until(50);
        one = playing.completed("one");
        playing.until(70);
        assertEquals(20 * 50, playing.completed("one") - one, 5);
        assertTrue(playing.node("etcd").role(0).equals("follower"), "the old leader follows the new one");
    }

    @Test
    void aStoreWithoutQuorumsGoesOnOnBothSidesAndHeals() {
        Part store = part("ap", "wide-column", "instances", "3", "copies", "3", "readQuorum", "1", "writeQuorum", "1");
        Playing playing = minority(zones(store, "write Item"));
        long one = playing.completed("one");
        long other = playing.completed("other");
        cutA(playing);
        playing.until(40);
        assertEquals(20 * 50, playing.completed("one") - one, 5);
        assertEquals(20 * 50, playing.completed("other") - other, 5);
        assertTrue(playing.counter("ap", "hints") > 1_500, "each side keeps what the other side misses");
        long handed = playing.counter("ap", "handedOff");
        healA(playing);
        playing.until(60);
        assertTrue(playing.counter("ap", "handedOff") - handed > 1_500, "and hands it over");
    }

    @Test
    void aStoreWithQuorumsRefusesTheMinority() {
        Part store = part("cp", "wide-column", "instances", "3", "copies", "3", "readQuorum", "2", "writeQuorum", "2");
        Playing playing = minority(zones(store, "write Item"));
        cutA(playing);
        playing.until(41);
        long one = playing.completed("one");
        long other = playing.completed("other");
        playing.until(61);
        assertEquals(one, playing.completed("one"), "zone a has one of three copies");
        assertEquals(20 * 50, playing.completed("other") - other, 5);
    }

    @Test
    void aLeaderThatTheMajorityDoesNotHearOfIsReplacedAndItsLastWritesAreLost() {
        Part db = part("db", "sql-database", "followers", "2", "failover", "5 s", "lag", "1 ms");
        Playing playing = minority(zones(db, "write Item"));
        cutA(playing);
        long one = playing.completed("one");
        playing.until(24.9);
        // The old leader in a still takes the writes of app1, for as long as nobody has taken over.
        assertEquals(4.9 * 50, playing.completed("one") - one, 5);
        playing.until(30);
        assertEquals(1, playing.counter("db", "failovers"));
        assertEquals(5 * 50, playing.counter("db", "lostWrites"), 5);
        long other = playing.completed("other");
        one = playing.completed("one");
        playing.until(50);
        assertEquals(one, playing.completed("one"), "app1 does not reach the new leader");
        assertEquals(20 * 50, playing.completed("other") - other, 5);
        healA(playing);
        playing.until(53);
        one = playing.completed("one");
        playing.until(73);
        assertEquals(20 * 50, playing.completed("one") - one, 5);
        assertEquals(1, playing.counter("db", "failovers"));
    }

    @Test
    void aTopicLeadsOnWhereMostOfItsBrokersAre() {
        Part topic = part(
                "topic",
                "topic",
                "brokers",
                "3",
                "replicationFactor",
                "3",
                "partitions",
                "1",
                "acks",
                "all",
                "failoverTime",
                "5 s");
        Boards board = board().byPlacement()
                .operation("one", "50/s", "publish told")
                .operation("other", "50/s", "publish told")
                .handler("hear", "told")
                .path(
                        clients("arrivals", "steady", "timeout", "2 s"),
                        instantService("app1", "timeout", "1 s"),
                        topic,
                        part("worker", "worker", "workers", "1000"))
                .path(part("clients", "clients"), instantService("app2", "timeout", "1 s"), topic)
                .link("clients", "app1", "only", "one")
                .link("clients", "app2", "only", "other")
                .region("eu")
                .zone("a", "eu")
                .zone("b", "eu")
                .zone("c", "eu")
                .in("eu", "clients", "topic", "worker")
                .in("a", "app1")
                .in("b", "app2");
        Playing playing = minority(board);
        cutA(playing);
        playing.until(27);
        long one = playing.completed("one");
        long other = playing.completed("other");
        playing.until(47);
        assertEquals(1, playing.counter("topic", "failovers"));
        assertEquals(20 * 50, playing.completed("other") - other, 5);
        healA(playing);
        playing.until(50);
        one = playing.completed("one");
        playing.until(70);
        assertEquals(20 * 50, playing.completed("one") - one, 5);
        assertEquals(0, playing.counter("topic", "lostMessages"), "all brokers in sync had what was acknowledged");
    }

    @Test
    void aCutThatHealsInTimeDeposesNobody() {
        Part db = part("db", "sql-database", "followers", "2", "failover", "5 s", "lag", "1 ms");
        Playing playing = minority(zones(db, "write Item"));
        cutA(playing);
        playing.until(24);
        healA(playing);
        playing.until(40);
        assertEquals(0, playing.counter("db", "failovers"));
        assertEquals(0, playing.counter("db", "lostWrites"));
    }

    @Test
    void aLostZoneTakesWhatStandsInItAndNothingElse() {
        Boards board = board().byPlacement()
                .operation("ask", "300/s")
                .path(
                        clients("arrivals", "steady"),
                        part("lb", "load-balancer", "instances", "3", "healthInterval", "none"),
                        instantService("app", "instances", "3"))
                .region("eu")
                .zone("a", "eu")
                .zone("b", "eu")
                .zone("c", "eu")
                .in("eu", "clients", "lb", "app");
        Playing playing = board.play(1).until(1).begin("lose b").until(2);
        assertTrue(playing.node("app").up(0));
        assertTrue(!playing.node("app").up(1));
        assertTrue(playing.node("app").up(2));
        playing.until(11);
        // Nobody checks their health: every third request is refused.
        assertEquals(1_000, playing.failed("ask"), 5);
        playing.end("lose b").until(12);
        assertTrue(playing.node("app").up(1));
    }

    @Test
    void aBalancerStopsAskingWhomItDoesNotReach() {
        // Checks every second, two of which must fail: from 2 s on at the latest nobody in b is asked.
        Boards board = board().byPlacement()
                .operation("ask", "300/s")
                .path(
                        clients("arrivals", "steady", "timeout", "500 ms"),
                        part("lb", "load-balancer", "instances", "1", "healthInterval", "1 s", "healthThreshold", "2"),
                        instantService("app", "instances", "3"))
                .region("eu")
                .zone("a", "eu")
                .zone("b", "eu")
                .zone("c", "eu")
                .in("eu", "clients", "app")
                .in("a", "lb");
        Playing playing = board.play(1).until(10.5).begin("cut a from b").until(12.2);
        long failed = playing.failed("ask");
        assertEquals(1.2 * 100, failed, 25);
        playing.until(30);
        assertTrue(playing.failed("ask") - failed < 60, "those that were under way at the second check");
    }

    @Test
    void aScriptCutsAndHeals() {
        Board board = asked("arrivals", "steady", "timeout", "100 ms")
                .phase("whole", "10 s", "average")
                .phase("cut", "10 s", "average", "cut clients from app at 2 s for 5 s")
                .build();
        var report = Run.of(board, Options.seed(1)).execute(Watcher.NOBODY).report();
        assertEquals(
                0, report.phase("whole").operations().get("ask").errorRatio().value(), 0);
        assertEquals(
                0.5, report.phase("cut").operations().get("ask").errorRatio().value(), 0.005);
    }
}
