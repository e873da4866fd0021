package dev.trestle.components.verdict;

import dev.trestle.components.history.Timeline;

/** What an answer rests on beyond its figure, as data: for tables in reports and for other programs. */
public sealed interface Detail {
    /**
     * The smallest history that breaks a promise: of fewest moments, and of those the shortest.
     *
     * @param timeline its moments in order
     * @param replication which of the run's replications it is from, counted from 1
     */
    record CounterExample(Timeline timeline, int replication) implements Detail {}
}
