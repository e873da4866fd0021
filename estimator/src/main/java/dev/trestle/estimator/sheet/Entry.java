package dev.trestle.estimator.sheet;

/**
 * A cell before it is computed: a name and the text that defines it.
 *
 * @param shape what the text must yield, or null for anything
 * @param note where the text comes from (a fact's citation), or null
 * @param generated whether the program wrote the text, so that no limit of length applies
 */
public record Entry(String name, String text, Shape shape, String note, boolean generated) {

    /** A cell as somebody typed it. */
    public static Entry typed(String name, String text, Shape shape) {
        return new Entry(name, text, shape, null, false);
    }

    /** A cell that the program defines. */
    public static Entry standard(String name, String text, Shape shape) {
        return new Entry(name, text, shape, null, true);
    }
}
