package dev.trestle.components.board;

/** A named number of the brief: {@code is} a quantity, range or formula over other names; {@code says} why, or null. */
public record Assumption(String is, String says) {}
