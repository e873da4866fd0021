package dev.trestle.components.problem;

/**
 * A turn that the interviewer brings into a session.
 *
 * @param phase of the interview in which it fits best, such as {@code deep dive}
 * @param says what the interviewer says
 * @param expect what a good answer has in it
 * @param fault the line for the script that makes it happen in a run, or null
 */
public record Curveball(String phase, String says, String expect, String fault) {}
