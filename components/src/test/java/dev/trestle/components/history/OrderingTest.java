package dev.trestle.components.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderingTest {
    @Test
    void messagesHandledOneAfterTheOtherAreInOrder() {
        Past past = new Past()
                .publish(1, 0, 10)
                .publish(2, 11, 20)
                .handled(1, 1, 21, 30)
                .handled(2, 1, 22, 40);
        Checked checked = inOrder(past);
        assertEquals(2, checked.checked());
        assertEquals(0, checked.violations());
    }

    @Test
    void aMessageThatIsOvertakenIsShownWithTheOneThatOvertookIt() {
        Past past = new Past()
                .publish(1, 0, 10)
                .publish(2, 11, 20)
                .handled(2, 1, 22, 30)
                .handled(1, 1, 21, 40);
        Checked checked = inOrder(past);
        assertEquals(1, checked.violations());
        assertEquals(
                "client 7 published posted 1 at 0.010 s; began to publish posted 2 at 0.011 s; "
                        + "worker 1 handled posted 2 at 0.030 s; handled posted 1 at 0.040 s",
                checked.example().toString());
        assertEquals(2, checked.example().moments().get(2).facts().key());
        assertEquals("worker 1", checked.example().moments().get(2).facts().node());
    }

    @Test
    void messagesPublishedAtTheSameTimeHaveNoOrder() {
        Past past = new Past()
                .publish(1, 0, 10)
                .publish(2, 10, 20)
                .handled(2, 1, 22, 30)
                .handled(1, 1, 21, 40);
        assertEquals(0, inOrder(past).violations());
    }

    @Test
    void onlyTheFirstHandlingCounts() {
        Past past = new Past()
                .publish(1, 0, 10)
                .publish(2, 11, 20)
                .handled(1, 1, 21, 30)
                .handled(2, 1, 22, 40)
                .handled(1, 2, 41, 50);
        assertEquals(0, inOrder(past).violations());
    }

    @Test
    void whatNobodyWasToldOfAndWhatNobodyHandledHasNoOrder() {
        Past past = new Past()
                .failedPublish(1, 0, 10)
                .publish(2, 11, 20)
                .publish(3, 0, 5)
                .handled(2, 1, 22, 30)
                .handled(1, 1, 21, 40);
        assertEquals(1, inOrder(past).checked());
        assertEquals(0, inOrder(past).violations());
    }

    @Test
    void perKeyOthersMayOvertake() {
        Past past =
                new Past().keyed().publish(1, 5, 0, 10).publish(2, 6, 11, 20).publish(3, 5, 21, 25);
        past.handledBy(-1, 2, 6, 30).handledBy(-1, 3, 5, 40).handledBy(-1, 1, 5, 50);
        assertEquals(1, Ordering.inOrder(past.end(), 0, true, Past.NAMES).violations());
        assertEquals(1, Ordering.inOrder(past.end(), 0, false, Past.NAMES).violations());
        Past others = new Past().keyed().publish(1, 5, 0, 10).publish(2, 6, 11, 20);
        others.handledBy(-1, 2, 6, 30).handledBy(-1, 1, 5, 40);
        assertEquals(0, Ordering.inOrder(others.end(), 0, true, Past.NAMES).violations());
        assertEquals(1, Ordering.inOrder(others.end(), 0, false, Past.NAMES).violations());
    }

    @Test
    void eachHandlerHasItsOwnOrder() {
        Past past = new Past().keyed().publish(1, 5, 0, 10).publish(2, 5, 11, 20);
        past.handledBy(0, 1, 5, 50)
                .handledBy(1, 2, 5, 30)
                .handledBy(1, 1, 5, 25)
                .handledBy(0, 2, 5, 60);
        Checked checked = Ordering.inOrder(past.end(), 0, true, Past.NAMES);
        assertEquals(4, checked.checked());
        assertEquals(0, checked.violations());
    }

    private record Message(long key, boolean told, long start, long end, List<long[]> handled) {}

    @Test
    void agreesWithTheDefinitionOnRandomHistories() {
        Random random = new Random(22);
        int bad = 0;
        for (int i = 0; i < 20_000; i++) {
            boolean perKey = random.nextBoolean();
            List<Message> all = new ArrayList<>();
            Past past = new Past().keyed();
            for (int number = 0; number < 2 + random.nextInt(4); number++) {
                long start = 5L * number + random.nextInt(10);
                Message message = new Message(
                        random.nextInt(2), random.nextInt(6) > 0, start, start + random.nextInt(6), new ArrayList<>());
                for (int j = random.nextInt(3); j > 0; j--) {
                    long end = message.end + random.nextInt(20);
                    message.handled.add(new long[] {random.nextInt(2), end});
                    past.handledBy((int) message.handled.get(message.handled.size() - 1)[0], number, message.key, end);
                }
                if (message.told) {
                    past.publish(number, message.key, message.start, message.end);
                }
                all.add(message);
            }
            long expected = 0;
            for (int group = 0; group < 2; group++) {
                for (Message one : all) {
                    int by = group;
                    expected += all.stream().anyMatch(other -> overtakes(other, one, by, perKey)) ? 1 : 0;
                }
            }
            Checked checked = Ordering.inOrder(past.until(100), 0, perKey, Past.NAMES);
            assertEquals(expected, checked.violations(), all.toString());
            bad += expected > 0 ? 1 : 0;
        }
        assertTrue(bad > 1_000 && bad < 19_000, "both outcomes must be tried: " + bad);
    }

    private static boolean overtakes(Message later, Message earlier, int group, boolean perKey) {
        return later.told
                && earlier.told
                && (!perKey || later.key == earlier.key)
                && earlier.end < later.start
                && first(later, group) < first(earlier, group)
                && first(earlier, group) < Long.MAX_VALUE;
    }

    private static long first(Message message, int group) {
        return message.handled.stream()
                .filter(h -> h[0] == group)
                .mapToLong(h -> h[1])
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static Checked inOrder(Past past) {
        return Ordering.inOrder(past.end(), 0, false, Past.NAMES);
    }
}
