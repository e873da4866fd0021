package dev.trestle.estimator.sheet;

import java.util.Arrays;

/** The spread of an uncertain number in base units: 5th, 50th and 95th percentile and the mean. */
public record Percentiles(double p5, double p50, double p95, double mean) {

    static Percentiles of(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return new Percentiles(
                at(sorted, 0.05),
                at(sorted, 0.5),
                at(sorted, 0.95),
                Arrays.stream(sorted).sum() / sorted.length);
    }

    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
