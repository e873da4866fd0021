package dev.trestle.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trestle.components.run.Comparison;
import dev.trestle.components.run.Comparison.Difference;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.db.Run.State;
import dev.trestle.server.web.Figures;
import dev.trestle.server.web.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Two boards side by side.
 *
 * @param a what the first is called
 * @param b what the other is called
 * @param flips requirements whose verdict is another
 * @param parts tables of figures: of requirements that both have; of operations, and the cost
 * @param ran seed and number of pairs
 */
record CompareView(String a, String b, List<Flip> flips, List<Part> parts, List<String> notes, String ran) {

    /** A table. */
    record Part(String title, List<Row> rows) {}

    /** A requirement with both verdicts. */
    record Flip(String id, String requirement, String a, String b, boolean worse) {}

    /**
     * One figure of both.
     *
     * @param better a, b or empty where the interval does not tell
     */
    record Row(String what, String a, String b, String difference, String interval, String better) {}

    /** The runs that may be compared, the newest first, and the revision of the board as it stands. */
    record Choice(List<Stored> runs, long revision) {
        static Choice of(List<dev.trestle.db.Run> rows, long revision) {
            return new Choice(
                    rows.stream()
                            .filter(row -> row.state() == State.DONE)
                            .map(Stored::of)
                            .toList(),
                    revision);
        }
    }

    /** A run that is done. */
    record Stored(String id, long revision, long seed, String tally) {
        static Stored of(dev.trestle.db.Run row) {
            Map<String, Integer> counts = new TreeMap<>();
            for (JsonNode verdict : Json.stored(row.report()).path("verdicts")) {
                counts.merge(verdict.path("verdict").asText(), 1, Integer::sum);
            }
            String tally = counts.entrySet().stream()
                    .map(count -> count.getValue() + " " + count.getKey())
                    .collect(Collectors.joining(", "));
            return new Stored(row.id(), row.seq(), row.seed(), tally.isEmpty() ? "no requirements" : tally);
        }
    }

    static CompareView of(CompareJob job) {
        Comparison comparison = job.comparison();
        List<Row> requirements = new ArrayList<>();
        List<Row> figures = new ArrayList<>();
        for (Difference line : comparison.differences()) {
            (line.requirement() == null ? figures : requirements).add(row(line));
        }
        int pairs = Math.min(
                comparison.first().report().replications(),
                comparison.second().report().replications());
        return new CompareView(
                job.first().name(),
                job.second().name(),
                comparison.flips().stream().map(CompareView::flip).toList(),
                List.of(new Part("Requirements", requirements), new Part("Figures", figures)),
                comparison.notes(),
                "Seed " + job.seed() + ", " + pairs + " pairs of replications, each under the same luck");
    }

    private static Flip flip(Comparison.Flip flip) {
        return new Flip(
                flip.first().id(),
                flip.first().requirement(),
                flip.first().status().word(),
                flip.second().status().word(),
                flip.first().status() == Verdict.Status.MET || flip.second().status() == Verdict.Status.MISSED);
    }

    private static Row row(Difference line) {
        double low = line.difference().low();
        double high = line.difference().high();
        boolean bounded = Double.isFinite(low) && Double.isFinite(high);
        return new Row(
                line.requirement() == null ? line.what() : line.requirement() + " " + line.what(),
                Figures.in(line.unit(), line.first()),
                Figures.in(line.unit(), line.second()),
                signed(line.unit(), line.difference().value()),
                bounded ? signed(line.unit(), low) + " to " + signed(line.unit(), high) : "",
                switch (line.better()) {
                    case 1 -> "A";
                    case 2 -> "B";
                    default -> "";
                });
    }

    private static String signed(String unit, double value) {
        return (value < 0 ? "-" : value > 0 ? "+" : "") + Figures.in(unit, Math.abs(value));
    }
}
