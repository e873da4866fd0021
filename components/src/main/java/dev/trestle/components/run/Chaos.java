package dev.trestle.components.run;

import dev.trestle.components.engine.Chance;
import dev.trestle.components.kind.Role;
import dev.trestle.components.load.Fault;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Random failures: when which instance falls and comes back, in one replication.
 *
 * <p>With a node named, each of its instances runs for an exponential time and is down for another one, on its own and
 * with a stream of its own (independent units: Barlow and Proschan 1965). Without, one instance of the design falls after
 * each exponential time, whichever; people do not fall.
 */
final class Chaos {
    private final Plan plan;
    private final long seed;
    private final int replication;

    /** One instance of a node. */
    private record Place(String node, int instance) {}

    Chaos(Plan plan, long seed, int replication) {
        this.plan = plan;
        this.seed = seed;
        this.replication = replication;
    }

    /**
     * The crashes that a fault comes to which lasts until then, counted from the start of its phase as it is itself. A
     * phase that begins at another time of the run has other luck.
     */
    List<Fault> crashes(Fault chaos, long end, long phaseStart) {
        List<Fault> crashes = new ArrayList<>();
        List<Place> places = places(chaos.target());
        if (chaos.target() == null) {
            anywhere(chaos, places, new Stretch(chaos.startNanos(), end, phaseStart), crashes);
        } else {
            places.forEach(place -> renew(chaos, place, new Stretch(chaos.startNanos(), end, phaseStart), crashes));
        }
        return crashes;
    }

    /** From when to when, after the start of a phase, and when that is. */
    private record Stretch(long start, long end, long phaseStart) {}

    private void renew(Fault chaos, Place place, Stretch stretch, List<Fault> crashes) {
        Chance chance = chance(place.node(), place.instance(), stretch);
        long end = stretch.end();
        long now = stretch.start() + drawn(chance, chaos.amount());
        while (now < end) {
            long down = Math.min(end - now, drawn(chance, chaos.repairSeconds()));
            crashes.add(crash(chaos, place, now, down));
            now += down + drawn(chance, chaos.amount());
        }
    }

    private void anywhere(Fault chaos, List<Place> places, Stretch stretch, List<Fault> crashes) {
        Chance chance = chance("", 0, stretch);
        long end = stretch.end();
        long now = stretch.start() + drawn(chance, chaos.amount());
        while (now < end && !places.isEmpty()) {
            Place place = places.get((int) chance.below(places.size()));
            crashes.add(crash(chaos, place, now, Math.min(end - now, drawn(chance, chaos.repairSeconds()))));
            now += drawn(chance, chaos.amount());
        }
    }

    private Chance chance(String node, int instance, Stretch stretch) {
        String purpose = "chaos " + instance + " from " + (stretch.phaseStart() + stretch.start());
        return new Chance(Chance.seed(seed, node, purpose, replication));
    }

    private static long drawn(Chance chance, double meanSeconds) {
        return Math.max(1, (long) (chance.exponential() * meanSeconds * 1e9));
    }

    private static Fault crash(Fault chaos, Place place, long nanos, long length) {
        int instance = place.instance() + 1;
        return new Fault(Fault.Kind.CRASH, place.node(), null, instance, 0, nanos, length, chaos.repairSeconds(), null);
    }

    private List<Place> places(String target) {
        List<Place> places = new ArrayList<>();
        for (PlanNode node : plan.nodes()) {
            boolean meant = target == null
                    ? !node.kind().roles().contains(Role.SOURCE)
                    : node.id().equals(target);
            for (int i = 0; meant && i < node.kind().instances(node.settings()); i++) {
                places.add(new Place(node.id(), i));
            }
        }
        return places;
    }
}
