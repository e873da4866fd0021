package dev.trestle.estimator.quantity;

import java.util.function.Function;

/**
 * A unit that a quantity can be written in: a factor to base units (second, byte, USD, one of a noun) and a dimension.
 *
 * <p>{@code text} is the unit as typed. {@code bits} remembers that it was written with bits: a bit is 1/8 byte, and
 * formulas refuse to add the two without a conversion.
 */
public record Unit(String text, double factor, Dimension dimension, boolean bits) {

    public static final Unit ONE = new Unit("", 1, Dimension.NONE, false);

    /**
     * Reads a unit: {@code MB}, {@code Mbit/s}, {@code photo/user/day}, {@code 1/s}, {@code %}.
     *
     * @throws BadText when it is none
     */
    public static Unit parse(String text) {
        Cursor cursor = new Cursor(text);
        Unit unit = readAll(cursor, at -> null);
        cursor.end();
        return unit;
    }

    /** Reads a unit that must be here, with an optional 1 in front as in {@code 1/s}. */
    public static Unit readAll(Cursor cursor, Function<Cursor, String> names) {
        int from = cursor.at();
        if (cursor.peek() == '1') {
            cursor.at(from + 1);
            cursor.skip();
        }
        Unit unit = read(cursor, names);
        if (unit == ONE) {
            throw cursor.bad(from, "expected a unit such as MB, Mbit/s or photo/day");
        }
        return unit;
    }

    /**
     * Reads the unit after a number, as far as it goes; {@link #ONE} when there is none.
     *
     * <p>{@code names} gives the name of something else that starts at the cursor, or null. A slash divides by such a
     * name ({@code 5 MB / uploads}) unless it stands tight between two units or common nouns ({@code 5 MB/photo} stays
     * a unit even where something is named {@code photo}).
     */
    public static Unit read(Cursor cursor, Function<Cursor, String> names) {
        int from = cursor.at();
        Unit unit = first(cursor, names);
        while (true) {
            int before = cursor.at();
            boolean tight = unit != ONE && isTight(cursor);
            if (cursor.take('/') || takePer(cursor)) {
                if (!startsUnit(cursor, names, tight)) {
                    cursor.at(before);
                    break;
                }
                unit = unit.per(power(cursor, factor(cursor)));
            } else if (cursor.take('·')) {
                unit = unit.times(power(cursor, factor(cursor)));
            } else {
                break;
            }
        }
        return unit == ONE
                ? ONE
                : unit.named(cursor.text().substring(from, cursor.at()).strip());
    }

    private static Unit first(Cursor cursor, Function<Cursor, String> names) {
        if (cursor.peek() != '%' && !cursor.atWord()) {
            return ONE;
        }
        String word = cursor.peekWord();
        if (isKeyword(word) || !startsUnit(cursor, names, true)) {
            return ONE;
        }
        Double prefix = Units.prefix(word);
        if (prefix == null) {
            return power(cursor, factor(cursor));
        }
        cursor.word();
        Unit scale = new Unit(word, prefix, Dimension.NONE, false);
        boolean more = cursor.atWord() && !isKeyword(cursor.peekWord()) && startsUnit(cursor, names, true);
        return more ? scale.times(power(cursor, factor(cursor))) : scale;
    }

    /** Whether a word is a unit of time, data, money or ratio: neither a noun nor a bare prefix. */
    public static boolean isUnit(String word) {
        return Units.isUnit(word);
    }

    private static boolean isKeyword(String word) {
        return word.equals("in") || word.equals("per");
    }

    private static boolean takePer(Cursor cursor) {
        return cursor.peekWord().equals("per") && !cursor.word().isEmpty();
    }

    /** A slash with no space on either side. */
    private static boolean isTight(Cursor cursor) {
        boolean before = cursor.at() > 0 && !Character.isWhitespace(cursor.peek(-1));
        return before && cursor.peek() == '/' && !Character.isWhitespace(cursor.peek(1));
    }

    private static boolean startsUnit(Cursor cursor, Function<Cursor, String> names, boolean unitsWin) {
        if (cursor.peek() == '%') {
            return true;
        }
        String word = cursor.peekWord();
        String name = names.apply(cursor);
        if (word.isEmpty() || name == null) {
            return !word.isEmpty();
        }
        return unitsWin && name.length() <= word.length() && Units.isCertain(word);
    }

    private static Unit factor(Cursor cursor) {
        int at = cursor.at();
        if (cursor.take('%')) {
            return new Unit("%", 0.01, Dimension.NONE, false);
        }
        String word = cursor.peekWord();
        if (word.isEmpty()) {
            throw cursor.bad(at, "expected a unit such as MB, s or photo");
        }
        try {
            Unit unit = Units.of(word);
            cursor.word();
            return unit;
        } catch (IllegalArgumentException e) {
            throw cursor.bad(at, e.getMessage());
        }
    }

    private static Unit power(Cursor cursor, Unit unit) {
        boolean negative = cursor.peek() == '^' && cursor.peek(1) == '-';
        char digit = cursor.peek(negative ? 2 : 1);
        if (cursor.peek() != '^' || digit < '1' || digit > '9') {
            return unit;
        }
        int n = (digit - '0') * (negative ? -1 : 1);
        cursor.at(cursor.at() + (negative ? 3 : 2));
        cursor.skip();
        return new Unit(unit.text, StrictMath.pow(unit.factor, n), unit.dimension.power(n), unit.bits);
    }

    Unit times(Unit other) {
        return new Unit(text, factor * other.factor, dimension.times(other.dimension), bits || other.bits);
    }

    private Unit per(Unit other) {
        return new Unit(text, factor / other.factor, dimension.per(other.dimension), bits || other.bits);
    }

    private Unit named(String name) {
        return new Unit(name, factor, dimension, bits);
    }
}
