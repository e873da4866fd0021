package dev.trestle.estimator.quantity;

/**
 * A number with a dimension: {@code 5 MB}, {@code 20 Muser}, {@code 3 Gbit/s}, {@code 12 kUSD/month}.
 *
 * <p>{@code value} is in base units: seconds, bytes, USD, one of each noun. Immutable. 1 KB is 1,000 B, 1 KiB 1,024 B,
 * a bit 1/8 byte, a day 86,400 s, a month 30 days, a year 365 days. Arithmetic throws IllegalArgumentException when
 * dimensions do not fit; parsing throws {@link BadText}.
 */
public record Quantity(double value, Dimension dimension) {

    /** A plain number. */
    public static Quantity of(double value) {
        return new Quantity(value, Dimension.NONE);
    }

    /** Reads one number with its unit; {@code $5} is 5 USD. A range or a formula is refused. */
    public static Quantity parse(String text) {
        Cursor cursor = new Cursor(text);
        if (cursor.atEnd()) {
            throw cursor.bad(0, "expected a number with a unit such as 5 MB, the text is empty");
        }
        boolean negative = cursor.take('-');
        Amount amount = Amount.read(cursor, at -> null);
        if (cursor.peek() == '.' && cursor.peek(1) == '.') {
            throw cursor.bad(cursor.at(), "expected one number here, not a range");
        }
        cursor.end();
        return negative ? amount.quantity().times(-1) : amount.quantity();
    }

    public Quantity plus(Quantity other) {
        same(other, "add");
        return new Quantity(value + other.value, dimension);
    }

    public Quantity minus(Quantity other) {
        same(other, "subtract");
        return new Quantity(value - other.value, dimension);
    }

    public Quantity times(Quantity other) {
        return new Quantity(value * other.value, dimension.times(other.dimension));
    }

    public Quantity times(double factor) {
        return new Quantity(value * factor, dimension);
    }

    public Quantity per(Quantity other) {
        return new Quantity(value / other.value, dimension.per(other.dimension));
    }

    /** The same number without its nouns: 7.7 photo/s becomes 7.7/s. */
    public Quantity withoutNouns() {
        return new Quantity(value, dimension.withoutNouns());
    }

    /** The number in a unit, as in {@code ingress.in("Mbit/s")}; throws BadText when the unit does not fit. */
    public double in(String unit) {
        Unit asked = Unit.parse(unit);
        if (!asked.dimension().equals(dimension)) {
            throw new BadText(
                    unit,
                    0,
                    "expected a unit of " + dimension.words() + ", not "
                            + asked.dimension().words());
        }
        return value / asked.factor();
    }

    /** The quantity as a person writes it: a sensible prefix and four significant digits, {@code 38.58 MB/s}. */
    public String print() {
        return Printer.print(this);
    }

    /** Data or bandwidth in bits with a sensible prefix: {@code 308.6 Mbit/s}. */
    public String printInBits() {
        return Printer.printInBits(this);
    }

    /** The quantity in a unit, four significant digits: {@code 308.6 Mbit/s}. */
    public String printIn(Unit unit) {
        String number = Printer.number(value / unit.factor());
        boolean tight = unit.text().startsWith("/") || unit.text().equals("x");
        return unit.text().isEmpty() ? number : number + (tight ? "" : " ") + unit.text();
    }

    /** Seconds of a text such as {@code 8 ms}; throws BadText when it is no time. */
    public static double seconds(String text) {
        return wanted(text, Dimension.SECOND, false, "a time such as 8 ms or 30 d");
    }

    /** Bytes of a text such as {@code 16 GiB}; throws BadText when it is no amount of data. */
    public static double bytes(String text) {
        return wanted(text, Dimension.BYTE, false, "an amount of data such as 16 GiB or 5 MB");
    }

    /** Any count per second of a text such as {@code 5000/s} or {@code 2 request/day}; throws BadText otherwise. */
    public static double perSecond(String text) {
        return wanted(text, Dimension.PER_SECOND, true, "a rate such as 5000/s or 2 request/day");
    }

    /** Bytes per second of a text such as {@code 3 Gbit/s}; throws BadText otherwise. */
    public static double bytesPerSecond(String text) {
        return wanted(text, Dimension.BYTE.per(Dimension.SECOND), false, "a bandwidth such as 3 Gbit/s or 90 MB/s");
    }

    /** A share or plain number of a text such as {@code 99.9 %} or {@code 0.5}; throws BadText otherwise. */
    public static double ratio(String text) {
        return wanted(text, Dimension.NONE, false, "a ratio such as 99.9 % or 0.5");
    }

    /** USD per month (of 30 days) of a text such as {@code 60 kUSD/month}; throws BadText otherwise. */
    public static double usd(String text) {
        Dimension perSecond = Dimension.USD.per(Dimension.SECOND);
        return wanted(text, perSecond, false, "money per time such as 60 kUSD/month") * 30 * 86_400;
    }

    /** A number of things of a text such as {@code 240 M} or {@code 10 Muser}; throws BadText otherwise. */
    public static double count(String text) {
        return wanted(text, Dimension.NONE, true, "a count such as 240 M or 10 Muser");
    }

    private static double wanted(String text, Dimension dimension, boolean anyNoun, String example) {
        Quantity quantity = parse(text);
        Dimension found = anyNoun ? quantity.dimension.withoutNouns() : quantity.dimension;
        if (!found.equals(dimension)) {
            throw new BadText(text, 0, "expected " + example + ", not " + quantity.dimension.words());
        }
        return quantity.value;
    }

    private void same(Quantity other, String verb) {
        if (!dimension.equals(other.dimension)) {
            throw new IllegalArgumentException(
                    "cannot " + verb + " " + other.dimension.words() + " and " + dimension.words());
        }
    }
}
