package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.queue;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** Consumers behind a queue. */
class WorkerTest {
    private static Boards fanningOut() {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "10/s", "publish posted")
                .handler("copy", "posted", "write Item x5")
                .handler("count", "posted", "read Item")
                .requires("posted handled at least once")
                .path(clients("arrivals", "steady"), instantService("app"), queue())
                .path(queue(), worker("instances", "2", "workers", "3", "serviceTime", "20 ms"), instantDatabase())
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "100 s", "0/s");
    }

    @Test
    void aMessageRunsTheStepsOfAllItsHandlers() {
        Playing playing = fanningOut().play(1).until(20);
        assertEquals(500, playing.counter("db", "writes"));
        assertEquals(100, playing.counter("db", "reads"));
    }

    @Test
    void anIdempotentWorkerKnowsAMessageForAsLongAsItRemembers() {
        // A fifth of all deliveries and of all answers is lost, and a message comes again after a second: of 1,000 the
        // first answer of 200 is lost, and so on, p / (1 - p) = 250 with a standard deviation of 17.7.
        for (String remembers : new String[] {"1 day", "100 ms"}) {
            Playing playing = board().operation("post", "100/s", "publish posted")
                    .handler("work", "posted")
                    .path(clients("arrivals", "steady"), instantService("app"), queue())
                    .path(
                            queue("visibilityTimeout", "1 s", "maxReceives", "100"),
                            worker(
                                    "workers",
                                    "1000",
                                    "serviceTime",
                                    "1 ms",
                                    "idempotent",
                                    "yes",
                                    "remembers",
                                    remembers))
                    .phase("busy", "10.005 s", "average")
                    .phase("quiet", "100 s", "0/s")
                    .link("queue", "worker", "loss", "20 %", "protocol", "udp")
                    .play(1)
                    .until(100);
            boolean day = remembers.equals("1 day");
            assertEquals(1_000, playing.counter("worker", "messages"), 1);
            assertEquals(250, playing.counter("worker", day ? "skipped" : "duplicates"), 4 * 17.7);
            assertEquals(0, playing.counter("worker", day ? "duplicates" : "skipped"));
        }
    }

    @Test
    void allWorkersTogetherAreOneStation() {
        // M/M/4 at 0.8 behind one queue: 1.745541 service times (ORACLES P2); 320,000 messages: 1.6 %.
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "32/s", "publish posted")
                .handler("work", "posted", "read Item")
                .path(clients(), instantService("app"), queue("publishTime", "0 ms"))
                .path(
                        queue("publishTime", "0 ms"),
                        worker("instances", "2", "workers", "2", "serviceTime", "exponential(100 ms)"),
                        instantDatabase())
                .playFast(1)
                .until(10_000);
        assertEquals(1.745541, playing.node("queue").meter.lag.getMean() / 1e9 / 0.1, 0.11);
    }

    @Test
    void whatWasHandledIsOnRecord() {
        Journal journal = fanningOut().play(1).until(20).journal();
        int published = 0;
        int handled = 0;
        for (int row = 0; row < journal.size(); row++) {
            published += journal.kind(row) == Journal.PUBLISH ? 1 : 0;
            handled += journal.kind(row) == Journal.HANDLED ? 1 : 0;
        }
        assertEquals(100, published);
        assertEquals(100, handled);
    }

    /** 100 messages a second for 10 s; four workers with 20 ms of work each. */
    private static Boards working(String... settings) {
        java.util.List<String> all = new java.util.ArrayList<>(java.util.List.of(settings));
        all.addAll(java.util.List.of("instances", "1", "workers", "4", "serviceTime", "20 ms"));
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "100/s", "publish posted")
                .handler("work", "posted", "write Item")
                .path(clients("arrivals", "steady"), instantService("app"))
                .path(instantService("app"), queue("publishTime", "0 ms"))
                .path(queue(), worker(all.toArray(String[]::new)), instantDatabase())
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "100 s", "0/s");
    }

    @Test
    void whoAcknowledgesBeforeTheWorkLosesItInACrash() {
        Playing playing = working("acknowledge", "before")
                .play(1)
                .until(5.001)
                .crash("worker", 1)
                .recover("worker", 1)
                .until(20);
        // 100/s x 20 ms: two in work, which the queue has forgotten.
        assertEquals(2, playing.counter("worker", "lostInWork"));
        assertEquals(1000, playing.counter("queue", "acknowledged"));
        assertEquals(0, playing.counter("queue", "redelivered"));
        assertEquals(998, playing.counter("db", "writes"));
        assertEquals(0, playing.counter("worker", "duplicates"));
    }

    @Test
    void whoAcknowledgesAfterTheWorkDoesItAgain() {
        Playing playing = working()
                .play(1)
                .until(5.001)
                .crash("worker", 1)
                .recover("worker", 1)
                .until(20);
        assertEquals(2, playing.counter("queue", "redelivered"));
        assertEquals(1000, playing.counter("worker", "messages"));
        assertEquals(0, playing.counter("worker", "lostInWork"));
    }

    @Test
    void anIdempotentWorkerDoesNothingTwice() {
        for (String idempotent : new String[] {"no", "yes"}) {
            Playing playing = working("idempotent", idempotent).play(1).until(5.011);
            // Every answer on its way back is lost for a while: the work was done, the queue does not know.
            playing.wire(2).resends(null);
            playing.wire(2).cut = true;
            playing.until(5.1);
            playing.wire(2).cut = false;
            playing.until(60);
            boolean yes = idempotent.equals("yes");
            assertEquals(1000, playing.counter("worker", "messages"));
            assertEquals(yes ? 0 : 2, playing.counter("worker", "duplicates"));
            assertEquals(yes ? 2 : 0, playing.counter("worker", "skipped"));
            assertEquals(yes ? 1000 : 1002, playing.counter("db", "writes"));
        }
    }

    @Test
    void aDeliveryThatFailsLeavesNothingBehind() {
        Playing playing = working("failures", "100 %").play(1).until(60);
        assertEquals(0, playing.counter("db", "writes"));
        assertEquals(1000, playing.counter("queue", "deadLettered"));
        assertEquals(5000, playing.failed("work", Call.FAILED));
    }

    @Test
    void anInstanceTakesAsManyMessagesAsItHasWorkers() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "1000/s", "publish posted")
                .handler("work", "posted", "read Item")
                .path(clients("arrivals", "steady"), instantService("app"), queue())
                .path(queue(), worker("instances", "2", "workers", "3", "serviceTime", "20 ms"), instantDatabase())
                .play(1)
                .until(10);
        // 6 workers and 20 ms each: 300 a second.
        assertEquals(3000, playing.completed("work"), 10);
        assertEquals(3, playing.station("worker", 1).busy());
        assertEquals(0, playing.station("worker", 1).queued());
    }

    /** 100 messages a second for 10 s for one worker whose service takes 50 ms. */
    private static Playing batched(String... settings) {
        var worker = worker(settings);
        worker.settings().putAll(java.util.Map.of("instances", "1", "workers", "1", "serviceTime", "50 ms"));
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "100/s", "publish posted")
                .handler("copy", "posted", "write Item")
                .path(clients("arrivals", "steady"), instantService("app"), queue("publishTime", "0 ms"), worker)
                .path(worker, instantDatabase())
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "100 s", "0/s")
                .play(1);
    }

    @Test
    void aBatchTakesOneServiceTime() {
        // One by one: 20/s. Up to ten at once: 200/s, so five come with each 50 ms and nothing waits for long.
        assertEquals(199, batched().until(10).counter("queue", "acknowledged"), 1);
        Playing playing = batched("batch", "10").until(10);
        assertEquals(1000, playing.counter("queue", "acknowledged"), 10);
        assertEquals(200, playing.counter("worker", "batches"), 2);
        assertEquals(1000, playing.until(60).counter("db", "writes"));
        // At most three at once is 60/s.
        assertEquals(600, batched("batch", "3").until(10).counter("queue", "acknowledged"), 6);
    }

    @Test
    void aCrashLosesTheWholeBatchAndAllOfItComesAgain() {
        for (String acknowledge : new String[] {"after", "before"}) {
            Playing playing = batched("batch", "10", "acknowledge", acknowledge)
                    .until(5.02)
                    .crash("worker", 1)
                    .until(5.5)
                    .recover("worker", 1)
                    .until(60);
            long again = playing.counter("queue", "redelivered");
            long lost = playing.counter("worker", "lostInWork");
            if (acknowledge.equals("after")) {
                // Five in work, and up to five more that wait at the instance.
                assertTrue(again >= 5 && again <= 10, again + " came again");
                assertEquals(1000, playing.counter("db", "writes"));
            } else {
                assertEquals(5, lost, 1);
                assertEquals(1000 - lost, playing.counter("db", "writes"));
            }
        }
    }

    @Test
    void whoAsksWaitsForHisNextTurnWhenThereWasNothing() {
        Playing playing = board().operation("post", "0.05/s", "publish posted")
                .handler("copy", "posted")
                .path(clients(), instantService("app"), queue("publishTime", "0 ms"))
                .path(
                        queue("publishTime", "0 ms"),
                        worker(
                                "instances",
                                "1",
                                "workers",
                                "1",
                                "serviceTime",
                                "0 ms",
                                "mode",
                                "pull",
                                "pollEvery",
                                "2 s"))
                .playFast(1)
                .until(100_000);
        // 5,000 messages at any time between two asks, 2 s apart: 1 s on average (standard error 0.008 s).
        assertEquals(1, playing.node("queue").meter.lag.getMean() / 1e9, 0.033);
        // It asks once more when it is done, and then 1 / (e^(2/20) - 1) = 9.508 times in vain; while the first message
        // waits,
        // on average 1.033 s, 0.052 more come, which need no ask of their own.
        double vain = (double) playing.counter("queue", "emptyPolls") / playing.counter("queue", "delivered");
        assertEquals(10.508 / 1.052, vain, 0.6);
    }

    @Test
    void whoAlwaysHasWorkNeverWaitsForHisTurn() {
        Playing push = batched().until(30);
        Playing pull = batched("mode", "pull", "pollEvery", "1 s").until(31);
        assertEquals(push.counter("queue", "acknowledged"), pull.counter("queue", "acknowledged"), 21);
        assertEquals(1000, pull.until(100).counter("queue", "acknowledged"));
    }
}
