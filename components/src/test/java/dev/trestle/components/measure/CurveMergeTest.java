package dev.trestle.components.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.trestle.components.engine.KeyTrace;
import dev.trestle.components.measure.Details.MissCurve;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The curve of a sample of the keys is moved through what was measured of all, where the two can be the same. */
class CurveMergeTest {
    private static Estimate about(double value) {
        return new Estimate(value, value - 0.015, value + 0.015, 1_000);
    }

    /** A curve that misses so often at all sizes below the node's own, at that one, and at all above. */
    private static List<MissCurve.Point> sampled(double below, double own, double above) {
        List<MissCurve.Point> points = new ArrayList<>();
        for (int i = 0; i < KeyTrace.SIZES; i++) {
            double ratio = i < KeyTrace.OWN ? below : i == KeyTrace.OWN ? own : above;
            points.add(new MissCurve.Point(1_000 * (i + 1), about(ratio)));
        }
        return points;
    }

    @Test
    void largerSizesMissAsMuchLessAndSmallerOnesHitAsMuchMore() {
        // 0.50 in place of 0.52: misses are 50/52 of what they were, hits 50/48.
        List<MissCurve.Point> points = sampled(0.76, 0.52, 0.26);
        List<MissCurve.Point> moved = CurveMerge.through(about(0.50), points);
        assertEquals(0.75, moved.get(KeyTrace.OWN - 1).missRatio().value(), 1e-12);
        assertEquals(0.50, moved.get(KeyTrace.OWN).missRatio().value(), 1e-12);
        assertEquals(0.25, moved.get(KeyTrace.OWN + 1).missRatio().value(), 1e-12);
        // The interval goes along: 0.26 +- 0.015 by 50/52.
        assertEquals(0.245 * 50 / 52, moved.get(KeyTrace.OWN + 1).missRatio().low(), 1e-12);
        assertEquals(0.275 * 50 / 52, moved.get(KeyTrace.OWN + 1).missRatio().high(), 1e-12);
        for (int i = 0; i < points.size(); i++) {
            assertEquals(points.get(i).size(), moved.get(i).size());
        }
    }

    @Test
    void missingNothingAndMissingAllStayWhatTheyAre() {
        List<MissCurve.Point> moved = CurveMerge.through(about(0.50), sampled(1, 0.52, 0));
        assertEquals(1, moved.get(0).missRatio().value(), 1e-12);
        assertEquals(0, moved.get(KeyTrace.SIZES - 1).missRatio().value(), 1e-12);
    }

    @Test
    void aCurveThatIsSomewhereElseStays() {
        List<MissCurve.Point> points = sampled(0.76, 0.55, 0.26);
        assertSame(points, CurveMerge.through(about(0.50), points));
        assertSame(points, CurveMerge.through(Estimate.none(), points));
        List<MissCurve.Point> none = sampled(0.01, 0, 0);
        assertSame(none, CurveMerge.through(about(0.01), none));
        List<MissCurve.Point> all = sampled(1, 1, 0.99);
        assertSame(all, CurveMerge.through(about(0.99), all));
    }
}
