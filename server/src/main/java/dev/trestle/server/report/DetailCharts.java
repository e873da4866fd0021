package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/** The charts of what a node shows: misses by size, how evenly parts are loaded, how late what follows is. */
final class DetailCharts {
    private DetailCharts() {}

    /** The share of reads that miss by the size of one cache, sizes on a logarithmic axis; a dot for what is measured. */
    static String curve(String name, JsonNode curve) {
        JsonNode points = curve.path("points");
        double[] x = column(points, "size");
        double[] y = column(points, "missRatio");
        double size = number(curve, "size");
        double measured = number(curve, "measured");
        Plot plot = new Plot(
                name + " misses " + Figures.share(measured) + " of its reads with " + Figures.bytes(size) + "; "
                        + Figures.share(y[0]) + " with " + Figures.bytes(x[0]) + ", " + Figures.share(y[y.length - 1])
                        + " with " + Figures.bytes(x[x.length - 1]),
                Scale.decades(x[0], x[x.length - 1], Figures::bytes),
                Scale.linear(1, Figures::share));
        return plot.line("reads that miss, LRU", x, y)
                .line("as it is", new double[] {size, size}, new double[] {0, 1})
                .point("measured", size, measured)
                .svg();
    }

    /** What each part got over the mean one, the fullest first. */
    static String balance(String name, JsonNode balance) {
        double[] y = column(balance.path("shares"), "value");
        double mean = number(balance, "mean");
        Arrays.sort(y);
        double[] x = new double[y.length];
        double[] falling = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            x[i] = i + 1.0;
            falling[i] = y[y.length - 1 - i] / mean;
        }
        Plot plot = new Plot(
                balance.path("what").asText() + " of " + name + " over " + y.length + " parts: the fullest has "
                        + Figures.number(falling[0]) + " times the mean",
                whole(y.length),
                Scale.linear(falling[0], Figures::number));
        return plot.dotted()
                .line("times the mean, by rank", x, falling)
                .line("evenly", new double[] {1, y.length}, new double[] {1, 1})
                .svg();
    }

    /** Marks at whole numbers only: there is no half of a part. */
    private static Scale whole(int most) {
        int step = Math.max(1, (most + 9) / 10);
        List<Scale.Mark> marks = new ArrayList<>();
        for (int i = 1; i <= most; i += step) marks.add(new Scale.Mark(i, String.valueOf(i)));
        return new Scale(0.5, most + 0.5, false, marks);
    }

    /** The share that has followed within a time, times on a logarithmic axis. */
    static String lag(String name, JsonNode lag) {
        JsonNode bars = lag.path("histogram");
        double[] x = column(bars, "to");
        double[] y = column(bars, "share");
        for (int i = 1; i < y.length; i++) y[i] += y[i - 1];
        DoubleFunction<String> seconds = Figures::seconds;
        Plot plot = new Plot(
                name + ", " + lag.path("what").asText() + ": half within "
                        + Figures.seconds(number(lag.path("all"), "p50")) + ", 99 % within "
                        + Figures.seconds(number(lag.path("all"), "p99")),
                Scale.decades(x[0], x[x.length - 1], seconds),
                Scale.linear(1, Figures::share));
        return plot.dotted().line("share within", x, y).svg();
    }

    private static double[] column(JsonNode rows, String field) {
        double[] column = new double[rows.size()];
        for (int i = 0; i < column.length; i++) column[i] = number(rows.get(i), field);
        return column;
    }

    private static double number(JsonNode json, String field) {
        return json.path(field).asDouble(Double.NaN);
    }
}
