package dev.trestle.components.kinds;

import static dev.trestle.components.kinds.TopicTest.instantWorker;
import static dev.trestle.components.kinds.TopicTest.messages;
import static dev.trestle.components.kinds.TopicTest.topic;
import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.check.Finding;
import dev.trestle.components.engine.Call;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import dev.trestle.components.run.Run;
import dev.trestle.components.verdict.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is published in transactions is told together or never, and what a handler reads and tells counts once. */
class TopicTransactionTest {
    @Test
    void whatAnOperationPublishesIsToldTogetherOrNotAtAll() {
        // Two events and a write that fails for the first 5 s: of 1,000 operations 500 end well.
        for (String transactions : new String[] {"yes", "no"}) {
            Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                    .operation("post", "100/s", "publish posted", "publish billed", "write Item")
                    .handler("work", "posted")
                    .handler("bill", "billed")
                    .path(
                            clients("arrivals", "steady", "timeout", "100 s"),
                            instantService("app"),
                            topic("transactions", transactions),
                            instantWorker("workers", "20"))
                    .path(instantService("app"), instantDatabase())
                    .phase("busy", "10.005 s", "average")
                    .phase("quiet", "10 min", "0/s")
                    .play(1)
                    .crash("db", 1)
                    .until(5.005)
                    .recover("db", 1)
                    .until(60);
            boolean yes = transactions.equals("yes");
            assertEquals(500, playing.completed("post"));
            assertEquals(yes ? 1000 : 2000, playing.counter("worker", "messages"));
            assertEquals(yes ? 500 : 0, playing.counter("topic", "aborted"));
            assertEquals(yes ? 500 : 0, playing.counter("topic", "transactions"));
        }
    }

    @Test
    void whatIsBehindAnOpenTransactionWaitsUntilThatIsAborted() {
        // One operation publishes at 10 s and then waits for 100 s: its transaction is aborted after 5 s, and what
        // others
        // have published into the same partition in the meantime has waited for up to that long.
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "10/s", "publish posted")
                .operation("hold", "0.1/s", "publish posted", "read Item")
                .handler("work", "posted")
                .path(
                        clients("arrivals", "steady", "timeout", "1000 s"),
                        instantService("app"),
                        topic("transactions", "yes", "transactionTimeout", "5 s", "partitions", "1"),
                        instantWorker())
                .path(instantService("app"), instantDatabase("readTime", "100 s"))
                .phase("busy", "19.005 s", "average")
                .phase("quiet", "10 min", "0/s")
                .play(1)
                .until(200);
        assertEquals(190, playing.counter("worker", "messages"));
        assertEquals(1, playing.failed("hold", Call.FAILED));
        assertEquals(5, playing.node("topic").meter.lag.getMaxValue() / 1e9, 0.3);
    }

    @Test
    void aLateCopyDoesNotOpenACommittedTransactionAgain() {
        // A tenth of all is lost, and sent again by tcp later than by the publisher: the first copy comes when the
        // second
        // is committed, and forgotten. The worker has a backlog by then and has not read what was committed.
        Playing playing = messages(
                        topic(
                                "transactions",
                                "yes",
                                "transactionTimeout",
                                "5 s",
                                "producerRetry",
                                "50 ms",
                                "idempotentFor",
                                "100 ms"),
                        instantWorker("serviceTime", "20 ms"))
                .play(1);
        playing.wire(1).extraLoss = 0.1;
        playing.until(100);
        assertTrue(playing.wire(1).resent > 200, playing.wire(1).resent + " sent again");
        assertEquals(1000, playing.completed("post"));
        assertEquals(1000, playing.counter("topic", "transactions"));
        assertEquals(0, playing.counter("topic", "aborted"));
        assertEquals(1000, playing.counter("worker", "messages"));
    }

    @Test
    void aHandlerTakesWorksAndTellsExactlyOnce() {
        // The copier dies after half the time; what it has read since the last commit of positions is read again. With
        // transactions the position is committed with each copy, so that none is made twice.
        for (String transactions : new String[] {"yes", "no"}) {
            var board = board().entity("Item", "1 KB", "1000", "uniform")
                    .operation("post", "100/s", "publish posted")
                    .handler("copy", "posted", "publish copied")
                    .handler("keep", "copied")
                    .path(
                            clients("arrivals", "steady", "timeout", "100 s"),
                            instantService("app"),
                            part("a", "topic", "events", "posted", "commitInterval", "5 s", "sessionTimeout", "1 s"),
                            part("copier", "worker", "instances", "2", "serviceTime", "5 ms"),
                            part("b", "topic", "events", "copied", "transactions", transactions),
                            part("keeper", "worker", "serviceTime", "1 ms"))
                    .phase("busy", "10.005 s", "average")
                    .phase("quiet", "10 min", "0/s");
            Playing playing = board.play(1)
                    .until(8.003)
                    .crash("copier", 1)
                    .until(9)
                    .recover("copier", 1)
                    .until(120);
            long copies = playing.counter("keeper", "messages");
            if (transactions.equals("yes")) {
                assertEquals(1000, copies);
                assertEquals(1000, playing.counter("b", "transactions"));
            } else {
                // Half the partitions go back to the commit at 5 s: 150 messages of 3 s.
                assertEquals(1150, copies, 30);
            }
        }
    }

    /**
     * 100 messages a second are copied in transactions by two instances that share 60 partitions. It is 100 ms to the
     * second topic and back from it: of the 400 ms that a message is in work, its position is committed in the last 100
     * and the copier does not know it yet. So it is with 10 partitions at any time, one after the other.
     */
    private static Playing copying(String rebalance) {
        Part from = topic("events", "posted", "partitions", "60", "sessionTimeout", "1 s", "rebalance", rebalance);
        Part to = topic("events", "copied", "transactions", "yes");
        return board().operation("post", "100/s", "publish posted")
                .handler("copy", "posted", "publish copied")
                .handler("keep", "copied")
                .path(
                        clients("arrivals", "steady", "timeout", "100 s"),
                        instantService("app"),
                        from,
                        instantWorker("instances", "2", "workers", "100"))
                .path(new Part("b", "topic", to.settings()), part("keeper", "worker", "serviceTime", "1 ms"))
                .link("worker", "b", "latency", "100 ms")
                .phase("busy", "20.005 s", "average")
                .phase("quiet", "10 min", "0/s")
                .play(1);
    }

    private static void copiedOnce(Playing playing) {
        assertEquals(2000, playing.counter("keeper", "messages"));
        assertEquals(2000, playing.counter("b", "transactions"));
        assertEquals(0, playing.node("topic").meter.backlog);
    }

    @Test
    void whatATransactionHasCommittedStaysCommittedWhenItsPartitionMoves() {
        // The upper half of the partitions moves at 13.333 s, when what came 300 to 400 ms before is committed:
        // messages
        // 1,293 to 1,303, which are in partitions 33 to 43.
        Playing playing = copying("cooperative")
                .until(0.05)
                .crash("worker", 2)
                .until(12.003)
                .recover("worker", 2)
                .until(120);
        assertEquals(2, playing.counter("topic", "rebalances"));
        copiedOnce(playing);
    }

    @Test
    void whatATransactionHasCommittedStaysCommittedWhenReadersSayHowFarTheyAre() {
        // They do so at 5 s, and one of them is dead before it hears what is committed by then: messages 460 to 470, in
        // partitions 40 to 50.
        Playing playing = copying("eager").until(5.002).crash("worker", 2).until(120);
        assertEquals(1, playing.counter("topic", "rebalances"));
        copiedOnce(playing);
    }

    @Test
    void theHistorySaysOnceOfWhatIsCommittedOnce() {
        for (String transactions : new String[] {"yes", "no"}) {
            List<Verdict> verdicts = board().operation("post", "100/s", "publish posted", "publish billed")
                    .handler("copy", "posted", "publish copied")
                    .handler("keep", "copied")
                    .handler("bill", "billed")
                    .path(
                            clients("arrivals", "steady", "timeout", "100 s"),
                            instantService("app"),
                            part(
                                    "a",
                                    "topic",
                                    "events",
                                    "posted, billed",
                                    "transactions",
                                    transactions,
                                    "sessionTimeout",
                                    "1 s"),
                            part("copier", "worker", "instances", "2", "serviceTime", "5 ms"),
                            part("b", "topic", "events", "copied", "transactions", transactions),
                            part("keeper", "worker", "serviceTime", "1 ms"))
                    .requires("posted handled exactly once")
                    .requires("copied handled exactly once")
                    .phase("busy", "10.005 s", "average", "crash copier instance 1 at 8 s for 1 s")
                    .phase("quiet", "100 s", "0/s")
                    .run(1)
                    .verdicts();
            boolean yes = transactions.equals("yes");
            assertEquals(
                    yes ? Verdict.Status.MET : Verdict.Status.MISSED,
                    verdicts.get(0).status(),
                    verdicts.toString());
            assertEquals(Verdict.Status.MET, verdicts.get(1).status(), verdicts.toString());
        }
    }

    private static Part transactional(String id, String events, String transactions) {
        return new Part(
                id,
                "topic",
                topic("events", events, "transactions", transactions).settings());
    }

    private static Boards twoTopics(String first, String second, String transactions) {
        return board().operation("post", "100/s", "publish posted", "publish billed")
                .handler("work", "posted")
                .handler("bill", "billed")
                .path(
                        clients("arrivals", "steady", "timeout", "100 s"),
                        instantService("app"),
                        transactional("a", first, "yes"),
                        instantWorker("workers", "20"))
                .path(instantService("app"), transactional("b", second, transactions), instantWorker("workers", "20"))
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "10 min", "0/s");
    }

    private static List<Finding> split(Boards board) {
        return Run.findings(board.build()).stream()
                .filter(finding -> finding.code().equals("split-transaction"))
                .toList();
    }

    @Test
    void aTransactionOverTwoClustersIsFound() {
        List<Finding> found = split(twoTopics("posted", "billed", "yes"));
        assertEquals(1, found.size(), found.toString());
        assertEquals("app", found.get(0).node());
        assertTrue(found.get(0).says().contains("a and b"), found.get(0).says());
        assertFalse(found.get(0).stops());
        assertEquals(List.of(), split(twoTopics("posted", "billed", "no")), "only one of them has transactions");
        assertEquals(List.of(), split(twoTopics("posted, billed", "other", "yes")), "one cluster takes both");
    }

    @Test
    void aTransactionEndsAtTheBrokersThatHaveItWhereSeveralTakeAnEventInTurn() {
        // Each of 1,000 operations publishes twice, in turn to a and b: both have a part of each, and both commit it.
        Playing playing =
                twoTopics("posted, billed", "posted, billed", "yes").play(1).until(200);
        assertEquals(1000, playing.completed("post"));
        assertEquals(0, playing.counter("a", "aborted") + playing.counter("b", "aborted"));
        assertEquals(2000, playing.counter("worker", "messages"));
    }
}
