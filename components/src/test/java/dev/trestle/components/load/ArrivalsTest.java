package dev.trestle.components.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Allocation;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Samples;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArrivalsTest {
    private static final long SECOND = 1_000_000_000L;

    /** Numbers of arrivals in consecutive windows. */
    private static double[] counts(Arrivals arrivals, double rate, int windows, long windowNanos, long seed) {
        Chance chance = new Chance(seed);
        double[] counts = new double[windows];
        long now = 0;
        while (true) {
            now += arrivals.nextGapNanos(chance, rate, now);
            if (now >= windows * windowNanos) {
                return counts;
            }
            counts[(int) (now / windowNanos)]++;
        }
    }

    private static double mean(double[] counts) {
        return Arrays.stream(counts).average().orElseThrow();
    }

    /** Variance of the counts over their mean: 1 for a Poisson process. */
    private static double dispersion(double[] counts) {
        double mean = mean(counts);
        return Arrays.stream(counts).map(x -> (x - mean) * (x - mean)).sum() / (counts.length - 1) / mean;
    }

    @Test
    void poissonGapsAreExponential() {
        Arrivals arrivals = Arrivals.poisson();
        Chance chance = new Chance(41);
        Samples.of(1_000_000, () -> arrivals.nextGapNanos(chance, 1_000, 0) / 1e6)
                .haveMean(1, 0.005)
                .follow(x -> 1 - StrictMath.exp(-x));
    }

    @Test
    void poissonCountsHaveTheirMeanForVariance() {
        double[] counts = counts(Arrivals.poisson(), 1_000, 2_000, SECOND / 10, 42);
        assertEquals(100, mean(counts), 4 * Math.sqrt(100 / 2_000.0));
        assertEquals(1, dispersion(counts), 4 * Math.sqrt(2 / 2_000.0));
    }

    @Test
    void steadyArrivalsKeepTheBeatWhateverTheRounding() {
        Arrivals arrivals = Arrivals.steady();
        Chance chance = new Chance(1);
        long now = 0;
        for (int i = 0; i < 300_000; i++) {
            long gap = arrivals.nextGapNanos(chance, 300_000, now);
            assertTrue(gap == 3_333 || gap == 3_334);
            now += gap;
        }
        assertEquals(SECOND, now, 2);
    }

    /**
     * Heffes and Lucantoni (IEEE JSAC 4(6), 1986): the index of dispersion over a time t of an MMPP-2 with levels a, b
     * left at the rates r, q is 1 + 2 (a-b)^2 r q / ((r+q)^2 (a q + b r)) (1 - (1 - e^-(r+q)t) / ((r+q) t)).
     */
    @Test
    void burstsKeepTheMeanRateAndSpreadTheCounts() {
        double factor = 5;
        double rate = 100;
        double burst = 0.1;
        double calm = 0.9;
        double a = factor * rate;
        double b = rate * (1 - factor * burst) / calm;
        double r = 1 / burst;
        double q = 1 / calm;
        double t = 10;
        double settling = 1 - (1 - Math.exp(-(r + q) * t)) / ((r + q) * t);
        double expected = 1 + 2 * (a - b) * (a - b) * r * q / ((r + q) * (r + q) * (a * q + b * r)) * settling;
        int windows = 4_000;
        double[] counts = counts(Arrivals.bursty(5, 0.1, 1), rate, windows, 10 * SECOND, 43);
        assertEquals(rate * t, mean(counts), 4 * Math.sqrt(expected * rate * t / windows));
        assertEquals(expected, dispersion(counts), 4 * expected * Math.sqrt(2.0 / windows));
        assertTrue(expected > 30, "bursts must show: " + expected);
    }

    @Test
    void burstsMayTakeAllRequests() {
        double[] counts = counts(Arrivals.bursty(10, 1, 10), 100, 20_000, SECOND, 44);
        long silent = Arrays.stream(counts).filter(n -> n == 0).count();
        // A second is silent when it begins calm (0.9) and stays so (e^-1/9): 0.9 * 0.8948; the seconds correlate.
        assertEquals(0.8054, silent / 20_000.0, 0.03);
    }

    @Test
    void aDaySwingsAndKeepsItsMean() {
        // 24 windows of a 24 s day, 200 days: the rate of window i averages 1 + 0.8 sin over the window.
        double[] counts = counts(Arrivals.daily(1.8, 24), 1_000, 24 * 200, SECOND, 45);
        assertEquals(1_000, mean(counts), 4 * Math.sqrt(1_000 / 4_800.0));
        for (int hour = 0; hour < 24; hour++) {
            double sum = 0;
            for (int day = 0; day < 200; day++) {
                sum += counts[24 * day + hour];
            }
            double from = 2 * Math.PI * hour / 24;
            double to = 2 * Math.PI * (hour + 1) / 24;
            double expected = 1_000 * (1 + 0.8 * (Math.cos(from) - Math.cos(to)) / (to - from));
            assertEquals(expected, sum / 200, 4 * Math.sqrt(expected / 200));
        }
    }

    @Test
    void burstsThatAreFarShorterThanTheGapsAreNotWalkedThroughOneByOne() {
        Arrivals arrivals = Arrivals.bursty(5, 1e-6, 1e-5);
        Chance chance = new Chance(7);
        double sum = 0;
        for (int i = 0; i < 20_000; i++) {
            sum += arrivals.nextGapNanos(chance, 0.001, 0);
        }
        assertEquals(1e12, sum / 20_000, 4 * 1e12 / Math.sqrt(20_000));
    }

    /** As at the beginning of a phase: who draws anew in the calm must not take the burst to come for the present one. */
    @Test
    void drawingAnewBeforeTheNextArrivalChangesNothing() {
        Arrivals arrivals = Arrivals.bursty(10, 1, 10);
        Chance chance = new Chance(48);
        double[] counts = new double[20_000];
        long next = arrivals.nextGapNanos(chance, 100, 0);
        for (long now = SECOND / 10; now < counts.length * SECOND; now += SECOND / 10) {
            while (next < now) {
                counts[(int) (next / SECOND)]++;
                next += arrivals.nextGapNanos(chance, 100, next);
            }
            next = now + arrivals.nextGapNanos(chance, 100, now);
        }
        long silent = Arrays.stream(counts).filter(n -> n == 0).count();
        assertEquals(0.8054, silent / 20_000.0, 0.03);
        assertEquals(100, mean(counts), 12);
    }

    @Test
    void moreThanAllRequestsInBurstsIsAllOfThem() {
        double[] counts = counts(Arrivals.bursty(1e6, 1, 10), 100, 20_000, SECOND, 44);
        double[] all = counts(Arrivals.bursty(10, 1, 10), 100, 20_000, SECOND, 44);
        assertArrayEquals(all, counts);
    }

    private static Stream<Arrivals> processes() {
        return Stream.of(Arrivals.poisson(), Arrivals.steady(), Arrivals.bursty(5, 1, 10), Arrivals.daily(1.8, 86_400));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void nothingArrivesAtTheRateZero(Arrivals arrivals) {
        assertEquals(Arrivals.NEVER, arrivals.nextGapNanos(new Chance(1), 0, 5));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void drawingAllocatesNothing(Arrivals arrivals) {
        Chance chance = new Chance(1);
        Allocation.isNone(1_000_000, steps -> {
            long now = 0;
            for (int i = 0; i < steps; i++) {
                now += arrivals.nextGapNanos(chance, 1_000, now);
            }
        });
    }
}
