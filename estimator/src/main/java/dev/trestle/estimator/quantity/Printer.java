package dev.trestle.estimator.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;

/**
 * Writes quantities for people: one prefix, four significant digits, and a unit of time that keeps the number short.
 */
final class Printer {

    private static final int DIGITS = 4;
    private static final String[] LARGE = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] DATA = {"", "K", "M", "G", "T", "P", "E"};
    private static final String[] SMALL = {"", "m", "u", "n"};
    private static final String[] TIMES = {"year", "d", "h", "min"};
    private static final double[] SECONDS = {31_536_000, 86_400, 3_600, 60};
    /** Below this many a second a rate is told per day, month or year. */
    private static final double SLOW = 0.01;

    private Printer() {}

    static String print(Quantity quantity) {
        double value = quantity.value();
        Dimension dimension = quantity.dimension();
        if (!Double.isFinite(value)) {
            return (Double.isNaN(value) ? "undefined" : value < 0 ? "-infinite" : "infinite");
        }
        if (dimension.equals(Dimension.SECOND)) {
            return time(value);
        }
        Map<String, Integer> powers = dimension.powers();
        StringBuilder under = new StringBuilder();
        powers.forEach((base, power) -> {
            if (power < 0 && !base.equals("second")) {
                under.append('/').append(symbol(base, dimension)).append(Dimension.exponent(-power));
            }
        });
        value *= StrictMath.pow(perData(dimension), -Math.min(0, powers.getOrDefault("byte", 0)));
        int seconds = powers.getOrDefault("second", 0);
        if (seconds == -1) {
            String period = period(value, dimension);
            value *= period.equals("s") ? 1 : Units.of(period).factor();
            under.append('/').append(period);
        } else if (seconds < 0) {
            under.append("/s^").append(-seconds);
        }
        return scaled(value, over(powers), under.toString());
    }

    static String printInBits(Quantity quantity) {
        String under = quantity.dimension().text().substring(1);
        return scaled(quantity.value() * 8, "bit", under);
    }

    private static String over(Map<String, Integer> powers) {
        StringBuilder over = new StringBuilder();
        for (String first : new String[] {"byte", "USD"}) {
            append(over, first, powers.getOrDefault(first, 0));
        }
        powers.forEach((base, power) -> {
            if (Dimension.isNoun(base)) {
                append(over, base, power);
            }
        });
        append(over, "second", powers.getOrDefault("second", 0));
        return over.toString();
    }

    private static void append(StringBuilder over, String base, int power) {
        if (power > 0) {
            over.append(over.length() == 0 ? "" : "·")
                    .append(Dimension.symbol(base))
                    .append(Dimension.exponent(power));
        }
    }

    private static String scaled(double value, String over, String under) {
        boolean data = over.startsWith("B");
        boolean time = over.startsWith("s") && (over.length() == 1 || over.charAt(1) == '·');
        boolean powered = over.matches("[^·]*\\^.*");
        String prefix = "";
        double shown = value;
        if (!powered && time) {
            for (int i = 1; i < SMALL.length && value != 0 && round(Math.abs(shown)) < 1; i++) {
                shown = value * StrictMath.pow(1000, i);
                prefix = SMALL[i];
            }
        } else if (!powered && round(Math.abs(value)) >= (isCounted(over) ? 10_000 : 1_000)) {
            for (int i = 1; i < LARGE.length && round(Math.abs(shown)) >= 1_000; i++) {
                shown = value / StrictMath.pow(1000, i);
                prefix = data ? DATA[i] : LARGE[i];
            }
        }
        String unit = prefix + over;
        return number(shown) + (unit.isEmpty() ? "" : " " + unit) + under;
    }

    private static boolean isCounted(String over) {
        return !over.startsWith("B") && !over.startsWith("USD") && !over.equals("bit");
    }

    private static String time(double seconds) {
        double size = Math.abs(seconds);
        for (int i = 0; i < TIMES.length; i++) {
            // "90 s" and "36 h" read better than "1.5 min" and "1.5 d".
            if (size >= 2 * SECONDS[i] || isWhole(size / SECONDS[i]) && size >= SECONDS[i]) {
                return number(seconds / SECONDS[i]) + " " + TIMES[i];
            }
        }
        return scaled(seconds, "s", "");
    }

    private static boolean isWhole(double value) {
        return Math.abs(value - Math.rint(value)) < 1e-9;
    }

    private static String period(double perSecond, Dimension dimension) {
        if (dimension.of(Dimension.USD) > 0) {
            return "month";
        }
        double size = Math.abs(perSecond);
        if (size == 0 || size >= SLOW) {
            return "s";
        }
        return size * 86_400 >= 1 ? "day" : size * 2_592_000 >= 1 ? "month" : "year";
    }

    /** Prices are told per GB and times per MB; nobody pays per byte. */
    private static double perData(Dimension dimension) {
        return dimension.of(Dimension.USD) > 0 ? 1e9 : 1e6;
    }

    private static String symbol(String base, Dimension dimension) {
        return base.equals("byte") ? (dimension.of(Dimension.USD) > 0 ? "GB" : "MB") : Dimension.symbol(base);
    }

    private static double round(double value) {
        return new BigDecimal(value)
                .round(new MathContext(DIGITS, RoundingMode.HALF_UP))
                .doubleValue();
    }

    /** A number with four significant digits and no trailing zeros; an exponent below 1e-4 and from 1e7 on. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "undefined" : "infinite";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS, RoundingMode.HALF_UP));
        double size = Math.abs(rounded.doubleValue());
        if (size == 0) {
            return "0";
        }
        if (size >= 1e-4 && size < 1e7) {
            return rounded.stripTrailingZeros().toPlainString();
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}
