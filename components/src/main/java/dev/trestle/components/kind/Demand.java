package dev.trestle.components.kind;

/**
 * What is asked of a node, for a forecast without running.
 *
 * @param callsPerSecond calls that come in at all instances together
 * @param waitsSeconds mean time that a call is expected to wait for other nodes, 0 where it waits for none: from settings
 *     and routes, never from a measurement, or the forecast could not disagree with it
 * @param readShare share of its reads and writes that are reads; NaN where it has none or nobody knows
 */
public record Demand(double callsPerSecond, double waitsSeconds, double readShare) {
    /** A demand where it does not matter what is read and what is written. */
    public Demand(double callsPerSecond, double waitsSeconds) {
        this(callsPerSecond, waitsSeconds, Double.NaN);
    }
}
