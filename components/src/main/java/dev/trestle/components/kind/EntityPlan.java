package dev.trestle.components.kind;

/**
 * An entity as a run needs it.
 *
 * @param name its name on the board
 * @param sizeBytes mean size of one item
 * @param count how many there are at the start; keys are 0 to count - 1
 * @param popularity how keys are drawn, as the brief says it; {@link Site#popularity} draws
 * @param limit how many may be reserved under one key; {@link Long#MAX_VALUE} where no requirement says so
 */
public record EntityPlan(String name, long sizeBytes, long count, String popularity, long limit) {}
