package dev.trestle.components.board;

/** A promise to keep, as one line of text: {@code feed p99 latency < 300 ms in steady}. */
public record RequirementLine(String is) {}
