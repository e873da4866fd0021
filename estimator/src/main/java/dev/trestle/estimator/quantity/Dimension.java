package dev.trestle.estimator.quantity;

import java.util.Collections;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What a quantity is made of: powers of second, byte, USD and of any noun that is counted (user, photo, request).
 *
 * <p>Immutable and equal by value. A plain number has no powers at all ({@link #NONE}).
 */
public final class Dimension {

    public static final Dimension NONE = new Dimension(new TreeMap<>());
    public static final Dimension SECOND = of("second");
    public static final Dimension BYTE = of("byte");
    public static final Dimension USD = of("USD");
    public static final Dimension PER_SECOND = SECOND.power(-1);

    private static final int MOST = 32;

    private final Map<String, Integer> powers;

    private Dimension(TreeMap<String, Integer> powers) {
        this.powers = Collections.unmodifiableMap(powers);
    }

    /** The dimension of one counted thing; give the noun in the singular and in lower case. */
    public static Dimension noun(String noun) {
        return of(noun);
    }

    private static Dimension of(String base) {
        TreeMap<String, Integer> powers = new TreeMap<>();
        powers.put(base, 1);
        return new Dimension(powers);
    }

    public Dimension times(Dimension other) {
        return combine(other, 1);
    }

    public Dimension per(Dimension other) {
        return combine(other, -1);
    }

    public Dimension power(int n) {
        TreeMap<String, Integer> result = new TreeMap<>();
        powers.forEach((base, power) -> put(result, base, power * n));
        return new Dimension(result);
    }

    /** The same without nouns: only second, byte and USD stay. */
    public Dimension withoutNouns() {
        TreeMap<String, Integer> result = new TreeMap<>(powers);
        result.keySet().removeIf(Dimension::isNoun);
        return new Dimension(result);
    }

    /** The power of a base: "second", "byte", "USD" or a noun; 0 when it does not occur. */
    public int of(Dimension base) {
        return powers.getOrDefault(base.powers.keySet().iterator().next(), 0);
    }

    public boolean isNone() {
        return powers.isEmpty();
    }

    /** Base to power, in alphabetical order. */
    Map<String, Integer> powers() {
        return powers;
    }

    static boolean isNoun(String base) {
        return !base.equals("second") && !base.equals("byte") && !base.equals("USD");
    }

    private Dimension combine(Dimension other, int sign) {
        TreeMap<String, Integer> result = new TreeMap<>(powers);
        other.powers.forEach((base, power) -> put(result, base, result.getOrDefault(base, 0) + sign * power));
        return new Dimension(result);
    }

    private static void put(TreeMap<String, Integer> powers, String base, int power) {
        if (power == 0) {
            powers.remove(base);
        } else {
            // Beyond this nobody means it, and repeated squaring would overflow.
            powers.put(base, Math.max(-MOST, Math.min(MOST, power)));
        }
    }

    /** The base unit of this dimension as text: {@code B/s}, {@code photo/user/s}, {@code 1/s}, {@code 1}. */
    public String text() {
        StringJoiner over = new StringJoiner("·");
        StringBuilder under = new StringBuilder();
        powers.forEach((base, power) -> {
            if (power > 0) {
                over.add(symbol(base) + exponent(power));
            }
        });
        powers.forEach((base, power) -> {
            if (power < 0 && !base.equals("second")) {
                under.append('/').append(symbol(base)).append(exponent(-power));
            }
        });
        int seconds = powers.getOrDefault("second", 0);
        if (seconds < 0) {
            under.append("/s").append(exponent(-seconds));
        }
        return (over.length() == 0 ? "1" : over.toString()) + under;
    }

    static String symbol(String base) {
        return base.equals("second") ? "s" : base.equals("byte") ? "B" : base;
    }

    static String exponent(int power) {
        return power == 1 ? "" : "^" + power;
    }

    /** The dimension for a message: {@link #text()}, or "a plain number". */
    public String words() {
        return isNone() ? "a plain number" : text();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dimension that && powers.equals(that.powers);
    }

    @Override
    public int hashCode() {
        return powers.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
