package dev.trestle.components.accuracy;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Edit;
import dev.trestle.components.board.Phase;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import dev.trestle.estimator.estimate.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the cases of an oracle through the public door, a board in and a report out, and compares. */
public final class Trial {
    private static final double DAY_SECONDS = 86_400;

    private Trial() {}

    /**
     * The rows of one case.
     *
     * @param full whether at the size that its tolerances need (minutes), or at the quick one (a second or so), without the
     *     quantiles beyond p99
     */
    public static List<Row> of(Oracle oracle, Case one, boolean full) {
        int seeds = one.seeds();
        List<Expected> expected = one.expected().stream()
                .filter(line -> full || !line.measure().farOut())
                .toList();
        double[][] values = new double[expected.size()][seeds];
        Board board = board(oracle, one, full, 1);
        for (int seed = 0; seed < seeds; seed++) {
            if (one.varied()) {
                board = board(oracle, one, full, seed + 1);
            }
            RunResult result = Run.of(board, options(seed + 1)).execute(Watcher.NOBODY);
            for (int i = 0; i < values.length; i++) {
                values[i][seed] = expected.get(i).measure().of(result);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            rows.add(row(one, expected.get(i), values[i]));
        }
        return rows;
    }

    /** The board of a case for a seed, as long as its size asks for. */
    static Board board(Oracle oracle, Case one, boolean full, int seed) {
        Document document = oracle.document();
        one.set(seed).forEach(document::set);
        if (!one.scripted()) {
            stretch(document, (full ? one.requests() : one.quick()) / (double) one.seeds());
        }
        return document.board();
    }

    /** No budget: an oracle's run ends with its script. */
    private static Options options(long seed) {
        return new Options(
                seed, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, Options.seed(seed).threads());
    }

    /**
     * Gives the last phase the length that its load needs for so many requests over all replications. A phase lasts a day at most, so a longer one is several of the same name and load, which a report takes as one.
     */
    private static void stretch(Document document, double requests) {
        Board board = document.board();
        Map.Entry<String, Phase> last = board.script().entrySet().stream()
                .max(Comparator.comparing(entry -> entry.getValue().order()))
                .orElseThrow();
        Estimate estimate = Estimate.of(board.brief().numbers());
        double perSecond = board.brief().operations().entrySet().stream()
                .filter(entry -> entry.getValue().rate() != null)
                .mapToDouble(entry -> estimate.askedPerSecond(entry.getKey()))
                .sum();
        double seconds = requests / perSecond / Options.REPLICATIONS;
        int days = Math.max(1, (int) Math.ceil(seconds / DAY_SECONDS));
        String each = Math.max(0.001, seconds / days) + " s";
        Phase phase = last.getValue();
        document.set("script." + last.getKey() + ".for", each);
        for (int day = 1; day < days; day++) {
            String id = String.format(Locale.ROOT, "%s-%04d", last.getKey(), day);
            String order = String.format(Locale.ROOT, "%s%04d", phase.order(), day);
            Map<String, Object> record = new LinkedHashMap<>(
                    Map.of("order", order, "phase", phase.phase(), "for", each, "load", phase.load()));
            if (!phase.faults().isEmpty()) {
                record.put("faults", phase.faults());
            }
            Edit more = Edit.put("phases", id, record);
            if (document.apply(more).isEmpty()) {
                throw new IllegalStateException("no room for phase " + id + ": " + document.refusal(more));
            }
        }
    }

    private static Row row(Case one, Expected expected, double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        int n = values.length;
        double error = n < 2 ? 0 : StrictMath.sqrt(squares / (n - 1) / n);
        return new Row(
                one.name(),
                expected.measure().toString(),
                expected.known(),
                mean,
                error,
                expected.tolerance(),
                n,
                expected.shape());
    }
}
