package dev.trestle.components.measure;

import java.util.Map;

/**
 * What a run measured during one phase of its script.
 *
 * @param startSeconds when it began, in simulated seconds
 * @param seconds how long it lasted, in the shortest replication
 * @param measured false for the warm-up, which no requirement looks at
 * @param operations by name, in the order of the brief
 * @param nodes by id
 */
public record PhaseResult(
        String name,
        double startSeconds,
        double seconds,
        boolean measured,
        Map<String, OperationResult> operations,
        Map<String, NodeResult> nodes) {}
