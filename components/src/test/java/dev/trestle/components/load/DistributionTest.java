package dev.trestle.components.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Allocation;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Samples;
import dev.trestle.estimator.quantity.BadText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {
    private static final int MILLION = 1_000_000;
    private static final double MS = 1e6;

    /** Samples in milliseconds. */
    private static Samples draw(String text, long seed) {
        Distribution law = Distribution.duration(text);
        Chance chance = new Chance(seed);
        return Samples.of(MILLION, () -> law.sample(chance) / MS);
    }

    /** Means in milliseconds and squared coefficients of variation from the textbook formula of each law. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            8 ms                                 | 8       | 0
            constant(8 ms)                       | 8       | 0
            exponential(8 ms)                    | 8       | 1
            uniform(5 ms, 11 ms)                 | 8       | 0.046875
            lognormal(8 ms, cv 1)                | 8       | 1
            lognormal(8 ms, cv 0.5)              | 8       | 0.25
            erlang(4, 8 ms)                      | 8       | 0.25
            pareto(2 ms, 3)                      | 3       | 0.3333333333
            weibull(2 ms, 1)                     | 2       | 1
            weibull(2 ms, 0.5)                   | 4       | 5
            weibull(2 ms, 2)                     | 1.7724538509 | 0.2732395447
            hyperexponential(8 ms, cv 3)         | 8       | 9
            90%: 5 ms; 10%: exponential(100 ms)  | 14.5    | 8.6195005945
            empirical(p63.21205588285577 8 ms)   | 8       | 1
            """)
    void knowsMeanAndVariation(String text, double meanMillis, double squaredCv) {
        Distribution law = Distribution.duration(text);
        assertEquals(meanMillis, law.mean() / MS, 1e-8);
        assertEquals(squaredCv, law.squaredCv(), 1e-8);
    }

    /** P4 of the oracles: shape 1.5 on 1 to 1000 has the mean 2.90522. */
    @Test
    void knowsTheMeanOfABoundedPareto() {
        assertEquals(
                2.90522,
                Distribution.duration("bounded pareto(1 s, 1.5, 1000 s)").mean() / 1e9,
                1e-5);
        Distribution shapeOne = Distribution.duration("pareto(1 s, 1, 100 s)");
        // Shape 1: ln(100) / (1 - 1/100).
        assertEquals(4.651687, shapeOne.mean() / 1e9, 1e-5);
    }

    @Test
    void aHeavyTailHasNoVarianceOrNoMean() {
        assertEquals(
                Double.POSITIVE_INFINITY,
                Distribution.duration("pareto(2 ms, 1.5)").squaredCv());
        assertEquals(6, Distribution.duration("pareto(2 ms, 1.5)").mean() / MS, 1e-9);
        assertEquals(
                Double.POSITIVE_INFINITY,
                Distribution.duration("pareto(2 ms, 1)").mean());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exponential(8 ms)",
                "uniform(5 ms, 11 ms)",
                "lognormal(8 ms, cv 0.5)",
                "lognormal(8 ms, cv 1)",
                "erlang(4, 8 ms)",
                "weibull(2 ms, 0.7)",
                "weibull(2 ms, 2)",
                "hyperexponential(8 ms, cv 2)",
                "bounded pareto(1 ms, 2.5, 20 ms)",
                "90%: 5 ms; 10%: exponential(100 ms)",
                "empirical(p50 5 ms, p90 9 ms, p99 40 ms, max 80 ms)",
                "empirical(min 2 ms, p50 5 ms, p90 9 ms)"
            })
    void samplesHaveTheStatedMeanAndVariance(String text) {
        Distribution law = Distribution.duration(text);
        double mean = law.mean() / MS;
        double variance = law.squaredCv() * mean * mean;
        draw(text, 21).haveMean(mean, 0.02 * mean).haveVariance(variance, 0.15 * variance);
    }

    @Test
    void exponentialSamplesFollowTheLaw() {
        draw("exponential(8 ms)", 1).follow(x -> 1 - StrictMath.exp(-x / 8));
    }

    @Test
    void uniformSamplesFollowTheLaw() {
        draw("uniform(5 ms, 11 ms)", 2).follow(x -> (x - 5) / 6);
    }

    @Test
    void weibullSamplesFollowTheLaw() {
        draw("weibull(2 ms, 0.7)", 3).follow(x -> 1 - StrictMath.exp(-StrictMath.pow(x / 2, 0.7)));
    }

    @Test
    void paretoSamplesFollowTheLaw() {
        draw("pareto(2 ms, 1.5)", 4).follow(x -> 1 - StrictMath.pow(2 / x, 1.5));
    }

    @Test
    void boundedParetoSamplesFollowTheLaw() {
        double scale = 1 - StrictMath.pow(0.25, 0.8);
        draw("pareto(2 ms, 0.8, 8 ms)", 5).follow(x -> (1 - StrictMath.pow(2 / x, 0.8)) / scale);
    }

    @Test
    void erlangSamplesFollowTheLaw() {
        draw("erlang(2, 8 ms)", 6).follow(x -> 1 - StrictMath.exp(-x / 4) * (1 + x / 4));
    }

    @Test
    void hyperexponentialSamplesFollowTheLaw() {
        // cv 3: the first share is (1 + sqrt(8 / 10)) / 2.
        double p = 0.9472135955;
        draw("hyperexponential(8 ms, cv 3)", 7)
                .follow(x -> 1 - p * StrictMath.exp(-2 * p * x / 8) - (1 - p) * StrictMath.exp(-2 * (1 - p) * x / 8));
    }

    /** The median is mean / sqrt(1 + cv^2); the normal deviates of 1 % and 0.1 % are 2.326348 and 3.090232. */
    @Test
    void lognormalSamplesHaveTheQuantilesOfTheLaw() {
        double sigma = StrictMath.sqrt(StrictMath.log(2));
        double median = 8 / StrictMath.sqrt(2);
        draw("lognormal(8 ms, cv 1)", 8)
                .haveShareAbove(median, 0.5)
                .haveShareAbove(median * StrictMath.exp(2.326348 * sigma), 0.01)
                .haveShareAbove(median * StrictMath.exp(3.090232 * sigma), 0.001)
                .haveShareAbove(median * StrictMath.exp(-2.326348 * sigma), 0.99);
    }

    @Test
    void aRangeHoldsNineOfTenSamples() {
        draw("2..5 ms", 9).haveShareAbove(2, 0.95).haveShareAbove(5, 0.05).haveShareAbove(3.16227766, 0.5);
        draw("500 us..5 ms", 9).haveShareAbove(0.5, 0.95).haveShareAbove(5, 0.05);
    }

    @Test
    void empiricalSamplesHaveTheStatedPercentiles() {
        draw("empirical(p50 5 ms, p90 9 ms, p99 40 ms)", 10)
                .haveShareAbove(5, 0.5)
                .haveShareAbove(9, 0.1)
                .haveShareAbove(40, 0.01)
                // Another factor of 10 on the exponential scale: as far again as from p90 to p99.
                .haveShareAbove(71, 0.001);
        assertTrue(draw("empirical(min 2 ms, p50 5 ms, max 20 ms)", 10).quantile(0) >= 2);
        assertEquals(20, draw("empirical(min 2 ms, p50 5 ms, max 20 ms)", 10).quantile(0.999999));
    }

    @Test
    void mixtureSamplesTakeTheirShares() {
        Distribution law = Distribution.bytes("20%: 0.5 MB; 80%: 4 MB");
        Chance chance = new Chance(11);
        Samples.of(MILLION, () -> law.sample(chance)).haveShareAbove(500_000, 0.8);
        assertEquals(3_300_000, law.mean());
    }

    @Test
    void sizesAreBytes() {
        assertEquals(5_000_000, Distribution.bytes("5 MB").sample(new Chance(1)));
        assertEquals(16_384, Distribution.bytes("16 KiB").sample(new Chance(1)));
        assertEquals(8_000_000, Distribution.duration("8 ms").sample(new Chance(1)));
        assertEquals(7, Distribution.constant(7).sample(new Chance(1)));
    }

    @Test
    void aTailNeverLeavesTheClock() {
        Distribution law = Distribution.duration("pareto(1 d, 0.05)");
        Chance chance = new Chance(5);
        for (int i = 0; i < 10_000; i++) {
            long sample = law.sample(chance);
            assertTrue(sample > 0 && sample <= Distribution.LARGEST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8 ms", "lognormal(8 ms, cv 1)", "90%: 5 ms; 10%: exponential(100 ms)", "2..5 ms"})
    void printsAsItWasTyped(String text) {
        assertEquals(text, Distribution.duration("  " + text + " ").toString());
    }

    /** Offset of the complaint and a word that it must contain. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gamma(8 ms)                         | 0  | lognormal
            exponential(8 MB)                   | 12 | time
            exponential(8 ms, 3)                | 12 | exponential(8 ms)
            lognormal(8 ms)                     | 10 | lognormal(8 ms, cv 1)
            lognormal(8 ms, 1)                  | 16 | cv
            lognormal(8 ms, cv x)               | 19 | coefficient
            lognormal(0 ms, cv 1)               | 10 | above 0
            hyperexponential(8 ms, cv 0.5)      | 23 | erlang
            erlang(2.5, 8 ms)                   | 7  | whole number
            pareto(2 ms, -1)                    | 13 | shape
            pareto(2 ms, 1.5, 1 ms)             | 18 | bound
            uniform(9 ms, 5 ms)                 | 8  | smaller
            90%: 5 ms; 20%: 8 ms                | 0  | 110 %
            90%: 5 ms; 8 ms                     | 11 | share
            empirical(p50 9 ms, p90 5 ms)       | 0  | rise
            empirical(q50 9 ms)                 | 10 | percentile
            empirical(p100 9 ms)                | 10 | p100
            5..2 ms                             | 0  | smaller
            """)
    void saysWhereAndWhatIsAllowed(String text, int at, String word) {
        BadText bad = assertThrows(BadText.class, () -> Distribution.duration(text));
        assertEquals(at, bad.at(), bad.getMessage());
        assertTrue(bad.getMessage().contains(word), bad.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "exponential",
                "exponential(",
                "exponential()",
                "(8 ms)",
                ":",
                ";",
                "..",
                "1..",
                "-8 ms"
            })
    void refusesWhatIsNoDistribution(String text) {
        assertThrows(BadText.class, () -> Distribution.duration(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8 ms",
                "exponential(8 ms)",
                "lognormal(8 ms, cv 1)",
                "erlang(4, 8 ms)",
                "pareto(2 ms, 1.5, 9 ms)",
                "weibull(2 ms, 2)",
                "empirical(p50 5 ms, p99 9 ms)",
                "90%: 5 ms; 10%: exponential(100 ms)"
            })
    void samplingAllocatesNothing(String text) {
        Distribution law = Distribution.duration(text);
        Chance chance = new Chance(1);
        Allocation.isNone(MILLION, steps -> {
            for (int i = 0; i < steps; i++) {
                law.sample(chance);
            }
        });
    }
}
