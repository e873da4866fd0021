package dev.trestle.components.accuracy;

import dev.trestle.components.content.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an oracle's stated size gave when somebody last ran it with {@code trestle accuracy --full --record}: the file
 * {@code recorded.json} in its folder, which nothing else writes.
 *
 * @param date of the run, as YYYY-MM-DD
 * @param engine version of the engine
 * @param machine processors, system and Java version
 * @param seconds that it took
 * @param rows the figures, in the order of the cases
 */
public record Recording(String date, String engine, String machine, double seconds, List<Row> rows) {
    /** Where it is in an oracle's folder. */
    public static final String FILE = "recorded.json";

    /** Keeps its own copy of the rows. */
    public Recording {
        rows = List.copyOf(rows);
    }

    /** The recording of an oracle; empty where there is none yet. */
    public static Optional<Recording> of(String oracle) {
        if (!Oracle.FOLDER.has(oracle, FILE)) {
            return Optional.empty();
        }
        Fields json = Oracle.FOLDER.json(oracle, FILE);
        List<Row> rows = new ArrayList<>();
        for (Fields row : json.objects("rows")) {
            rows.add(new Row(
                    row.text("case"),
                    row.text("measure"),
                    row.decimal("known"),
                    row.decimal("measured"),
                    row.decimal("standardError"),
                    row.decimal("tolerance"),
                    row.number("seeds"),
                    row.has("shape")));
        }
        return Optional.of(new Recording(
                json.text("date"), json.text("engine"), json.text("machine"), json.decimal("seconds"), rows));
    }

    /**
     * Whether it is of the figures that the oracle expects today, judged by the same rule: a changed oracle must be recorded
     * anew.
     */
    public boolean isOf(Oracle oracle) {
        List<String> expected = new ArrayList<>();
        for (Case one : oracle.cases()) {
            one.expected()
                    .forEach(line -> expected.add(one.name() + "|" + line.measure() + "|" + line.known() + "|"
                            + line.tolerance() + "|" + line.shape()));
        }
        return expected.equals(rows.stream()
                .map(row -> row.name() + "|" + row.measure() + "|" + row.known() + "|" + row.tolerance() + "|"
                        + row.shape())
                .toList());
    }
}
