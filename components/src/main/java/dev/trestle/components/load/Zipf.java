package dev.trestle.components.load;

import dev.trestle.components.engine.Chance;

/**
 * Ranks with the probability of rank r (from 0) proportional to (r + 1)^-s, for any number of ranks, without a table:
 * rejection-inversion (Hörmann and Derflinger, ACM TOMACS 6(3), 1996).
 *
 * <p>The density x^-s is not inverted by a logarithm: ln x has a truncated exponential law, and an exponential variate
 * folded at the cut has exactly that. One exponential variate and one exponential function make a rank.
 */
final class Zipf {
    /** Below this the law of ln x is level to 1 in 10,000 over its whole width, as it is for s = 1. */
    private static final double LEVEL = 1e-4;

    /** Terms of a harmonic sum that are added one by one; the rest by the formula of Euler and Maclaurin. */
    private static final int EXACT_TERMS = 4_096;

    private final long ranks;
    private final double s;
    private final double low;
    private final double high;
    private final double fold;
    private final double perFold;
    private final double surelyInside;
    private final double total;

    /** From 1 to 1e12 ranks, and s from 0 to 10. */
    Zipf(long ranks, double s) {
        this.ranks = ranks;
        this.s = s;
        this.low = inverseIntegral(integral(1.5) - 1);
        this.high = ranks + 0.5;
        double width = StrictMath.log(high / low);
        boolean level = Math.abs(1 - s) * width < LEVEL;
        this.fold = level ? 0 : Math.abs(1 - s) * width;
        this.perFold = level ? width : s > 1 ? 1 / (s - 1) : -1 / (1 - s);
        this.surelyInside = 2 - inverseIntegral(integral(2.5) - density(2));
        this.total = sum(ranks);
    }

    long rank(Chance chance) {
        while (true) {
            double x = position(chance);
            long k = Math.max(1, Math.min(ranks, (long) (x + 0.5)));
            if (k - x <= surelyInside || integral(k + 0.5) - integral(x) <= density(k)) {
                return k - 1;
            }
        }
    }

    double share(long rank) {
        return density(rank + 1) / total;
    }

    double shareOfTop(long top) {
        return sum(Math.min(top, ranks)) / total;
    }

    /** A place in (low, high) with density proportional to x^-s. */
    private double position(Chance chance) {
        if (fold == 0) {
            return low * Exp.of(perFold * chance.uniform());
        }
        double e = chance.exponential();
        if (e >= fold) {
            e -= fold * Math.floor(e / fold);
        }
        return (perFold > 0 ? low : high) * Exp.of(perFold * e);
    }

    /** x^-s; not by StrictMath.pow, which allocates its tables anew at each call. */
    private double density(double x) {
        return Exp.of(-s * StrictMath.log(x));
    }

    /** The integral of the density from 1 to x; the exponent near 0 is where the logarithm takes over. */
    private double integral(double x) {
        double log = StrictMath.log(x);
        double power = (1 - s) * log;
        return power == 0 ? log : StrictMath.expm1(power) / power * log;
    }

    private double inverseIntegral(double area) {
        double t = (1 - s) * area;
        return StrictMath.exp(t == 0 ? area : StrictMath.log1p(t) / t * area);
    }

    /** The sum of the densities of the first {@code count} ranks. */
    private double sum(long count) {
        long exact = Math.min(count, EXACT_TERMS);
        double sum = 0;
        for (long k = exact; k >= 1; k--) {
            sum += density(k);
        }
        if (count > exact) {
            double between = integral(count) - integral(exact);
            double ends = (density(count) - density(exact)) / 2;
            double slopes = s * (density(exact) / exact - density(count) / count) / 12;
            sum += between + ends + slopes;
        }
        return sum;
    }
}
