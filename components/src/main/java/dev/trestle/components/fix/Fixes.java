package dev.trestle.components.fix;

import java.util.List;
import java.util.Map;

/**
 * What a search found.
 *
 * @param possible how many changes there were to try
 * @param tried how many of them were run to their end
 * @param refused how many the check of the changed board refused
 * @param working by id of a missed requirement: what meets it and breaks nothing that was met, the cheapest first
 * @param closest by id of a missed requirement that nothing meets: the change after which the least is missing, if it is less
 *     than before and breaks nothing that was met
 * @param leftOut ids of requirements that were not looked at after the changes, as each of them takes a sweep of runs
 */
public record Fixes(
        int possible,
        int tried,
        int refused,
        Map<String, List<Fix>> working,
        Map<String, Fix> closest,
        List<String> leftOut) {
    /** Nothing was missed. */
    static final Fixes NONE = new Fixes(0, 0, 0, Map.of(), Map.of(), List.of());
}
