package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.server.web.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** What a verdict rests on as a table: the losses that were tried, the loads, or the ways back from disturbances. */
public final class Evidence {
    private static final String NOTHING = "nothing";

    private Evidence() {}

    /** @param head of the columns */
    public record Table(String caption, List<String> head, List<Row> rows) {}

    /**
     * @param node the id of the node that a row is about, or null
     * @param verdict met, missed or unsure: whether the row speaks for the requirement
     */
    public record Row(List<String> cells, String node, String verdict) {
        /** For templates. */
        public String first() {
            return cells.get(0);
        }

        /** All cells but the first. */
        public List<String> others() {
            return cells.subList(1, cells.size());
        }
    }

    /** The table of a verdict, an element of a report's {@code verdicts}; null where it has none. */
    public static Table of(JsonNode verdict) {
        if (!verdict.path("losses").isEmpty()) return losses(verdict);
        if (!verdict.path("loads").isEmpty()) return loads(verdict);
        return verdict.path("returns").isEmpty() ? null : returns(verdict);
    }

    private static Table losses(JsonNode verdict) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode loss : verdict.path("losses")) {
            StringJoiner breaks = new StringJoiner("; ");
            loss.path("flips").forEach(flip -> breaks.add(flip.path("says").asText()));
            loss.path("unsure")
                    .forEach(flip -> breaks.add("unsure: " + flip.path("says").asText()));
            int alike = loss.path("alike").asInt(1);
            String word = !loss.path("flips").isEmpty()
                    ? "missed"
                    : loss.path("unsure").isEmpty() ? "met" : "unsure";
            rows.add(new Row(
                    List.of(
                            loss.path("what").asText() + (alike > 1 ? ", for " + alike + " alike" : ""),
                            breaks.length() == 0 ? NOTHING : breaks.toString()),
                    loss.path("node").asText(null),
                    word));
        }
        int left = verdict.path("lossesAsked").asInt() - rows.size();
        if (left > 0) rows.add(new Row(List.of(left + " more", "not tried"), null, "unsure"));
        return new Table("Losses that were tried", List.of("Loss of", "What it breaks"), rows);
    }

    private static Table loads(JsonNode verdict) {
        List<Row> rows = new ArrayList<>();
        boolean first = true;
        for (JsonNode load : verdict.path("loads")) {
            String word = load.path("verdict").asText();
            StringJoiner breaks = new StringJoiner("; ");
            if (word.equals("missed") && first) {
                verdict.path("breaks")
                        .forEach(flip -> breaks.add(flip.path("says").asText()));
                first = false;
            }
            String node = breaks.length() == 0
                    ? null
                    : verdict.path("breaks").path(0).path("node").asText(null);
            rows.add(new Row(
                    List.of(Figures.number(load.path("factor").asDouble()) + " x", word, breaks.toString()),
                    node,
                    word));
        }
        return new Table("Loads that were tried", List.of("Load", "Verdict", "What breaks first"), rows);
    }

    private static Table returns(JsonNode verdict) {
        double limit = verdict.path("bound").asDouble(Double.POSITIVE_INFINITY);
        List<Row> rows = new ArrayList<>();
        for (JsonNode back : verdict.path("returns")) {
            double worst = 0;
            for (JsonNode seconds : back.path("seconds")) worst = Math.max(worst, seconds.asDouble());
            int out = back.path("notBack").asInt();
            boolean seen = back.path("watched").asDouble() >= limit;
            String status = worst > limit || out > 0 && seen ? "missed" : out > 0 ? "unsure" : "met";
            String after = out > 0
                    ? "not in " + out + " of " + (out + back.path("seconds").size()) + " runs"
                    : Figures.seconds(worst) + " at most";
            rows.add(new Row(
                    List.of(
                            back.path("what").asText(),
                            Figures.seconds(back.path("ended").asDouble()),
                            after,
                            Figures.seconds(back.path("watched").asDouble()),
                            levels(back.path("before")),
                            levels(back.path("last"))),
                    null,
                    status));
        }
        return new Table(
                "Ways back",
                List.of("After", "Over at", "Back after", "Watched for", "Before, at most", "At last"),
                rows);
    }

    private static String levels(JsonNode levels) {
        return Figures.share(levels.path("errors").asDouble()) + " errors, p99 "
                + Figures.seconds(levels.path("p99").asDouble()) + ", "
                + Figures.number(levels.path("inside").asDouble()) + " inside";
    }
}
