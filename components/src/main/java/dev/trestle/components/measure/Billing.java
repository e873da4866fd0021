package dev.trestle.components.measure;

import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.plan.Origins;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Pays for the average load of the brief: what was measured, scaled by average load over simulated load. What time starts,
 * and what that calls, comes as often whatever the load, and where clients ask for nothing there is nothing to scale.
 */
final class Billing {
    private static final double NANOS = 1e9;

    private final Plan plan;
    private final List<Replication> replications;
    private final double seconds;

    private Billing(Plan plan, List<Replication> replications) {
        this.plan = plan;
        this.replications = replications;
        seconds = replications.stream().mapToLong(Replication::reached).sum() / NANOS;
    }

    /**
     * The bill with what is sure of it. What has been used so far was used for at least those requests that have ended and
     * at most for all that were made; a run that was over before most of them had ended knows little.
     */
    static Bill of(Plan plan, List<Replication> replications) {
        List<Bill.Line> lines = new Billing(plan, replications).lines(false);
        double perMonth = sum(lines);
        double[] least = new double[replications.size()];
        double[] most = new double[replications.size()];
        long ended = 0;
        for (int i = 0; i < least.length; i++) {
            Billing one = new Billing(plan, List.of(replications.get(i)));
            ended += Math.round(one.requests(true));
            least[i] = sum(one.lines(false));
            most[i] =
                    one.requests(true) > 0 || one.averageRate() == 0 ? sum(one.lines(true)) : Double.POSITIVE_INFINITY;
        }
        Estimate low = Estimate.over(least, ended);
        Estimate high = Estimate.over(most, ended);
        double upTo = Double.isNaN(high.high()) ? Double.POSITIVE_INFINITY : high.high();
        return new Bill(
                lines,
                new Estimate(
                        perMonth,
                        Math.max(0, Math.min(low.low(), perMonth)),
                        Math.max(upTo, perMonth),
                        Math.max(1, ended)));
    }

    private static double sum(List<Bill.Line> lines) {
        return lines.stream().mapToDouble(Bill.Line::perMonth).sum();
    }

    /** Requests of clients: those that were made, or those that have ended, well or not. */
    private double requests(boolean ended) {
        double requests = 0;
        for (OperationPlan operation : plan.operations()) {
            requests += operation.external() ? requests(operation, ended) : 0;
        }
        return requests;
    }

    private double requests(OperationPlan operation, boolean ended) {
        double requests = 0;
        for (Replication replication : replications) {
            Replication.OperationCounts counts = replication.operations().get(operation.index());
            for (int phase = 0; phase < counts.offered().length; phase++) {
                requests += ended ? counts.completed()[phase] + counts.failed()[phase] : counts.offered()[phase];
            }
        }
        return requests;
    }

    private double averageRate() {
        return plan.operations().stream()
                .filter(OperationPlan::external)
                .mapToDouble(operation -> plan.estimate().askedPerSecond(operation.name()))
                .sum();
    }

    private List<Bill.Line> lines(boolean ofEnded) {
        double requests = requests(ofEnded);
        double scale = requests > 0 ? averageRate() * seconds / requests : 1;
        Origins origins = new Origins(
                plan,
                plan.operations().stream()
                        .mapToDouble(operation -> seconds > 0 ? requests(operation, false) / seconds : 0)
                        .toArray());
        NodeMerge merge = new NodeMerge(plan, replications);
        List<Bill.Line> lines = new ArrayList<>();
        for (PlanNode node : plan.nodes()) {
            double own = scale + (1 - scale) * origins.ofClock(node.index());
            List<CostLine> costs = new ArrayList<>(node.kind().bill(node.settings(), merge.usage(node, own)));
            costs.addAll(Crossings.lines(node, replications, seconds > 0 ? own / seconds : 0));
            for (CostLine line : costs) {
                if (line.usdPerMonth() > 0) {
                    lines.add(new Bill.Line(node.id(), line.what(), line.usdPerMonth()));
                }
            }
        }
        return lines;
    }
}
