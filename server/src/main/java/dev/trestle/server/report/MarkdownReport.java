package dev.trestle.server.report;

import dev.trestle.estimator.sheet.Derivation;
import dev.trestle.server.report.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report as Markdown (GitHub's, with Mermaid): what people typed shows as they typed it and never as markup. */
public final class MarkdownReport {
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport() {}

    public static String of(Subject subject) {
        MarkdownReport report = new MarkdownReport();
        report.out.append("# ").append(escaped(Chapters.title(subject))).append('\n');
        Chapters.of(subject).forEach(report::write);
        return report.out.toString();
    }

    private void write(Block block) {
        out.append('\n');
        if (block instanceof Block.Heading heading) {
            out.append("#".repeat(heading.level()))
                    .append(' ')
                    .append(escaped(heading.text()))
                    .append('\n');
        } else if (block instanceof Block.Words words) {
            out.append(paragraph(words.text())).append('\n');
        } else if (block instanceof Block.Points points) {
            int number = 1;
            for (String line : points.lines()) {
                out.append(points.numbered() ? number++ + ". " : "- ")
                        .append(paragraph(line))
                        .append('\n');
            }
        } else if (block instanceof Table table) {
            table(table);
        } else if (block instanceof Block.Code code) {
            fence("sh", code.text() + "\n");
        } else if (block instanceof Block.Reasons reasons) {
            reasons(reasons.derivation(), 0);
        } else if (block instanceof Block.Drawing drawing && drawing.mermaid() != null) {
            fence("mermaid", drawing.mermaid());
        } else if (block instanceof Block.Drawing drawing) {
            out.append("*").append(escaped(drawing.title())).append(": drawn in the HTML report.*\n");
        }
    }

    private void table(Table table) {
        out.append("| ")
                .append(table.head().stream().map(MarkdownReport::escaped).collect(Collectors.joining(" | ")))
                .append(" |\n|");
        for (int i = 0; i < table.head().size(); i++) out.append(table.numeric().contains(i) ? " --: |" : " --- |");
        out.append('\n');
        for (List<String> row : table.rows()) {
            List<String> cells = new ArrayList<>();
            for (String cell : row) cells.add(escaped(cell));
            out.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
    }

    private void reasons(Derivation derivation, int depth) {
        out.append("  ".repeat(depth))
                .append("- **")
                .append(escaped(derivation.label()))
                .append("** = ");
        out.append(escaped(derivation.line()));
        if (derivation.note() != null)
            out.append(" (").append(escaped(derivation.note())).append(')');
        out.append('\n');
        derivation.children().forEach(child -> reasons(child, depth + 1));
    }

    /** A fence longer than any in the text, so that the text cannot end it. */
    private void fence(String language, String text) {
        String fence = "```";
        while (text.contains(fence)) fence += "`";
        out.append(fence)
                .append(language)
                .append('\n')
                .append(text)
                .append(fence)
                .append('\n');
    }

    /** One line, so that nothing in it begins a block. */
    private static String paragraph(String text) {
        String line = escaped(text);
        // A number with a dot or bracket would begin a list, these characters a heading, a quote or a list.
        return line.replaceFirst("^(\\d+)([.)])(?=\\s|$)", "$1\\\\$2").replaceFirst("^([#>+=-])", "\\\\$1");
    }

    /**
     * The text on one line with everything escaped that could be markup. A star or a line between blanks, and a
     * less-than sign before a number, are none, so that formulas stay readable.
     */
    static String escaped(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            char before = i == 0 ? ' ' : line.charAt(i - 1);
            char after = i == line.length() - 1 ? ' ' : line.charAt(i + 1);
            boolean markup = switch (c) {
                case '\\', '`', '[', ']', '|', '&' -> true;
                case '*', '~' -> before != ' ' || after != ' ';
                case '_' -> !(Character.isLetterOrDigit(before) && Character.isLetterOrDigit(after));
                case '<' -> Character.isLetter(after) || "/!?".indexOf(after) >= 0;
                default -> false;
            };
            if (markup) safe.append('\\');
            safe.append(c);
        }
        return safe.toString();
    }
}
