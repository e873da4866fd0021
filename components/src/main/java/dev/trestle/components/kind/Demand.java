package dev.trestle.components.kind;

/**
 * What is asked of a node, for a forecast without running.
 *
 * @param callsPerSecond calls that come in at all instances together
 * @param heldSeconds mean time that a call holds a server, waiting for other nodes included; 0 when not known
 */
public record Demand(double callsPerSecond, double heldSeconds) {}
