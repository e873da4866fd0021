package dev.trestle.components.load;

/** A way to write something, as help shows it: an example that can be read, and what it does. */
public record Form(String text, String means) {}
