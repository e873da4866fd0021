package dev.trestle.components.accuracy;

import dev.trestle.estimator.quantity.Quantity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a report must say: {@code get mean latency = 50 ms within 1 %}. A tolerance in per cent is a share of the known
 * value, any other quantity is absolute; {@code exactly} is a tolerance of 0. With {@code about} in place of the sign the
 * known value was measured elsewhere, under conditions that only a fit reproduces: the tolerance alone decides.
 *
 * @param measure the number of the report, see {@link Measure}
 * @param known its value by theory or publication, in SI units
 * @param tolerance how far off it may be, in the same unit
 * @param shape whether the tolerance alone decides
 */
public record Expected(Measure measure, double known, double tolerance, boolean shape) {
    private static final Pattern FORM = Pattern.compile("(.+) (=|about) (.+?) (?:within (.+)|exactly)");

    /** Reads the line; throws IllegalStateException when it has another form. */
    static Expected parse(String line) {
        Matcher parts = FORM.matcher(line);
        if (!parts.matches()) {
            throw new IllegalStateException(
                    "\"" + line + "\" must be <measure> = <quantity> within <tolerance>, or = <quantity> exactly");
        }
        double known = value(parts.group(3));
        String within = parts.group(4);
        double tolerance = within == null ? 0 : value(within);
        boolean share = within != null && within.endsWith("%");
        return new Expected(
                Measure.parse(parts.group(1)),
                known,
                share ? tolerance * Math.abs(known) : tolerance,
                parts.group(2).equals("about"));
    }

    private static double value(String text) {
        return text.endsWith("%") ? Quantity.ratio(text) : Quantity.parse(text).value();
    }
}
