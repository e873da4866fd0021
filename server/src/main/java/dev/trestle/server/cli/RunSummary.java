package dev.trestle.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.report.Endings;
import dev.trestle.server.report.FixesView;
import dev.trestle.server.report.Measured;
import dev.trestle.server.report.ReportJson;
import dev.trestle.server.web.Figures;
import java.util.Locale;

/** What {@code run} prints for people: verdicts first, then operations, components, cost and how to repeat it. */
final class RunSummary {
    private final JsonNode report;
    private final StringBuilder out = new StringBuilder();

    private RunSummary(JsonNode report) {
        this.report = report;
    }

    /** @param report as {@link dev.trestle.server.report.ReportJson} makes it */
    static String of(JsonNode report) {
        RunSummary summary = new RunSummary(report);
        summary.out.append(report.path("title").asText()).append("\n\n");
        summary.verdicts();
        summary.fixes();
        summary.operations();
        summary.nodes();
        summary.cost();
        summary.origin();
        return TerminalText.lines(summary.out.toString());
    }

    private void verdicts() {
        JsonNode verdicts = report.path("verdicts");
        if (verdicts.isEmpty()) {
            out.append("Requirements: none in the brief\n\n");
            return;
        }
        out.append(String.format(
                "Requirements: %d met, %d missed, %d unsure%n",
                ReportJson.count(report, "met"),
                ReportJson.count(report, "missed"),
                ReportJson.count(report, "unsure")));
        int ids = 0;
        int lines = 0;
        for (JsonNode verdict : verdicts) {
            ids = Math.max(ids, verdict.path("id").asText().length());
            lines = Math.max(lines, verdict.path("requirement").asText().length());
        }
        for (JsonNode verdict : verdicts) {
            Measured measured = Measured.of(verdict);
            String interval = measured.interval();
            String line = String.format(
                    "  %-6s  %-" + ids + "s  %-" + lines + "s  %s%s",
                    verdict.path("verdict").asText(),
                    verdict.path("id").asText(),
                    verdict.path("requirement").asText(),
                    verdict.has("measured") ? measured.value() : "",
                    interval.isEmpty() ? "" : "  (" + interval + ")");
            out.append(line.stripTrailing()).append('\n');
            out.append("          ").append(verdict.path("because").asText()).append('\n');
            if (!verdict.path("verdict").asText().equals("met")) {
                verdict.path("evidence")
                        .forEach(more ->
                                out.append("            ").append(more.asText()).append('\n'));
            }
        }
        out.append('\n');
    }

    /** What meets each requirement that was missed, the cheapest first. */
    private void fixes() {
        if (!report.has("fixes")) return;
        FixesView view = FixesView.of("", report);
        if (view.missed() == 0) return;
        out.append("Fixes: ").append(view.says()).append('\n');
        for (FixesView.Missed missed : view.requirements()) {
            out.append("  ")
                    .append(missed.id())
                    .append("  ")
                    .append(missed.line())
                    .append('\n');
            missed.fixes().forEach(fix -> fix("    ", fix));
            if (missed.more() > 0) out.append("    and ").append(missed.more()).append(" more that cost more\n");
            if (missed.fixes().isEmpty()) {
                out.append("    ").append(missed.nothing()).append('\n');
                if (missed.closest() != null) fix("    ", missed.closest());
            }
        }
        out.append('\n');
    }

    private void fix(String indent, FixesView.Row fix) {
        out.append(indent)
                .append(fix.says())
                .append(": ")
                .append(fix.after())
                .append(", ")
                .append(fix.cost());
        if (!fix.also().isEmpty()) out.append(", ").append(fix.also());
        out.append('\n');
    }

    private void operations() {
        Columns table = new Columns("Operation", "offered", "completed", "errors", "mean", "p50", "p99", "max");
        report.path("operations").properties().forEach(entry -> {
            JsonNode operation = entry.getValue();
            JsonNode latency = operation.path("latency");
            table.row(
                    entry.getKey(),
                    Figures.perSecond(number(operation, "offered")),
                    Figures.perSecond(number(operation, "completed")),
                    Figures.share(number(operation, "errors")),
                    Figures.seconds(number(latency, "mean")),
                    Figures.seconds(number(latency, "p50")),
                    Figures.seconds(number(latency, "p99")),
                    Figures.seconds(number(latency, "max")));
        });
        out.append(table.print()).append('\n');
    }

    private void nodes() {
        Columns table = new Columns("Component", "calls", "busy", "waiting", "at most", "hits", "predicted busy");
        report.path("nodes").properties().forEach(entry -> {
            JsonNode node = entry.getValue();
            table.row(
                    entry.getKey(),
                    Figures.perSecond(number(node, "rate")),
                    Figures.share(number(node, "utilization")),
                    Figures.number(number(node, "queueMean")),
                    Figures.number(number(node, "queueMax")),
                    Figures.share(number(node.path("meters"), "hitRatio")),
                    Figures.busy(number(node.path("forecast"), "utilization")));
        });
        out.append(table.print());
        report.path("nodes").properties().forEach(entry -> {
            String why = entry.getValue().path("forecast").path("why").asText("");
            if (!why.isEmpty())
                out.append("  no prediction for ")
                        .append(entry.getKey())
                        .append(": ")
                        .append(why)
                        .append('\n');
        });
        out.append('\n');
    }

    private void cost() {
        out.append("Cost: ")
                .append(Figures.usd(number(report.path("cost"), "perMonth")))
                .append("/month at the average load of the brief\n\n");
    }

    private void origin() {
        out.append(String.format(
                Locale.ROOT,
                "seed %s, digest %s, engine %s: %s replications, each with %s on its books; %,d requests on them,"
                        + " %,d events in all, in %.1f s%s%n",
                report.path("seed").asText(),
                report.path("digest").asText(),
                report.path("engine").asText(),
                report.path("replications").asText(),
                Figures.seconds(number(report, "simulatedSeconds")),
                report.path("requests").asLong(),
                report.path("events").asLong(),
                report.path("wallSeconds").asDouble(),
                switch (report.path("stoppedBy").asText()) {
                    case "budget" -> "; stopped by its budget";
                    case "cancel" -> "; cancelled";
                    case "decided" ->
                        Endings.allDecided(report)
                                ? "; stopped because all is decided"
                                : "; stopped because going on would not decide more";
                    default -> "";
                }));
        String time = Endings.time(report);
        if (!time.isEmpty()) out.append(time).append('\n');
        report.path("thinned")
                .forEach(line -> out.append("  ").append(line.asText()).append('\n'));
    }

    private static double number(JsonNode json, String field) {
        return json.path(field).asDouble(Double.NaN);
    }
}
