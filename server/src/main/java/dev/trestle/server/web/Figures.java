package dev.trestle.server.web;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people: SI values in, three significant digits with a fitting unit out. NaN prints as a dash. */
public final class Figures {
    private static final String NONE = "–";
    private static final MathContext THREE = new MathContext(3);
    private static final int MOST_DECIMALS = 6;
    private static final String[] PREFIXES = {"", "K", "M", "G", "T", "P", "E"};
    private static final double MEGA = 1e6;
    private static final double MEBI = 1 << 20;

    private Figures() {}

    /** A number in the unit that a report names beside it. */
    public static String in(String unit, double value) {
        return switch (unit) {
            case "s" -> seconds(value);
            case "1/s" -> perSecond(value);
            case "share" -> share(value);
            case "USD/month" -> usdPerMonth(value);
            case "USD/operation" -> three(value * 1e6) + " USD per million";
            case "times" -> Double.isNaN(value) ? NONE : number(value) + " x";
            default -> number(value);
        };
    }

    /** A time: {@code 112 ms}, {@code 1.2 s}, {@code 4 min}. */
    public static String seconds(double seconds) {
        double size = Math.abs(seconds);
        if (Double.isNaN(seconds)) return NONE;
        if (size == 0) return "0 s";
        if (size < 1e-6) return three(seconds * 1e9) + " ns";
        if (size < 1e-3) return three(seconds * 1e6) + " µs";
        if (size < 1) return three(seconds * 1e3) + " ms";
        if (size < 600) return three(seconds) + " s";
        return size < 7200 ? three(seconds / 60) + " min" : three(seconds / 3600) + " h";
    }

    /** A rate: {@code 6,944/s}. */
    public static String perSecond(double rate) {
        return Double.isNaN(rate) ? NONE : number(rate) + "/s";
    }

    /** A share: {@code 61 %}; close to one the digits that matter are those of what is missing: {@code 99.9713 %}. */
    public static String share(double share) {
        if (Double.isNaN(share)) return NONE;
        if (share > 0.9 && share < 1) {
            BigDecimal missing = new BigDecimal((1 - share) * 100).round(THREE);
            BigDecimal value = BigDecimal.valueOf(100).subtract(missing);
            return plain(value.setScale(Math.min(MOST_DECIMALS, value.scale()), RoundingMode.HALF_EVEN)) + " %";
        }
        return three(share * 100) + " %";
    }

    /** How busy servers are expected to be: where more comes than they can do, nobody is busier than always. */
    public static String busy(double share) {
        return share > 1 ? "over 100 %" : share(share);
    }

    /** Money: {@code 41,230 USD}. */
    public static String usd(double usd) {
        return Double.isNaN(usd)
                ? NONE
                : String.format(Locale.ROOT, Math.abs(usd) < 10 ? "%,.2f USD" : "%,.0f USD", usd);
    }

    /** What something costs: {@code 41,230 USD/month}. */
    public static String usdPerMonth(double usd) {
        return Double.isNaN(usd) ? NONE : usd(usd) + "/month";
    }

    /** A size: {@code 31 GB}; {@code 512 MiB} where it is whole in those and not in the others, as memory is sold. */
    public static String bytes(double bytes) {
        if (Double.isNaN(bytes)) return NONE;
        boolean binary = bytes > 0 && bytes % MEBI == 0 && bytes % MEGA != 0;
        double step = binary ? 1024 : 1000;
        int i = 0;
        double size = bytes;
        for (; Math.abs(size) >= step && i < PREFIXES.length - 1; i++) size /= step;
        return three(size) + " " + PREFIXES[i] + (binary ? "iB" : "B");
    }

    /** A plain number: whole above 1,000, else three digits. */
    public static String number(double number) {
        if (Double.isNaN(number)) return NONE;
        if (Double.isInfinite(number)) return number > 0 ? "∞" : "-∞";
        return Math.abs(number) >= 1000 ? String.format(Locale.ROOT, "%,.0f", number) : three(number);
    }

    private static String three(double number) {
        if (Double.isInfinite(number)) return number > 0 ? "∞" : "-∞";
        if (number == 0) return "0";
        if (Math.abs(number) >= 1000) return String.format(Locale.ROOT, "%,.0f", number);
        return plain(new BigDecimal(number).round(THREE));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
