package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.web.Figures;
import java.util.List;

/** The chapters about a run: results by phase, what components counted, the course of time, the bill. */
final class RunChapters {
    private final Subject.Results results;
    private final Names names;
    private final JsonNode run;
    private final Blocks out;

    RunChapters(Subject.Results results, Blocks out) {
        this.results = results;
        this.names = new Names(results.ran());
        this.run = results.report();
        this.out = out;
    }

    void write() {
        out.chapter("Results");
        if (results.older()) out.words(results.line());
        String ended = Endings.words(run);
        if (!ended.isEmpty()) out.words(ended);
        String waiting = Endings.waiting(run);
        if (!waiting.isEmpty()) out.words(waiting);
        run.path("thinned").forEach(line -> out.words(line.asText() + "."));
        String latencies = Charts.percentiles(run.path("operations"));
        if (latencies != null) out.add(new Block.Drawing("Latency percentiles by operation", null, latencies));
        fixes();
        operations("All measured phases", run.path("operations"));
        run.path("phases").properties().forEach(phase -> {
            if (run.path("phases").size() > 1) {
                operations("Phase " + phase.getKey(), phase.getValue().path("operations"));
            }
        });
        course();
        DetailChapters details = new DetailChapters(run, names, out);
        details.nodes();
        details.requests();
        // The drawing above is another by now: its table holds no figures.
        if (results.older()) new DesignChapters(Subject.of(results.ran()).with(run, null), List.of(), out).components();
        meters();
        cost();
    }

    /** What meets the requirements that were missed, where somebody had it searched for. */
    private void fixes() {
        FixesView view = FixesView.of("", run);
        if (!view.searched() || view.missed() == 0) return;
        out.section("What would meet what was missed");
        out.words(view.says());
        Blocks.Rows table = out.table("Changes that were run", "Requirement", "Change", "Then>", "Cost>");
        for (FixesView.Missed missed : view.requirements()) {
            String line = missed.id() + " " + missed.line();
            for (FixesView.Row fix : missed.fixes()) table.row(line, fix.says(), fix.after(), fix.cost());
            if (missed.fixes().isEmpty() && missed.closest() == null) table.row(line, "none comes closer", "", "");
            if (missed.fixes().isEmpty() && missed.closest() != null) {
                FixesView.Row closest = missed.closest();
                table.row(line, missed.nothing() + " " + closest.says(), closest.after(), closest.cost());
            }
        }
        table.end();
    }

    private void operations(String title, JsonNode operations) {
        out.section(title);
        Blocks.Rows table = out.table(
                title,
                "Operation",
                "Offered>",
                "Completed>",
                "Errors>",
                "Mean>",
                "p50>",
                "p90>",
                "p99>",
                "p99.9>",
                "Max>",
                "Requests>");
        operations.properties().forEach(entry -> {
            JsonNode operation = entry.getValue();
            JsonNode latency = operation.path("latency");
            table.row(
                    entry.getKey(),
                    Figures.perSecond(number(operation, "offered")),
                    Figures.perSecond(number(operation, "completed")),
                    Figures.share(number(operation, "errors")),
                    withInterval(latency, "mean"),
                    Figures.seconds(number(latency, "p50")),
                    Figures.seconds(number(latency, "p90")),
                    withInterval(latency, "p99"),
                    Figures.seconds(number(latency, "p999")),
                    Figures.seconds(number(latency, "max")),
                    Figures.number(number(latency, "count")));
        });
        table.end();
    }

    private static String withInterval(JsonNode latency, String name) {
        JsonNode ends = latency.path(name + "Interval");
        String value = Figures.seconds(number(latency, name));
        if (ends.size() != 2) return value;
        return value + " (" + Figures.seconds(ends.get(0).asDouble()) + " to "
                + Figures.seconds(ends.get(1).asDouble()) + ")";
    }

    private void course() {
        JsonNode timeline = run.path("timeline");
        if (timeline.size() < 2) return;
        out.section("Over time");
        out.add(new Block.Drawing("Requests a second over simulated time", null, Charts.throughput(run)));
        String latency = Charts.latency(run);
        if (latency != null)
            out.add(new Block.Drawing("Latency of answered requests over simulated time", null, latency));
        Charts.busy(run, names).forEach(chart -> out.add(new Block.Drawing("Busy share of components", null, chart)));
        Charts.queues(run, names).forEach(chart -> out.add(new Block.Drawing("What waits at components", null, chart)));
        Charts.lags(run, names).forEach(chart -> out.add(new Block.Drawing("How late what follows is", null, chart)));
    }

    private void meters() {
        Blocks.Rows table = out.table("What components counted, a replication", "Component", "Count", "Value>");
        run.path("nodes").properties().forEach(entry -> {
            String name = names.node(entry.getKey());
            entry.getValue()
                    .path("meters")
                    .properties()
                    .forEach(meter -> table.row(
                            name,
                            words(meter.getKey()),
                            meter.getKey().endsWith("Ratio")
                                    ? Figures.share(meter.getValue().asDouble())
                                    : meter.getKey().startsWith("lag")
                                            ? Figures.seconds(meter.getValue().asDouble())
                                            : Figures.number(meter.getValue().asDouble())));
            entry.getValue()
                    .path("failures")
                    .properties()
                    .forEach(why -> table.row(
                            name,
                            "failed: " + why.getKey(),
                            Figures.number(why.getValue().asDouble())));
        });
        out.section("Counted at components");
        table.end();
    }

    private void cost() {
        JsonNode cost = run.path("cost");
        out.chapter("Cost");
        if (results.older()) out.words(results.line());
        out.words(
                "A month of 730 hours at the average load of the brief, whatever load the script ran: what was measured is"
                        + " scaled from the load of the run to that average. Machines and memory cost the same at any load.");
        out.words(
                "Prices are those of one region (on demand, us-east-1), wherever a component is drawn: others are dearer"
                        + " or cheaper, by how much is not among the facts.");
        Blocks.Rows table = out.table("A month", "Component", "For", "Cost>");
        cost.path("lines")
                .forEach(line -> table.row(
                        names.node(line.path("node").asText()),
                        line.path("what").asText(),
                        Figures.usdPerMonth(number(line, "perMonth"))));
        table.row("Total", "", Figures.usdPerMonth(number(cost, "perMonth")));
        table.end();
    }

    /** {@code hitRatio} as {@code hit ratio}. */
    private static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(java.util.Locale.ROOT);
    }

    private static double number(JsonNode json, String field) {
        return json.path(field).asDouble(Double.NaN);
    }
}
