package dev.trestle.components.verdict;

import java.util.List;

/**
 * How long a design took to be as it was before each disturbance, in every replication.
 *
 * @param returns in the order in which the disturbances end
 * @param notes what counts as being back
 * @param why why nothing can be said, or null
 */
public record Recovery(List<Return> returns, List<String> notes, String why) {
    public Recovery {
        returns = List.copyOf(returns);
        notes = List.copyOf(notes);
    }

    /** Nothing can be said, for that reason. */
    public static Recovery none(String why) {
        return new Recovery(List.of(), List.of(), why);
    }

    /**
     * The way back from one disturbance.
     *
     * @param what the disturbance in words
     * @param endSeconds when it ended, in seconds of the script
     * @param seconds by replication: from its end until all levels were back for good; infinite where they were not
     * @param watchedSeconds for how long somebody looked: until the next disturbance, a higher load or the end of the script
     * @param before the levels before it, in words
     * @param last the levels when nobody looked any longer, in words
     */
    public record Return(
            String what, double endSeconds, List<Double> seconds, double watchedSeconds, String before, String last) {
        public Return {
            seconds = List.copyOf(seconds);
        }

        /** In how many replications it was not back while somebody looked. */
        public long out() {
            return seconds.stream().filter(each -> Double.isInfinite(each)).count();
        }
    }
}
