package dev.trestle.components.verdict;

import dev.trestle.components.history.Timeline;
import java.util.List;

/** What an answer rests on beyond its figure, as data: for tables in reports and for other programs. */
public sealed interface Detail {
    /**
     * The losses that were tried, each in a run of its own.
     *
     * @param asked how many there are to be tried
     * @param tried those that were, in order
     * @param alone ids of the single points of failure: what stands alone in a loss that breaks a requirement
     */
    record Survived(int asked, List<Tried> tried, List<String> alone) implements Detail {
        public Survived {
            tried = List.copyOf(tried);
            alone = List.copyOf(alone);
        }
    }

    /**
     * How far the load may grow.
     *
     * @param tried the factors that were run, from the smallest to the largest
     * @param breaks what is missed at the smallest factor at which something is
     */
    record Limits(List<Step> tried, List<Flip> breaks) implements Detail {
        public Limits {
            tried = List.copyOf(tried);
            breaks = List.copyOf(breaks);
        }
    }

    /** How long it took to be back after each disturbance. */
    record Recovered(List<Recovery.Return> returns) implements Detail {
        public Recovered {
            returns = List.copyOf(returns);
        }
    }

    /** A loss with what it flips, and with what can no longer be told under it. */
    record Tried(Loss loss, List<Flip> flips, List<Flip> unsure) {
        public Tried {
            flips = List.copyOf(flips);
            unsure = List.copyOf(unsure);
        }
    }

    /** A load that was run, as a factor of the script's, and whether everything that counts was kept. */
    record Step(double factor, Verdict.Status status) {}

    /** A requirement that was met and no longer is, under the same seed: its verdicts without and with what was changed. */
    record Flip(Verdict before, Verdict after) {
        /** The figure of both in words: {@code 100 % -> 83.1 %}. */
        public String figures() {
            return before.unit().print(before.measured()) + " -> "
                    + after.unit().print(after.measured());
        }

        /** {@code r3 all availability >= 99.9 %: 100 % -> 83.1 %}. */
        public String line() {
            return after.id() + " " + after.requirement() + ": " + figures();
        }
    }

    /**
     * The smallest history that breaks a promise: of fewest moments, and of those the shortest.
     *
     * @param timeline its moments in order
     * @param replication which of the run's replications it is from, counted from 1
     */
    record CounterExample(Timeline timeline, int replication) implements Detail {}
}
