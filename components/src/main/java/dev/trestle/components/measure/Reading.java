package dev.trestle.components.measure;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.Station;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The books of one node at one moment, copied; two of them make what happened in between.
 *
 * @param stations one per instance or pool, in the node's order
 * @param counters the node's own numbers by name
 * @param failures failed calls by outcome, see {@link dev.trestle.components.engine.Call#words}
 */
public record Reading(
        long arrivals,
        long done,
        long failed,
        long insideNanos,
        long sojournNanos,
        long backlogNanos,
        int backlogMax,
        List<StationReading> stations,
        Map<String, Long> counters,
        long[] failures) {

    /** The books of one station. */
    public record StationReading(
            int instance, long entered, long busyNanos, long queueNanos, long serverNanos, int queueMax) {}

    static Reading of(Behaviour behaviour, long now) {
        Meter meter = behaviour.meter;
        meter.advance(now);
        List<StationReading> stations =
                meter.stations.stream().map(Reading::read).toList();
        Map<String, Long> counters = new LinkedHashMap<>();
        for (Counter counter : meter.counters) {
            counters.put(counter.name, counter.value);
        }
        return new Reading(
                meter.arrivals,
                meter.done,
                meter.failed,
                meter.insideNanos,
                meter.sojournNanos,
                meter.backlogNanos,
                meter.backlogMax,
                stations,
                counters,
                meter.failures.clone());
    }

    private static StationReading read(Station station) {
        station.advance();
        return new StationReading(
                station.instance,
                station.entered,
                station.busyNanos,
                station.queueNanos,
                station.serverNanos,
                station.queueMax);
    }
}
