package dev.trestle.components.plan;

import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Settings;
import java.util.List;

/**
 * A node of the design with its kind, its checked settings and its links.
 *
 * @param index its number in the plan, in the order of the board
 * @param out indexes of the links that leave it
 */
public record PlanNode(int index, String id, String label, Kind kind, Settings settings, List<Integer> out) {
    /** Whether it runs the steps of the operation by itself. */
    boolean runs(OperationPlan operation) {
        return kind.runs(settings, operation.name());
    }
}
