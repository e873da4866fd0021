package dev.trestle.components.verdict;

import dev.trestle.components.measure.NodeResult;
import java.util.List;
import java.util.Map;

/**
 * The nodes that take part in an operation, with what was measured of them.
 *
 * @param ids from the one that asks to the last that answers
 * @param labels what people call a node, by id; one without a label goes by its id
 */
record Way(List<String> ids, Map<String, NodeResult> nodes, Map<String, String> labels) {
    NodeResult node(String id) {
        return nodes.get(id);
    }

    String named(String id) {
        return labels.getOrDefault(id, id);
    }
}
