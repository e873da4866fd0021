package dev.trestle.components.problem;

import java.util.List;

/**
 * A design that looks right and is not: a board built to miss what a common mistake makes one miss.
 *
 * @param name as in {@code trap-<name>.json}
 * @param misses ids of the requirements that it misses; it keeps all others
 * @param because the mistake and what follows from it, one or two sentences
 */
public record Trap(String name, List<String> misses, String because) {}
