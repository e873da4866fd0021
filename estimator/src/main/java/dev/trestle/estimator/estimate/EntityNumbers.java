package dev.trestle.estimator.estimate;

/**
 * A kind of stored thing in a brief.
 *
 * @param size bytes, or bytes per item, as text; null when not given
 * @param count how many there are, as text; null when not given
 */
public record EntityNumbers(String size, String count) {}
