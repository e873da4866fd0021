package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.web.Figures;

/** How a run ended, in words: from the report's JSON. */
public final class Endings {
    private Endings() {}

    /** One or two sentences; empty where it simply played its script and something is unsure. */
    public static String words(JsonNode report) {
        boolean whole = true;
        for (JsonNode phase : report.path("played"))
            whole &= phase.path("whole").asBoolean(true);
        String how = switch (report.path("stoppedBy").asText()) {
            case "decided" ->
                allDecided(report)
                        ? "The run ended when everything was decided."
                        : "The run ended when going on would not have decided more.";
            case "budget" ->
                whole && report.has("played")
                        ? "The run ended at its budget of events; its script was played, but not everything is decided."
                        : "The run ended at its budget of events, before the end of its script: what was not seen "
                                + "cannot be judged.";
            case "cancel" -> "The run was cancelled; these are the figures up to then.";
            default -> "";
        };
        String time = time(report);
        return how.isEmpty() || time.isEmpty() ? how + time : how + " " + time;
    }

    /** Whether no verdict is unsure: a run may also end because more of it would not help. */
    public static boolean allDecided(JsonNode report) {
        for (JsonNode verdict : report.path("verdicts")) {
            if (verdict.path("verdict").asText().equals("unsure")) return false;
        }
        return true;
    }

    /** How long it took until there was an answer to every requirement; empty where one has none. */
    public static String time(JsonNode report) {
        return report.has("verdictSeconds")
                ? "Time to verdict: "
                        + Figures.seconds(report.path("verdictSeconds").asDouble())
                        + " of computing until every requirement was decided."
                : "";
    }

    /** What requests that never ended mean for the figures; empty where there are none. */
    public static String waiting(JsonNode report) {
        long open = report.path("all").path("inFlight").asLong();
        return open == 0
                ? ""
                : String.format(
                        java.util.Locale.ROOT,
                        "%,d requests were still waiting when the run ended: tables and verdicts count them with their age so"
                                + " far, the chart over time shows the answered ones.",
                        open);
    }
}
