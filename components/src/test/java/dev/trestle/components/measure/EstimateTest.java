package dev.trestle.components.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimateTest {

    /** Published table: Abramowitz and Stegun, table 26.10 (percentage points of the t distribution). */
    @Test
    void studentQuantilesMatchThePublishedTable() {
        assertEquals(12.706, Beta.student(0.975, 1), 5e-4);
        assertEquals(4.303, Beta.student(0.975, 2), 5e-4);
        assertEquals(2.365, Beta.student(0.975, 7), 5e-4);
        assertEquals(2.042, Beta.student(0.975, 30), 5e-4);
        assertEquals(3.499, Beta.student(0.995, 7), 5e-4);
        assertEquals(1.960, Beta.student(0.975, 1_000_000), 5e-4);
    }

    /** With two degrees of freedom the quantile has a closed form: t = (2p-1) sqrt(2) / sqrt(1-(2p-1)^2). */
    @Test
    void studentQuantileWithTwoDegreesMatchesItsClosedForm() {
        for (double p : new double[] {0.6, 0.9, 0.975, 0.999}) {
            double a = 2 * p - 1;
            assertEquals(a * Math.sqrt(2) / Math.sqrt(1 - a * a), Beta.student(p, 2), 1e-9);
        }
    }

    /** P(Beta(a, 1) <= x) = x^a, and P(Beta(2, 3) <= x) = 6x^2 - 8x^3 + 3x^4. */
    @Test
    void betaProbabilityMatchesPolynomials() {
        assertEquals(Math.pow(0.3, 7), Beta.cumulative(0.3, 7, 1), 1e-15);
        assertEquals(6 * 0.16 - 8 * 0.064 + 3 * 0.0256, Beta.cumulative(0.4, 2, 3), 1e-14);
        assertEquals(0.5, Beta.cumulative(0.5, 1e6, 1e6), 1e-8);
    }

    @Test
    void meanOverReplicationsHasStudentsInterval() {
        // Mean 5, standard deviation sqrt(10/4) over 5 values, t(0.975, 4) = 2.7764.
        Estimate estimate = Estimate.over(new double[] {3, 4, 5, 6, 7}, 50);
        assertEquals(5, estimate.value(), 1e-12);
        assertEquals(2.7764 * Math.sqrt(2.5 / 5), estimate.halfWidth(), 1e-3);
        assertEquals(50, estimate.samples());
    }

    @Test
    void replicationThatMeasuredNothingIsLeftOut() {
        Estimate estimate = Estimate.over(new double[] {4, Double.NaN, 6}, 2);
        assertEquals(5, estimate.value());
        assertEquals(12.706 * Math.sqrt(2.0 / 2), estimate.halfWidth(), 1e-2);
    }

    @Test
    void nothingMeasuredIsNotANumber() {
        assertFalse(Estimate.over(new double[] {Double.NaN}, 0).isMeasured());
        assertFalse(Estimate.share(new long[] {0, 0}, new long[] {0, 0}).isMeasured());
        assertFalse(Estimate.ratio(new double[2], new double[2], 0).isMeasured());
    }

    @Test
    void oneReplicationBoundsNothing() {
        Estimate estimate = Estimate.over(new double[] {3}, 1000);
        assertEquals(Double.NEGATIVE_INFINITY, estimate.low());
        assertEquals(Double.POSITIVE_INFINITY, estimate.high());
    }

    /** No failure in n trials: the exact lower limit solves p^n = 0.025. */
    @Test
    void noFailureInAHundredTrialsDoesNotProveThreeNines() {
        Estimate few = Estimate.share(new long[] {50, 50}, new long[] {50, 50});
        assertEquals(1, few.value());
        assertEquals(Math.pow(0.025, 1.0 / 100), few.low(), 1e-12);
        assertEquals(1, few.high());
        Estimate many = Estimate.share(new long[] {5000, 5000}, new long[] {5000, 5000});
        assertTrue(many.low() > 0.9996 && many.low() < 0.9997);
    }

    @Test
    void failuresThatComeInOneReplicationWidenTheInterval() {
        Estimate spread = Estimate.share(new long[] {900, 900, 900, 900}, new long[] {1000, 1000, 1000, 1000});
        Estimate clustered = Estimate.share(new long[] {600, 1000, 1000, 1000}, new long[] {1000, 1000, 1000, 1000});
        assertEquals(spread.value(), clustered.value(), 1e-12);
        assertTrue(clustered.halfWidth() > 5 * spread.halfWidth());
        assertEquals(1, clustered.high());
    }

    @Test
    void complementMirrorsTheInterval() {
        assertEquals(new Estimate(0.25, 0.125, 0.5, 9), new Estimate(0.75, 0.5, 0.875, 9).complement());
    }

    @Test
    void anIntervalHoldsItsValue() {
        assertThrows(IllegalArgumentException.class, () -> new Estimate(1, 2, 3, 1));
    }

    @Test
    void meanIntervalsHoldTheTruthAsOftenAsTheySay() {
        Random random = new Random(41);
        int covered = 0;
        for (int i = 0; i < 4000; i++) {
            double[] values = new double[8];
            for (int j = 0; j < values.length; j++) {
                values[j] = 3 + 2 * random.nextGaussian();
            }
            covered += holds(Estimate.over(values, 8), 3);
        }
        // 95 % of 4,000 with a standard deviation of 0.34 %: four deviations either way.
        assertEquals(0.95, covered / 4000.0, 0.014);
    }

    @Test
    void ratioIntervalsHoldTheTruthAsOftenAsTheySay() {
        Random random = new Random(42);
        int covered = 0;
        for (int i = 0; i < 4000; i++) {
            double[] sums = new double[8];
            double[] counts = new double[8];
            for (int j = 0; j < 8; j++) {
                counts[j] = 80 + random.nextInt(41);
                for (int k = 0; k < counts[j]; k++) {
                    sums[j] -= 2 * Math.log(1 - random.nextDouble());
                }
            }
            covered += holds(Estimate.ratio(sums, counts, 800), 2);
        }
        assertEquals(0.95, covered / 4000.0, 0.016);
    }

    @Test
    void shareIntervalsHoldTheTruthAtLeastAsOftenAsTheySay() {
        for (double p : new double[] {0.5, 0.99, 0.999, 0.9999}) {
            Random random = new Random(43);
            int covered = 0;
            for (int i = 0; i < 1000; i++) {
                long[] hits = new long[8];
                long[] trials = new long[8];
                for (int j = 0; j < 8; j++) {
                    trials[j] = 250;
                    for (int k = 0; k < 250; k++) {
                        hits[j] += random.nextDouble() < p ? 1 : 0;
                    }
                }
                covered += holds(Estimate.share(hits, trials), p);
            }
            assertTrue(covered >= 940, "share " + p + " covered " + covered + " of 1000");
        }
    }

    private static int holds(Estimate estimate, double truth) {
        return estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
    }
}
