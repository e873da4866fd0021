package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages in partitions: who reads them in which order, and what crashes of brokers and consumers do. */
class TopicTest {
    /** A topic whose own times are none unless the test says so. */
    static Part topic(String... settings) {
        Part part = part("topic", "topic", settings);
        Map.of("appendTime", "0 ms", "copyTime", "0 ms", "failoverTime", "2 s", "sessionTimeout", "2 s")
                .forEach(part.settings()::putIfAbsent);
        part.settings().putIfAbsent("rebalanceTime", "1 s");
        return part;
    }

    static Part instantWorker(String... settings) {
        Part part = worker(settings);
        Map.of("instances", "1", "workers", "1", "serviceTime", "0 ms").forEach(part.settings()::putIfAbsent);
        return part;
    }

    /** 100 messages a second without a key for 10 s, then none. */
    static Boards messages(Part topic, Part worker) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "100/s", "publish posted")
                .handler("work", "posted", "write Item")
                .path(clients("arrivals", "steady", "timeout", "100 s"), instantService("app"), topic, worker)
                .path(worker, instantDatabase())
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "10 min", "0/s");
    }

    @Test
    void everyConsumerGetsEveryMessage() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "100/s", "publish posted")
                .handler("copy", "posted", "write Item")
                .handler("count", "posted", "read Item x2")
                .path(clients("arrivals", "steady"), instantService("app"), topic())
                .path(part("copier", "worker"), instantDatabase())
                .path(part("counter", "worker"), instantDatabase())
                .link("topic", "copier", "only", "copy")
                .link("topic", "counter", "only", "count")
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "10 min", "0/s")
                .play(1)
                .until(20);
        assertEquals(2000, playing.counter("topic", "acknowledged"));
        assertEquals(1000, playing.counter("copier", "messages"));
        assertEquals(1000, playing.counter("counter", "messages"));
        // The filter of the link says which of the handlers are whose.
        assertEquals(1000, playing.counter("db", "writes"));
        assertEquals(2000, playing.counter("db", "reads"));
    }

    @Test
    void aPartitionKeepsTheOrder() {
        Playing playing = messages(
                        topic("partitions", "1"),
                        instantWorker("instances", "4", "serviceTime", "uniform(1 ms, 15 ms)"))
                .requires("posted handled at least once")
                .play(1)
                .until(60);
        Journal journal = playing.journal();
        long last = 0;
        int handled = 0;
        for (int row = 0; row < journal.size(); row++) {
            if (journal.kind(row) == Journal.HANDLED) {
                assertTrue(journal.key(row) > last, "message " + journal.key(row) + " after " + last);
                last = journal.key(row);
                handled++;
            }
        }
        assertEquals(1000, handled);
    }

    @Test
    void oneKeyIsTheWorkOfOneConsumer() {
        Playing playing = board().entity("Item", "1 KB", "1", "uniform")
                .operation("post", "100/s", "read Item", "publish posted")
                .handler("work", "posted", "write Item")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        topic(),
                        instantWorker("instances", "4", "serviceTime", "20 ms"))
                .path(instantService("app"), instantDatabase())
                .path(instantWorker(), instantDatabase())
                .play(1)
                .until(10);
        assertEquals(500, playing.counter("topic", "acknowledged"), 2);
    }

    @Test
    void consumersShareThePartitionsAndMoreOfThemAreIdle() {
        Playing few = messages(topic("partitions", "4"), instantWorker("instances", "2"))
                .play(1)
                .until(20);
        assertEquals(500, few.taken("worker", 1));
        assertEquals(500, few.taken("worker", 2));
        Playing many = messages(topic("partitions", "4"), instantWorker("instances", "6"))
                .play(1)
                .until(20);
        for (int instance = 1; instance <= 6; instance++) {
            assertEquals(instance <= 4 ? 250 : 0, many.taken("worker", instance));
        }
    }

    @Test
    void rangesAndStickySharesAreEqual() {
        int[] owner = new int[7];
        Assignment.range(new boolean[] {true, false, true, true}, owner);
        assertArrayEquals(new int[] {0, 0, 0, 2, 2, 3, 3}, owner);
        // Instance 2 leaves: only what it had moves.
        Assignment.sticky(new boolean[] {true, false, false, true}, owner);
        assertArrayEquals(new int[] {0, 0, 0, 3, 0, 3, 3}, owner);
        // Another comes: each gives up what is more than a third.
        Assignment.sticky(new boolean[] {true, true, false, true}, owner);
        assertArrayEquals(new int[] {0, 0, 0, 3, 1, 3, 1}, owner);
        Assignment.range(new boolean[4], owner);
        assertArrayEquals(new int[] {-1, -1, -1, -1, -1, -1, -1}, owner);
    }

    /** A second on the way to a copy; the leader of a third of the partitions dies at 5 s. */
    private static Playing leaderDies(String... settings) {
        Part topic = topic(settings);
        topic.settings().put("copyTime", "1 s");
        topic.settings().put("partitions", "3");
        return messages(topic, instantWorker())
                .play(1)
                .until(5.001)
                .crash("topic", 1)
                .until(100);
    }

    @Test
    void whatOnlyADeadLeaderHadIsLost() {
        Playing playing = leaderDies("acks", "1");
        // A second's third of 100 messages/s.
        assertEquals(33, playing.counter("topic", "lostMessages"), 1);
        assertEquals(1, playing.counter("topic", "failovers"));
        assertEquals(1000, playing.completed("post"), "publishers sent again until there was a leader");
        assertEquals(1000 - playing.counter("topic", "lostMessages"), playing.counter("worker", "messages"));
    }

    @Test
    void nothingAcknowledgedByAllCopiesIsLost() {
        Playing playing = leaderDies("acks", "all");
        assertEquals(0, playing.counter("topic", "lostMessages"));
        assertEquals(1000, playing.completed("post"));
        assertEquals(1000, playing.counter("worker", "messages"));
        assertEquals(0, playing.counter("worker", "duplicates"));
    }

    @Test
    void whoIsToldAtOnceIsToldOfNothing() {
        Playing playing = messages(topic("acks", "0", "partitions", "3"), instantWorker())
                .play(1)
                .until(5.001)
                .crash("topic", 1)
                .until(100);
        assertEquals(1000, playing.completed("post"));
        // A third of what came in the 2 s without a leader.
        assertEquals(67, playing.counter("topic", "lostMessages"), 1);
        assertEquals(1000 - playing.counter("topic", "lostMessages"), playing.counter("worker", "messages"));
    }

    @Test
    void publishersWaitForTheSlowestCopy() {
        Playing all =
                messages(topic("copyTime", "3 ms"), instantWorker()).play(1).until(5);
        assertEquals(0.003, all.meanLatency("post"), 1e-9);
        Playing one = messages(topic("copyTime", "3 ms", "acks", "1"), instantWorker())
                .play(1)
                .until(5);
        assertEquals(0, one.meanLatency("post"), 1e-9);
        // Consumers see what all copies have.
        assertEquals(0.003, one.node("topic").meter.lag.getMean() / 1e9, 0.0001);
    }

    @Test
    void tooFewCopiesInSyncRejectWhatMustBeSafe() {
        for (String least : new String[] {"1", "2"}) {
            Playing playing = messages(
                            topic("minInSync", least, "partitions", "3", "producerRetry", "none"), instantWorker())
                    .play(1)
                    .crash("topic", 2)
                    .crash("topic", 3)
                    .until(10);
            boolean safe = least.equals("2");
            assertEquals(safe, playing.failed("post", Call.REJECTED) > 700, least);
            // Before the two are missed, messages that two thirds of the partitions led by them get are refused.
            assertEquals(133, playing.failed("post", Call.REFUSED), 2);
        }
    }

    /** A broker behind for seconds is all that is left of the only partition. */
    private static Playing onlyAStaleCopyIsLeft(String unclean) {
        return messages(
                        topic(
                                "brokers",
                                "2",
                                "replicationFactor",
                                "2",
                                "minInSync",
                                "1",
                                "acks",
                                "1",
                                "partitions",
                                "1",
                                "uncleanElection",
                                unclean),
                        instantWorker())
                .play(1)
                .until(1.001)
                .crash("topic", 2)
                .until(5.001)
                .crash("topic", 1)
                .until(5.5)
                .recover("topic", 2);
    }

    @Test
    void aStaleCopyLeadsOnlyInAnUncleanElection() {
        Playing clean = onlyAStaleCopyIsLeft("no").until(9);
        assertEquals(500, clean.counter("topic", "accepted"));
        assertEquals(0, clean.counter("topic", "lostMessages"));
        clean.recover("topic", 1).until(100);
        assertEquals(1000, clean.counter("worker", "messages"), "nothing was lost, it was only away");
        Playing unclean = onlyAStaleCopyIsLeft("yes").until(100);
        assertEquals(400, unclean.counter("topic", "lostMessages"), 1);
        assertEquals(1000, unclean.completed("post"));
        assertEquals(0, unclean.node("topic").meter.backlog);
    }

    @Test
    void aFollowerThatIsBackCatchesUpAndMayLead() {
        Playing playing = messages(
                        topic("partitions", "1", "brokers", "2", "replicationFactor", "2", "minInSync", "1"),
                        instantWorker())
                .play(1)
                .until(1)
                .crash("topic", 2)
                .until(5)
                .recover("topic", 2)
                .until(6)
                .crash("topic", 1)
                .until(100);
        assertEquals(0, playing.counter("topic", "lostMessages"));
        assertEquals(1000, playing.counter("worker", "messages"));
    }

    /** The only partition's owner dies at 7.501 s, and another instance takes over. */
    private static Playing ownerDies(String commit, String idempotent) {
        return messages(
                        topic("partitions", "1", "commitInterval", commit),
                        instantWorker("instances", "2", "idempotent", idempotent))
                .play(1)
                .until(7.501)
                .crash("worker", 1)
                .until(60);
    }

    @Test
    void aCrashBringsBackWhatWasDoneSinceTheLastCommit() {
        // Committed at 5 s, read up to 7.5 s.
        Playing playing = ownerDies("5 s", "no");
        assertEquals(250, playing.counter("topic", "redelivered"), 1);
        assertEquals(250, playing.counter("worker", "duplicates"), 1);
        assertEquals(1000, playing.counter("worker", "messages"));
        assertEquals(0, ownerDies("0 s", "no").counter("topic", "redelivered"));
        Playing idempotent = ownerDies("5 s", "yes");
        assertEquals(0, idempotent.counter("worker", "duplicates"));
        assertEquals(250, idempotent.counter("worker", "skipped"), 1);
    }

    @Test
    void anEagerRebalanceStopsEverybodyAndACooperativeOneOnlyWhatMoves() {
        for (String protocol : new String[] {"eager", "cooperative"}) {
            Playing playing = messages(topic("partitions", "2", "rebalance", protocol), instantWorker("instances", "2"))
                    .play(1)
                    .until(5.001)
                    .crash("worker", 2)
                    .until(7.01);
            // Seen last at 5 s, missed at 7 s; then partitions are shared out for a second.
            assertEquals(1, playing.counter("topic", "rebalances"));
            long before = playing.taken("worker", 1);
            playing.until(7.99);
            assertEquals(protocol.equals("eager") ? 0 : 49, playing.taken("worker", 1) - before, 1);
            playing.until(20);
            assertEquals(1000, playing.counter("worker", "messages"));
            playing.recover("worker", 2).until(30);
            assertEquals(2, playing.counter("topic", "rebalances"), "who comes back joins again");
        }
    }

    @Test
    void anInstanceThatRestartsBeginsWhereItCommitted() {
        Playing playing = messages(topic("partitions", "1", "commitInterval", "3 s"), instantWorker())
                .play(1)
                .until(5.001)
                .crash("worker", 1)
                .until(5.601)
                .recover("worker", 1)
                .until(60);
        assertEquals(200, playing.counter("worker", "duplicates"), 1);
        assertEquals(1000, playing.counter("worker", "messages"));
        assertEquals(1, playing.counter("topic", "rebalances"));
    }

    @Test
    void whatNobodyReadsInTimeIsGone() {
        Playing playing = messages(topic("retention", "5 s", "rebalanceTime", "0 s"), instantWorker())
                .play(1)
                .crash("worker", 1)
                .until(10.1)
                .recover("worker", 1)
                .until(60);
        // Of ten seconds' messages those of the last five are left, give or take the half second between two looks.
        assertEquals(500, playing.counter("topic", "expired"), 52);
        assertEquals(1000 - playing.counter("topic", "expired"), playing.counter("worker", "messages"));
    }

    @Test
    void aFailingMessageHoldsUpItsPartition() {
        Playing playing = messages(topic("partitions", "1", "retryDelay", "2 s"), instantWorker())
                .play(1)
                .crash("db", 1)
                .until(0.015)
                .recover("db", 1)
                .until(2);
        assertEquals(0, playing.counter("topic", "acknowledged"));
        playing.until(2.02);
        assertEquals(201, playing.counter("topic", "acknowledged"), 2);
        Playing poisoned = messages(topic("retryDelay", "0 s"), instantWorker("failures", "100 %"))
                .play(1)
                .until(60);
        assertEquals(5000, poisoned.counter("topic", "delivered"));
        assertEquals(1000, poisoned.counter("topic", "deadLettered"));
    }

    /** A link to the topic that loses a fifth of all messages and of all answers. */
    private static Playing lossy(String idempotent, String knownFor) {
        Playing playing = messages(
                        topic("acks", "1", "idempotent", idempotent, "idempotentFor", knownFor), instantWorker())
                .play(1);
        playing.wire(1).resends(null);
        playing.wire(1).extraLoss = 0.2;
        return playing.until(300);
    }

    @Test
    void anIdempotentPublisherIsHeardOnce() {
        Playing once = lossy("yes", "2 min");
        assertEquals(1000, once.completed("post"));
        assertEquals(1000, once.counter("worker", "messages"));
        assertEquals(0, once.counter("worker", "duplicates"));
        Playing often = lossy("no", "2 min");
        assertEquals(1000, often.completed("post"));
        // p/(1-p) extra copies: 250, with a standard deviation of sqrt(1000 p)/(1-p) = 17.7.
        assertEquals(250, often.counter("worker", "duplicates"), 4 * 17.7);
        assertEquals(often.counter("worker", "duplicates"), once.counter("topic", "deduplicated"), 8 * 17.7);
    }

    @Test
    void aPublisherThatSendsAgainWhenItIsForgottenIsHeardTwice() {
        // Sent again after 1 s, and known for 0.1 s: as if brokers knew nothing, p/(1-p) extra copies.
        Playing playing = lossy("yes", "100 ms");
        assertEquals(0, playing.counter("topic", "deduplicated"));
        assertEquals(250, playing.counter("worker", "duplicates"), 4 * 17.7);
    }

    @Test
    void whatCannotWorkIsSaid() {
        Topic kind = new Topic();
        assertEquals(List.of(), kind.check(new Settings(Map.of())));
        assertEquals(1, kind.check(new Settings(Map.of("brokers", "2"))).size());
        assertEquals(
                1, kind.check(new Settings(Map.of("replicationFactor", "1"))).size());
        assertTrue(kind.survivesOneLoss(new Settings(Map.of())));
        assertTrue(!kind.survivesOneLoss(new Settings(Map.of("replicationFactor", "2"))), "no copy to spare");
    }

    @Test
    void aGroupThatIsSetBackHandlesMessagesAgain() {
        // At 20 s back to 5 s: the messages of the last 5 of 10 s.
        Playing playing = messages(topic("replayAt", "20 s", "replayBack", "15 s"), instantWorker())
                .play(1)
                .until(60);
        assertEquals(500, playing.counter("topic", "replayed"), 1);
        assertEquals(playing.counter("topic", "replayed"), playing.counter("worker", "duplicates"));
        assertEquals(1000 + playing.counter("topic", "replayed"), playing.counter("db", "writes"));
        // Who knows what it has handled does nothing again.
        Playing knows = messages(topic("replayAt", "20 s", "replayBack", "15 s"), instantWorker("idempotent", "yes"))
                .play(1)
                .until(60);
        assertEquals(1000, knows.counter("db", "writes"));
        assertEquals(knows.counter("topic", "replayed"), knows.counter("worker", "skipped"));
    }

    @Test
    void aReplayReachesAsFarAsTheRetention() {
        Playing playing = messages(
                        topic("replayAt", "20 s", "replayBack", "15 s", "retention", "12 s"), instantWorker())
                .play(1)
                .until(60);
        // Messages since 8 s are there; what the last look, half a second ago, still found young enough is gone at the
        // next.
        long again = playing.counter("topic", "replayed") - playing.counter("topic", "expired");
        // One of each of the 12 partitions was in work by then, and is not dropped.
        assertEquals(206, again, 7);
        assertEquals(again, playing.counter("worker", "duplicates"));
    }

    @Test
    void onlyTheNamedGroupIsSetBack() {
        Part topic = topic("replayAt", "20 s", "replayBack", "15 s", "replayGroups", "counter");
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "100/s", "publish posted")
                .handler("copy", "posted", "write Item")
                .handler("count", "posted", "read Item")
                .path(clients("arrivals", "steady"), instantService("app"), topic)
                .path(part("copier", "worker"), instantDatabase())
                .path(part("counter", "worker"), instantDatabase())
                .link("topic", "copier", "only", "copy")
                .link("topic", "counter", "only", "count")
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "10 min", "0/s")
                .play(1)
                .until(60);
        assertEquals(0, playing.counter("copier", "duplicates"));
        assertEquals(500, playing.counter("counter", "duplicates"), 1);
    }

    @Test
    void aStreamProcessorThatIsSetBackCountsAgain() {
        Part stream = part("stream", "stream-processor", "size", "10 s", "outOfOrder", "0 s", "serviceTime", "0 ms");
        Playing playing = board().operation("post", "100/s", "publish posted")
                .handler("count", "posted")
                .path(
                        clients("arrivals", "steady"),
                        instantService("app"),
                        topic("replayAt", "20 s", "replayBack", "5 s"))
                .path(topic("replayAt", "20 s", "replayBack", "5 s"), stream)
                .play(1)
                .until(40);
        assertEquals(4000 + 500, playing.counter("stream", "records"), 5);
    }
}
