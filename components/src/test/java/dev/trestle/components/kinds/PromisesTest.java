package dev.trestle.components.kinds;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.instantDatabase;
import static dev.trestle.components.run.Boards.instantService;
import static dev.trestle.components.run.Boards.part;
import static dev.trestle.components.run.Boards.queue;
import static dev.trestle.components.run.Boards.worker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.history.Checked;
import dev.trestle.components.history.History;
import dev.trestle.components.history.Names;
import dev.trestle.components.history.Ordering;
import dev.trestle.components.history.Rates;
import dev.trestle.components.history.Uniqueness;
import dev.trestle.components.run.Boards.Part;
import dev.trestle.components.run.Playing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories of real designs, and what the checkers of uniqueness, order and rates find in them. */
class PromisesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Names NAMES = Names.of(
                    List.of("Item"),
                    List.of("posted"),
                    List.of("clients", "app", "third", "fourth", "fifth", "sixth", "seventh"))
            .withOperations(List.of("post", "work"));

    private static History history(Playing playing) {
        return new History(playing.journal(), playing.engine().now());
    }

    @Test
    void idsThatAreGivenTwiceAreNotUnique() {
        Playing playing = board().entity("Item", "8 B", "1", "uniform")
                .operation("post", "100/s", "write Item")
                .requires("Item unique")
                .path(
                        clients("readsOwn", "0 %"),
                        instantService("app"),
                        part("ids", "id-generator", "scheme", "random", "bits", "16", "serviceTime", "0 ms"))
                .play(1)
                .until(60);
        Checked checked = Uniqueness.unique(history(playing), 0, NAMES);
        assertEquals(playing.completed("post"), checked.checked());
        assertEquals(playing.counter("ids", "duplicates"), checked.violations());
        assertTrue(checked.violations() > 100, "6000 of 65536: 275 pairs are expected");
    }

    @Test
    void newKeysAreUnique() {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "100/s", "write Item key new")
                .requires("Item unique")
                .path(clients("readsOwn", "0 %"), instantService("app"), instantDatabase())
                .play(1)
                .until(60);
        Checked checked = Uniqueness.unique(history(playing), 0, NAMES);
        assertEquals(playing.completed("post"), checked.checked());
        assertEquals(0, checked.violations());
    }

    private static Playing posted(Part messages, Part worker) {
        return board().entity("Item", "1 KB", "20", "uniform")
                .operation("post", "100/s", "write Item", "publish posted")
                .handler("work", "posted", "write Item")
                .requires("posted handled in order per key")
                .path(clients("readsOwn", "0 %"), instantService("app"), messages, worker, instantDatabase())
                .path(instantService("app"), instantDatabase())
                .play(1)
                .until(60);
    }

    @Test
    void workersOfOneQueueOvertakeEachOther() {
        Playing playing =
                posted(queue(), worker("workers", "50", "instances", "1", "serviceTime", "exponential(100 ms)"));
        assertTrue(Ordering.inOrder(history(playing), 0, true, NAMES).violations() > 100);
        assertTrue(Ordering.inOrder(history(playing), 0, false, NAMES).violations() > 1_000);
    }

    @Test
    void partitionsKeepTheOrderOfAKeyButNotOfAll() {
        Playing playing = posted(
                part("topic", "topic", "partitions", "8"),
                worker("workers", "10", "instances", "1", "serviceTime", "exponential(20 ms)"));
        Checked perKey = Ordering.inOrder(history(playing), 0, true, NAMES);
        assertTrue(perKey.checked() > 5_000, perKey.checked() + " handled");
        assertEquals(0, perKey.violations());
        assertEquals(20, perKey.followed());
        assertTrue(Ordering.inOrder(history(playing), 0, false, NAMES).violations() > 100);
    }

    private static Checked through(String... limiter) {
        Playing playing = board().entity("Item", "1 KB", "1000", "uniform")
                .operation("post", "40/s", "read Item")
                .requires("post at most 10/s per client")
                .path(
                        clients("users", "2"),
                        part("limiter", "rate-limiter", limiter),
                        instantService("app"),
                        instantDatabase())
                .play(1)
                .until(60);
        return Rates.perClient(history(playing), 0, SECOND, 10, NAMES);
    }

    @Test
    void aSlidingLogKeepsTheRateInEveryWindow() {
        Checked checked = through("algorithm", "sliding-log", "limit", "10/s", "window", "1 s");
        assertEquals(2, checked.followed());
        // What is admitted takes one of ten places for a second: Erlang's loss formula with 20 offered.
        double loss = 1;
        for (int servers = 1; servers <= 10; servers++) {
            loss = 20 * loss / (servers + 20 * loss);
        }
        assertEquals(2 * 60 * 20 * (1 - loss), checked.checked(), 30);
        assertEquals(0, checked.violations());
    }

    @Test
    void aFixedWindowLetsMoreThroughAcrossItsEdge() {
        assertTrue(through("algorithm", "fixed-window", "limit", "10/s", "window", "1 s")
                        .violations()
                > 50);
    }

    @Test
    void aBucketLetsItsBurstThroughBesides() {
        Checked checked = through("algorithm", "token-bucket", "limit", "10/s", "burst", "20");
        assertTrue(checked.violations() > 0, "the first twenty");
    }
}
