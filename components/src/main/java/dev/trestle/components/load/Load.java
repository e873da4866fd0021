package dev.trestle.components.load;

import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a phase asks of the design: {@code average}, {@code peak}, {@code 2 * peak}, {@code 5000/s} (all operations
 * together, in the mix of their averages) or {@code ramp average to peak}.
 */
public record Load(Level start, Level end) {
    /** The load of a phase that says nothing. */
    public static final Load PEAK = new Load(new Level(1, Base.PEAK), new Level(1, Base.PEAK));

    /** How a load is written. */
    public static final List<Form> WRITING = List.of(
            new Form("peak", "every operation at the peak rate that follows from the brief"),
            new Form("average", "at its average rate"),
            new Form("2 * peak", "a multiple of either"),
            new Form("5000/s", "all operations together, in the mix of their averages"),
            new Form("ramp average to peak", "evenly from one to the other"));

    private static final Pattern RAMP = Pattern.compile("ramp\\s+(.+?)\\s+to\\s+(.+)");
    private static final Pattern MULTIPLE = Pattern.compile("(?:([0-9.eE+]+)\\s*[*x]\\s*)?(average|peak)");

    /** What a level is a multiple of. */
    public enum Base {
        AVERAGE,
        PEAK,
        /** Requests per second of all operations together. */
        TOTAL
    }

    /** One level of load: so many times its base; for TOTAL that is requests per second. */
    public record Level(double times, Base base) {
        /**
         * The rate of one operation at this level, per second.
         *
         * @param average its average rate per second
         * @param peak its peak rate per second
         * @param share its share of the sum of all averages
         */
        public double perSecond(double average, double peak, double share) {
            return switch (base) {
                case AVERAGE -> times * average;
                case PEAK -> times * peak;
                case TOTAL -> times * share;
            };
        }

        @Override
        public String toString() {
            String number =
                    times == Math.rint(times) && times < 1e15 ? Long.toString((long) times) : Double.toString(times);
            return switch (base) {
                case AVERAGE -> times == 1 ? "average" : number + " * average";
                case PEAK -> times == 1 ? "peak" : number + " * peak";
                case TOTAL -> number + "/s";
            };
        }
    }

    /** Reads a load; throws BadText. Null or blank is {@link #PEAK}. */
    public static Load parse(String text) {
        if (text == null || text.isBlank()) {
            return PEAK;
        }
        Matcher ramp = RAMP.matcher(text.trim());
        if (ramp.matches()) {
            return new Load(level(ramp.group(1), text), level(ramp.group(2), text));
        }
        Level level = level(text.trim(), text);
        return new Load(level, level);
    }

    private static Level level(String part, String text) {
        Matcher multiple = MULTIPLE.matcher(part.trim());
        if (multiple.matches()) {
            double times = multiple.group(1) == null ? 1 : times(multiple.group(1), text);
            return new Level(times, multiple.group(2).equals("peak") ? Base.PEAK : Base.AVERAGE);
        }
        try {
            double perSecond = Quantity.perSecond(part);
            if (perSecond >= 0 && Double.isFinite(perSecond)) {
                return new Level(perSecond, Base.TOTAL);
            }
        } catch (BadText e) {
            throw wrong(text, part);
        }
        throw wrong(text, part);
    }

    private static double times(String number, String text) {
        try {
            double times = Double.parseDouble(number);
            if (Double.isFinite(times)) {
                return times;
            }
        } catch (NumberFormatException e) {
            throw wrong(text, number);
        }
        throw wrong(text, number);
    }

    private static BadText wrong(String text, String part) {
        return new BadText(
                text,
                Math.max(0, text.indexOf(part)),
                "expected average, peak, 2 * peak, 5000/s or ramp average to peak, not \"" + part + "\"");
    }

    @Override
    public String toString() {
        return start.equals(end) ? start.toString() : "ramp " + start + " to " + end;
    }
}
