package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.check.Finding;
import dev.trestle.components.measure.Bill;
import dev.trestle.components.measure.Books;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.Latencies;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.measure.OperationResult;
import dev.trestle.components.measure.PhaseResult;
import dev.trestle.components.measure.Played;
import dev.trestle.components.measure.Report;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.verdict.Detail;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.server.web.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A run as JSON ({@code trestle-report/1}): what is stored, shown, exported and printed by {@code run --json}. SI units
 * (seconds, bytes, per second, USD per month); what was not measured is absent. The same board, seed and engine print
 * the same text, {@code wallSeconds} and {@code verdictSeconds} aside.
 */
public final class ReportJson {
    /** The version of the engine that reports name. */
    public static final String ENGINE = "0.1.0";

    private ReportJson() {}

    public static ObjectNode of(RunResult run) {
        Report report = run.report();
        ObjectNode json = Json.object()
                .put("format", "trestle-report/1")
                .put("title", report.title())
                .put("seed", report.seed())
                .put("engine", ENGINE)
                .put("digest", report.digest())
                .put("replications", report.replications());
        report.thinned().forEach(json.putArray("thinned")::add);
        json.put("simulatedSeconds", report.simulatedSeconds())
                .put("requests", report.requests())
                .put("events", report.events())
                .put("wallSeconds", Math.round(run.wallSeconds() * 1000) / 1000.0)
                .put("stoppedBy", report.stoppedBy());
        run.verdictSeconds().ifPresent(seconds -> json.put("verdictSeconds", Math.round(seconds * 1000) / 1000.0));
        played(json.putObject("played"), report.played());
        phases(json.putObject("phases"), report.phases());
        operations(json.putObject("operations"), report.operations());
        report.clocks()
                .forEach((name, words) -> ((ObjectNode) json.path("operations").path(name)).put("clock", words));
        operation(json.putObject("all"), all(report));
        ObjectNode nodes = json.putObject("nodes");
        report.nodes().forEach((id, result) -> {
            node(nodes.putObject(id), result);
            DetailJson.node(
                    (ObjectNode) nodes.path(id), report.details().nodes().get(id));
        });
        ObjectNode links = json.putObject("links");
        report.links().forEach((id, link) -> {
            ObjectNode object = links.putObject(id);
            put(object, "rate", link.rate());
            put(object, "bytesPerSecond", link.bytesPerSecond());
            put(object, "utilization", link.utilization());
        });
        cost(json.putObject("cost"), report.bill());
        verdicts(json.putArray("verdicts"), run.verdicts());
        json.set("findings", findings(run.findings()));
        ObjectNode routes = json.putObject("routes");
        report.ways().forEach((operation, way) -> way.forEach(routes.putArray(operation)::add));
        TimelineJson.write(json, report);
        DetailJson.traces(json.putObject("traces"), report);
        if (report.replications() < 2) withoutIntervals(json);
        return json;
    }

    /** Of a single replication nobody can tell how much is luck: it has no intervals. */
    private static void withoutIntervals(JsonNode json) {
        if (json instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.stream().filter(name -> name.endsWith("Interval")).forEach(object::remove);
        }
        json.forEach(ReportJson::withoutIntervals);
    }

    /** How many verdicts of a report say that word: met, missed or unsure. */
    public static int count(JsonNode report, String word) {
        int count = 0;
        for (JsonNode verdict : report.path("verdicts")) {
            if (verdict.path("verdict").asText().equals(word)) count++;
        }
        return count;
    }

    /** How much of each phase, warm-ups too, was played and how much the script has of it; by id. */
    private static void played(ObjectNode json, List<Played> played) {
        for (Played phase : played) {
            json.putObject(phase.phase())
                    .put("name", phase.name())
                    .put("statedSeconds", phase.statedSeconds())
                    .put("seconds", phase.seconds())
                    .put("leftOutSeconds", phase.leftOutSeconds())
                    .put("whole", phase.whole());
        }
    }

    private static void verdicts(ArrayNode array, List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            ObjectNode json = array.addObject()
                    .put("id", verdict.id())
                    .put("requirement", verdict.requirement())
                    .put("verdict", verdict.status().word());
            json.put("unit", verdict.unit().word());
            put(json, "measured", verdict.measured());
            if (Double.isFinite(verdict.low()) && Double.isFinite(verdict.high())) {
                json.putArray("interval").add(verdict.low()).add(verdict.high());
            }
            put(json, "bound", verdict.bound());
            put(json, "margin", verdict.margin());
            json.put("samples", verdict.samples()).put("because", verdict.because());
            verdict.evidence().forEach(json.putArray("evidence")::add);
            if (verdict.detail() instanceof Detail.CounterExample example) {
                CounterexampleJson.write(json.putArray("counterexample"), example);
            }
            if (verdict.node() != null) json.put("node", verdict.node());
            VerdictJson.details(json, verdict.detail());
        }
    }

    /** The findings as reports and panels hold them. */
    public static ArrayNode findings(List<Finding> findings) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Finding finding : findings) {
            ObjectNode json = array.addObject()
                    .put("code", finding.code())
                    .put("severity", finding.severity().word());
            if (finding.node() != null) json.put("node", finding.node());
            if (finding.link() != null) json.put("link", finding.link());
            if (finding.path() != null) json.put("path", finding.path());
            json.put("says", finding.says()).put("remedy", finding.remedy());
        }
        return array;
    }

    /** Measured phases by name; one with the name of an earlier one is told apart by its id. */
    private static void phases(ObjectNode json, Map<String, PhaseResult> phases) {
        phases.forEach((id, phase) -> {
            if (!phase.measured()) return;
            ObjectNode object = json.putObject(json.has(phase.name()) ? phase.name() + " (" + id + ")" : phase.name());
            put(object, "start", phase.startSeconds());
            put(object, "seconds", phase.seconds());
            operations(object.putObject("operations"), phase.operations());
            ObjectNode nodes = object.putObject("nodes");
            phase.nodes().forEach((node, result) -> {
                ObjectNode brief = nodes.putObject(node);
                estimate(brief, "utilization", result.utilization());
                queue(brief, result);
                put(brief, "rate", result.rate().value());
            });
        });
    }

    private static void operations(ObjectNode json, Map<String, OperationResult> operations) {
        operations.forEach((name, result) -> operation(json.putObject(name), result));
    }

    /** What clients asked for, taken together: what {@code all} means in a requirement. */
    private static OperationResult all(Report report) {
        return OperationResult.pooled(
                report.issued().stream().map(report.operations()::get).toList());
    }

    private static void operation(ObjectNode json, OperationResult result) {
        put(json, "offered", result.offeredRate().value());
        put(json, "completed", result.throughput().value());
        put(json, "errors", result.errorRatio().value());
        put(json, "availability", result.availability().value());
        if (result.inFlight() > 0) json.put("inFlight", result.inFlight());
        Latencies latency = result.latency();
        if (latency.count() == 0) return;
        ObjectNode times = json.putObject("latency");
        estimate(times, "mean", latency.mean());
        estimate(times, "p50", latency.quantile(0.5));
        estimate(times, "p90", latency.quantile(0.9));
        estimate(times, "p95", latency.quantile(0.95));
        estimate(times, "p99", latency.quantile(0.99));
        estimate(times, "p999", latency.quantile(0.999));
        times.put("max", latency.max()).put("count", latency.count());
    }

    /** Nothing where nothing can wait. */
    private static void queue(ObjectNode json, NodeResult result) {
        if (result.queueMax() >= 0) {
            put(json, "queueMean", result.queueMean().value());
            json.put("queueMax", result.queueMax());
        }
    }

    private static void node(ObjectNode json, NodeResult result) {
        estimate(json, "utilization", result.utilization());
        queue(json, result);
        put(json, "rate", result.rate().value());
        put(json, "failedRate", result.failedRate().value());
        put(json, "heldSeconds", result.heldSeconds());
        Books books = result.books();
        json.putObject("books")
                .put("arrivals", books.arrivals())
                .put("done", books.done())
                .put("failed", books.failed())
                .put("inside", books.inside())
                .put("insideSeconds", books.insideSeconds())
                .put("sojournSeconds", books.sojournSeconds());
        if (result.forecast() != null || !result.whyNoForecast().isEmpty()) {
            forecast(json.putObject("forecast"), result);
        }
        if (!result.instances().isEmpty()) {
            ArrayNode instances = json.putArray("instances");
            result.instances().forEach(instance -> {
                ObjectNode object = instances.addObject();
                if (!instance.is().isEmpty()) object.put("role", instance.is());
                put(object, "rate", instance.rate());
                put(object, "utilization", instance.utilization().value());
            });
        }
        ObjectNode meters = json.putObject("meters");
        result.meters().forEach((name, value) -> put(meters, name, value));
        put(meters, "hitRatio", result.hitRatio().value());
        if (result.lag().isMeasured()) {
            put(meters, "lagMean", result.lag().value());
            put(meters, "lagMax", result.lagMax());
        }
        if (!result.failed().isEmpty()) {
            ObjectNode failures = json.putObject("failures");
            result.failed().forEach((why, count) -> put(failures, why, count));
        }
    }

    private static void cost(ObjectNode json, Bill bill) {
        estimate(json, "perMonth", bill.estimate());
        ArrayNode lines = json.putArray("lines");
        for (Bill.Line line : bill.lines()) {
            ObjectNode object = lines.addObject().put("node", line.node()).put("what", line.what());
            put(object, "perMonth", line.perMonth());
        }
    }

    private static void estimate(ObjectNode json, String name, Estimate estimate) {
        put(json, name, estimate.value());
        if (Double.isFinite(estimate.value()) && Double.isFinite(estimate.low()) && Double.isFinite(estimate.high())) {
            json.putArray(name + "Interval").add(estimate.low()).add(estimate.high());
        }
    }

    /** What was not measured, or has no bound, is absent. */
    static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) json.put(name, value);
    }

    private static void forecast(ObjectNode json, NodeResult result) {
        if (result.forecast() == null) {
            json.put("why", result.whyNoForecast());
            return;
        }
        put(json, "utilization", result.forecast().utilization());
        put(json, "meanWait", result.forecast().meanWaitSeconds());
        if (!result.whyNoForecast().isEmpty()) {
            json.put("whyNoWait", result.whyNoForecast());
        }
    }
}
