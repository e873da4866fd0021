package dev.trestle.components.load;

import dev.trestle.estimator.quantity.BadText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** A stretch of a text that somebody typed, without surrounding blanks; it knows its place, for clear complaints. */
record Phrase(String whole, int from, int to) {
    private static final Pattern PLAIN_NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    static Phrase of(String text) {
        return new Phrase(text, 0, text.length());
    }

    Phrase {
        while (from < to && Character.isWhitespace(whole.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(whole.charAt(to - 1))) {
            to--;
        }
    }

    String text() {
        return whole.substring(from, to);
    }

    boolean isEmpty() {
        return from == to;
    }

    boolean is(String text) {
        return text().equals(text);
    }

    BadText bad(String says) {
        return new BadText(whole, from, says);
    }

    /** "not what is here", for the end of a complaint. */
    String found() {
        return isEmpty() ? "the end" : "\"" + text() + "\"";
    }

    Phrase part(int begin, int end) {
        return new Phrase(whole, from + begin, from + end);
    }

    Phrase part(int begin) {
        return new Phrase(whole, from + begin, to);
    }

    /** The parts between separators that are not inside parentheses. */
    List<Phrase> split(char separator) {
        List<Phrase> parts = new ArrayList<>();
        int depth = 0;
        int start = from;
        for (int i = from; i < to; i++) {
            char c = whole.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == separator && depth == 0) {
                parts.add(new Phrase(whole, start, i));
                start = i + 1;
            }
        }
        parts.add(new Phrase(whole, start, to));
        return parts;
    }

    /** The parts between blanks. */
    List<Phrase> words() {
        List<Phrase> words = new ArrayList<>();
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || Character.isWhitespace(whole.charAt(i))) {
                if (i > start) {
                    words.add(new Phrase(whole, start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    /** Whether this begins with the word, and more follows behind a blank. */
    boolean startsWith(String word) {
        String text = text();
        return text.startsWith(word)
                && text.length() > word.length()
                && Character.isWhitespace(text.charAt(word.length()));
    }

    /** Reads this as a quantity; a complaint of the parser is moved to its place in the whole text. */
    double quantity(ToDoubleFunction<String> parser) {
        try {
            return parser.applyAsDouble(text());
        } catch (BadText e) {
            throw new BadText(whole, from + e.at(), e.says());
        }
    }

    /** Reads this as a plain number: no unit, no formula. */
    double number(String what) {
        if (!PLAIN_NUMBER.matcher(text()).matches()) {
            throw bad("expected " + what + ", not " + found());
        }
        return Double.parseDouble(text());
    }

    double positive(String what) {
        double number = number(what);
        if (!(number > 0) || Double.isInfinite(number)) {
            throw bad("expected " + what + " above 0, not " + found());
        }
        return number;
    }
}
