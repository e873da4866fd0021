package dev.trestle.components.verdict;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of a requirement, in SI units, with the text it was given in: (0.3, "300 ms").
 *
 * @param value seconds, per second, USD per month, a count, or a share of 0..1, by the requirement's form
 * @param text one space between number and unit
 */
public record Amount(double value, String text) {
    private static final Pattern LITERAL = Pattern.compile("[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?");

    /**
     * How far off a number may be that equals this one in the digits that are written: 0.5 ms for 300 ms, 0.05 ms for
     * 300.0 ms. None and all of something (0, 100 %) are meant as they stand: 0.
     */
    double tolerance() {
        Matcher literal = LITERAL.matcher(text);
        boolean all = value == 1 && (text.endsWith("%") || literal.matches());
        if (value == 0 || all || !literal.lookingAt()) {
            return 0;
        }
        BigDecimal number = new BigDecimal(literal.group());
        double step = number.ulp().doubleValue() / Math.abs(number.doubleValue());
        return Math.abs(value) * step / 2;
    }

    @Override
    public String toString() {
        return text;
    }
}
