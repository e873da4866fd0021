package dev.trestle.server.accuracy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * How the figures of one row are printed: all in the same unit, with five significant digits, as the errors are small.
 *
 * @param scale by which SI values are multiplied
 * @param unit with a leading space where it needs one; empty for counts and ratios
 */
record Figure(double scale, String unit) {
    private static final MathContext FIVE = new MathContext(5);

    /** The fitting unit for a measure's known value. */
    static Figure of(String measure, double known) {
        String what = measure.replaceFirst(" in [a-z0-9 -]+$", "");
        if (what.endsWith(" latency") || what.endsWith(" lag")) {
            double size = Math.abs(known);
            return size >= 1 || size == 0
                    ? new Figure(1, " s")
                    : size >= 1e-3 ? new Figure(1e3, " ms") : new Figure(1e6, " µs");
        }
        if (what.endsWith(" throughput") || what.endsWith(" offered") || what.endsWith(" rate")) {
            return new Figure(1, "/s");
        }
        boolean share = what.endsWith(" availability")
                || what.endsWith(" error ratio")
                || what.endsWith(" hit ratio")
                || what.endsWith(" utilization");
        return share ? new Figure(100, " %") : new Figure(1, "");
    }

    String print(double value) {
        if (Double.isNaN(value)) return "–";
        double scaled = value * scale;
        double size = Math.abs(scaled);
        if (size == Math.rint(size) && size < 1e7) return (long) scaled + unit;
        boolean plain = size >= 1e-4 && size < 1e7;
        return (plain ? new BigDecimal(scaled).round(FIVE).toPlainString() : String.format(Locale.ROOT, "%.4e", scaled))
                + unit;
    }

    /** The tolerance as a share of the known value where there is one. */
    String tolerance(double known, double tolerance) {
        if (tolerance == 0) return "exact";
        return known == 0 || unit.equals(" %") && tolerance / Math.abs(known) > 0.1
                ? "± " + print(tolerance)
                : "± "
                        + new BigDecimal(100 * tolerance / Math.abs(known))
                                .round(new MathContext(2))
                                .toPlainString() + " %";
    }

    String error(double error, double known) {
        if (Double.isNaN(error)) return "–";
        return known == 0
                ? print(error)
                : String.format(Locale.ROOT, "%+.2f %%", 100 * error).replace('-', '−');
    }

    static String duration(double seconds) {
        return seconds < 90 ? Math.max(1, Math.round(seconds)) + " s" : Math.round(seconds / 60) + " min";
    }

    /** Ids with numbers in the order of the numbers: p5 before p10; those without behind them. */
    static String sortKey(String id) {
        String number = id.replaceFirst("^p([0-9]+)-.*$", "$1");
        return number.equals(id) ? "z" + id : String.format(Locale.ROOT, "p%03d%s", Integer.parseInt(number), id);
    }
}
