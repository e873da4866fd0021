package dev.trestle.server.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.measure.Details;
import dev.trestle.components.measure.Details.Balance;
import dev.trestle.components.measure.Details.Delay;
import dev.trestle.components.measure.Details.MissCurve;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.Latencies;
import dev.trestle.components.measure.Report;
import dev.trestle.components.measure.Trace;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * What a report shows beyond figures: of each node the miss-ratio curve, the balance of its parts, the distributions of
 * lags and of the backlog; single requests hop by hop. Five significant digits, and times of hops to the nanosecond.
 */
final class DetailJson {
    /** Parts told one by one; a histogram tells of more. */
    private static final int MOST_PARTS = 100;

    private static final int BARS = 12;
    private static final double NANOS = 1e9;
    private static final double[] STEPS = {1, 2, 5};
    private static final MathContext FIVE = new MathContext(5);

    private DetailJson() {}

    /** Adds what a node shows to its object; nothing where it shows nothing. */
    static void node(ObjectNode json, Details.NodeDetail detail) {
        if (detail == null) return;
        if (detail.curve() != null) curve(json.putObject("missCurve"), detail.curve());
        if (!detail.balances().isEmpty()) {
            ArrayNode balances = json.putArray("balance");
            detail.balances().forEach(balance -> balance(balances.addObject(), balance));
        }
        if (detail.delays() != null) lag(json.putObject("lag"), detail.delays());
        if (detail.backlog() != null) backlog(json.putObject("backlog"), detail.backlog());
    }

    private static void curve(ObjectNode json, MissCurve curve) {
        json.put("policy", "LRU").put("evicts", curve.evicts()).put("instances", curve.instances());
        put(json, "size", curve.size());
        estimate(json, "measured", curve.measured());
        ArrayNode points = json.putArray("points");
        for (MissCurve.Point point : curve.points()) {
            ObjectNode object = points.addObject();
            put(object, "size", point.size());
            estimate(object, "missRatio", point.missRatio());
        }
    }

    private static void balance(ObjectNode json, Balance balance) {
        int parts = balance.values().size();
        double max =
                balance.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        json.put("what", balance.what());
        if (balance.level()) json.put("atTheEnd", true);
        json.put("parts", parts);
        put(json, "mean", balance.mean());
        put(json, "max", max);
        put(json, "maxOverMean", balance.maxOverMean());
        put(json, "relativeDeviation", balance.relativeDeviation());
        if (parts <= MOST_PARTS) {
            ArrayNode shares = json.putArray("shares");
            for (int i = 0; i < parts; i++) {
                put(
                        shares.addObject().put("part", balance.parts().get(i)),
                        "value",
                        balance.values().get(i));
            }
        }
        histogram(json.putArray("histogram"), balance.values(), max);
    }

    /** How many parts have how much, from nothing to the most, in bars of equal width. */
    private static void histogram(ArrayNode json, List<Double> values, double max) {
        int[] bars = new int[BARS];
        for (double value : values) bars[(int) Math.min(BARS - 1, value / max * BARS)]++;
        for (int i = 0; i < BARS; i++) {
            ObjectNode bar = json.addObject();
            put(bar, "from", max * i / BARS);
            put(bar, "to", max * (i + 1) / BARS);
            bar.put("parts", bars[i]);
        }
    }

    private static void lag(ObjectNode json, Delay delay) {
        json.put("what", delay.what());
        quantiles(json.putObject("all"), delay.all());
        if (delay.parts().size() > 1) {
            ObjectNode parts = json.putObject("parts");
            delay.parts().forEach((name, own) -> quantiles(parts.putObject(name), own));
        }
        ArrayNode bars = json.putArray("histogram");
        double from = 0;
        double before = 0;
        for (double to : edges(delay.all().max())) {
            double upTo = delay.all().shareWithin(to);
            if (upTo > 0) {
                ObjectNode bar = bars.addObject();
                put(bar, "from", from);
                put(bar, "to", to);
                put(bar, "share", upTo - before);
            }
            from = to;
            before = upTo;
        }
    }

    /** 1, 2, 5, 10... from a microsecond to the first that holds all; few enough to be drawn. */
    private static double[] edges(double max) {
        int count = 0;
        double[] edges = new double[60];
        double last = 0;
        for (int power = -6; last < max && count < edges.length; power++) {
            for (int i = 0; i < STEPS.length && last < max && count < edges.length; i++) {
                last = STEPS[i] * Math.pow(10, power);
                edges[count++] = last;
            }
        }
        return java.util.Arrays.copyOf(edges, count);
    }

    private static void quantiles(ObjectNode json, Latencies latencies) {
        json.put("count", latencies.count());
        estimate(json, "mean", latencies.mean());
        put(json, "p50", latencies.quantile(0.5).value());
        put(json, "p90", latencies.quantile(0.9).value());
        put(json, "p99", latencies.quantile(0.99).value());
        put(json, "p999", latencies.quantile(0.999).value());
        put(json, "max", latencies.max());
    }

    /** Messages that wait, by the share of time. */
    private static void backlog(ObjectNode json, Details.Backlog backlog) {
        put(json, "mean", backlog.mean());
        json.put("p50", backlog.p50())
                .put("p90", backlog.p90())
                .put("p99", backlog.p99())
                .put("max", backlog.max());
    }

    /** The slowest and the failed requests of the first replication: {@code of} says so to whoever reads the file. */
    static void traces(ObjectNode json, Report report) {
        Details details = report.details();
        json.put(
                "of",
                report.replications() > 1 ? "the first of " + report.replications() + " replications" : "the run");
        ArrayNode slowest = json.putArray("slowest");
        details.slowest().forEach(trace -> trace(slowest.addObject(), trace));
        ArrayNode failed = json.putArray("failed");
        details.failed().forEach(trace -> trace(failed.addObject(), trace));
        if (details.untraced() > 0) json.put("untracedHops", details.untraced());
    }

    private static void trace(ObjectNode json, Trace trace) {
        json.put("operation", trace.operation());
        if (!trace.about().isEmpty()) json.put("about", trace.about());
        if (trace.client() >= 0) json.put("client", trace.client());
        json.put("tries", trace.attempts())
                .put("phase", trace.phase())
                .put("at", nanos(trace.at()))
                .put("seconds", nanos(trace.seconds()))
                .put("outcome", trace.outcome());
        if (trace.hopCount() > trace.hops().size()) json.put("hopCount", trace.hopCount());
        ArrayNode hops = json.putArray("hops");
        for (Trace.Hop hop : trace.hops()) {
            ObjectNode object = hops.addObject();
            if (hop.parent() >= 0) object.put("parent", hop.parent());
            object.put("node", hop.node());
            if (hop.instance() > 0) object.put("instance", hop.instance());
            object.put("does", hop.does());
            if (hop.attempt() > 1) object.put("attempt", hop.attempt());
            time(object, "sent", hop.sent());
            time(object, "arrived", hop.arrived());
            if (hop.waited() > 0) time(object, "waited", hop.waited());
            if (hop.held() > 0) time(object, "held", hop.held());
            time(object, "left", hop.left());
            time(object, "back", hop.back());
            time(object, "gaveUp", hop.gaveUp());
            object.put("outcome", hop.outcome());
        }
    }

    private static void time(ObjectNode json, String name, double seconds) {
        if (Double.isFinite(seconds)) json.put(name, nanos(seconds));
    }

    private static double nanos(double seconds) {
        return Math.round(seconds * NANOS) / NANOS;
    }

    private static void estimate(ObjectNode json, String name, Estimate estimate) {
        put(json, name, estimate.value());
        if (Double.isFinite(estimate.value()) && Double.isFinite(estimate.low()) && Double.isFinite(estimate.high())) {
            ArrayNode interval = json.putArray(name + "Interval");
            interval.add(five(estimate.low())).add(five(estimate.high()));
        }
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) json.put(name, five(value));
    }

    private static double five(double value) {
        return new BigDecimal(value).round(FIVE).doubleValue();
    }
}
