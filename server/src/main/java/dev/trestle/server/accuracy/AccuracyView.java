package dev.trestle.server.accuracy;

import dev.trestle.components.accuracy.Case;
import dev.trestle.components.accuracy.Expected;
import dev.trestle.components.accuracy.Oracle;
import dev.trestle.components.accuracy.Recording;
import dev.trestle.components.accuracy.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * The accuracy page as it is read: every oracle with the figures that were recorded at its stated size. What was not
 * recorded, or recorded for an older form of an oracle, is shown without a measurement; nothing is filled in.
 */
public record AccuracyView(List<OracleView> oracles, long holds, long rough, long off, long unrecorded) {
    /**
     * One oracle.
     *
     * @param recorded date, machine and duration of the recording; null where there is none
     * @param command that records it anew
     */
    public record OracleView(
            String id, String title, String source, String recorded, String command, List<CaseView> cases) {
        /** How many there are. */
        public int figures() {
            return cases.stream().mapToInt(one -> one.rows().size()).sum();
        }
    }

    /** One variant of its board and its figures. */
    public record CaseView(String name, List<RowView> rows) {}

    /**
     * One figure.
     *
     * @param result {@code holds}, {@code rough}, {@code off} or {@code none}
     * @param word what that is called
     * @param span the picture of error and interval; null without a measurement
     */
    public record RowView(
            String measure,
            String known,
            String tolerance,
            String measured,
            String interval,
            String error,
            String result,
            String word,
            Span span) {}

    /**
     * Where the interval and the mean stand on a scale from -2 to +2 tolerances, in the units of the picture: 120 wide.
     */
    public record Span(double low, double high, double mean) {
        private static final double MIDDLE = 60;
        private static final double TOLERANCE = 28;

        static Span of(Row row) {
            if (row.tolerance() == 0 || Double.isNaN(row.measured())) return null;
            return new Span(place(row, row.low()), place(row, row.high()), place(row, row.measured()));
        }

        private static double place(Row row, double value) {
            double at = MIDDLE + TOLERANCE * (value - row.known()) / row.tolerance();
            return Math.round(Math.max(3, Math.min(2 * MIDDLE - 3, at)) * 10) / 10.0;
        }
    }

    static AccuracyView read() {
        List<OracleView> views = Oracle.ids().stream()
                .map(Oracle::of)
                .sorted(java.util.Comparator.comparing(oracle -> Figure.sortKey(oracle.id())))
                .map(AccuracyView::view)
                .toList();
        return new AccuracyView(
                views, count(views, "holds"), count(views, "rough"), count(views, "off"), count(views, "none"));
    }

    private static long count(List<OracleView> views, String result) {
        return views.stream()
                .flatMap(view -> view.cases().stream())
                .flatMap(one -> one.rows().stream())
                .filter(row -> row.result().equals(result))
                .count();
    }

    private static OracleView view(Oracle oracle) {
        Recording recording =
                Recording.of(oracle.id()).filter(found -> found.isOf(oracle)).orElse(null);
        List<CaseView> cases = new ArrayList<>();
        int next = 0;
        for (Case one : oracle.cases()) {
            List<RowView> rows = new ArrayList<>();
            for (Expected expected : one.expected()) {
                rows.add(
                        recording == null
                                ? expected(expected)
                                : measured(recording.rows().get(next++)));
            }
            cases.add(new CaseView(one.name(), rows));
        }
        String recorded = recording == null
                ? null
                : recording.date() + ", engine " + recording.engine() + ", " + recording.machine() + ", "
                        + Figure.duration(recording.seconds());
        return new OracleView(
                oracle.id(),
                oracle.title(),
                oracle.source(),
                recorded,
                "trestle accuracy " + oracle.id() + " --full",
                cases);
    }

    private static RowView expected(Expected line) {
        Figure figure = Figure.of(line.measure().toString(), line.known());
        return new RowView(
                line.measure().toString(),
                figure.print(line.known()),
                figure.tolerance(line.known(), line.tolerance()),
                "–",
                "–",
                "–",
                "none",
                "not recorded",
                null);
    }

    private static RowView measured(Row row) {
        Figure figure = Figure.of(row.measure(), row.known());
        Row.Status status = row.status();
        return new RowView(
                row.measure(),
                figure.print(row.known()),
                figure.tolerance(row.known(), row.tolerance()),
                figure.print(row.measured()),
                row.standardError() == 0 ? "–" : figure.print(row.low()) + " to " + figure.print(row.high()),
                figure.error(row.error(), row.known()),
                status.name().toLowerCase(java.util.Locale.ROOT),
                switch (status) {
                    case HOLDS -> "ok";
                    case ROUGH -> "rough";
                    case OFF -> "off";
                },
                Span.of(row));
    }
}
