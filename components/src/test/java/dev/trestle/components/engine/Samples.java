package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/** Samples of a law in a test, compared with what theory says of it. */
public final class Samples {
    private static final double STANDARD_ERRORS = 4;

    private final double[] sorted;
    private final double mean;
    private final double variance;
    private final double fourthMoment;

    private Samples(double[] sorted) {
        this.sorted = sorted;
        this.mean = Arrays.stream(sorted).average().orElseThrow();
        this.variance = Arrays.stream(sorted).map(x -> power(x - mean, 2)).sum() / (sorted.length - 1);
        this.fourthMoment =
                Arrays.stream(sorted).map(x -> power(x - mean, 4)).average().orElseThrow();
    }

    public static Samples of(int count, DoubleSupplier law) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = law.getAsDouble();
        }
        Arrays.sort(values);
        return new Samples(values);
    }

    public double mean() {
        return mean;
    }

    public double variance() {
        return variance;
    }

    public double quantile(double p) {
        return sorted[(int) (p * sorted.length)];
    }

    /** The mean lies within 4 standard errors, and these are small enough to mean something. */
    public Samples haveMean(double expected, double largestError) {
        double error = STANDARD_ERRORS * Math.sqrt(variance / sorted.length);
        assertTrue(error <= largestError, "4 standard errors of the mean are " + error);
        assertTrue(Math.abs(mean - expected) <= error, "mean " + mean + ", expected " + expected + " +- " + error);
        return this;
    }

    public Samples haveVariance(double expected, double largestError) {
        double error = STANDARD_ERRORS * Math.sqrt((fourthMoment - variance * variance) / sorted.length);
        assertTrue(error <= largestError, "4 standard errors of the variance are " + error);
        assertTrue(
                Math.abs(variance - expected) <= error,
                "variance " + variance + ", expected " + expected + " +- " + error);
        return this;
    }

    /** The share of samples above the bound lies within 4 standard errors of this probability. */
    public Samples haveShareAbove(double bound, double probability) {
        double share = Arrays.stream(sorted).filter(x -> x > bound).count() / (double) sorted.length;
        double error = STANDARD_ERRORS * Math.sqrt(probability * (1 - probability) / sorted.length);
        assertTrue(Math.abs(share - probability) <= error, "share above " + bound + " is " + share + " +- " + error);
        return this;
    }

    /** Kolmogorov and Smirnov's test at the level 0.001: the largest gap is below 1.9495 / sqrt(n). */
    public Samples follow(DoubleUnaryOperator distributionFunction) {
        double gap = 0;
        for (int i = 0; i < sorted.length; i++) {
            double p = distributionFunction.applyAsDouble(sorted[i]);
            gap = Math.max(gap, Math.max(p - (double) i / sorted.length, (i + 1.0) / sorted.length - p));
        }
        double limit = 1.9495 / Math.sqrt(sorted.length);
        assertTrue(gap < limit, "the largest gap of the distribution functions is " + gap + ", limit " + limit);
        return this;
    }

    private static double power(double x, int exponent) {
        double square = x * x;
        return exponent == 2 ? square : square * square;
    }
}
