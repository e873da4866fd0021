package dev.trestle.components.verdict;

import dev.trestle.estimator.formula.Nearest;
import dev.trestle.estimator.quantity.BadText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words and comparison signs of a line, taken one after the other; complains at the word that does not fit. */
final class Words {
    private static final Pattern WORD = Pattern.compile("[<>]=?|=|[^\\s<>=]+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?");
    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("([+-]?[0-9.]++(?:[eE][+-]?[0-9]++)?+)\\s*([^/\\s].*)");

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final Hopes hopes;
    private int next;

    /** What could stand where the line ends: it is noted whenever something is looked for there. */
    static final class Hopes {
        final Set<String> words = new LinkedHashSet<>();
        /** Whether a name is looked for that a requirement may be about. */
        boolean subject;
        /** The quantity that is looked for, or null. */
        Unit amount;
        /** The quantity of which only a number is there, or null. */
        Unit unit;
        /** Where the name of a phase begins, or -1. */
        int phaseAt = -1;
    }

    Words(String line, Hopes hopes) {
        this.line = line;
        this.hopes = hopes;
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group());
            starts.add(matcher.start());
        }
    }

    /** The next word, or empty at the end. */
    String peek() {
        return next < words.size() ? words.get(next) : "";
    }

    /** The word after the next, or empty. */
    String second() {
        return next + 1 < words.size() ? words.get(next + 1) : "";
    }

    /** Where the next word begins. */
    int at() {
        return next < words.size() ? starts.get(next) : line.length();
    }

    String take(String expected) {
        if (next == words.size()) {
            throw bad(line.length(), "expected " + expected + " at the end of the line");
        }
        return words.get(next++);
    }

    String name(Pattern pattern, String expected) {
        int at = at();
        String word = take(expected);
        if (!pattern.matcher(word).matches()) {
            throw bad(at, "expected " + expected + ", not \"" + word + "\"");
        }
        return word;
    }

    void expect(String word) {
        oneOf(word);
    }

    boolean skip(String word) {
        if (peek().equals(word)) {
            next++;
            return true;
        }
        hope(word);
        return false;
    }

    String oneOf(String... allowed) {
        String word = peekOneOf(allowed);
        next++;
        return word;
    }

    String peekOneOf(String... allowed) {
        String word = peek();
        for (String one : allowed) {
            if (one.equals(word)) {
                return word;
            }
        }
        hope(allowed);
        String expected = allowed.length == 1 ? "\"" + allowed[0] + "\"" : "one of " + String.join(", ", allowed);
        String found = word.isEmpty() ? " at the end of the line" : ", not \"" + word + "\"";
        String nearest = Nearest.of(word, List.of(allowed));
        String hint = nearest == null || allowed.length == 1 ? "" : " (did you mean \"" + nearest + "\"?)";
        throw bad(at(), "expected " + expected + found + hint);
    }

    private void hope(String... allowed) {
        if (next == words.size()) {
            hopes.words.addAll(List.of(allowed));
        }
    }

    /** A name that a requirement may be about. */
    String subject(Pattern pattern, String expected) {
        hopes.subject = next == words.size();
        return name(pattern, expected);
    }

    /** The source text of a quantity, to one of these words or to the end. */
    String quantity(Unit unit, String... stops) {
        hopes.amount = next == words.size() ? unit : null;
        String text = upTo(unit == Unit.TIMES ? "a factor such as 2 x" : "a quantity", stops);
        boolean bare = NUMBER.matcher(text.trim()).matches();
        hopes.unit = next == words.size() && bare ? unit : null;
        return text;
    }

    /** The source text from here to one of these words or to the end; not empty. */
    String upTo(String expected, String... stops) {
        int from = at();
        take(expected);
        while (next < words.size() && !List.of(stops).contains(peek())) {
            next++;
        }
        int last = next - 1;
        return line.substring(from, starts.get(last) + words.get(last).length());
    }

    /** The name of a phase: the rest of the line with single spaces; not empty. */
    String phase() {
        hopes.phaseAt = at();
        return upTo("a phase").replaceAll("\\s+", " ");
    }

    /** A factor such as "2 x". */
    Amount times() {
        int at = at();
        String text = quantity(Unit.TIMES).replaceAll("\\s+", "");
        String number = text.endsWith("x") ? text.substring(0, text.length() - 1) : text;
        if (!number.matches("[0-9]+(\\.[0-9]+)?")) {
            throw bad(at, "expected a factor such as 2 x, not \"" + text + "\"");
        }
        return new Amount(Double.parseDouble(number), number + " x");
    }

    void end() {
        if (next < words.size()) {
            throw bad(at(), "expected the end of the line, not \"" + peek() + "\"");
        }
    }

    BadText bad(int at, String says) {
        return new BadText(line, at, says);
    }

    /** One space between number and unit, none before "/s", single spaces elsewhere. */
    static String spaced(String text) {
        String single = text.trim().replaceAll("\\s+", " ");
        Matcher matcher = NUMBER_AND_UNIT.matcher(single);
        return matcher.matches() ? matcher.group(1) + " " + matcher.group(2) : single.replace(" /", "/");
    }
}
