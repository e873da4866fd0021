package dev.trestle.components.plan;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Role;
import dev.trestle.components.plan.Programs.RoutedStep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An operation that publishes at a node to several others, each of which tells all or nothing for itself: brokers of one
 * cluster commit together what was published to all its topics, those of two clusters know nothing of each other.
 *
 * @param node the id of the node that publishes
 * @param to the ids of those that it publishes to in transactions, two or more
 */
public record SplitTransaction(String operation, String node, List<String> to) {
    /** All of a plan, in the order of its operations. */
    public static List<SplitTransaction> of(Plan plan) {
        List<SplitTransaction> split = new ArrayList<>();
        for (OperationPlan operation : plan.operations()) {
            List<String> met = plan.nodesOf(operation.name());
            for (PlanNode node : plan.nodes()) {
                boolean works = node.kind().roles().contains(Role.HANDLES)
                        || node.kind().roles().contains(Role.CONSUMES);
                Set<String> to = works && met.contains(node.id()) ? targets(plan, node, operation) : Set.of();
                if (to.size() > 1) {
                    split.add(new SplitTransaction(operation.name(), node.id(), List.copyOf(to)));
                }
            }
        }
        return split;
    }

    private static Set<String> targets(Plan plan, PlanNode node, OperationPlan operation) {
        Set<String> to = new LinkedHashSet<>();
        for (RoutedStep step : plan.programs().of(node.index(), operation.index())) {
            for (int way : step.verb() == Call.PUBLISH ? step.stores() : List.<Integer>of()) {
                PlanNode end = plan.nodes().get(plan.links().get(way).to());
                if (end.kind().transactional(end.settings())) {
                    to.add(end.id());
                }
            }
        }
        return to;
    }
}
