package dev.trestle.components.measure;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Delays;
import dev.trestle.components.engine.KeyTrace;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.Shares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one node of one replication shows beyond its counts, copied at its end: the raw material of {@link Details}.
 *
 * @param keys null where it keeps none
 * @param delays null where nothing follows; backlog null where no messages wait
 */
record Sight(Keys keys, List<Spread> spreads, Following delays, Histogram backlog) {
    /** Misses by size, of so many reads. */
    record Keys(int instances, List<Double> sizes, String evicts, long asked, double[] misses) {}

    record Spread(String what, boolean level, List<String> parts, long[] values) {}

    record Following(String what, Histogram all, Map<String, Histogram> parts) {}

    static Sight of(Behaviour behaviour, long now) {
        Meter meter = behaviour.meter;
        meter.noteLevel(now);
        List<Spread> spreads = new ArrayList<>();
        for (Shares shares : meter.shares) {
            if (shares.parts() > 1) {
                spreads.add(spread(shares));
            }
        }
        return new Sight(
                meter.keys == null ? null : keys(meter.keys),
                spreads,
                meter.delays == null ? null : following(meter.delays),
                meter.backlogLevels == null ? null : meter.backlogLevels.copy());
    }

    private static Spread spread(Shares shares) {
        List<String> names = new ArrayList<>();
        long[] values = new long[shares.parts()];
        for (int i = 0; i < values.length; i++) {
            names.add(shares.part(i));
            values[i] = shares.of(i);
        }
        return new Spread(shares.what, shares.level(), names, values);
    }

    private static Keys keys(KeyTrace trace) {
        List<Double> sizes = new ArrayList<>();
        for (int i = 0; i < KeyTrace.SIZES; i++) {
            sizes.add(trace.size(i));
        }
        return new Keys(trace.instances(), sizes, trace.evicts(), trace.asked(), trace.misses());
    }

    private static Following following(Delays delays) {
        Map<String, Histogram> parts = new LinkedHashMap<>();
        for (int i = 0; i < delays.parts(); i++) {
            parts.put(delays.part(i), delays.of(i).copy());
        }
        return new Following(delays.what, delays.all().copy(), parts);
    }
}
