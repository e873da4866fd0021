package dev.trestle.components.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What replications agree about a level, by numbers worked out by hand and by levels that are known. */
class DriftTest {
    @Test
    void comparesTheLastQuarterWithTheOneBefore() {
        Series series = new Series(1);
        // Quarters of 0, 0, 1 and 3: the last one is 2 above the third.
        for (int i = 0; i < 40; i++) {
            series.add(i < 20 ? 0 : i < 30 ? 1 : 3);
        }
        assertEquals(2, Drift.of(List.of(series, series)).change().value(), 1e-12);
        assertFalse(Drift.of(List.of(series, series)).settled());
    }

    @Test
    void aFewNumbersOrOneReplicationSayNothing() {
        assertFalse(Drift.of(levels(2, 10, 0)).settled());
        assertFalse(Drift.of(levels(2, 400, 0).subList(0, 1)).settled());
    }

    @Test
    void whatWandersByItselfHasSettledInNineteenOfTwenty() {
        int settled = 0;
        for (int trial = 0; trial < 200; trial++) {
            settled += Drift.of(levels(trial, 400, 0)).settled() ? 1 : 0;
        }
        // A 95 % interval of a difference whose mean is 0: of 200, 190 +- 3.1.
        assertTrue(settled >= 177 && settled < 200, settled + " of 200");
    }

    @Test
    void whatGrowsMoreThanItWandersHasNot() {
        int settled = 0;
        for (int trial = 0; trial < 100; trial++) {
            // The means of neighbouring quarters differ by 4, the mean of one wanders by 0.6.
            settled += Drift.of(levels(trial, 400, 0.04)).settled() ? 1 : 0;
        }
        assertEquals(0, settled);
    }

    /** Eight levels of which each number keeps 19/20 of the one before. */
    private static List<Series> levels(int seed, int length, double growth) {
        Random random = new Random(seed);
        List<Series> levels = new ArrayList<>();
        for (int r = 0; r < 8; r++) {
            Series series = new Series(1);
            double level = random.nextGaussian();
            for (int i = 0; i < length; i++) {
                level = 0.95 * level + Math.sqrt(1 - 0.95 * 0.95) * random.nextGaussian();
                series.add(level + growth * i);
            }
            levels.add(series);
        }
        return levels;
    }
}
