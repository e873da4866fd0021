package dev.trestle.components.history;

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

    /** Whether some replication's journal was full before the run ended. */
    public boolean cut() {
        return replications.stream().anyMatch(h -> h.journal().full());
    }
}
