package dev.trestle.components.kind;

import dev.trestle.components.load.Distribution;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;

/** The type of a setting: one way to check and one widget each. All texts are as typed by people, units included. */
public enum ParamType {
    INTEGER("a whole number such as 4"),
    NUMBER("a number such as 0.5"),
    DURATION("a time such as 250 ms"),
    BYTES("a size such as 16 GiB"),
    RATE("a count per time such as 500/s"),
    RATIO("a share such as 20 %"),
    MONEY("money per month such as 120 USD/month"),
    CHOICE("one of the options"),
    TEXT("any text"),
    DISTRIBUTION("a time or a distribution such as 8 ms, exponential(8 ms) or lognormal(8 ms, cv 1)"),
    OPERATIONS("operation names, separated by commas"),
    NAMES("entity names, separated by commas; empty means all"),
    FLAG("yes or no");

    /** What settings with an optional limit may hold instead of a number. */
    public static final String NONE = "none";

    private final String allowed;

    ParamType(String allowed) {
        this.allowed = allowed;
    }

    /** What may be typed, for error lines. */
    public String allowed() {
        return allowed;
    }

    /** The word in the catalog. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The size of a text for comparison with limits; 0 for types that have none.
     *
     * @throws BadText when the text is not of this type
     */
    double measure(String text) {
        return switch (this) {
            case INTEGER -> integer(text);
            case NUMBER -> Quantity.count(text);
            case DURATION -> Quantity.seconds(text);
            case BYTES -> Quantity.bytes(text);
            case RATE -> Quantity.perSecond(text);
            case RATIO -> Quantity.ratio(text);
            case MONEY -> Quantity.usd(text);
            case DISTRIBUTION -> Distribution.duration(text).mean() / 1e9;
            case CHOICE, TEXT, OPERATIONS, NAMES, FLAG -> 0;
        };
    }

    private static double integer(String text) {
        double value = Quantity.count(text);
        if (value != Math.rint(value)) {
            throw new BadText(text, 0, "must be a whole number");
        }
        return value;
    }
}
