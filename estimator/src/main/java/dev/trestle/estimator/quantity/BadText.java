package dev.trestle.estimator.quantity;

/**
 * A text that somebody typed and we could not read: which text, where in it, what is wrong and what is allowed.
 *
 * <p>{@link #getMessage()} is one line for that person. Thrown by every parser of texts in the project.
 */
public final class BadText extends IllegalArgumentException {

    private static final long serialVersionUID = 1;
    private static final int SHOWN = 120;

    private final String text;
    private final int at;
    private final String says;

    /** @param at offset of the offending token in {@code text}, from 0; the length of the text when it ends too soon */
    public BadText(String text, int at, String says) {
        super(says + " (at character " + (at + 1) + " of \"" + shown(text) + "\")");
        this.text = text;
        this.at = at;
        this.says = says;
    }

    /** The whole text as typed. */
    public String text() {
        return text;
    }

    /** Offset of the offending token, from 0. */
    public int at() {
        return at;
    }

    /** What is wrong and what is allowed, without the text and the place. */
    public String says() {
        return says;
    }

    /** The text with a caret under the offending token, on two lines, for a terminal. */
    public String pointed() {
        return text.replaceAll("\\s", " ") + "\n" + " ".repeat(Math.max(0, at)) + "^";
    }

    private static String shown(String text) {
        String line = text.replaceAll("[\\p{Cntrl}]", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
