package dev.trestle.components.measure;

import dev.trestle.components.engine.Network;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanLink;
import dev.trestle.components.plan.PlanNode;
import dev.trestle.estimator.fact.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of one replication that left a zone or a region, by the number of the node that pays for them: between zones both
 * ends pay, between regions the sender does. What the instances of a node send each other counts too.
 *
 * @param zones bytes sent to and got from other zones of the region
 * @param regions bytes sent to other regions
 */
record Crossings(long[] zones, long[] regions) {
    static Crossings none(Plan plan) {
        return new Crossings(
                new long[plan.nodes().size()], new long[plan.nodes().size()]);
    }

    /** Counts what has crossed so far. */
    void read(Plan plan, Assembly assembly) {
        for (PlanLink link : plan.links()) {
            Wire wire = assembly.wire(link.index());
            long there = wire.forwardOver(Network.ACROSS_ZONES);
            long back = wire.backOver(Network.ACROSS_ZONES);
            zones[link.from()] += there + back;
            zones[link.to()] += there + back;
            regions[link.from()] += wire.forwardOver(Network.ACROSS_REGIONS);
            regions[link.to()] += wire.backOver(Network.ACROSS_REGIONS);
        }
        Network network = assembly.engine().network();
        for (int node = 0; node < zones.length; node++) {
            zones[node] += 2 * network.ownBytes(node, Network.ACROSS_ZONES);
            regions[node] += network.ownBytes(node, Network.ACROSS_REGIONS);
        }
    }

    /** What a month of that costs a node; people and what stands with them pay nothing. */
    static List<CostLine> lines(PlanNode node, List<Replication> replications, double perSecond) {
        List<CostLine> lines = new ArrayList<>();
        if (node.kind().roles().contains(Role.SOURCE) || node.kind().roles().contains(Role.POINTS)) {
            return lines;
        }
        double zones = 0;
        double regions = 0;
        for (Replication replication : replications) {
            zones += replication.passed().crossings().zones[node.index()];
            regions += replication.passed().crossings().regions[node.index()];
        }
        double gigabytes = perSecond * Usage.SECONDS / 1e9;
        lines.add(new CostLine(
                "traffic between zones",
                zones * gigabytes * Fact.of("egress.cross-zone.price").value()));
        lines.add(new CostLine(
                "traffic to other regions",
                regions * gigabytes * Fact.of("egress.cross-region.price").value()));
        return lines;
    }
}
