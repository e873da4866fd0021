package dev.trestle.estimator.formula;

import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Cursor;
import dev.trestle.estimator.quantity.Range;
import dev.trestle.estimator.quantity.Unit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A text read as arithmetic over quantities and names: {@code users * uploads}, {@code ceil(peak / 2000)},
 * {@code 2..5 MB}, {@code users * views in Mbit/s}.
 *
 * <p>Operators are {@code + - * / ^} and parentheses, functions {@code ceil floor max min sum}; a number carries its
 * unit; the whole may be a mixture {@code 20%: 0.5 MB; 80%: 4 MB}, which stands for the weighted mean of its classes.
 * Immutable. Everything here throws {@link BadText} at the offending token.
 */
public final class Formula {

    private final String text;
    private final Node root;
    private final List<Range> ranges;

    private Formula(String text, Node root, List<Range> ranges) {
        this.text = text;
        this.root = root;
        this.ranges = List.copyOf(ranges);
    }

    /** Reads a text in which the given names may occur. */
    public static Formula parse(String text, Set<String> names) {
        return parse(new Cursor(text), names);
    }

    /** Reads a text that the program wrote itself: a sum over a large brief may be long. */
    public static Formula generated(String text, Set<String> names) {
        return parse(new Cursor(text, Integer.MAX_VALUE), names);
    }

    private static Formula parse(Cursor cursor, Set<String> names) {
        Parser parser = new Parser(cursor, names);
        return new Formula(cursor.text(), parser.parse(), parser.ranges());
    }

    public String text() {
        return text;
    }

    /** The names that occur, in order of first appearance. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        Node.names(root).forEach(name -> names.add(name.name()));
        return names;
    }

    /** The ranges written in this text, left to right. */
    public List<Range> ranges() {
        return ranges;
    }

    /** The offset of a name's first appearance. */
    public int at(String name) {
        return Node.names(root).stream()
                .filter(found -> found.name().equals(name))
                .mapToInt(Node.Name::at)
                .findFirst()
                .orElse(0);
    }

    /** Checks the dimensions, given those of the names; throws BadText at the token that does not fit. */
    public Type type(Function<String, Type> names) {
        return root.type(new Node.Typing(text, names));
    }

    /** The unit that the text asks for with {@code in}. */
    public Optional<Unit> shownIn() {
        return root instanceof Node.In in ? Optional.of(in.unit()) : Optional.empty();
    }

    /** The samples in base units: one number when nothing in it is uncertain. */
    public double[] samples(Scope scope) {
        return root.samples(scope);
    }

    /** The text with each name replaced by its value, in parentheses where a slash would mislead. */
    public String withValues(UnaryOperator<String> values) {
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (Node.Name name : Node.names(root)) {
            String before = text.substring(from, name.at());
            String value = values.apply(name.name());
            boolean divides = before.stripTrailing().endsWith("/")
                    || before.stripTrailing().endsWith("^");
            result.append(before).append(divides && value.matches(".*[/ ].*") ? "(" + value + ")" : value);
            from = name.at() + name.name().length();
        }
        return result.append(text.substring(from)).toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
