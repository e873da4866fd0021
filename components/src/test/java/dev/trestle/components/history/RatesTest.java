package dev.trestle.components.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void asManyAsTheWindowTakesAreNotTooMany() {
        Past past = new Past().asked(7, 0, 10).asked(7, 500, 510).asked(7, 1_010, 1_020);
        Checked checked = perClient(past, 2);
        assertEquals(3, checked.checked());
        assertEquals(0, checked.violations());
    }

    @Test
    void theRequestThatIsOneTooManyIsShownWithTheFirstOfItsWindow() {
        Past past = new Past().asked(7, 100, 110).asked(7, 500, 510).asked(7, 900, 910);
        Checked checked = perClient(past, 2);
        assertEquals(1, checked.violations());
        assertEquals(
                "client 7 asked for search at 0.100 s; "
                        + "had the answer to search, the 3rd since then within the window, which may have 2 at 0.910 s",
                checked.example().toString());
    }

    @Test
    void aWindowMayBeginAnywhere() {
        // Two at the end of one second of the clock and two at the beginning of the next.
        Past past = new Past()
                .asked(7, 900, 910)
                .asked(7, 950, 960)
                .asked(7, 1_010, 1_020)
                .asked(7, 1_100, 1_110);
        assertEquals(2, perClient(past, 2).violations());
    }

    @Test
    void whatMayHaveBeenCountedBeforeTheWindowIsNoProof() {
        Past past = new Past().asked(7, 0, 110).asked(7, 500, 510).asked(7, 900, 1_000);
        assertEquals(0, perClient(past, 2).violations(), "the first may have been counted at 0 and the last at 1000");
    }

    @Test
    void othersAndWhatIsTurnedAwayDoNotCount() {
        Past past = new Past()
                .asked(7, 0, 1)
                .asked(8, 2, 3)
                .rejected(7, 4, 5)
                .asked(-1, 6, 7)
                .asked(-1, 8, 9);
        Checked checked = perClient(past, 1);
        assertEquals(2, checked.checked());
        assertEquals(0, checked.violations());
        assertEquals(3, checked.followed());
    }

    @Test
    void agreesWithTheDefinitionOnRandomHistories() {
        Random random = new Random(23);
        int bad = 0;
        for (int i = 0; i < 20_000; i++) {
            Past past = new Past();
            List<long[]> through = new ArrayList<>();
            int most = 1 + random.nextInt(3);
            for (int j = random.nextInt(8); j >= 0; j--) {
                long client = random.nextInt(2);
                long start = random.nextInt(30);
                long end = start + random.nextInt(6);
                if (random.nextInt(5) == 0) {
                    past.rejected(client, start, end);
                } else {
                    past.asked(client, start, end);
                    through.add(new long[] {client, start, end});
                }
            }
            long violations = through.stream()
                    .filter(last -> through.stream()
                                    .filter(o -> o[0] == last[0] && o[2] <= last[2] && last[2] - o[1] < 10)
                                    .count()
                            > most)
                    .count();
            Checked checked = Rates.perClient(past.end(), 0, 10_000_000, most, Past.NAMES);
            assertEquals(violations, checked.violations());
            bad += violations > 0 ? 1 : 0;
        }
        assertTrue(bad > 1_000 && bad < 19_000, "both outcomes must be tried: " + bad);
    }

    private static Checked perClient(Past past, int most) {
        return Rates.perClient(past.end(), 0, SECOND, most, Past.NAMES);
    }
}
