package dev.trestle.components.history;

import dev.trestle.components.engine.Deeds;
import dev.trestle.components.engine.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The histories of all replications of a run, with the names behind their indexes.
 *
 * @param together how the replications are checked, as each is checked by itself
 */
public record Histories(List<History> replications, Names names, Together together) {
    /** Keeps its own copy. */
    public Histories {
        replications = List.copyOf(replications);
    }

    /** Checked one after the other. */
    public Histories(List<History> replications, Names names) {
        this(replications, names, Together.IN_TURN);
    }

    /** Nothing recorded at all. */
    public static Histories none() {
        return new Histories(List.of(), Names.of(List.of(), List.of(), List.of()));
    }

    /** Runs a checker over every replication and sums up; the shortest counter-example of all is kept. */
    public Checked check(Function<History, Checked> checker) {
        return each(checker).stream().reduce(Checked.nothing(), Checked::plus);
    }

    /** Runs a checker over every replication, in order. */
    public List<Checked> each(Function<History, Checked> checker) {
        List<Supplier<Checked>> checks = new ArrayList<>();
        for (History replication : replications) {
            int number = checks.size() + 1;
            checks.add(() -> checker.apply(replication).inReplication(number));
        }
        return together.all(checks);
    }

    /**
     * How much of something the histories tell.
     *
     * @param share of its keys that were followed, the least of all replications
     * @param knownUntilNanos when the first replication stopped to tell everything of those; {@link Long#MAX_VALUE} for never
     */
    public record Extent(double share, long knownUntilNanos) {
        /** Everything. */
        public static final Extent WHOLE = new Extent(1, Long.MAX_VALUE);

        /** Whether something is not known of the keys that were followed. */
        public boolean cut() {
            return knownUntilNanos < Long.MAX_VALUE;
        }

        private Extent and(double otherShare, long otherNanos) {
            return new Extent(Math.min(share, otherShare), Math.min(knownUntilNanos, otherNanos));
        }
    }

    /** How much is told of the entity, event or operation that rows of a kind are about. */
    public Extent extent(byte kind, int subject) {
        Extent extent = Extent.WHOLE;
        for (History history : replications) {
            Journal journal = history.journal();
            extent = extent.and(journal.share(kind, subject), journal.knownUntil(kind, subject));
        }
        return extent;
    }

    /** How much is told of what was done for requests. */
    public Extent ofRequests() {
        Extent extent = Extent.WHOLE;
        for (History history : replications) {
            Deeds deeds = history.journal().deeds();
            extent = deeds == null ? extent : extent.and(deeds.share(), deeds.knownUntil());
        }
        return extent;
    }
}
