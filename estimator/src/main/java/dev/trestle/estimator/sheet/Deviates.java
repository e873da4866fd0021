package dev.trestle.estimator.sheet;

/**
 * Standard normal deviates for Monte Carlo, one stream per range, the same on every machine.
 *
 * <p>Latin hypercube: each of the n equally likely strata is met once, in shuffled order, so 10,000 samples give the
 * tails of an input exactly (McKay, Beckman and Conover, Technometrics 1979).
 */
final class Deviates {

    /** The standard normal deviate of the 95th percentile. */
    static final double Z95 = 1.6448536269514722;

    private static final double[] A = {
        -3.969683028665376e+01,
        2.209460984245205e+02,
        -2.759285104469687e+02,
        1.383577518672690e+02,
        -3.066479806614716e+01,
        2.506628277459239e+00
    };
    private static final double[] B = {
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01,
        1
    };
    private static final double[] C = {
        -7.784894002430293e-03,
        -3.223964580411365e-01,
        -2.400758277161838e+00,
        -2.549732539343734e+00,
        4.374664141464968e+00,
        2.938163982698783e+00
    };
    private static final double[] D = {
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1
    };
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double TAIL = 0.02425;

    private Deviates() {}

    /** The n deviates of one range of one cell. */
    static double[] of(long seed, String cell, int range, int n) {
        // String.hashCode is specified to the bit; mixing keeps the streams of neighbours apart.
        long state = mix(mix(seed) + mix(cell.hashCode()) + range);
        double[] deviates = new double[n];
        for (int i = 0; i < n; i++) {
            deviates[i] = quantile((i + 0.5) / n);
        }
        for (int i = n - 1; i > 0; i--) {
            state += GOLDEN;
            int j = (int) ((mix(state) >>> 32) * (i + 1) >>> 32);
            double swapped = deviates[i];
            deviates[i] = deviates[j];
            deviates[j] = swapped;
        }
        return deviates;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }

    /** The inverse of the normal distribution, relative error below 1.2e-9 (P. J. Acklam's rational approximation). */
    static double quantile(double p) {
        if (p < TAIL) {
            return tail(StrictMath.sqrt(-2 * StrictMath.log(p)));
        }
        if (p > 1 - TAIL) {
            return -tail(StrictMath.sqrt(-2 * StrictMath.log(1 - p)));
        }
        double q = p - 0.5;
        double r = q * q;
        return q * polynomial(A, r) / polynomial(B, r);
    }

    private static double tail(double q) {
        return polynomial(C, q) / polynomial(D, q);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (double coefficient : coefficients) {
            sum = sum * x + coefficient;
        }
        return sum;
    }
}
