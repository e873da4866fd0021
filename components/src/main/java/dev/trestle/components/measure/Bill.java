package dev.trestle.components.measure;

import java.util.List;

/**
 * What a month of average load costs, in USD, line by line.
 *
 * @param estimate the sum of the lines with what is sure of it
 */
public record Bill(List<Line> lines, Estimate estimate) {
    /** One line: the node, what is paid for, USD a month. */
    public record Line(String node, String what, double perMonth) {}

    public Bill {
        lines = List.copyOf(lines);
    }

    /** A bill of which everything is known. */
    public Bill(List<Line> lines) {
        this(lines, Estimate.exactly(lines.stream().mapToDouble(Line::perMonth).sum()));
    }

    /** The sum of all lines, USD a month. */
    public double perMonth() {
        return lines.stream().mapToDouble(Line::perMonth).sum();
    }
}
