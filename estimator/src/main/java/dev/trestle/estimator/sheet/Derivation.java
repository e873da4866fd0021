package dev.trestle.estimator.sheet;

import java.util.List;

/**
 * Why a number is what it is: its formula with names, the same with values, the result, and the same for each name.
 *
 * @param label the cell's name
 * @param result the value as printed; rounding comes last, nothing was computed from it
 * @param note where an input comes from, or null
 */
public record Derivation(
        String label, String formula, String values, String result, String note, List<Derivation> children) {

    /** The tree as a nested Markdown list. */
    public String markdown() {
        StringBuilder out = new StringBuilder();
        write(out, 0);
        return out.toString();
    }

    private void write(StringBuilder out, int depth) {
        out.append("  ".repeat(depth))
                .append("- **")
                .append(label)
                .append("** = ")
                .append(line());
        out.append(note == null ? "" : " (" + note + ")").append('\n');
        children.forEach(child -> child.write(out, depth + 1));
    }

    /** One line: {@code users * uploads = 10 Muser * 2 photo/user/month = 7.716 photo/s}. */
    public String line() {
        StringBuilder line = new StringBuilder(formula);
        if (!values.equals(formula)) {
            line.append(" = ").append(values);
        }
        return result.equals(values) ? line.toString() : line + " = " + result;
    }
}
