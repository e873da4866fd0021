package dev.trestle.components.board;

import dev.trestle.estimator.estimate.BriefNumbers;
import dev.trestle.estimator.estimate.EntityNumbers;
import dev.trestle.estimator.estimate.OperationNumbers;
import dev.trestle.estimator.estimate.StepNumbers;
import dev.trestle.estimator.quantity.BadText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must be built, how much of it and with which promises; {@code text} is the prompt, null when absent. */
public record Brief(
        String text,
        Map<String, Assumption> assumptions,
        Map<String, Entity> entities,
        Map<String, Operation> operations,
        Map<String, RequirementLine> requirements) {

    /** A brief that says nothing. */
    public static final Brief EMPTY = new Brief(null, Map.of(), Map.of(), Map.of(), Map.of());

    public Brief {
        assumptions = Board.copy(assumptions);
        entities = Board.copy(entities);
        operations = Board.copy(operations);
        requirements = Board.copy(requirements);
    }

    /** The numbers in this brief, for an estimate. Steps that cannot be read are left out: a check tells of them. */
    public BriefNumbers numbers() {
        Map<String, String> texts = new LinkedHashMap<>();
        assumptions.forEach((name, assumption) -> texts.put(name, assumption.is()));
        Map<String, EntityNumbers> stored = new LinkedHashMap<>();
        entities.forEach((name, entity) -> stored.put(name, new EntityNumbers(entity.size(), entity.count())));
        Map<String, OperationNumbers> calls = new LinkedHashMap<>();
        operations.forEach((name, operation) -> calls.put(
                name, new OperationNumbers(operation.rate(), operation.on(), operation.every(), steps(operation))));
        return new BriefNumbers(texts, stored, calls);
    }

    private static List<StepNumbers> steps(Operation operation) {
        List<Step> parsed = new ArrayList<>();
        for (String line : operation.steps()) {
            try {
                parsed.add(Step.parse(line));
            } catch (BadText unreadable) {
                continue;
            }
        }
        List<StepNumbers> steps = new ArrayList<>();
        double[] shares = Step.shares(parsed);
        for (Step step : parsed) {
            steps.add(new StepNumbers(step.verb().word(), step.target(), step.times(), shares[steps.size()]));
        }
        return steps;
    }
}
