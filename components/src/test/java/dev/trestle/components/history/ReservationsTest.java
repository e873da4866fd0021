package dev.trestle.components.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReservationsTest {
    @Test
    void asManyAsThereAreMayBeReserved() {
        Past past = new Past()
                .took(7, 42, 1, 10)
                .write(7, 42, 1, 0, 20)
                .took(8, 42, 2, 15)
                .write(8, 42, 2, 0, 25);
        Checked checked = neverAbove(past, 2);
        assertEquals(2, checked.checked());
        assertEquals(0, checked.violations());
    }

    @Test
    void oneTooManyIsShownWithTheOneBeforeIt() {
        Past past = new Past()
                .took(7, 42, 1, 10)
                .write(7, 42, 1, 0, 20)
                .took(8, 42, 2, 15)
                .write(8, 42, 2, 0, 25);
        Checked checked = neverAbove(past, 1);
        assertEquals(1, checked.violations());
        assertEquals(
                "leader reserved Photo 42 v1 at 0.010 s; reserved Photo 42 v2 at 0.015 s; "
                        + "client 8 was told of Photo 42 v2, the 2nd to be held at the same time at 0.025 s",
                checked.example().toString());
    }

    @Test
    void whatNobodyWasToldOfIsPromisedToNobody() {
        Past past = new Past()
                .took(7, 42, 1, 10)
                .unknownWrite(7, 42, 1, 0, 20)
                .took(8, 42, 2, 15)
                .write(8, 42, 2, 0, 25);
        assertEquals(0, neverAbove(past, 1).violations());
    }

    @Test
    void whatIsGivenBackMayBeReservedAgain() {
        Past past = new Past()
                .took(7, 42, 1, 10)
                .write(7, 42, 1, 0, 20)
                .gave(7, 42, 2, 30)
                .took(8, 42, 3, 40)
                .write(8, 42, 3, 35, 45);
        assertEquals(0, neverAbove(past, 1).violations());
        assertEquals(
                1,
                neverAbove(past.took(9, 42, 4, 50).write(9, 42, 4, 46, 55), 1).violations());
    }

    @Test
    void eachKeyHasItsOwn() {
        Past past = new Past()
                .took(7, 42, 1, 10)
                .write(7, 42, 1, 0, 20)
                .took(8, 43, 2, 15)
                .write(8, 43, 2, 0, 25);
        assertEquals(0, neverAbove(past, 1).violations());
    }

    @Test
    void agreesWithTheDefinitionOnRandomHistories() {
        Random random = new Random(24);
        int bad = 0;
        for (int i = 0; i < 20_000; i++) {
            Past past = new Past();
            int limit = random.nextInt(3);
            // Key, version, what it adds: 1, -1, or 0 for what nobody was told of.
            List<long[]> commits = new ArrayList<>();
            for (int version = 1; version <= 1 + random.nextInt(7); version++) {
                long key = random.nextInt(2);
                int what = random.nextInt(4);
                if (what == 0) {
                    past.gave(7, key, version, 10 * version);
                } else if (what == 1) {
                    past.took(7, key, version, 10 * version).unknownWrite(7, key, version, 0, 100);
                } else {
                    past.write(7, key, version, 0, 100).took(7, key, version, 10 * version);
                }
                commits.add(new long[] {key, version, what == 0 ? -1 : what == 1 ? 0 : 1});
            }
            long violations = 0;
            for (long[] one : commits) {
                long held = one[2] == 1 ? held(commits, one[0], one[1]) : 0;
                violations += held > limit ? 1 : 0;
            }
            Checked checked = neverAbove(past, limit);
            assertEquals(violations, checked.violations());
            assertEquals(commits.stream().filter(o -> o[2] == 1).count(), checked.checked());
            bad += violations > 0 ? 1 : 0;
        }
        assertTrue(bad > 1_000 && bad < 19_000, "both outcomes must be tried: " + bad);
    }

    /** As a queue of people: who gives back leaves it, where somebody stands in it. */
    private static long held(List<long[]> commits, long key, long upTo) {
        List<Long> holders = new ArrayList<>();
        commits.stream()
                .filter(o -> o[0] == key && o[1] <= upTo)
                .sorted(Comparator.comparingLong(o -> o[1]))
                .forEach(o -> {
                    if (o[2] == 1) {
                        holders.add(o[1]);
                    } else if (o[2] == -1 && !holders.isEmpty()) {
                        holders.remove(0);
                    }
                });
        return holders.size();
    }

    private static Checked neverAbove(Past past, long limit) {
        return Reservations.neverAbove(past.end(), 0, limit, Past.NAMES);
    }
}
