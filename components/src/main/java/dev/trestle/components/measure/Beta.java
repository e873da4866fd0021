package dev.trestle.components.measure;

/**
 * The beta distribution: its cumulative probability and its quantiles, from which come Student's t quantiles, the exact
 * (Clopper-Pearson) interval of a share and the ranks that bracket a quantile.
 *
 * <p>The regularized incomplete beta function is the continued fraction of the NIST Digital Library of Mathematical
 * Functions, 8.17.22, evaluated by the modified Lentz method; quantiles are found by bisection, so they need no table.
 * Only {@link StrictMath} is used: the same bits on every machine.
 */
final class Beta {
    private static final double TINY = 1e-300;
    private static final int MOST_TERMS = 200_000;

    private Beta() {}

    /** P(X <= x) for X with parameters a, b > 0. */
    static double cumulative(double x, double a, double b) {
        if (x <= 0) {
            return 0;
        }
        if (x >= 1) {
            return 1;
        }
        double logFront =
                logGamma(a + b) - logGamma(a) - logGamma(b) + a * StrictMath.log(x) + b * StrictMath.log1p(-x);
        double front = StrictMath.exp(logFront);
        // The fraction converges fast on this side of the mean; the other side is the mirror image.
        return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b;
    }

    /** The x with P(X <= x) = p, to a relative precision of 1e-13. */
    static double quantile(double p, double a, double b) {
        double low = 0;
        double high = 1;
        while (high - low > 1e-13 * high) {
            double middle = low + (high - low) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (cumulative(middle, a, b) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }

    /** The t with P(T <= t) = p for Student's distribution with that many degrees of freedom; 0.5 <= p < 1. */
    static double student(double p, double degrees) {
        // P(|T| > t) = I_x(degrees/2, 1/2) with x = degrees / (degrees + t^2): DLMF and Abramowitz-Stegun 26.7.1.
        double x = quantile(2 * (1 - p), degrees / 2, 0.5);
        return StrictMath.sqrt(degrees * (1 - x) / x);
    }

    private static double fraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= MOST_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / awayFromZero(1 + even * d);
            c = awayFromZero(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / awayFromZero(1 + odd * d);
            c = awayFromZero(1 + odd / c);
            double step = d * c;
            value *= step;
            if (Math.abs(step - 1) < 1e-15) {
                break;
            }
        }
        return value;
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Stirling's series (DLMF 5.11.1) above 15, brought there by the recurrence below it; error under 1e-14. */
    private static double logGamma(double x) {
        double shift = 0;
        double at = x;
        while (at < 15) {
            shift += StrictMath.log(at);
            at += 1;
        }
        double inverse = 1 / at;
        double square = inverse * inverse;
        double series = inverse
                * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
        return (at - 0.5) * StrictMath.log(at) - at + 0.5 * StrictMath.log(2 * Math.PI) + series - shift;
    }
}
