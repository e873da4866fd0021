package dev.trestle.components.measure;

import dev.trestle.components.engine.KeyTrace;
import dev.trestle.components.measure.Details.MissCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Makes the curve of what a node with caches would miss at other sizes from what the replications of a run have seen. */
final class CurveMerge {
    /** Where a curve is flat to so much, it is not told on. */
    private static final double FLAT = 5e-4;

    private CurveMerge() {}

    /** The curve of a node; null where it keeps no keys or nobody asked for one. */
    static MissCurve curve(List<Sight> sights, Estimate hitRatio) {
        List<Sight.Keys> keys = sights.stream().map(Sight::keys).toList();
        Sight.Keys first = keys.get(0);
        if (first == null) {
            return null;
        }
        double[] asked = keys.stream().mapToDouble(Sight.Keys::asked).toArray();
        long samples = Math.round(Arrays.stream(asked).sum());
        if (samples == 0) {
            return null;
        }
        List<MissCurve.Point> points = new ArrayList<>();
        for (int i = 0; i < KeyTrace.SIZES; i++) {
            int size = i;
            double[] misses =
                    keys.stream().mapToDouble(own -> own.misses()[size]).toArray();
            points.add(new MissCurve.Point(first.sizes().get(i), bounded(Estimate.ratio(misses, asked, samples))));
        }
        Estimate measured = hitRatio.isMeasured() ? hitRatio.complement() : hitRatio;
        return new MissCurve(
                first.instances(),
                first.sizes().get(KeyTrace.OWN),
                first.evicts(),
                measured,
                points.get(KeyTrace.OWN).missRatio(),
                shaped(first.evicts().equals("LRU") ? through(measured, points) : points));
    }

    /**
     * The curve of a sample of the keys, moved so that it goes through what all keys showed at the size that the node has:
     * larger sizes miss as much less or more, smaller ones hit so. Where the two do not agree within their intervals it is
     * not the sample that makes the difference, and the curve stays.
     */
    static List<MissCurve.Point> through(Estimate measured, List<MissCurve.Point> points) {
        Estimate own = points.get(KeyTrace.OWN).missRatio();
        boolean agree = measured.isMeasured() && own.low() <= measured.high() && measured.low() <= own.high();
        if (!agree || own.value() <= 0 || own.value() >= 1) {
            return points;
        }
        double misses = measured.value() / own.value();
        double hits = (1 - measured.value()) / (1 - own.value());
        DoubleUnaryOperator moved = ratio -> ratio <= own.value() ? ratio * misses : 1 - (1 - ratio) * hits;
        return points.stream()
                .map(point -> new MissCurve.Point(
                        point.size(),
                        new Estimate(
                                moved.applyAsDouble(point.missRatio().value()),
                                moved.applyAsDouble(point.missRatio().low()),
                                moved.applyAsDouble(point.missRatio().high()),
                                point.missRatio().samples())))
                .toList();
    }

    /** A sample may have more misses than there were reads. */
    private static Estimate bounded(Estimate ratio) {
        double value = Math.min(1, Math.max(0, ratio.value()));
        return new Estimate(
                value,
                Math.min(value, Math.max(0, ratio.low())),
                Math.max(value, Math.min(1, ratio.high())),
                ratio.samples());
    }

    /** The part in which something changes, and always a stretch round the size that the node has. */
    private static List<MissCurve.Point> shaped(List<MissCurve.Point> points) {
        int from = 0;
        int to = points.size() - 1;
        double most = points.get(0).missRatio().value();
        double least = points.get(to).missRatio().value();
        while (from < KeyTrace.OWN - 6 && points.get(from + 1).missRatio().value() > most - FLAT) {
            from++;
        }
        while (to > KeyTrace.OWN + 6 && points.get(to - 1).missRatio().value() < least + FLAT) {
            to--;
        }
        return List.copyOf(points.subList(from, to + 1));
    }
}
