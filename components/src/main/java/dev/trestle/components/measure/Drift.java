package dev.trestle.components.measure;

import dev.trestle.components.engine.Series;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a series still goes up or down, as independent replications see it together: how much the mean of its last quarter is
 * above that of the quarter before, with a t interval over the replications.
 *
 * <p>For what wanders slowly by itself, such as the number of requests inside a design: its neighbours are so much alike that
 * a rule about one series ({@link Mser}) sees transients in it that are none, but replications wander independently.
 *
 * @param change of the mean from the third to the last quarter
 */
public record Drift(Estimate change) {
    /** Less than this in a quarter says nothing. */
    private static final int FEWEST = 5;

    /** Of one series in several replications; as long as the shortest of them. */
    public static Drift of(List<Series> replications) {
        long batch = replications.stream().mapToLong(Series::batch).max().orElse(1);
        List<double[]> each =
                replications.stream().map(series -> series.means(batch)).toList();
        int n = each.stream().mapToInt(means -> means.length).min().orElse(0);
        int quarter = n / 4;
        if (quarter < FEWEST || each.size() < 2) {
            return new Drift(Estimate.none());
        }
        double[] changes = each.stream()
                .mapToDouble(means -> mean(means, n - quarter, n) - mean(means, n - 2 * quarter, n - quarter))
                .toArray();
        return new Drift(Estimate.over(changes, n));
    }

    private static double mean(double[] means, int from, int to) {
        return Arrays.stream(means, from, to).average().orElseThrow();
    }

    /** Whether it is over: a change of that size is as likely luck. */
    public boolean settled() {
        return change.isMeasured() && change.low() <= 0 && change.high() >= 0;
    }
}
