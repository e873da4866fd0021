package dev.trestle.server.cli;

import java.util.ArrayList;
import java.util.List;

/** A table of text: the first column to the left, all others to the right, two spaces between. */
final class Columns {
    private final List<String[]> rows = new ArrayList<>();

    Columns(String... heads) {
        rows.add(heads);
    }

    Columns row(String... cells) {
        rows.add(cells);
        return this;
    }

    /** The table, each line indented by two spaces. */
    String print() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) widths[i] = Math.max(widths[i], row[i].length());
        }
        StringBuilder out = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String gap = " ".repeat(widths[i] - row[i].length());
                line.append("  ").append(i == 0 ? row[i] + gap : gap + row[i]);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
