package dev.trestle.components.measure;

/**
 * What passed over one link: messages forward per second and bytes per second in both directions together.
 *
 * @param utilization share of time in which the busier direction was sending; NaN where the bandwidth has no limit
 */
public record LinkResult(double rate, double bytesPerSecond, double utilization) {}
