package dev.trestle.server.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.server.web.TooMuch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunDeskTest {
    private final RunDesk desk = new RunDesk(1);
    private final List<String> story = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        desk.close();
    }

    @Test
    void sessionsTakeTurns() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(4);
        occupy();
        submit("a", "a1", end);
        submit("a", "a2", end);
        submit("b", "b1", end);
        submit("b", "b2", end);
        gate.countDown();
        assertTrue(end.await(10, TimeUnit.SECONDS));
        assertEquals(List.of("a1", "b1", "a2", "b2"), story);
    }

    @Test
    void aSessionMayHaveThreeRunsAndNoMore() throws InterruptedException {
        occupy();
        for (int i = 0; i < RunDesk.PER_SESSION; i++) submit("a", "a" + i, new CountDownLatch(9));
        assertThrows(TooMuch.class, () -> submit("a", "a9", new CountDownLatch(9)));
        submit("b", "b1", new CountDownLatch(9));
    }

    @Test
    void allSessionsTogetherAreBounded() throws InterruptedException {
        occupy();
        for (int i = 1; i < RunDesk.TOTAL; i++) submit("s" + i, "r1", new CountDownLatch(999));
        assertThrows(TooMuch.class, () -> submit("last", "r1", new CountDownLatch(9)));
    }

    @Test
    void aWaitingRunIsDroppedAndNeverWorks() throws InterruptedException {
        occupy();
        submit("a", "a1", new CountDownLatch(9));
        assertTrue(desk.cancel("a", "a1"));
        assertEquals(List.of("dropped a1"), story);
        assertFalse(desk.cancel("a", "a1"));
    }

    @Test
    void aRunningRunIsTold() throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        desk.submit("a", "a1", new RunDesk.Job() {
            @Override
            public void work(BooleanSupplier cancelled) {
                begun.countDown();
                while (!cancelled.getAsBoolean()) Thread.onSpinWait();
                seen.countDown();
            }

            @Override
            public void dropped() {
                story.add("dropped");
            }
        });
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        assertTrue(desk.cancel("a", "a1"));
        assertTrue(seen.await(10, TimeUnit.SECONDS));
        assertEquals(List.of(), story);
    }

    @Test
    void aJobThatFailsDoesNotStopTheDesk() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        desk.submit("a", "a1", new RunDesk.Job() {
            @Override
            public void work(BooleanSupplier cancelled) {
                throw new IllegalStateException("a broken invariant");
            }

            @Override
            public void dropped() {}
        });
        submit("b", "b1", end);
        assertTrue(end.await(10, TimeUnit.SECONDS));
    }

    /** Holds the only worker until the gate opens. */
    private void occupy() throws InterruptedException {
        desk.submit("occupied", "r1", new RunDesk.Job() {
            @Override
            public void work(BooleanSupplier cancelled) {
                begun.countDown();
                await(gate);
            }

            @Override
            public void dropped() {}
        });
        assertTrue(begun.await(10, TimeUnit.SECONDS));
    }

    private void submit(String session, String run, CountDownLatch end) {
        desk.submit(session, run, new RunDesk.Job() {
            @Override
            public void work(BooleanSupplier cancelled) {
                story.add(run);
                end.countDown();
            }

            @Override
            public void dropped() {
                story.add("dropped " + run);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
