package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** The charts of a run, from the numbers in its report. */
final class Charts {
    private static final String[] FIELDS = {"p50", "p90", "p95", "p99", "p999"};
    private static final double[] QUANTILES = {0.5, 0.9, 0.95, 0.99, 0.999};
    private static final String[] NAMES = {"p50", "p90", "p95", "p99", "p99.9"};
    private static final int MOST_LINES = Ink.SERIES.length;
    /** Charts of one sort: a design of hundreds of components has its busiest drawn. */
    private static final int MOST_CHARTS = 4;

    private Charts() {}

    /** Latency by percentile of the busiest operations, both axes logarithmic; null when none completed. */
    static String percentiles(JsonNode operations) {
        List<String> names = new ArrayList<>();
        operations.properties().forEach(entry -> {
            if (entry.getValue().path("latency").path("count").asLong() > 0) names.add(entry.getKey());
        });
        names.sort((a, b) -> Long.compare(count(operations, b), count(operations, a)));
        List<String> shown = names.subList(0, Math.min(MOST_LINES, names.size()));
        double[] x = new double[FIELDS.length];
        List<Scale.Mark> marks = new ArrayList<>();
        for (int i = 0; i < FIELDS.length; i++) {
            x[i] = Math.log10(1 / (1 - QUANTILES[i]));
            marks.add(new Scale.Mark(x[i], NAMES[i]));
        }
        List<double[]> lines = new ArrayList<>();
        StringJoiner told = new StringJoiner("; ", "Latency percentiles: ", "");
        for (String name : shown) {
            JsonNode latency = operations.path(name).path("latency");
            double[] y = new double[FIELDS.length];
            for (int i = 0; i < FIELDS.length; i++) y[i] = number(latency, FIELDS[i]);
            lines.add(y);
            told.add(name + " p50 " + Figures.seconds(y[0]) + ", p99 " + Figures.seconds(y[3]));
        }
        Scale up = decades(lines, Figures::seconds);
        if (up == null) return null;
        Plot plot = new Plot(told.toString(), new Scale(x[0] - 0.1, x[x.length - 1] + 0.1, false, marks), up).dotted();
        for (int i = 0; i < lines.size(); i++) plot.line(shown.get(i), x, lines.get(i));
        return plot.svg();
    }

    /** Requests a second, all operations together. */
    static String throughput(JsonNode run) {
        JsonNode timeline = run.path("timeline");
        double[] offered = column(timeline, frame -> number(frame.path("all"), "offered"));
        double[] completed = column(timeline, frame -> number(frame.path("all"), "completed"));
        double[] failed = column(timeline, frame -> number(frame.path("all"), "failed"));
        double most = Math.max(max(offered), max(completed));
        Plot plot = overTime(
                run,
                "Requests a second: at most " + Figures.perSecond(max(offered)) + " offered, "
                        + Figures.perSecond(max(failed)) + " failed",
                Scale.linear(most, Figures::perSecond));
        double[] x = times(timeline);
        return plot.line("offered", x, offered)
                .line("completed", x, completed)
                .line("failed", x, failed)
                .svg();
    }

    /** Latency percentiles of all operations together; null when nothing completed. */
    static String latency(JsonNode run) {
        JsonNode timeline = run.path("timeline");
        String[] names = {"p50", "p95", "p99"};
        List<double[]> lines = new ArrayList<>();
        for (String name : names) lines.add(column(timeline, frame -> number(frame.path("all"), name)));
        Scale up = decades(lines, Figures::seconds);
        if (up == null) return null;
        Plot plot = overTime(run, "Latency over time: p99 at most " + Figures.seconds(max(lines.get(2))), up);
        for (int i = 0; i < names.length; i++) plot.line(names[i], times(timeline), lines.get(i));
        return plot.svg();
    }

    /** The busy share of all components with servers, the busiest first, a few in each chart. */
    static List<String> busy(JsonNode run, Names names) {
        JsonNode timeline = run.path("timeline");
        JsonNode nodes = run.path("nodes");
        return groups(nodes, "utilization", -1).stream()
                .map(shown -> {
                    StringJoiner told = new StringJoiner(", ", "Busy share over time; over the whole run: ", "");
                    shown.forEach(id ->
                            told.add(names.node(id) + " " + Figures.share(number(nodes.path(id), "utilization"))));
                    Plot plot = overTime(run, told.toString(), Scale.linear(1, Figures::share));
                    return nodeLines(plot, timeline, shown, "utilization", names);
                })
                .toList();
    }

    /** How much waits at each component where anything did, the longest queue first, a few in each chart. */
    static List<String> queues(JsonNode run, Names names) {
        JsonNode timeline = run.path("timeline");
        JsonNode nodes = run.path("nodes");
        return groups(nodes, "queueMax", 0).stream()
                .map(shown -> {
                    StringJoiner told = new StringJoiner(", ", "What waits over time; at most: ", "");
                    double most = 1;
                    for (String id : shown) {
                        told.add(names.node(id) + " " + Figures.number(number(nodes.path(id), "queueMax")));
                        most = Math.max(
                                most,
                                max(column(
                                        timeline,
                                        frame -> number(frame.path("nodes").path(id), "queue"))));
                    }
                    Plot plot = overTime(run, told.toString(), Scale.linear(most, Figures::number));
                    return nodeLines(plot, timeline, shown, "queue", names);
                })
                .toList();
    }

    /** How late what follows was over time, the largest lag first, one chart for each; none where nothing is late. */
    static List<String> lags(JsonNode run, Names names) {
        JsonNode timeline = run.path("timeline");
        JsonNode nodes = run.path("nodes");
        List<String> ids = new ArrayList<>();
        nodes.properties().forEach(entry -> {
            if (entry.getValue().has("lag")) ids.add(entry.getKey());
        });
        ids.sort((a, b) -> Double.compare(
                number(nodes.path(b).path("lag").path("all"), "max"),
                number(nodes.path(a).path("lag").path("all"), "max")));
        List<String> charts = new ArrayList<>();
        for (String id : ids.subList(0, Math.min(MOST_CHARTS, ids.size()))) {
            double[] p50 = column(timeline, frame -> number(frame.path("nodes").path(id), "lagP50"));
            double[] p99 = column(timeline, frame -> number(frame.path("nodes").path(id), "lagP99"));
            if (max(p99) == 0) continue;
            String told = "Lag over time at " + names.node(id) + ": p99 at most " + Figures.seconds(max(p99));
            Plot plot = overTime(run, told, Scale.linear(max(p99), Figures::seconds));
            charts.add(plot.line(names.node(id) + " p50", times(timeline), p50)
                    .line(names.node(id) + " p99", times(timeline), p99)
                    .svg());
        }
        return charts;
    }

    private static String nodeLines(Plot plot, JsonNode timeline, List<String> ids, String field, Names names) {
        for (String id : ids) {
            plot.line(
                    names.node(id),
                    times(timeline),
                    column(timeline, frame -> number(frame.path("nodes").path(id), field)));
        }
        return plot.svg();
    }

    /** The components whose figure is above a bound, the largest first, as many together as one chart can tell apart. */
    private static List<List<String>> groups(JsonNode nodes, String field, double above) {
        List<String> ids = new ArrayList<>();
        nodes.properties().forEach(entry -> {
            if (number(entry.getValue(), field) > above) ids.add(entry.getKey());
        });
        ids.sort((a, b) -> Double.compare(number(nodes.path(b), field), number(nodes.path(a), field)));
        List<List<String>> groups = new ArrayList<>();
        for (int i = 0; i < Math.min(ids.size(), MOST_CHARTS * MOST_LINES); i += MOST_LINES) {
            groups.add(ids.subList(i, Math.min(i + MOST_LINES, ids.size())));
        }
        return groups;
    }

    private static Plot overTime(JsonNode run, String summary, Scale up) {
        JsonNode timeline = run.path("timeline");
        JsonNode faults = run.path("faults");
        double end = number(timeline.get(timeline.size() - 1), "at");
        Plot plot = new Plot(summary + FaultLanes.told(faults), Scale.linear(end, Figures::seconds), up);
        String phase = null;
        double from = 0;
        double last = 0;
        for (JsonNode frame : timeline) {
            String now = frame.path("phase").asText();
            if (phase != null && !now.equals(phase)) {
                plot.band(phase, from, last);
                from = last;
            }
            phase = now;
            last = number(frame, "at");
        }
        return FaultLanes.over(plot.band(phase, from, end), faults);
    }

    /** A logarithmic scale round all positive values; null when there is none. */
    private static Scale decades(List<double[]> lines, DoubleFunction<String> print) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (double[] line : lines) {
            for (double value : line) {
                if (!(value > 0) || Double.isInfinite(value)) continue;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        return most > 0 ? Scale.decades(least, most, print) : null;
    }

    private static double[] times(JsonNode timeline) {
        return column(timeline, frame -> number(frame, "at"));
    }

    private static double[] column(JsonNode timeline, ToDoubleFunction<JsonNode> field) {
        double[] column = new double[timeline.size()];
        for (int i = 0; i < column.length; i++) column[i] = field.applyAsDouble(timeline.get(i));
        return column;
    }

    private static double max(double[] values) {
        double max = 0;
        for (double value : values) {
            if (value > max) max = value;
        }
        return max;
    }

    private static long count(JsonNode operations, String name) {
        return operations.path(name).path("latency").path("count").asLong();
    }

    private static double number(JsonNode json, String field) {
        return json.path(field).asDouble(Double.NaN);
    }
}
