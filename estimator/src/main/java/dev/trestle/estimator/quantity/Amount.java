package dev.trestle.estimator.quantity;

import java.util.function.Function;

/**
 * A number as typed, with the unit it was typed in: {@code 5 MB}, {@code 2/day}, {@code $0.09/GB}.
 *
 * @param number the number before the unit
 * @param bare whether it was written without any unit, so that a range may lend it one
 */
public record Amount(double number, Unit unit, boolean bare) {

    /**
     * Reads a number and the unit behind it; {@code names} gives the name of something else at the cursor, or null.
     *
     * @throws BadText when no number starts here or the unit is unknown
     */
    public static Amount read(Cursor cursor, Function<Cursor, String> names) {
        boolean dollars = cursor.take('$');
        int at = cursor.at();
        if (!cursor.atNumber()) {
            String found = cursor.atEnd() ? "the end" : "\"" + cursor.rest() + "\"";
            throw cursor.bad(at, "expected a number, not " + found);
        }
        double number = cursor.number();
        Unit unit = Unit.read(cursor, names);
        if (dollars) {
            Unit usd = new Unit("USD", 1, Dimension.USD, false).times(unit);
            return new Amount(number, new Unit(money(unit), usd.factor(), usd.dimension(), false), false);
        }
        return new Amount(number, unit, unit == Unit.ONE);
    }

    public Quantity quantity() {
        return new Quantity(number * unit.factor(), unit.dimension());
    }

    /** The same number in another's unit. */
    Amount in(Unit other) {
        return new Amount(number, other, false);
    }

    private static String money(Unit unit) {
        return unit.text().matches("[kKMGTP].*")
                ? unit.text().charAt(0) + "USD" + unit.text().substring(1)
                : "USD" + unit.text();
    }
}
