package dev.trestle.estimator.fact;

import dev.trestle.estimator.quantity.Quantity;
import java.util.Collection;

/**
 * A published number with its source: a latency, throughput, price, limit or failure rate that kinds and estimates
 * use instead of a literal in code.
 *
 * <p>{@code value} is a plain number in {@code unit} exactly as written in {@code facts.csv} (0.5 with unit
 * {@code ms}). Confidence is A (primary or measured), B (consistent secondary), C (one secondary, or derived), D
 * (assumption). Facts are immutable and read once from the module's resources.
 *
 * @param id dotted name, unique, for example {@code object.get.price}
 * @param value the number, in {@code unit}
 * @param unit the unit of {@code value}, a unit that quantities can be written in
 * @param date year, month or day of the source
 */
public record Fact(
        String id,
        String component,
        String metric,
        double value,
        String unit,
        String source,
        String date,
        String confidence) {

    /**
     * The fact with this id.
     *
     * @throws IllegalArgumentException when facts.csv has no such id: a mistake in our code, not in a board
     */
    public static Fact of(String id) {
        return FactTable.LOADED.get(id);
    }

    /** Every fact, in the order of the file. */
    public static Collection<Fact> all() {
        return FactTable.LOADED.all();
    }

    /** The value in base units: seconds, bytes, USD, one of each noun. */
    public Quantity quantity() {
        return Quantity.parse(value + " " + unit);
    }

    /** The fact as one line for a form, a hint or a report: what, how much, from where, when. */
    public String cited() {
        return component + ", " + metric + ": " + text(value) + " " + unit + " (" + source + ", " + date
                + ", confidence " + confidence + ")";
    }

    private static String text(double value) {
        return new java.math.BigDecimal(Double.toString(value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
