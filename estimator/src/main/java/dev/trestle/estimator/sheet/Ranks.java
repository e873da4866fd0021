package dev.trestle.estimator.sheet;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Rank correlation between uncertain inputs and an output. */
final class Ranks {

    private Ranks() {}

    /** The squared rank correlation of each input with the output, scaled so that they add up to 1. */
    static double[] squaredCorrelations(List<double[]> inputs, double[] output) {
        double[] ranked = ranks(output);
        double[] squared = inputs.stream()
                .mapToDouble(input -> input.length == 1 ? 0 : correlation(ranks(input), ranked))
                .map(r -> r * r)
                .toArray();
        double total = 0;
        for (double square : squared) {
            total += square;
        }
        for (int i = 0; i < squared.length; i++) {
            squared[i] = total == 0 ? 0 : squared[i] / total;
        }
        return squared;
    }

    /** The place of each sample in ascending order; equal samples share the middle of their places. */
    static double[] ranks(double[] samples) {
        int[] order = IntStream.range(0, samples.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> samples[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[samples.length];
        int from = 0;
        while (from < order.length) {
            int to = from;
            while (to + 1 < order.length && samples[order[to + 1]] == samples[order[from]]) {
                to++;
            }
            for (int i = from; i <= to; i++) {
                ranks[order[i]] = (from + to) / 2.0;
            }
            from = to + 1;
        }
        return ranks;
    }

    private static double correlation(double[] a, double[] b) {
        double middle = (a.length - 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - middle) * (b[i] - middle);
            aa += (a[i] - middle) * (a[i] - middle);
            bb += (b[i] - middle) * (b[i] - middle);
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }
}
