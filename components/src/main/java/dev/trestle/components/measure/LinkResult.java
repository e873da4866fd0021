package dev.trestle.components.measure;

/** What passed over one link: messages forward per second and bytes per second in both directions together. */
public record LinkResult(double rate, double bytesPerSecond) {}
