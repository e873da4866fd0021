package dev.trestle.components.run;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.kind.Role;
import dev.trestle.components.load.Fault;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How many instances run, over time, at the nodes that chaos may hit: how often one fell, how often the last one did, and
 * for how many milliseconds fewer than 1, 2, 3... were up. Looked at whenever a fault has begun or ended.
 */
final class Uptime {
    /** A count of its own for so many; beyond, only the first ones tell. */
    private static final int MOST = 8;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<Watch> watches = new ArrayList<>();

    /** One node that is watched. */
    private static final class Watch {
        private final Behaviour node;
        private final Counter fell;
        private final Counter outages;
        private final Counter watched;
        private final Counter[] below;
        private final long[] belowNanos;
        private int up;
        private long since;

        Watch(Behaviour node) {
            this.node = node;
            up = node.instances();
            Meter meter = node.meter;
            fell = meter.counter("instances lost");
            outages = meter.counter("outages");
            watched = meter.counter("watched ms");
            below = new Counter[Math.min(MOST, up)];
            belowNanos = new long[below.length];
            for (int i = 0; i < below.length; i++) {
                below[i] = meter.counter("below " + (i + 1) + " up ms");
            }
        }

        void look(long now) {
            watched.value = now / NANOS_PER_MILLI;
            for (int i = 0; i < below.length; i++) {
                belowNanos[i] += up <= i ? now - since : 0;
                below[i].value = belowNanos[i] / NANOS_PER_MILLI;
            }
            since = now;
            int running = 0;
            for (int i = 0; i < node.instances(); i++) {
                running += node.up(i) ? 1 : 0;
            }
            fell.value += Math.max(0, up - running);
            outages.value += up > 0 && running == 0 ? 1 : 0;
            up = running;
        }
    }

    Uptime(Plan plan, Assembly assembly) {
        List<Fault> chaos = plan.script().phases().stream()
                .flatMap(phase -> phase.faults().stream())
                .filter(fault -> fault.kind() == Fault.Kind.CHAOS)
                .toList();
        for (PlanNode node : plan.nodes()) {
            boolean meant = chaos.stream()
                    .anyMatch(fault -> fault.target() == null || fault.target().equals(node.id()));
            Behaviour behaviour = assembly.behaviour(node.index());
            if (meant && !node.kind().roles().contains(Role.SOURCE) && behaviour.instances() > 0) {
                watches.add(new Watch(behaviour));
            }
        }
    }

    void look(long now) {
        for (Watch watch : watches) {
            watch.look(now);
        }
    }
}
