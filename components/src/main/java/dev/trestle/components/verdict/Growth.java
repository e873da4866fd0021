package dev.trestle.components.verdict;

import java.util.List;

/**
 * What came of running a script under several multiples of its load, each under the same seed.
 *
 * @param steps in the order in which they were run
 * @param stoppedBy {@code budget} or {@code cancel} where the search was stopped; else empty
 * @param notes under which conditions
 * @param why why nothing can be tried, or null
 */
public record Growth(List<Step> steps, String stoppedBy, List<String> notes, String why) {
    public Growth {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /** Nothing can be tried, for that reason. */
    public static Growth none(String why) {
        return new Growth(List.of(), "", List.of(), why);
    }

    /** The verdicts at one multiple of the load. */
    public record Step(double factor, List<Verdict> verdicts) {
        public Step {
            verdicts = List.copyOf(verdicts);
        }

        /** Missed with one of those that count missed, unsure with one of them unsure, else met. */
        public Verdict.Status status() {
            Verdict.Status status = Verdict.Status.MET;
            for (Verdict verdict : verdicts) {
                boolean worse = verdict.status() == Verdict.Status.MISSED
                        || verdict.status() == Verdict.Status.UNSURE && status == Verdict.Status.MET;
                status = worse ? verdict.status() : status;
            }
            return status;
        }
    }
}
