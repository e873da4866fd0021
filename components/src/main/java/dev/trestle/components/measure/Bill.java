package dev.trestle.components.measure;

import java.util.List;

/** What a month of average load costs, in USD, line by line. */
public record Bill(List<Line> lines) {
    /** One line: the node, what is paid for, USD a month. */
    public record Line(String node, String what, double perMonth) {}

    public Bill {
        lines = List.copyOf(lines);
    }

    /** The sum of all lines, USD a month. */
    public double perMonth() {
        return lines.stream().mapToDouble(Line::perMonth).sum();
    }
}
