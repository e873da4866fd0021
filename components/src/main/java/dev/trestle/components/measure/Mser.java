package dev.trestle.components.measure;

import dev.trestle.components.engine.Series;
import java.util.Arrays;
import java.util.List;

/**
 * Where the transient of a series ends: MSER, the rule that leaves out as many numbers at the start as make the standard
 * error of the mean of the others smallest.
 *
 * <p>K. P. White, "An effective truncation heuristic for bias reduction in simulation output", Simulation 69 (1997), on
 * means of five as in White, Cobb and Spratt, "A comparison of five steady-state truncation heuristics for simulation", WSC
 * 2000 (MSER-5). When the best place lies in the second half, the series is too short to say or has no steady state: as in
 * Hoad, Robinson and Davies, "Automating warm-up length estimation", JORS 61 (2010), it is taken for not settled, and
 * replications are averaged before.
 *
 * @param batches how many batch means were looked at
 * @param cut how many of them at the start belong to the transient
 */
public record Mser(int batches, int cut) {
    /** The size of the batches of MSER-5. */
    public static final int BATCH = 5;
    /** Less than this says nothing. */
    private static final int FEWEST = 20;
    /**
     * At least one in so many means is kept: neighbours are alike, so the last few vary less than all of them however long the
     * transient has been over.
     */
    private static final int KEPT = 4;

    /** Of one series. */
    public static Mser of(double[] means) {
        int n = means.length;
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        double mean = 0;
        double squares = 0;
        for (int d = n - 1; d >= 0; d--) {
            int kept = n - d;
            double off = means[d] - mean;
            mean += off / kept;
            squares += off * (means[d] - mean);
            double error = squares / kept / kept;
            // Of equally good places the first: a series that does not vary has no transient.
            if (kept * KEPT >= n && error <= least) {
                least = error;
                best = d;
            }
        }
        return new Mser(n, best);
    }

    /** Of the mean over replications, number by number; as long as the shortest of them. */
    public static Mser of(List<Series> replications) {
        long batch = replications.stream().mapToLong(Series::batch).max().orElse(1);
        List<double[]> each =
                replications.stream().map(series -> series.means(batch)).toList();
        int n = each.stream().mapToInt(means -> means.length).min().orElse(0);
        double[] mean = new double[n];
        each.forEach(means -> Arrays.setAll(mean, i -> mean[i] + means[i] / each.size()));
        return of(mean);
    }

    /** Whether the transient is over: what is cut is at most half of what there is. */
    public boolean settled() {
        return batches >= FEWEST && cut <= batches / 2;
    }
}
