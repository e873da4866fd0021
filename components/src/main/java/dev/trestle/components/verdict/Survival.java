package dev.trestle.components.verdict;

import java.util.List;

/**
 * What came of a sweep over everything of one scope that a design can lose: the verdicts of a run without any loss and of
 * one run for each, all of the same script under the same seed.
 *
 * @param asked the losses to be tried
 * @param baseline the verdicts without a loss; empty where nothing could be tried
 * @param tried the verdicts under the first of the losses, in their order; fewer than asked where the sweep was stopped
 * @param stoppedBy {@code budget} or {@code cancel} where it was; else empty
 * @param notes what was left out, and under which conditions all of it was tried
 * @param why why nothing can be tried, or null
 */
public record Survival(
        List<Loss> asked,
        List<Verdict> baseline,
        List<List<Verdict>> tried,
        String stoppedBy,
        List<String> notes,
        String why) {
    public Survival {
        asked = List.copyOf(asked);
        baseline = List.copyOf(baseline);
        tried = List.copyOf(tried);
        notes = List.copyOf(notes);
    }

    /** Nothing can be tried, for that reason. */
    public static Survival none(String why) {
        return new Survival(List.of(), List.of(), List.of(), "", List.of(), why);
    }
}
