package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a run shows beyond figures: caches by size, balance, lags, the slowest and the failed requests. */
final class DetailChapters {
    private static final double[] FACTORS = {0.1, 0.25, 0.5, 1, 2, 4, 10};
    /** Requests that are told hop by hop: the others stand in a table. */
    private static final int MOST_SLOW = 3;

    private static final int MOST_FAILED = 5;

    private final JsonNode run;
    private final Names names;
    private final Blocks out;

    DetailChapters(JsonNode run, Names names, Blocks out) {
        this.run = run;
        this.names = names;
        this.out = out;
    }

    /** Curves, balance and lags. */
    void nodes() {
        caches();
        balance();
        lags();
        backlogs();
    }

    private List<String> having(String field) {
        List<String> ids = new ArrayList<>();
        run.path("nodes").properties().forEach(entry -> {
            if (entry.getValue().has(field)) ids.add(entry.getKey());
        });
        return ids;
    }

    private void caches() {
        List<String> ids = having("missCurve");
        if (ids.isEmpty()) return;
        out.section("Caches by size");
        out.words(
                "The share of reads that would miss at other sizes, from the keys that were asked for in this run: reuse"
                        + " distances of a sample of the keys, with LRU; moved through the measured point where the component"
                        + " evicts so, too.");
        Blocks.Rows table = out.table(
                "Reads that miss, by the size of each cache",
                "Component",
                "Size>",
                "Measured>",
                "x 0.1>",
                "x 0.25>",
                "x 0.5>",
                "x 1>",
                "x 2>",
                "x 4>",
                "x 10>",
                "Evicts");
        for (String id : ids) {
            JsonNode curve = run.path("nodes").path(id).path("missCurve");
            List<String> cells = new ArrayList<>();
            int instances = curve.path("instances").asInt(1);
            cells.add(names.node(id));
            cells.add((instances > 1 ? instances + " x " : "") + Figures.bytes(number(curve, "size")));
            cells.add(Figures.share(number(curve, "measured")));
            for (double factor : FACTORS) cells.add(Figures.share(Curves.at(curve, factor * number(curve, "size"))));
            cells.add(curve.path("evicts").asText());
            table.row(cells.toArray(String[]::new));
        }
        table.end();
        for (String id : ids) {
            JsonNode curve = run.path("nodes").path(id).path("missCurve");
            String name = names.node(id);
            out.add(new Block.Drawing(
                    "Reads that miss by the size of each cache: " + name, null, DetailCharts.curve(name, curve)));
        }
    }

    private void balance() {
        List<String> ids = having("balance");
        if (ids.isEmpty()) return;
        out.section("Balance");
        Blocks.Rows table = out.table(
                "How evenly parts are loaded",
                "Component",
                "What",
                "Parts>",
                "Mean a part>",
                "Fullest>",
                "Fullest / mean>",
                "Relative deviation>");
        for (String id : ids) {
            for (JsonNode balance : run.path("nodes").path(id).path("balance")) {
                table.row(
                        names.node(id),
                        balance.path("what").asText() + (balance.has("atTheEnd") ? " at the end" : ""),
                        balance.path("parts").asText(),
                        Figures.number(number(balance, "mean")),
                        Figures.number(number(balance, "max")),
                        Figures.number(number(balance, "maxOverMean")),
                        Figures.share(number(balance, "relativeDeviation")));
            }
        }
        table.end();
        for (String id : ids) {
            for (JsonNode balance : run.path("nodes").path(id).path("balance")) {
                if (balance.path("shares").size() < 3) continue;
                out.add(new Block.Drawing(
                        "Balance of " + balance.path("what").asText() + ": " + names.node(id),
                        null,
                        DetailCharts.balance(names.node(id), balance)));
            }
        }
    }

    private void lags() {
        List<String> ids = having("lag");
        if (ids.isEmpty()) return;
        out.section("Lag");
        Blocks.Rows table = out.table(
                "How late what follows is",
                "Component",
                "Part",
                "Count>",
                "Mean>",
                "p50>",
                "p90>",
                "p99>",
                "p99.9>",
                "Max>");
        for (String id : ids) {
            JsonNode lag = run.path("nodes").path(id).path("lag");
            lagRow(table, names.node(id), lag.path("what").asText(), lag.path("all"));
            lag.path("parts")
                    .properties()
                    .forEach(part -> lagRow(table, names.node(id), part.getKey(), part.getValue()));
        }
        table.end();
        for (String id : ids) {
            JsonNode lag = run.path("nodes").path(id).path("lag");
            if (lag.path("histogram").size() < 2) continue;
            String name = names.node(id);
            out.add(new Block.Drawing(
                    "Share that has followed within a time: " + name, null, DetailCharts.lag(name, lag)));
        }
    }

    private static void lagRow(Blocks.Rows table, String name, String part, JsonNode lag) {
        table.row(
                name,
                part,
                Figures.number(number(lag, "count")),
                Figures.seconds(number(lag, "mean")),
                Figures.seconds(number(lag, "p50")),
                Figures.seconds(number(lag, "p90")),
                Figures.seconds(number(lag, "p99")),
                Figures.seconds(number(lag, "p999")),
                Figures.seconds(number(lag, "max")));
    }

    private void backlogs() {
        Blocks.Rows table = out.table(
                "Messages that wait, by the share of time", "Component", "Mean>", "p50>", "p90>", "p99>", "Max>");
        for (String id : having("backlog")) {
            JsonNode backlog = run.path("nodes").path(id).path("backlog");
            table.row(
                    names.node(id),
                    Figures.number(number(backlog, "mean")),
                    Figures.number(number(backlog, "p50")),
                    Figures.number(number(backlog, "p90")),
                    Figures.number(number(backlog, "p99")),
                    Figures.number(number(backlog, "max")));
        }
        table.end();
    }

    /** The slowest and the failed requests. */
    void requests() {
        JsonNode traces = run.path("traces");
        if (traces.path("slowest").isEmpty() && traces.path("failed").isEmpty()) return;
        out.section("The slowest requests");
        out.words(
                "Of the first replication: the ten slowest, and the slowest of each operation. In the drawings a thin bar"
                        + " is the way there and back, a thick one the stay at the component, its beginning the wait for a worker.");
        list("The slowest requests", traces.path("slowest"));
        for (int i = 0; i < Math.min(MOST_SLOW, traces.path("slowest").size()); i++) {
            hops(traces.path("slowest").get(i));
        }
        if (traces.path("failed").isEmpty()) return;
        out.section("Failed requests");
        list("Requests that failed", traces.path("failed"));
        Set<String> kinds = new HashSet<>();
        for (JsonNode trace : traces.path("failed")) {
            if (kinds.size() < MOST_FAILED && kinds.add(trace.path("outcome").asText())) hops(trace);
        }
    }

    private void list(String title, JsonNode traces) {
        Blocks.Rows table =
                out.table(title, "Operation", "About", "Phase", "Made at>", "Took>", "Tries>", "Hops>", "Outcome");
        for (JsonNode trace : traces) {
            table.row(
                    trace.path("operation").asText(),
                    trace.path("about").asText(),
                    trace.path("phase").asText(),
                    Figures.seconds(number(trace, "at")),
                    Figures.seconds(number(trace, "seconds")),
                    trace.path("tries").asText(),
                    trace.path("hopCount")
                            .asText(String.valueOf(trace.path("hops").size())),
                    trace.path("outcome").asText());
        }
        table.end();
    }

    private void hops(JsonNode trace) {
        Waterfall waterfall = new Waterfall(trace, names);
        out.words(waterfall.title() + ". " + waterfall.origin());
        if (trace.path("hops").isEmpty()) return;
        out.add(new Block.Drawing(waterfall.title(), null, waterfall.svg()));
        waterfall.table(out);
    }

    private static double number(JsonNode json, String field) {
        return json.path(field).asDouble(Double.NaN);
    }
}
