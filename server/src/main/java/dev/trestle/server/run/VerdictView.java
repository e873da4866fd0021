package dev.trestle.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.report.CounterexampleJson;
import dev.trestle.server.report.Evidence;
import dev.trestle.server.report.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The card of one verdict.
 *
 * @param verdict met, missed or unsure
 * @param measured for people, or null where nothing was measured
 * @param gauge the interval and the bound on a line of 300, or null
 * @param node the culprit's id, or null
 * @param tried what further runs were made for it, or null
 * @param moments the smallest counter-example in order of time; empty for none
 */
record VerdictView(
        String id,
        String requirement,
        String verdict,
        String measured,
        String interval,
        String bound,
        Gauge gauge,
        String because,
        String node,
        String nodeName,
        Evidence.Table tried,
        List<String> evidence,
        List<MomentView> moments) {

    /** A line of a counter-example; the id of the node and that of the link are null where none is known. */
    record MomentView(String time, String who, String what, String node, String nodeName, String link) {
        static MomentView of(JsonNode moment, Map<String, String> labels) {
            String node = moment.path("node").asText(null);
            return new MomentView(
                    CounterexampleJson.time(moment),
                    moment.path("who").asText(),
                    moment.path("what").asText(),
                    node,
                    node == null ? null : labels.getOrDefault(node, node),
                    moment.path("link").asText(null));
        }
    }

    /** Places on a line from 0 to 300. */
    record Gauge(String low, String high, String bound) {}

    /** The verdict as a word for its badge. */
    public String word() {
        return verdict.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + verdict.substring(1);
    }

    public String icon() {
        return switch (verdict) {
            case "met" -> "circle-check";
            case "missed" -> "circle-x";
            default -> "circle-help";
        };
    }

    static VerdictView of(JsonNode verdict, Map<String, String> labels) {
        Measured measured = Measured.of(verdict);
        JsonNode interval = verdict.path("interval");
        String node = verdict.path("node").asText(null);
        List<String> evidence = new ArrayList<>();
        verdict.path("evidence").forEach(line -> evidence.add(line.asText()));
        List<MomentView> moments = new ArrayList<>();
        verdict.path("counterexample").forEach(moment -> moments.add(MomentView.of(moment, labels)));
        return new VerdictView(
                verdict.path("id").asText(),
                verdict.path("requirement").asText(),
                verdict.path("verdict").asText(),
                verdict.has("measured") ? measured.value() : null,
                measured.interval().isEmpty() ? null : "95 % between " + measured.interval(" and "),
                verdict.has("bound") ? measured.bound() : null,
                gauge(interval, verdict.path("bound")),
                verdict.path("because").asText(),
                node,
                node == null ? null : labels.getOrDefault(node, node),
                Evidence.of(verdict),
                evidence,
                moments);
    }

    private static Gauge gauge(JsonNode interval, JsonNode bound) {
        if (interval.size() != 2 || !bound.isNumber()) return null;
        double low = interval.get(0).asDouble();
        double high = interval.get(1).asDouble();
        double limit = bound.asDouble();
        double from = Math.min(low, limit);
        double to = Math.max(high, limit);
        if (!(to > from) || Double.isInfinite(to)) return null;
        double margin = (to - from) * 0.15;
        double scale = 300 / (to - from + 2 * margin);
        double origin = from - margin;
        return new Gauge(
                place(low, origin, scale, -1.5), place(high, origin, scale, 1.5), place(limit, origin, scale, 0));
    }

    private static String place(double value, double origin, double scale, double nudge) {
        return String.format(java.util.Locale.ROOT, "%.1f", (value - origin) * scale + nudge);
    }
}
