package dev.trestle.server.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * An axis of a chart: which values it shows, where, and with which marks.
 *
 * @param low value at its beginning
 * @param high value at its end, greater than low
 * @param log whether equal ratios are equally long
 */
record Scale(double low, double high, boolean log, List<Mark> marks) {
    /** A value on the axis and what is written there. */
    record Mark(double value, String text) {}

    /** From 0 to a round number at or above the greatest value, about five marks. */
    static Scale linear(double most, DoubleFunction<String> print) {
        double high = most > 0 && Double.isFinite(most) ? most : 1;
        double rough = high / 5;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10);
        List<Mark> marks = new ArrayList<>();
        int steps = (int) Math.ceil(high / step - 1e-9);
        for (int i = 0; i <= steps; i++) marks.add(new Mark(i * step, print.apply(i * step)));
        return new Scale(0, steps * step, false, marks);
    }

    /** Whole powers of ten round positive values. */
    static Scale decades(double least, double most, DoubleFunction<String> print) {
        int from = (int) Math.floor(Math.log10(least) + 1e-9);
        int to = Math.max(from + 1, (int) Math.ceil(Math.log10(most) - 1e-9));
        List<Mark> marks = new ArrayList<>();
        for (int i = from; i <= to; i++) marks.add(new Mark(Math.pow(10, i), print.apply(Math.pow(10, i))));
        return new Scale(Math.pow(10, from), Math.pow(10, to), true, marks);
    }

    /** How far along the axis a value stands, 0 to 1. */
    double share(double value) {
        double share = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return Math.max(0, Math.min(1, share));
    }
}
