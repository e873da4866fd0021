package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.run.Boards;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import org.junit.jupiter.api.Test;

/** Messages from a service over a queue to workers, and what happens to those that are not worked on. */
class QueueTest {
    private static Part queue(String... settings) {
        Part part = part("queue", "queue", settings);
        part.settings().putIfAbsent("publishTime", "0 ms");
        return part;
    }

    /** 100 messages a second for 10 s, then none. */
    private static Boards messages(Part queue, Part worker) {
        return board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "100/s", "publish posted")
                .handler("work", "posted", "write Item")
                .path(clients("arrivals", "steady"), instantService("app"), queue, worker, instantDatabase())
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "10 min", "0/s");
    }

    @Test
    void aQueueTakesAMessageOnceForAsLongAsItKnowsIt() {
        // Half of all messages to the queue and of its answers is lost, and sent again after 1 s at least: a message
        // that
        // the queue has taken comes again with probability 1/2, and so on. Known for 5 min it is taken once.
        for (String known : new String[] {"5 min", "100 ms", "none"}) {
            Playing playing = board().operation("post", "20/s", "publish posted")
                    .handler("work", "posted")
                    .path(
                            clients("arrivals", "steady"),
                            instantService("app", "timeout", "1 s", "retries", "20", "backoff", "1 ms"),
                            queue("deduplicate", known, "publishTime", "0 ms"),
                            worker("serviceTime", "1 ms"))
                    .phase("busy", "50.005 s", "average")
                    .phase("quiet", "100 s", "0/s")
                    .link("app", "queue", "loss", "50 %", "protocol", "udp")
                    .play(1)
                    .until(150);
            long again = playing.counter("worker", "duplicates");
            assertEquals(known.equals("5 min") ? 0 : 1_000, again, known.equals("5 min") ? 0 : 4 * 45);
            assertEquals(1_000, playing.counter("worker", "messages"), 8);
        }
    }

    @Test
    void everyMessageIsWorkedOnOnceWhenNothingFails() {
        Playing playing =
                messages(queue(), worker("serviceTime", "10 ms")).play(1).until(20);
        assertEquals(1000, playing.counter("queue", "delivered"));
        assertEquals(1000, playing.counter("queue", "acknowledged"));
        assertEquals(1000, playing.counter("db", "writes"));
        assertEquals(0.010, playing.node("queue").meter.lag.getMean() / 1e9, 0.0001);
    }

    @Test
    void messagesOfACrashedWorkerAreDeliveredAgain() {
        Playing playing = messages(queue(), worker("instances", "2", "workers", "4", "serviceTime", "50 ms"))
                .play(1)
                .until(5.001)
                .crash("worker", 2)
                .until(20);
        // Five are in work at a time, one more or less of each instance's turn; those of the dead one come again.
        long again = playing.counter("queue", "redelivered");
        assertTrue(again >= 1 && again <= 4, again + " redelivered");
        assertEquals(1000, playing.counter("queue", "acknowledged"));
        assertEquals(1000 + again, playing.offered("work"));
        assertEquals(again, playing.failed("work", Call.CRASHED));
        assertEquals(1000, playing.completed("work"));
    }

    @Test
    void aFailedMessageWaitsBeforeItComesAgain() {
        Playing playing = messages(queue("retryDelay", "2 s"), worker("serviceTime", "0 ms"))
                .play(1)
                .crash("db", 1)
                .until(0.015)
                .recover("db", 1)
                .until(2.005);
        assertEquals(1, playing.counter("queue", "redelivered"));
        assertEquals(199, playing.counter("queue", "acknowledged"));
        assertEquals(201, playing.until(2.015).counter("queue", "acknowledged"));
    }

    @Test
    void workThatTakesLongerThanTheVisibilityTimeoutIsDoneAgain() {
        Playing playing = messages(
                        queue("visibilityTimeout", "30 ms", "maxReceives", "3"),
                        worker("workers", "100", "serviceTime", "100 ms"))
                .play(1)
                .until(60);
        // Each is given out three times, done three times, and never acknowledged in time.
        assertEquals(3000, playing.counter("queue", "delivered"));
        assertEquals(3000, playing.counter("db", "writes"));
        assertEquals(1000, playing.counter("queue", "deadLettered"));
        assertEquals(0, playing.counter("queue", "acknowledged"));
    }

    @Test
    void aMessageThatAlwaysFailsEndsAmongTheDeadLetters() {
        Playing playing = messages(queue("maxReceives", "4"), worker())
                .play(1)
                .crash("db", 1)
                .until(60);
        assertEquals(4000, playing.counter("queue", "delivered"));
        assertEquals(1000, playing.counter("queue", "deadLettered"));
        assertEquals(4000, playing.failed("work"));
        assertEquals(0, playing.node("queue").meter.backlog);
    }

    @Test
    void atMostOnceForgetsWhatItHandsOut() {
        Playing playing = messages(queue("delivery", "at-most-once"), worker("serviceTime", "0 ms"))
                .play(1)
                .until(5)
                .crash("db", 1)
                .until(6)
                .recover("db", 1)
                .until(60);
        assertEquals(1000, playing.counter("queue", "delivered"));
        assertEquals(100, playing.counter("queue", "unconfirmed"), 1);
        assertEquals(900, playing.counter("db", "writes"), 1);
        assertEquals(0, playing.counter("queue", "redelivered"));
    }

    @Test
    void anEventThatNobodyHandlesEndsAmongTheDeadLetters() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "10/s", "publish posted", "publish forgotten")
                .handler("work", "posted", "write Item")
                .path(clients("arrivals", "steady"), instantService("app"), queue("maxReceives", "2"), worker())
                .path(worker(), instantDatabase())
                .play(1)
                .until(60);
        assertEquals(590, playing.counter("queue", "deadLettered"), 3);
        assertEquals(600, playing.counter("queue", "acknowledged"), 3);
    }

    @Test
    void aDurableQueueKeepsItsMessagesOverACrash() {
        Playing playing = crashed("yes");
        assertEquals(0, playing.counter("queue", "dropped"));
        assertEquals(playing.completed("post"), playing.counter("queue", "acknowledged"));
    }

    @Test
    void aQueueInMemoryLosesThem() {
        Playing playing = crashed("no");
        assertEquals(500, playing.counter("queue", "dropped"));
        assertEquals(playing.completed("post") - 500, playing.counter("queue", "acknowledged"));
    }

    /** Workers are away; 500 messages wait when the queue dies for a second. */
    private static Playing crashed(String durable) {
        return messages(queue("durable", durable), worker())
                .play(1)
                .crash("worker", 0)
                .until(5.005)
                .crash("queue", 1)
                .until(6.005)
                .recover("queue", 1)
                .recover("worker", 0)
                .until(60);
    }

    @Test
    void aQueueInMemoryDoesNotKnowWhatFailsAfterItsCrash() {
        Playing playing = messages(queue("durable", "no"), worker("serviceTime", "1 s", "workers", "1000"))
                .play(1)
                .until(5.005)
                .crash("queue", 1)
                .crash("db", 1)
                .until(60);
        // 100/s x 1 s are being worked on at the crash; their failures find no message.
        assertEquals(100, playing.counter("queue", "dropped"));
        assertEquals(0, playing.counter("queue", "redelivered"));
    }

    @Test
    void aCrashedQueueRefusesPublishers() {
        Playing playing = messages(queue(), worker())
                .play(1)
                .until(5.005)
                .crash("queue", 1)
                .until(6.005);
        assertEquals(100, playing.failed("post", Call.REFUSED));
    }

    @Test
    void aFullQueueRejectsPublishers() {
        Playing playing = messages(queue("capacity", "300"), worker())
                .play(1)
                .crash("worker", 0)
                .until(20);
        assertEquals(300, playing.completed("post"));
        assertEquals(700, playing.failed("post", Call.REJECTED));
        assertEquals(300, playing.node("queue").meter.waitingMax);
    }

    @Test
    void theBacklogGrowsAndDrainsAsAFluid() {
        // P28, smaller: 100/s of work for 10 s at 120/s, then 60/s: 200 wait, and are gone 5 s later.
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "100/s", "publish posted")
                .handler("work", "posted", "write Item")
                .path(clients("arrivals", "steady"), instantService("app"), queue())
                .path(queue(), worker("instances", "1", "workers", "1", "serviceTime", "10 ms"), instantDatabase())
                .phase("peak", "10 s", "120/s")
                .phase("after", "100 s", "60/s")
                .play(1)
                .until(10);
        assertEquals(200, playing.node("queue").meter.backlog, 2);
        assertTrue(playing.until(14.8).node("queue").meter.backlog > 3);
        assertEquals(0, playing.until(15.2).node("queue").meter.backlog, 1);
    }

    @Test
    void messagesWaitInTheQueueAndNotAtTheWorker() {
        Playing playing = messages(queue(), worker("instances", "1", "workers", "1", "serviceTime", "100 ms"))
                .play(1)
                .until(5);
        assertEquals(0, playing.station("worker", 1).queueMax);
        Playing ahead = messages(
                        queue("prefetch", "7"), worker("instances", "1", "workers", "1", "serviceTime", "100 ms"))
                .play(1)
                .until(5);
        assertEquals(7, ahead.station("worker", 1).queueMax);
    }

    @Test
    void acceptingTakesItsTime() {
        Playing playing =
                messages(queue("publishTime", "3 ms"), worker()).play(1).until(5);
        assertEquals(0.003, playing.meanLatency("post"), 1e-9);
        playing.slow("queue", 0, 2).until(10);
        assertEquals(0.0045, playing.meanLatency("post"), 1e-5);
    }

    /** Two workers' instances with four workers each, whose times vary much. */
    private static Boards ordered(String order, String keys) {
        Part worker = worker("instances", "2", "workers", "4", "serviceTime", "uniform(1 ms, 39 ms)");
        return board().entity("Item", "1 KB", keys, "uniform")
                .operation("post", "100/s", "read Item", "publish posted")
                .handler("work", "posted", "write Item")
                .requires("posted handled at least once")
                .path(clients("arrivals", "steady"), instantService("app"), queue("order", order), worker)
                .path(instantService("app"), instantDatabase())
                .path(worker, instantDatabase())
                .phase("busy", "10.005 s", "average")
                .phase("quiet", "10 min", "0/s");
    }

    private static int outOfOrder(Playing playing) {
        Journal journal = playing.journal();
        long last = 0;
        int out = 0;
        for (int row = 0; row < journal.size(); row++) {
            if (journal.kind(row) == Journal.HANDLED) {
                out += journal.key(row) < last ? 1 : 0;
                last = journal.key(row);
            }
        }
        return out;
    }

    @Test
    void withoutAnOrderFastMessagesOvertakeSlowOnes() {
        Playing playing = ordered("unordered", "1").play(1).until(10);
        assertEquals(1000, playing.counter("queue", "acknowledged"), 10);
        assertTrue(outOfOrder(playing) > 100);
    }

    @Test
    void fifoIsOneMessageAtATime() {
        Playing playing = ordered("fifo", "1000").play(1).until(10);
        // One after the other, 20 ms each: half of what comes.
        double mean = meanSeconds(playing);
        assertEquals(0.020, mean, 0.002);
        assertEquals(10 / mean, playing.counter("queue", "acknowledged"), 2);
        assertEquals(0, outOfOrder(playing.until(60)));
        assertEquals(1000, playing.counter("queue", "acknowledged"));
    }

    private static double meanSeconds(Playing playing) {
        Meter worker = playing.node("worker").meter;
        return worker.sojournNanos / 1e9 / worker.done;
    }

    @Test
    void orderPerKeyIsOneMessageOfEachKeyAtATime() {
        Playing one = ordered("per-key", "1").play(1).until(10);
        double mean = meanSeconds(one);
        assertEquals(10 / mean, one.counter("queue", "acknowledged"), 2);
        assertEquals(0, outOfOrder(one.until(60)));
        // Three keys are worked on side by side: at most three of the eight workers are busy, and that is enough.
        Playing three = ordered("per-key", "3").play(1).until(10);
        assertTrue(three.counter("queue", "acknowledged") > 900);
        assertTrue(outOfOrder(three) > 100, "keys overtake one another");
        assertEquals(1000, three.until(60).counter("queue", "acknowledged"));
    }

    @Test
    void aFailedMessageHoldsUpItsGroupOnly() {
        for (String order : new String[] {"unordered", "fifo"}) {
            Playing playing = messages(queue("retryDelay", "2 s", "order", order), worker("serviceTime", "0 ms"))
                    .play(1)
                    .crash("db", 1)
                    .until(0.015)
                    .recover("db", 1)
                    .until(2.004);
            assertEquals(order.equals("fifo") ? 0 : 199, playing.counter("queue", "acknowledged"), 1);
            assertEquals(1000, playing.until(60).counter("queue", "acknowledged"));
        }
    }

    @Test
    void aCrashForgetsThoseThatWaitForTheirGroupToo() {
        Playing playing = ordered("fifo", "1").play(1).crash("worker", 0).until(5.005);
        assertEquals(500, playing.node("queue").meter.backlog);
        Part memory = queue("order", "fifo", "durable", "no");
        Playing lost = messages(memory, worker())
                .play(1)
                .crash("worker", 0)
                .until(5.005)
                .crash("queue", 1)
                .recover("queue", 1)
                .recover("worker", 0)
                .until(60);
        assertEquals(500, lost.counter("queue", "dropped"));
        assertEquals(500, lost.counter("queue", "acknowledged"));
    }

    @Test
    void whatIsTooOldIsDropped() {
        Playing playing = messages(queue("retention", "5 s"), worker("serviceTime", "0 ms"))
                .play(1)
                .crash("worker", 0)
                .until(12)
                .recover("worker", 0)
                .until(60);
        // The worker is noticed within 0.1 s; what came before 7 s (to 7.1 s) is too old then.
        assertEquals(705, playing.counter("queue", "expired"), 6);
        assertEquals(1000 - playing.counter("queue", "expired"), playing.counter("queue", "acknowledged"));
        Playing nobody = messages(queue("retention", "5 s"), worker())
                .play(1)
                .crash("worker", 0)
                .until(20);
        assertEquals(1000, nobody.counter("queue", "expired"));
        assertEquals(0, nobody.node("queue").meter.backlog);
    }

    @Test
    void whoDoesNotWaitForAConfirmationDoesNotHearOfALoss() {
        Playing playing = messages(queue("confirm", "no", "publishTime", "3 ms"), worker())
                .play(1)
                .until(5.006)
                .crash("queue", 1)
                .until(6.006)
                .recover("queue", 1)
                .until(60);
        assertEquals(0, playing.meanLatency("post"), 1e-9);
        assertEquals(1000, playing.completed("post"));
        // A second's messages, and the one that was being stored.
        assertEquals(101, playing.counter("queue", "lostUnheard"), 1);
        assertEquals(1000 - playing.counter("queue", "lostUnheard"), playing.counter("queue", "acknowledged"));
    }
}
