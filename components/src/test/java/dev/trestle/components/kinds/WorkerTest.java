package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.queue;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
