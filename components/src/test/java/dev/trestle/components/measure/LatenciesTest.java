package dev.trestle.components.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void quantilesOfOneToAHundredMilliseconds() {
        Latencies latencies = Latencies.of(List.of(oneTo(50, 0), oneTo(50, 50)));
        assertEquals(100, latencies.count());
        assertEquals(0.050, latencies.quantile(0.5).value(), 0.00005);
        assertEquals(0.099, latencies.quantile(0.99).value(), 0.0001);
        assertEquals(0.100, latencies.max(), 0.0001);
        assertEquals(0.0505, latencies.mean().value(), 0.00005);
        assertEquals(0.25, latencies.shareWithin(0.0255), 1e-12);
    }

    /** The bracketing ranks of the median of 100 samples at 95 % are 40 and 61 (Conover, order-statistic table). */
    @Test
    void medianOfAHundredSamplesLiesBetweenRanks40And61() {
        Estimate median = Latencies.of(List.of(oneTo(100, 0))).quantile(0.5);
        assertEquals(0.040, median.low(), 0.0001);
        assertEquals(0.061, median.high(), 0.0001);
    }

    /** 0.99^n must fall below 2.5 % before n samples bound p99 from above: n = 368 does not, n = 369 would hardly. */
    @Test
    void tooFewSamplesDoNotBoundTheTail() {
        assertEquals(
                Double.POSITIVE_INFINITY,
                Latencies.of(List.of(oneTo(100, 0))).quantile(0.99).high());
        assertTrue(Latencies.of(List.of(oneTo(400, 0))).quantile(0.99).high() < 0.5);
    }

    @Test
    void exactSumsGiveAnExactMean() {
        Histogram histogram = new Histogram(3);
        histogram.recordValue(8_000_001);
        histogram.recordValue(16_000_001);
        Latencies latencies = Latencies.of(List.of(histogram), new double[] {0.024_000_002});
        assertEquals(0.012_000_001, latencies.mean().value(), 1e-15);
    }

    @Test
    void nothingRecordedIsNotMeasured() {
        Latencies none = Latencies.of(List.of(new Histogram(3), new Histogram(3)));
        assertEquals(0, none.count());
        assertFalse(none.quantile(0.99).isMeasured());
        assertFalse(none.mean().isMeasured());
        assertTrue(Double.isNaN(none.shareWithin(1)));
    }

    @Test
    void poolingJoinsOperationsReplicationByReplication() {
        Latencies pooled = Latencies.pooled(List.of(
                Latencies.of(List.of(oneTo(10, 0), oneTo(10, 0))),
                Latencies.of(List.of(oneTo(10, 10), oneTo(10, 10)))));
        assertEquals(40, pooled.count());
        assertEquals(0.0105, pooled.mean().value(), 0.00001);
        assertEquals(0.0105, pooled.mean().low(), 0.00001);
        assertEquals(0.010, pooled.quantile(0.5).value(), 0.00001);
    }

    @Test
    void quantileIntervalsOfExponentialLatenciesHoldTheTruthAsOftenAsTheySay() {
        Random random = new Random(7);
        int runs = 400;
        int[] covered = new int[3];
        double[] ps = {0.5, 0.95, 0.99};
        for (int i = 0; i < runs; i++) {
            Latencies latencies = Latencies.of(exponential(random, 8, 400));
            for (int j = 0; j < ps.length; j++) {
                Estimate estimate = latencies.quantile(ps[j]);
                double truth = -0.010 * Math.log(1 - ps[j]);
                covered[j] += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
            }
        }
        for (int j = 0; j < ps.length; j++) {
            assertTrue(covered[j] >= 0.93 * runs, "p" + ps[j] + " covered " + covered[j] + " of " + runs);
        }
    }

    @Test
    void operationResultTakesCountsPerReplication() {
        OperationResult feed = new OperationResult(
                List.of(
                        new OperationResult.Counts(1000, 990, 990, 10, 0, 10),
                        new OperationResult.Counts(1000, 980, 980, 10, 0, 10)),
                Latencies.of(List.of(oneTo(10, 0))));
        assertEquals(2000, feed.offered());
        assertEquals(1970.0 / 1990, feed.availability().value(), 1e-12);
        assertEquals(20.0 / 1990, feed.errorRatio().value(), 1e-12);
        assertEquals(98.5, feed.throughput().value(), 1e-12);
        // Standard deviation of 99 and 98 per second is 1/sqrt 2; t(0.975, 1) = 12.706; half width 12.706 * 0.5.
        assertEquals(12.706 * 0.5, feed.throughput().halfWidth(), 1e-3);
        OperationResult both = OperationResult.pooled(List.of(feed, feed));
        assertEquals(197, both.throughput().value(), 1e-12);
        assertEquals(4000, both.offered());
    }

    private static Histogram oneTo(int n, int after) {
        Histogram histogram = new Histogram(3);
        for (int i = 1; i <= n; i++) {
            histogram.recordValue((after + i) * 1_000_000L);
        }
        return histogram;
    }

    private static List<Histogram> exponential(Random random, int replications, int each) {
        List<Histogram> histograms = new ArrayList<>();
        for (int i = 0; i < replications; i++) {
            Histogram histogram = new Histogram(3);
            for (int j = 0; j < each; j++) {
                histogram.recordValue((long) (-10e6 * Math.log(1 - random.nextDouble())));
            }
            histograms.add(histogram);
        }
        return histograms;
    }
}
