package dev.trestle.components.fix;

import dev.trestle.components.verdict.Verdict;
import java.util.List;

/**
 * A change that was run, and what it does to a requirement that the board missed.
 *
 * @param change the step
 * @param before the verdict on the board as it is
 * @param after the verdict after the change, under the same seed
 * @param costPerMonth how much more it costs, in USD a month at the average load of the brief; less than 0 when it saves
 * @param alsoMet ids of other requirements that were not met and are after the change
 */
public record Fix(Change change, Verdict before, Verdict after, double costPerMonth, List<String> alsoMet) {
    /** Keeps its own copy. */
    public Fix {
        alsoMet = List.copyOf(alsoMet);
    }

    /** Whether the requirement is met after the change. */
    public boolean works() {
        return after.status() == Verdict.Status.MET;
    }
}
