package dev.trestle.components.run;

import dev.trestle.components.engine.Network;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Placement;
import dev.trestle.components.load.Fault;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanLink;
import dev.trestle.components.plan.PlanNode;
import java.util.List;

/** What is cut off from what in one replication: the partitions in force, worked out anew when one begins or ends. */
final class Cuts {
    private final Plan plan;
    private final Assembly assembly;
    private final Placement placement;
    private final Network network;

    Cuts(Plan plan, Assembly assembly) {
        this.plan = plan;
        this.assembly = assembly;
        placement = plan.geography().placement();
        network = assembly.engine().network();
    }

    /** Puts exactly these partitions in force, and tells the nodes. */
    void are(List<Fault> partitions) {
        boolean[][] blocked = new boolean[network.spots()][network.spots()];
        for (Fault partition : partitions) {
            boolean[] one = spots(partition.target());
            boolean[] other = spots(partition.other());
            for (int i = 0; i < one.length; i++) {
                // What is in both, such as a zone that is cut from its own region, is on the first side.
                other[i] &= !one[i];
            }
            block(blocked, one, other);
            if (!partition.oneWay()) {
                block(blocked, other, one);
            }
        }
        network.block(partitions.isEmpty() ? null : blocked);
        for (PlanLink link : plan.links()) {
            Wire wire = assembly.wire(link.index());
            if (network.spots(link.from()) == 1 && network.spots(link.to()) == 1) {
                int from = network.firstSpot(link.from());
                int to = network.firstSpot(link.to());
                wire.cut(blocked[from][to], blocked[to][from]);
            }
        }
        for (PlanNode node : plan.nodes()) {
            assembly.behaviour(node.index()).rewired();
        }
    }

    private static void block(boolean[][] blocked, boolean[] from, boolean[] to) {
        for (int i = 0; i < from.length; i++) {
            for (int j = 0; from[i] && j < to.length; j++) {
                blocked[i][j] |= to[j];
            }
        }
    }

    /** The spots of a node, or in an area. */
    private boolean[] spots(String name) {
        boolean[] in = new boolean[network.spots()];
        for (PlanNode node : plan.nodes()) {
            for (int i = 0; i < network.spots(node.index()); i++) {
                boolean meant = node.id().equals(name) || placement.stands(node.id(), i, name);
                in[network.firstSpot(node.index()) + i] = meant;
            }
        }
        return in;
    }
}
