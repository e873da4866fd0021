package dev.trestle.estimator.quantity;

import java.util.function.Function;

/**
 * An uncertain number given by its 5th and 95th percentile: {@code 20..30 view/user/day}.
 *
 * <p>Lognormal when both ends are positive, else normal, so its median is the geometric or the arithmetic middle. Both
 * ends have one dimension and {@code low <= high}.
 */
public record Range(Amount low, Amount high) {

    /** The standard normal deviate of the 95th percentile. */
    private static final double Z95 = 1.6448536269514722;

    /**
     * Reads {@code a..b unit} after the low end has been read. A low end without a unit takes the unit of the high end.
     *
     * @throws BadText when the ends do not fit
     */
    public static Range readAfter(Amount low, Cursor cursor, Function<Cursor, String> names) {
        cursor.take("..");
        int at = cursor.at();
        double sign = cursor.take('-') ? -1 : 1;
        Amount read = Amount.read(cursor, names);
        Amount high = new Amount(sign * read.number(), read.unit(), read.bare());
        Amount from = low.bare() ? low.in(high.unit()) : low;
        if (!from.unit().dimension().equals(high.unit().dimension())) {
            throw cursor.bad(
                    at,
                    "expected the same unit at both ends of a range, not "
                            + from.unit().dimension().words() + " and "
                            + high.unit().dimension().words());
        }
        if (from.quantity().value() > high.quantity().value()) {
            throw cursor.bad(at, "expected the smaller number first, a range is low..high");
        }
        return new Range(from, high);
    }

    public Dimension dimension() {
        return high.unit().dimension();
    }

    public double median() {
        return at(0);
    }

    /** The value at a standard normal deviate: 0 gives the median, 1.645 the high end. */
    public double at(double deviate) {
        double a = low.quantity().value();
        double b = high.quantity().value();
        double t = deviate / Z95;
        if (a > 0) {
            // The middle and the half width of the logarithms; StrictMath because every machine must agree.
            double middle = (StrictMath.log(a) + StrictMath.log(b)) / 2;
            double half = (StrictMath.log(b) - StrictMath.log(a)) / 2;
            return StrictMath.exp(middle + half * t);
        }
        return (a + b) / 2 + (b - a) / 2 * t;
    }
}
