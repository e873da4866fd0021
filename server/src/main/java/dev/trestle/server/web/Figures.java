package dev.trestle.server.web;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people: SI values in, three significant digits with a fitting unit out. NaN prints as a dash. */
public final class Figures {
    private static final String NONE = "–";

    private Figures() {}

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

    /** A share: {@code 61 %}; close to one, as many digits as it takes to tell it from one. */
    public static String share(double share) {
        if (Double.isNaN(share)) return NONE;
        if (share > 0.99 && share < 1) {
            int digits = (int) Math.min(6, Math.ceil(-Math.log10(1 - share)));
            return plain(new BigDecimal(share * 100).setScale(digits, java.math.RoundingMode.HALF_EVEN)) + " %";
        }
        return three(share * 100) + " %";
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

    /** A size: {@code 31 GB}. */
    public static String bytes(double bytes) {
        if (Double.isNaN(bytes)) return NONE;
        String[] prefixes = {"", "k", "M", "G", "T", "P", "E"};
        int i = 0;
        double size = bytes;
        for (; Math.abs(size) >= 1000 && i < prefixes.length - 1; i++) size /= 1000;
        return three(size) + " " + (i == 1 ? "K" : prefixes[i]) + "B";
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
        return plain(new BigDecimal(number).round(new MathContext(3)));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
