package dev.trestle.components.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UniquenessTest {
    @Test
    void creationsWithKeysOfTheirOwnAreUnique() {
        Checked checked = unique(new Past().created(7, 41, 0, 10).created(8, 42, 0, 10));
        assertEquals(2, checked.checked());
        assertEquals(0, checked.violations());
        assertNull(checked.example());
    }

    @Test
    void aKeyThatIsGivenAgainIsTheCounterExample() {
        Checked checked = unique(new Past().created(7, 42, 0, 10).created(8, 42, 20, 34));
        assertEquals(2, checked.checked());
        assertEquals(1, checked.violations());
        assertEquals(
                "client 7 created Photo 42 v1 at leader at 0.010 s; client 8 created Photo 42 v1 at leader at 0.034 s",
                checked.example().toString());
    }

    @Test
    void aTryThatNobodyWasToldOfGivesNoKeyAway() {
        assertEquals(
                0,
                unique(new Past().triedToCreate(7, 42, 0, 10).created(7, 42, 20, 34))
                        .violations());
    }

    @Test
    void whatOneRequestMakesTwiceIsOneThing() {
        assertEquals(
                0,
                unique(new Past().created(-1, 42, 5, 10).created(-1, 42, 5, 30)).violations());
    }

    @Test
    void agreesWithTheDefinitionOnRandomHistories() {
        Random random = new Random(21);
        int bad = 0;
        for (int i = 0; i < 20_000; i++) {
            Past past = new Past();
            List<long[]> done = new ArrayList<>();
            int violations = 0;
            for (int j = random.nextInt(6); j >= 0; j--) {
                long client = random.nextInt(3);
                long key = random.nextInt(4);
                long start = random.nextInt(4);
                if (random.nextInt(4) == 0) {
                    past.triedToCreate(client, key, start, 10);
                } else {
                    past.created(client, key, start, 10);
                    boolean taken = done.stream().anyMatch(o -> o[1] == key && !(o[0] == client && o[2] == start));
                    violations += taken ? 1 : 0;
                    done.add(new long[] {client, key, start});
                }
            }
            Checked checked = unique(past);
            assertEquals(done.size(), checked.checked());
            assertEquals(violations, checked.violations());
            bad += violations > 0 ? 1 : 0;
        }
        assertTrue(bad > 1_000 && bad < 19_000, "both outcomes must be tried: " + bad);
    }

    private static Checked unique(Past past) {
        return Uniqueness.unique(past.end(), 0, Past.NAMES);
    }
}
