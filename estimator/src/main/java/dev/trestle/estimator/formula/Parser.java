package dev.trestle.estimator.formula;

import dev.trestle.estimator.quantity.Amount;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Cursor;
import dev.trestle.estimator.quantity.Range;
import dev.trestle.estimator.quantity.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a formula by recursive descent: mixture, conversion, sum, product, sign, power, primary.
 *
 * <p>A name may hold {@code -} and {@code .}, so {@code a-b} is the cell of that name when there is one, else the
 * longest known name at its start ({@code a} minus {@code b}): the longest known name wins.
 */
final class Parser {

    private static final int DEEPEST = 64;

    private final Cursor cursor;
    private final Set<String> names;
    private final Function<Cursor, String> nameAt;
    private final List<Range> ranges = new ArrayList<>();
    private int depth;

    Parser(Cursor cursor, Set<String> names) {
        this.cursor = cursor;
        this.names = names;
        this.nameAt = at -> nameAt(at.at());
    }

    List<Range> ranges() {
        return ranges;
    }

    Node parse() {
        if (cursor.atEnd()) {
            throw cursor.bad(0, "expected a number or a formula such as users * uploads, the text is empty");
        }
        Node node = cursor.text().indexOf(':') >= 0 ? mixture() : conversion();
        if (!cursor.atEnd()) {
            throw cursor.bad(cursor.at(), "expected an operator (+ - * / ^) or the end, not \"" + cursor.rest() + "\"");
        }
        return node;
    }

    private Node mixture() {
        List<Double> shares = new ArrayList<>();
        List<Node> classes = new ArrayList<>();
        double total = 0;
        do {
            int at = cursor.at();
            if (!cursor.atNumber()) {
                throw cursor.bad(at, "expected a share such as 20%: before each value of a mixture");
            }
            double share = cursor.number();
            if (!cursor.take('%')) {
                throw cursor.bad(cursor.at(), "expected % after a share, as in 20%: 0.5 MB; 80%: 4 MB");
            }
            if (!cursor.take(':')) {
                throw cursor.bad(cursor.at(), "expected : after a share, as in 20%: 0.5 MB; 80%: 4 MB");
            }
            shares.add(share / 100);
            total += share;
            classes.add(sum());
        } while (cursor.take(';') && !cursor.atEnd());
        if (cursor.atEnd() && Math.abs(total - 100) > 0.1) {
            throw cursor.bad(0, "expected shares that add up to 100 %, these add up to " + (float) total + " %");
        }
        return new Node.Mixture(0, shares, classes);
    }

    private Node conversion() {
        Node node = sum();
        if (cursor.peekWord().equals("in") && nameAt(cursor.at()) == null) {
            cursor.word();
            int at = cursor.at();
            return new Node.In(at, node, Unit.readAll(cursor, cell -> null));
        }
        return node;
    }

    private Node sum() {
        Node left = product();
        while (cursor.peek() == '+' || cursor.peek() == '-') {
            int at = cursor.at();
            char operator = cursor.peek();
            cursor.take(operator);
            left = new Node.Binary(at, operator, left, product());
        }
        return left;
    }

    private Node product() {
        Node left = sign();
        while (cursor.peek() == '*' || cursor.peek() == '/') {
            int at = cursor.at();
            char operator = cursor.peek();
            cursor.take(operator);
            left = new Node.Binary(at, operator, left, sign());
        }
        return left;
    }

    private Node sign() {
        int at = cursor.at();
        if (cursor.take('-')) {
            if (cursor.atNumber() && startsRange()) {
                return literal(at, -1);
            }
            deeper(at);
            Node operand = sign();
            depth--;
            return new Node.Negative(at, operand);
        }
        return power();
    }

    private Node power() {
        Node base = primary();
        int at = cursor.at();
        if (!cursor.take('^')) {
            return base;
        }
        deeper(at);
        // Right to left: 2^3^2 is 2^9.
        Node exponent = sign();
        depth--;
        return new Node.Binary(at, '^', base, exponent);
    }

    private Node primary() {
        int at = cursor.at();
        if (cursor.take('(')) {
            deeper(at);
            Node inside = conversion();
            depth--;
            close(at);
            return inside;
        }
        if (cursor.atNumber() || cursor.peek() == '$') {
            return literal(at, 1);
        }
        if (cursor.atWord()) {
            return named(at);
        }
        String found = cursor.atEnd() ? "the end" : "\"" + cursor.rest() + "\"";
        throw cursor.bad(at, "expected a number, a name or \"(\", not " + found);
    }

    /** Whether the number here is the low end of a range: in -5..5 the minus belongs to it. */
    private boolean startsRange() {
        int at = cursor.at();
        Amount.read(cursor, nameAt);
        boolean range = cursor.peek() == '.' && cursor.peek(1) == '.';
        cursor.at(at);
        return range;
    }

    private Node literal(int at, int sign) {
        Amount read = Amount.read(cursor, nameAt);
        Amount amount = new Amount(sign * read.number(), read.unit(), read.bare());
        Node node = new Node.Number(at, amount);
        if (cursor.peek() == '.' && cursor.peek(1) == '.') {
            Range range = Range.readAfter(amount, cursor, nameAt);
            ranges.add(range);
            node = new Node.Spread(at, range, ranges.size() - 1);
        }
        if (cursor.atWord() && !cursor.peekWord().equals("in")) {
            throw cursor.bad(cursor.at(), "expected an operator (+ - * / ^) before \"" + cursor.rest() + "\"");
        }
        return node;
    }

    private Node named(int at) {
        String name = nameAt(at);
        String word = cursor.peekWord();
        boolean call = isFollowedBy(at + word.length(), '(');
        if (call && Functions.of(word) != null) {
            return call(at, Functions.of(cursor.word()));
        }
        if (call && name == null) {
            throw cursor.bad(at, "unknown function \"" + word + "\"" + Nearest.hint(word, Functions.words()));
        }
        if (name != null) {
            cursor.at(at + name.length());
            cursor.skip();
            return new Node.Name(at, name);
        }
        if (Unit.isUnit(word) && !word.equals("x")) {
            return new Node.Number(at, new Amount(1, Unit.read(cursor, nameAt), false));
        }
        throw unknown(at);
    }

    private Node call(int at, Functions function) {
        cursor.take('(');
        deeper(at);
        List<Node> arguments = new ArrayList<>();
        do {
            arguments.add(conversion());
        } while (cursor.take(','));
        depth--;
        close(at);
        if (function.single() != null && arguments.size() != 1) {
            throw cursor.bad(at, function.word() + " takes one value, not " + arguments.size());
        }
        return new Node.Call(at, function, arguments);
    }

    private void close(int opened) {
        if (!cursor.take(')')) {
            String found = cursor.atEnd() ? "the end" : "\"" + cursor.rest() + "\"";
            throw cursor.bad(
                    cursor.at(),
                    "expected an operator or \")\" for what character " + (opened + 1) + " opens, not " + found);
        }
    }

    private void deeper(int at) {
        if (++depth > DEEPEST) {
            throw cursor.bad(at, "nested more than " + DEEPEST + " deep");
        }
    }

    private BadText unknown(int at) {
        String run = runAt(at);
        int minus = run.indexOf('-');
        String word = minus > 0 && Nearest.of(run, names) == null ? run.substring(0, minus) : run;
        return cursor.bad(at, "unknown name \"" + word + "\"" + Nearest.hint(word, names));
    }

    private boolean isFollowedBy(int offset, char c) {
        String text = cursor.text();
        int i = offset;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i < text.length() && text.charAt(i) == c;
    }

    /** The longest known name that starts here and ends before a {@code -}, a {@code .} or the end of the word. */
    private String nameAt(int at) {
        String run = runAt(at);
        for (int end = run.length(); end > 0; end--) {
            boolean boundary = end == run.length() || run.charAt(end) == '-' || run.charAt(end) == '.';
            if (boundary && names.contains(run.substring(0, end))) {
                return run.substring(0, end);
            }
        }
        return null;
    }

    private String runAt(int at) {
        String text = cursor.text();
        int end = at;
        while (end < text.length() && isNameCharacter(text.charAt(end))) {
            end++;
        }
        return text.substring(at, end);
    }

    private static boolean isNameCharacter(char c) {
        return c == '_' || c == '-' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
