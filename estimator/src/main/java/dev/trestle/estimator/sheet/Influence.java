package dev.trestle.estimator.sheet;

/**
 * How much one uncertain input moves one output: a bar of a tornado chart.
 *
 * @param low the output, in base units, with the input at its P5 and all others at their medians
 * @param high the output with the input at its P95
 * @param swing {@code |high - low|}
 * @param share the input's part of the output's variance, 0 to 1; the shares of an output add up to 1
 */
public record Influence(String output, String input, double low, double high, double swing, double share) {}
