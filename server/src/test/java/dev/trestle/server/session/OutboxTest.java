package dev.trestle.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One send at a time, nothing lost in order, only the newest of what may be skipped, and slow readers cut off. */
final class OutboxTest {
    private final List<String> taken = new ArrayList<>();
    private final List<Runnable> underWay = new ArrayList<>();
    private int closedWith;

    private final Outbox outbox = new Outbox(new Peer() {
        @Override
        public void send(String text, Runnable sent) {
            taken.add(text);
            underWay.add(sent);
        }

        @Override
        public void close(int code, String reason) {
            closedWith = code;
        }
    });

    private void networkTakesOne() {
        underWay.remove(0).run();
    }

    @Test
    void sendsTheNextOnlyWhenTheOneBeforeIsTaken() {
        outbox.send("a");
        outbox.send("b");
        assertEquals(List.of("a"), taken);
        networkTakesOne();
        assertEquals(List.of("a", "b"), taken);
    }

    @Test
    void ofAShownSlotOnlyTheNewestGoesOutAndAfterWhatMustArrive() {
        outbox.send("a");
        outbox.show("frame", "f1");
        outbox.show("other", "o1");
        outbox.show("frame", "f2");
        outbox.send("b");
        for (int i = 0; i < 4; i++) {
            networkTakesOne();
        }
        assertEquals(List.of("a", "b", "f2", "o1"), taken);
        assertEquals(List.of(), underWay);
    }

    @Test
    void cutsOffAReaderWithTooManyFramesWaiting() {
        for (int i = 0; i < Limits.OUTBOX_FRAMES + 1; i++) {
            outbox.send("x");
        }
        assertEquals(0, closedWith);
        outbox.send("x");
        assertEquals(4408, closedWith);
        networkTakesOne();
        assertEquals(1, taken.size());
    }

    @Test
    void cutsOffAReaderWithTooMuchWaiting() {
        String big = "x".repeat(1 << 20);
        for (int i = 0; i < 4; i++) {
            outbox.send(big);
        }
        assertEquals(0, closedWith);
        outbox.send("x");
        assertEquals(4408, closedWith);
    }

    @Test
    void shownFramesNeverPileUp() {
        outbox.send("a");
        for (int i = 0; i < 10_000; i++) {
            outbox.show("frame", "f" + i);
        }
        assertEquals(0, closedWith);
        networkTakesOne();
        assertEquals(List.of("a", "f9999"), taken);
    }
}
