package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found by the search for the smallest fix, for people: the page, the terminal and reports show it.
 *
 * @param searched whether there was a search yet
 * @param missed how many requirements the run missed
 * @param says one line about what was tried
 * @param requirements what was missed, each with what meets it
 */
public record FixesView(String run, boolean searched, int missed, String says, List<Missed> requirements) {
    /** Shown of each requirement; the others cost more. */
    private static final int MOST = 5;

    /** A requirement, what meets it, and how many more do; where nothing does, what comes closest, or null. */
    public record Missed(String id, String line, List<Row> fixes, int more, Row closest) {
        /** What is said where nothing meets it. */
        public String nothing() {
            return closest == null
                    ? "None of them meets it, and none comes closer."
                    : closest.undecided()
                            ? "None of them is known to meet it: runs of changes could not tell. The closest:"
                            : "None of them meets it. The closest:";
        }
    }

    /** A change; {@code edits} as JSON for the board; undecided: the search ended before its run could tell. */
    public record Row(
            String says, String node, String edits, String after, String cost, String also, boolean undecided) {}

    public static FixesView of(String run, JsonNode report) {
        JsonNode fixes = report.path("fixes");
        Map<String, Missed> missed = new LinkedHashMap<>();
        for (JsonNode verdict : report.path("verdicts")) {
            if (!verdict.path("verdict").asText().equals("missed")) continue;
            String id = verdict.path("id").asText();
            List<Row> rows = new ArrayList<>();
            int all = 0;
            for (JsonNode fix : fixes.path("list")) {
                if (!fix.path("id").asText().equals(id)) continue;
                if (all++ < MOST) rows.add(row(fix));
            }
            Row closest = null;
            for (JsonNode fix : fixes.path("closest")) {
                if (fix.path("id").asText().equals(id)) closest = row(fix);
            }
            missed.put(id, new Missed(id, verdict.path("requirement").asText(), rows, all - rows.size(), closest));
        }
        return new FixesView(run, !fixes.isMissingNode(), missed.size(), says(fixes), List.copyOf(missed.values()));
    }

    private static String says(JsonNode fixes) {
        int tried = fixes.path("tried").asInt();
        int possible = fixes.path("possible").asInt();
        int refused = fixes.path("refused").asInt();
        String rest =
                tried + refused < possible ? "; the search ended before the other " + (possible - tried - refused) : "";
        String leftOut = fixes.path("leftOut").isEmpty() ? "" : "; not looked at again: " + list(fixes.path("leftOut"));
        return tried + " one-step changes were run under the same seed"
                + (refused == 0 ? "" : ", " + refused + " more cannot be run on this board") + rest + leftOut + ".";
    }

    private static Row row(JsonNode fix) {
        double cost = fix.path("costPerMonth").asDouble(Double.NaN);
        Measured after = Measured.of(fix);
        return new Row(
                fix.path("says").asText(),
                fix.path("node").asText(),
                fix.path("edits").toString(),
                after.value() + (after.interval().isEmpty() ? "" : " (" + after.interval() + ")"),
                Math.abs(cost) < 0.5 ? "costs the same" : (cost > 0 ? "+" : "") + Figures.usdPerMonth(cost),
                fix.path("alsoMet").isEmpty() ? "" : "also meets " + list(fix.path("alsoMet")),
                fix.path("verdict").asText().equals("unsure"));
    }

    private static String list(JsonNode ids) {
        List<String> words = new ArrayList<>();
        ids.forEach(id -> words.add(id.asText()));
        return String.join(", ", words);
    }
}
