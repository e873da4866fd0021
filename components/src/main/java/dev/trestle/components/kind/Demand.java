package dev.trestle.components.kind;

/**
 * What is asked of a node, for a forecast without running.
 *
 * @param callsPerSecond calls that come in at all instances together
 * @param waitsSeconds mean time that a call is expected to wait for other nodes, 0 where it waits for none: from settings
 *     and routes, never from a measurement, or the forecast could not disagree with it
 */
public record Demand(double callsPerSecond, double waitsSeconds) {}
