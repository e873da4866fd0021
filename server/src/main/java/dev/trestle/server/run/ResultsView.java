package dev.trestle.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.report.Endings;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The results of a run as the results fragment shows them, read from the stored report: a run of last week shows as it
 * did then.
 *
 * @param counts how many requirements were met, missed, unsure; those that occur
 * @param ran one line about what was simulated
 * @param total USD a month
 */
record ResultsView(
        String run,
        long seed,
        String ran,
        List<Count> counts,
        List<Notice> notices,
        List<VerdictView> verdicts,
        List<Latency> latencies,
        List<NodeRow> nodes,
        DetailView details,
        List<Cost> costs,
        String total) {

    record Count(int count, String verdict) {}

    record Notice(String tone, String icon, String says) {}

    record Latency(
            String name, String clock, String rate, String p50, String p90, String p99, String max, String errors) {}

    /** {@code share} is the width of the bar of 56, or null without servers. */
    record NodeRow(
            String id,
            String name,
            String rate,
            String utilization,
            String share,
            String level,
            String predicted,
            String whyNot,
            String queue) {}

    record Cost(String name, String what, String usd) {}

    /** @param labels node id to its label on the board that was run */
    static ResultsView of(String run, JsonNode report, Map<String, String> labels) {
        List<VerdictView> verdicts = new ArrayList<>();
        report.path("verdicts").forEach(verdict -> verdicts.add(VerdictView.of(verdict, labels)));
        return new ResultsView(
                run,
                report.path("seed").asLong(),
                Figures.number(report.path("requests").asDouble()) + " requests in "
                        + runs(report.path("replications").asInt()) + " of "
                        + Figures.seconds(report.path("simulatedSeconds").asDouble()) + " of simulated time",
                counts(verdicts),
                notices(report),
                verdicts,
                latencies(report.path("operations")),
                nodes(report.path("nodes"), labels),
                DetailView.of(report.path("nodes"), labels),
                costs(report.path("cost"), labels),
                Figures.usdPerMonth(report.path("cost").path("perMonth").asDouble()));
    }

    /** Whether theory says nothing about some component that has servers. */
    public boolean unpredicted() {
        return nodes.stream().anyMatch(row -> !row.whyNot().isEmpty());
    }

    private static List<Count> counts(List<VerdictView> verdicts) {
        List<Count> counts = new ArrayList<>();
        for (String word : List.of("met", "missed", "unsure")) {
            int count = (int) verdicts.stream()
                    .filter(verdict -> verdict.verdict().equals(word))
                    .count();
            if (count > 0) counts.add(new Count(count, word));
        }
        return counts;
    }

    private static List<Notice> notices(JsonNode report) {
        List<Notice> notices = new ArrayList<>();
        String stopped = report.path("stoppedBy").asText();
        boolean warn = stopped.equals("budget") || stopped.equals("cancel");
        String ended = Endings.words(report);
        if (!ended.isEmpty()) notices.add(new Notice(warn ? "warn" : "", warn ? "triangle-alert" : "info", ended));
        String waiting = Endings.waiting(report);
        if (!waiting.isEmpty()) notices.add(new Notice("warn", "triangle-alert", waiting));
        for (JsonNode thinned : report.path("thinned")) notices.add(new Notice("", "info", thinned.asText()));
        return notices;
    }

    private static List<Latency> latencies(JsonNode operations) {
        List<Latency> rows = new ArrayList<>();
        operations.properties().forEach(entry -> {
            JsonNode latency = entry.getValue().path("latency");
            rows.add(new Latency(
                    entry.getKey(),
                    entry.getValue().path("clock").asText(""),
                    Figures.perSecond(number(entry.getValue(), "offered")),
                    Figures.seconds(number(latency, "p50")),
                    Figures.seconds(number(latency, "p90")),
                    Figures.seconds(number(latency, "p99")),
                    Figures.seconds(number(latency, "max")),
                    Figures.share(number(entry.getValue(), "errors"))));
        });
        return rows;
    }

    private static List<NodeRow> nodes(JsonNode nodes, Map<String, String> labels) {
        List<NodeRow> rows = new ArrayList<>();
        nodes.properties().forEach(entry -> {
            JsonNode node = entry.getValue();
            double used = number(node, "utilization");
            boolean servers = !Double.isNaN(used);
            String queue = node.has("queueMean")
                    ? Figures.number(number(node, "queueMean")) + " / " + Figures.number(number(node, "queueMax"))
                    : "–";
            rows.add(new NodeRow(
                    entry.getKey(),
                    labels.getOrDefault(entry.getKey(), entry.getKey()),
                    Figures.perSecond(number(node, "rate")),
                    Figures.share(used),
                    servers ? Figures.number(Math.min(1, used) * 56) : null,
                    used >= 0.9 ? "crit" : used >= 0.7 ? "warn" : "ok",
                    Figures.busy(number(node.path("forecast"), "utilization")),
                    node.path("forecast").path("why").asText(""),
                    queue));
        });
        return rows;
    }

    private static List<Cost> costs(JsonNode cost, Map<String, String> labels) {
        List<Cost> rows = new ArrayList<>();
        for (JsonNode line : cost.path("lines")) {
            String node = line.path("node").asText();
            double usd = number(line, "perMonth");
            if (usd != 0)
                rows.add(new Cost(
                        labels.getOrDefault(node, node), line.path("what").asText(), Figures.usdPerMonth(usd)));
        }
        return rows;
    }

    private static double number(JsonNode object, String field) {
        return object.path(field).asDouble(Double.NaN);
    }

    private static String runs(int count) {
        return count == 1 ? "1 run" : count + " runs";
    }
}
