package dev.trestle.estimator.estimate;

import java.util.List;

/**
 * An operation or event handler in a brief.
 *
 * @param rate any count per time, as text; null when clients do not ask for it
 * @param on the event that triggers it, or null
 * @param every the period of its timer, as text, or null
 */
public record OperationNumbers(String rate, String on, String every, List<StepNumbers> steps) {}
