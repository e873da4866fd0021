package dev.trestle.components.measure;

import java.util.Arrays;

/**
 * A measured number with the interval that holds its true value with 95 % confidence, and how many observations stand
 * behind it.
 *
 * <p>The unit is that of whoever measured (seconds, requests per second, a share of 0..1). Nothing measured is
 * {@link #none()}: value, low and high are NaN and samples 0. An end of the interval is infinite when the data cannot
 * bound that side, for instance with a single replication.
 *
 * @param value the best guess; low <= value <= high
 * @param samples observations, not replications; 0 = not measured
 */
public record Estimate(double value, double low, double high, long samples) {
    /** The confidence of every interval in a report. */
    public static final double CONFIDENCE = 0.95;

    private static final double TAIL = (1 - CONFIDENCE) / 2;

    /** Refuses an interval that does not hold its own value; throws IllegalArgumentException. */
    public Estimate {
        if (samples < 0 || low > value || high < value) {
            throw new IllegalArgumentException(
                    "an interval holds its value: " + low + " <= " + value + " <= " + high + ", samples " + samples);
        }
    }

    /** Nothing was measured. */
    public static Estimate none() {
        return new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
    }

    /** A number that is known and not sampled, such as a provisioned cost. */
    public static Estimate exactly(double value) {
        return new Estimate(value, value, value, 1);
    }

    /**
     * The mean over independent replications with Student's t interval.
     *
     * @param replications one value per replication; NaN = that replication measured nothing and is left out
     * @param samples observations behind all of them together
     */
    public static Estimate over(double[] replications, long samples) {
        double[] measured = measured(replications);
        if (measured.length == 0) {
            return none();
        }
        double mean = 0;
        for (double value : measured) {
            mean += value / measured.length;
        }
        double half = halfWidth(measured);
        return new Estimate(mean, mean - half, mean + half, samples);
    }

    /**
     * The ratio of two sums over independent replications (a mean per request, a rate per second), with the t interval
     * of the ratio estimator (Law, Simulation Modeling and Analysis, section 9.5: linearized residuals).
     */
    public static Estimate ratio(double[] numerators, double[] denominators, long samples) {
        double top = 0;
        double bottom = 0;
        for (int i = 0; i < numerators.length; i++) {
            top += numerators[i];
            bottom += denominators[i];
        }
        if (bottom <= 0) {
            return none();
        }
        double ratio = top / bottom;
        double meanBottom = bottom / numerators.length;
        double[] residuals = new double[numerators.length];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = (numerators[i] - ratio * denominators[i]) / meanBottom;
        }
        double half = halfWidth(residuals);
        return new Estimate(ratio, ratio - half, ratio + half, samples);
    }

    /**
     * A share of trials that ended well, between 0 and 1, honest for few trials and for no failure at all.
     *
     * <p>The interval is the wider of two: the exact binomial one (Clopper and Pearson, Biometrika 1934; with no
     * failure in n trials it ends at about 3.7/n, the two-sided rule of three), which knows how little n trials
     * prove, and the t interval over replications, which knows that failures come in clusters.
     */
    public static Estimate share(long[] hits, long[] trials) {
        long hit = 0;
        long tried = 0;
        double[] tops = new double[hits.length];
        double[] bottoms = new double[hits.length];
        for (int i = 0; i < hits.length; i++) {
            hit += hits[i];
            tried += trials[i];
            tops[i] = hits[i];
            bottoms[i] = trials[i];
        }
        if (tried == 0) {
            return none();
        }
        double low = hit == 0 ? 0 : Beta.quantile(TAIL, hit, tried - hit + 1.0);
        double high = hit == tried ? 1 : Beta.quantile(1 - TAIL, hit + 1.0, tried - hit);
        double value = (double) hit / tried;
        Estimate binomial = new Estimate(value, Math.min(low, value), Math.max(high, value), tried);
        if (hits.length < 2) {
            return binomial;
        }
        return binomial.including(ratio(tops, bottoms, tried)).within(0, 1);
    }

    /** Whether anything stands behind this number. */
    public boolean isMeasured() {
        return samples > 0 && !Double.isNaN(value);
    }

    /** Half the width of the interval, in the unit of the value. */
    public double halfWidth() {
        return (high - low) / 2;
    }

    /**
     * The same with the interval of another confidence, such as 0.99: each end as much further off as a t interval over
     * eight replications is wider. For intervals that rest on many more observations that is too wide, never too narrow.
     */
    public Estimate at(double confidence) {
        double factor = Beta.student((1 + confidence) / 2, 7) / Beta.student((1 + CONFIDENCE) / 2, 7);
        return new Estimate(value, value - (value - low) * factor, value + (high - value) * factor, samples);
    }

    /** This value with the smallest interval that holds both intervals. */
    public Estimate including(Estimate other) {
        return new Estimate(value, Math.min(low, other.low), Math.max(high, other.high), samples);
    }

    /** This value with its interval cut to what is possible at all. */
    public Estimate within(double least, double most) {
        return new Estimate(value, Math.max(least, low), Math.min(most, high), samples);
    }

    /** 1 - this: an error ratio from an availability. */
    public Estimate complement() {
        return new Estimate(1 - value, 1 - high, 1 - low, samples);
    }

    /** Half the t interval of the mean of independent values; infinite for a single one. */
    static double halfWidth(double[] values) {
        int n = values.length;
        if (n < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double mean = 0;
        for (double value : values) {
            mean += value / n;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares == 0 ? 0 : Beta.student(1 - TAIL, n - 1) * StrictMath.sqrt(squares / (n - 1) / n);
    }

    private static double[] measured(double[] values) {
        int n = 0;
        double[] kept = new double[values.length];
        for (double value : values) {
            if (!Double.isNaN(value)) {
                kept[n++] = value;
            }
        }
        return Arrays.copyOf(kept, n);
    }
}
