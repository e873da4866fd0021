package dev.trestle.components.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Series;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The end of a transient, by numbers worked out by hand and by series whose transient is known. */
class MserTest {
    @Test
    void cutsWhatLiesOffTheRest() {
        // By hand: with 3 numbers of 9, then 17 that swing by 1 about 0, the error without the first three is 1 / 17;
        // with one of them the sum of squares alone has 81 * 17 / 18 more.
        double[] means = new double[20];
        for (int i = 0; i < means.length; i++) {
            means[i] = i < 3 ? 9 : i % 2 == 0 ? 1 : -1;
        }
        assertEquals(new Mser(20, 3), Mser.of(means));
        assertTrue(Mser.of(means).settled());
    }

    @Test
    void cutsNothingOfWhatDoesNotVary() {
        assertEquals(0, Mser.of(new double[30]).cut());
    }

    @Test
    void whatKeepsGrowingHasNotSettled() {
        double[] growing = new double[200];
        for (int i = 0; i < growing.length; i++) {
            growing[i] = i;
        }
        assertFalse(Mser.of(growing).settled());
    }

    @Test
    void neighboursThatAreAlikeAreNoTransient() {
        // A level of which each number keeps nineteen twentieths of the one before; it has no transient at all.
        Random random = new Random(7);
        int settled = 0;
        for (int trial = 0; trial < 100; trial++) {
            double[] means = new double[400];
            double level = random.nextGaussian();
            for (int i = 0; i < means.length; i++) {
                level = 0.95 * level + Math.sqrt(1 - 0.95 * 0.95) * random.nextGaussian();
                means[i] = level;
            }
            settled += Mser.of(means).settled() ? 1 : 0;
        }
        assertTrue(settled >= 90, settled + " of 100");
    }

    @Test
    void aFewNumbersSayNothing() {
        assertFalse(Mser.of(new double[10]).settled());
    }

    @Test
    void findsTheEndOfATransientInNoiseMostOfTheTime() {
        Random random = new Random(5);
        int cutRight = 0;
        for (int trial = 0; trial < 100; trial++) {
            double[] means = new double[400];
            for (int i = 0; i < means.length; i++) {
                means[i] = random.nextGaussian() - 20 * Math.exp(-i / 20.0);
            }
            Mser found = Mser.of(means);
            // After 40 numbers the transient is still 2.7 standard deviations, after 140 it is a fiftieth of one.
            cutRight += found.cut() >= 40 && found.cut() <= 140 ? 1 : 0;
        }
        assertTrue(cutRight >= 90, cutRight + " of 100");
    }

    @Test
    void replicationsAreAveragedNumberByNumber() {
        Series up = series(2000, 1);
        Series down = series(1000, -1);
        // What one adds the other takes away: nothing varies, as far as the shorter goes.
        assertEquals(new Mser(200, 0), Mser.of(List.of(up, down)));
    }

    private static Series series(int length, int sign) {
        Series series = new Series(Mser.BATCH);
        for (int i = 0; i < length; i++) {
            series.add(sign * (i % 35));
        }
        return series;
    }
}
