package dev.trestle.components.measure;

import dev.trestle.components.engine.Asked.Ask;
import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.Station;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The books of one node at one moment, copied; two of them make what happened in between.
 *
 * @param insideNanos integral of the calls inside
 * @param unaccountedNanos what that integral is more than the times spent by those that left and the ages of those inside
 * @param awayNanos integral of the calls inside that wait for the answer of another node
 * @param rentedNanos integral of the instances that are paid for, where their number changes
 * @param waitingMax the most that waited at the whole node at once, since the reading before
 * @param stations one per instance or pool, in the node's order
 * @param asked how many of the arrivals asked for what
 * @param counters the node's own numbers by name
 * @param failures failed calls by outcome, see {@link dev.trestle.components.engine.Call#words}
 * @param lag delays in nanoseconds noted since the reading before; null where nothing follows later
 * @param behind ages of what has not followed yet, at the end of a stretch; null at its start and where nothing follows
 */
public record Reading(
        long arrivals,
        long done,
        long failed,
        int inside,
        double insideNanos,
        long unaccountedNanos,
        double awayNanos,
        double backlogNanos,
        double rentedNanos,
        int waitingMax,
        List<StationReading> stations,
        Map<Ask, Long> asked,
        Map<String, Long> counters,
        long[] failures,
        Histogram lag,
        Histogram behind) {

    /** The books of one station; the role is what its instance is at that moment, the part where it belongs. */
    public record StationReading(
            int instance,
            String role,
            String part,
            long entered,
            double busyNanos,
            double queueNanos,
            double serverNanos) {}

    /** The books at the start of a stretch, or at its end. */
    static Reading of(Behaviour behaviour, boolean ends, long now) {
        Meter meter = behaviour.meter;
        meter.advance(now);
        List<StationReading> stations =
                meter.stations.stream().map(station -> read(station, behaviour)).toList();
        Map<String, Long> counters = new LinkedHashMap<>();
        for (Counter counter : meter.counters) {
            counters.put(counter.name, counter.value);
        }
        return new Reading(
                meter.arrivals,
                meter.done,
                meter.failed,
                meter.inside,
                meter.insideTotal.value(),
                meter.insideNanos - meter.sojournNanos - meter.ageNanos(now),
                meter.awayTotal.value(),
                meter.backlogTotal.value(),
                meter.rentedTotal.value(),
                meter.waitingMax,
                stations,
                meter.asked.counts(),
                counters,
                meter.failures.clone(),
                meter.lag == null ? null : meter.lag.copy(),
                meter.lag == null || !ends ? null : behind(behaviour));
    }

    /**
     * Adds the ages of what has not followed yet, where they are above what nearly all others took: so much later at least it
     * will. Younger ones say nothing.
     */
    static void addLate(Histogram lags, Histogram ages) {
        long usual = lags.getTotalCount() == 0 ? 0 : lags.getValueAtPercentile(99);
        ages.recordedValues().forEach(at -> {
            if (at.getValueIteratedTo() > usual) {
                lags.recordValueWithCount(at.getValueIteratedTo(), at.getCountAtValueIteratedTo());
            }
        });
    }

    static Histogram behind(Behaviour behaviour) {
        Histogram ages = Meter.lags();
        behaviour.behind(nanos -> ages.recordValue(Meter.lag(nanos)));
        return ages;
    }

    private static StationReading read(Station station, Behaviour behaviour) {
        station.advance();
        return new StationReading(
                station.instance,
                behaviour.role(station.instance),
                behaviour.part(station.instance),
                station.entered,
                station.busyTotal.value(),
                station.queueTotal.value(),
                station.serverTotal.value());
    }
}
