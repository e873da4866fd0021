package dev.trestle.components.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What tells duplicates for a while, against a map with times. */
class MessageWindowTest {
    private static final long WINDOW = 800;

    @Test
    void aNumberIsKnownForTheWindowAndForgottenAnEighthLater() {
        MessageWindow window = new MessageWindow(WINDOW);
        Map<Long, Long> first = new HashMap<>();
        Random random = new Random(1);
        int known = 0;
        int forgotten = 0;
        for (long now = 0; now < 100_000; now += random.nextInt(now % 1_000 < 900 ? 20 : 3_000)) {
            long message = random.nextInt(200) * 1_000L;
            Long since = first.get(message);
            boolean isNew = window.add(message, now);
            if (since != null && now - since <= WINDOW) {
                assertFalse(isNew, "known since " + since + " at " + now);
                known++;
            } else if (since == null || now - since > WINDOW + WINDOW / 8 + 1) {
                assertTrue(isNew, "not known any more at " + now);
                forgotten += since == null ? 0 : 1;
            }
            if (isNew) {
                first.put(message, now);
            }
        }
        assertTrue(known > 400 && forgotten > 400, known + " " + forgotten);
    }

    @Test
    void whatIsTakenOutIsNewAgainAndForEverIsForEver() {
        MessageWindow window = new MessageWindow(-1);
        assertTrue(window.add(7, 0));
        assertFalse(window.add(7, Long.MAX_VALUE));
        window.remove(7);
        assertTrue(window.add(7, 0));
        assertEquals(false, window.contains(8, 0));
    }
}
