package dev.trestle.server.report;

import dev.trestle.server.report.Block.Heading;
import dev.trestle.server.report.Block.Points;
import dev.trestle.server.report.Block.Table;
import dev.trestle.server.report.Block.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The blocks of a report in the making. */
final class Blocks {
    private final List<Block> blocks = new ArrayList<>();

    List<Block> all() {
        return List.copyOf(blocks);
    }

    void add(Block block) {
        blocks.add(block);
    }

    void chapter(String title) {
        blocks.add(new Heading(2, title));
    }

    void section(String title) {
        blocks.add(new Heading(3, title));
    }

    /** A paragraph for each part that a blank line ends; nothing for no text. */
    void words(String text) {
        if (text == null) return;
        for (String part : text.split("\\R\\s*\\R")) {
            if (!part.isBlank()) blocks.add(new Words(part.strip()));
        }
    }

    void points(List<String> lines) {
        if (!lines.isEmpty()) blocks.add(new Points(false, List.copyOf(lines)));
    }

    void steps(List<String> lines) {
        if (!lines.isEmpty()) blocks.add(new Points(true, List.copyOf(lines)));
    }

    /** Begins a table; a head that ends with {@code >} is a column of numbers. */
    Rows table(String title, String... heads) {
        List<String> names = new ArrayList<>();
        Set<Integer> numeric = new TreeSet<>();
        for (String head : heads) {
            if (head.endsWith(">")) numeric.add(names.size());
            names.add(head.replace(">", ""));
        }
        return new Rows(title, names, numeric);
    }

    /** A table in the making. */
    final class Rows {
        private final String title;
        private final List<String> names;
        private final Set<Integer> numeric;
        private final List<List<String>> rows = new ArrayList<>();

        private Rows(String title, List<String> names, Set<Integer> numeric) {
            this.title = title;
            this.names = names;
            this.numeric = numeric;
        }

        /** A row; null is an empty cell. */
        Rows row(String... cells) {
            List<String> row = new ArrayList<>();
            for (String cell : cells) row.add(cell == null ? "" : cell);
            rows.add(row);
            return this;
        }

        /** Puts the table into the report, unless it is empty. */
        void end() {
            if (!rows.isEmpty()) blocks.add(new Table(title, names, numeric, rows));
        }
    }
}
