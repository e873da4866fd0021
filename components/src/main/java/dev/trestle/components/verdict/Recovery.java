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
     * @param before the highest levels that were seen before it in any replication
     * @param last the levels when nobody looked any longer, a mean over replications
     */
    public record Return(
            String what, double endSeconds, List<Double> seconds, double watchedSeconds, Levels before, Levels last) {
        public Return {
            seconds = List.copyOf(seconds);
        }

        /** In how many replications it was not back while somebody looked. */
        public long out() {
            return seconds.stream().filter(each -> Double.isInfinite(each)).count();
        }
    }

    /**
     * What tells whether a design is as it was.
     *
     * @param errors share of the requests ended in a slice of time that failed
     * @param p99 of the latencies of those that were answered, in seconds
     * @param inside calls inside nodes and messages that wait there
     */
    public record Levels(double errors, double p99, double inside) {
        /** Nothing measured yet: below every other. */
        public static final Levels NONE = new Levels(0, 0, 0);

        /** The higher of each. */
        public Levels or(Levels other) {
            return new Levels(Math.max(errors, other.errors), Math.max(p99, other.p99), Math.max(inside, other.inside));
        }

        /** {@code errors 0 %, p99 90 ms, 12.3 inside}. */
        public String words() {
            return "errors " + Unit.SHARE.print(errors) + ", p99 " + Unit.SECONDS.print(p99) + ", "
                    + Unit.COUNT.print(inside) + " inside";
        }
    }
}
