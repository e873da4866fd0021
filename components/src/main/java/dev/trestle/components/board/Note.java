package dev.trestle.components.board;

/** A sticky note: place in pixels, width and height (null = as the text needs), and its text (null when absent). */
public record Note(double x, double y, Double w, Double h, String text) {}
