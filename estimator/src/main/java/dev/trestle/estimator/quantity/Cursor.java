package dev.trestle.estimator.quantity;

/**
 * A place in a text that is being read from left to right: the small scanner under every parser of quantities and
 * formulas. Not thread safe.
 */
public final class Cursor {

    /** No text of ours is longer; a longer one is a mistake or an attack. */
    public static final int LONGEST = 1000;

    private final String text;
    private int at;

    /** @throws BadText when the text is longer than {@link #LONGEST} */
    public Cursor(String text) {
        this(text, LONGEST);
    }

    /** A cursor with a limit of its own, for texts that the program wrote itself. */
    public Cursor(String text, int longest) {
        this.text = text;
        if (text.length() > longest) {
            throw new BadText(text, longest, "at most " + longest + " characters are allowed, not " + text.length());
        }
        skip();
    }

    public String text() {
        return text;
    }

    /** Offset of the next character; spaces are already passed. */
    public int at() {
        return at;
    }

    public void at(int offset) {
        at = offset;
    }

    public boolean atEnd() {
        return at >= text.length();
    }

    /** The next character, or 0 at the end. */
    public char peek() {
        return peek(0);
    }

    public char peek(int ahead) {
        return at + ahead >= 0 && at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    public boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        skip();
        return true;
    }

    public boolean take(String token) {
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        skip();
        return true;
    }

    /** Whether a number without a sign starts here: a digit, or a point and a digit. */
    public boolean atNumber() {
        return isDigit(peek()) || peek() == '.' && isDigit(peek(1));
    }

    public boolean atWord() {
        return isLetter(peek());
    }

    /**
     * The number that starts here: {@code 5}, {@code 0.5}, {@code 1e7}, {@code 1_000}. Two points end it, they are a
     * range.
     */
    public double number() {
        int from = at;
        digits();
        if (peek() == '.' && peek(1) != '.') {
            at++;
            digits();
        }
        exponent();
        String number = text.substring(from, at).replace("_", "");
        if (peek() == ',' && isDigit(peek(1)) && isDigit(peek(2)) && isDigit(peek(3)) && !isDigit(peek(4))) {
            thousands(from);
        }
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            throw bad(from, "the number " + number + " is too large");
        }
        skip();
        return value;
    }

    private void thousands(int from) {
        // "max(10,000)" has two arguments; only outside parentheses a comma can be meant to group digits.
        if (text.lastIndexOf('(', from) < 0) {
            throw bad(at, "a number has no comma in it, write 10000 or 10_000 instead of 10,000");
        }
    }

    private void digits() {
        while (isDigit(peek()) || peek() == '_' && isDigit(peek(1))) {
            at++;
        }
    }

    private void exponent() {
        if (peek() != 'e' && peek() != 'E') {
            return;
        }
        int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
        if (isDigit(peek(1 + sign))) {
            at += 1 + sign;
            digits();
        }
    }

    /** The word that starts here: letters, then letters, digits and underscores; empty when there is none. */
    public String word() {
        String word = peekWord();
        at += word.length();
        skip();
        return word;
    }

    public String peekWord() {
        int end = at;
        while (end < text.length() && (isLetter(text.charAt(end)) || end > at && isDigit(text.charAt(end)))) {
            end++;
        }
        return text.substring(at, end);
    }

    public void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    public BadText bad(int offset, String says) {
        return new BadText(text, offset, says);
    }

    /** @throws BadText unless the whole text has been read */
    public void end() {
        if (!atEnd()) {
            throw bad(at, "expected the end of the text, not \"" + rest() + "\"");
        }
    }

    /** The token that starts here, for a message. */
    public String rest() {
        if (atEnd()) {
            return "";
        }
        String word = peekWord();
        return word.isEmpty() ? text.substring(at, at + Character.charCount(text.codePointAt(at))) : word;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c == '_' || c == 'µ' || c == 'μ' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
