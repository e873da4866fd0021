package dev.trestle.estimator.estimate;

import java.math.BigDecimal;
import java.math.MathContext;

/** How numbers that the program knows are written into formulas. */
final class Weights {

    private static final MathContext DIGITS = new MathContext(12);

    private Weights() {}

    /** {@code name * 200}, or {@code name} alone when it is taken once. */
    static String times(String name, double weight) {
        return weight == 1 ? name : name + " * " + text(weight);
    }

    /** A plain decimal number; 0.1 + 0.2 is 0.3. */
    static String text(double number) {
        BigDecimal rounded = BigDecimal.valueOf(number).round(DIGITS).stripTrailingZeros();
        return Math.abs(rounded.scale()) > 6 ? rounded.toString() : rounded.toPlainString();
    }
}
