package dev.trestle.components.board;

import java.util.Map;

/** What must be built, for whom, how much of it and with which promises; {@code text} is the prompt, null when absent. */
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
}
