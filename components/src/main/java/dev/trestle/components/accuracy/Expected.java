package dev.trestle.components.accuracy;

import dev.trestle.estimator.quantity.Quantity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a report must say: {@code get mean latency = 50 ms within 1 %}. A tolerance in per cent is a share of the known
 * value, any other quantity is absolute; {@code exactly} is a tolerance of 0.
 *
 * @param measure the number of the report, see {@link Measure}
 * @param known its value by theory or publication, in SI units
 * @param tolerance how far off it may be, in the same unit
 */
public record Expected(Measure measure, double known, double tolerance) {
    private static final Pattern FORM = Pattern.compile("(.+) = (.+?) (?:within (.+)|exactly)");

    /** Reads the line; throws IllegalStateException when it has another form. */
    static Expected parse(String line) {
        Matcher parts = FORM.matcher(line);
        if (!parts.matches()) {
            throw new IllegalStateException(
                    "\"" + line + "\" must be <measure> = <quantity> within <tolerance>, or = <quantity> exactly");
        }
        double known = value(parts.group(2));
        String within = parts.group(3);
        double tolerance = within == null ? 0 : value(within);
        boolean share = within != null && within.endsWith("%");
        return new Expected(Measure.parse(parts.group(1)), known, share ? tolerance * Math.abs(known) : tolerance);
    }

    private static double value(String text) {
        return text.endsWith("%") ? Quantity.ratio(text) : Quantity.parse(text).value();
    }
}
