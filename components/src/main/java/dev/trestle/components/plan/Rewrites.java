package dev.trestle.components.plan;

import dev.trestle.components.board.Step;
import dev.trestle.components.engine.Asked.Ask;
import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Rewritten;
import dev.trestle.components.load.Popularity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which rows that a store is asked for have been written in the run before, where that can be known: what people ask for by
 * keys of the entity's own popularity, which stays as it is, and through no cache, as its misses are other rows.
 */
public final class Rewrites {
    private final Plan plan;

    public Rewrites(Plan plan) {
        this.plan = plan;
    }

    /**
     * What is known of the rows that a node is asked for; null where that is not enough.
     *
     * @param asked calls of each sort per second
     * @param before how many of each had come when the measurement began, mean over the replications
     * @param after how many when it ended
     */
    public Rewritten of(Map<Ask, Double> asked, Map<Ask, Double> before, Map<Ask, Double> after) {
        boolean cached = plan.nodes().stream().anyMatch(node -> node.kind().keepsCopies());
        if (cached || asked.keySet().stream().anyMatch(ask -> !isPlain(ask, asked.keySet()))) {
            return null;
        }
        Map<Integer, Double> reads = sums(asked, true);
        Map<Integer, Double> writes = sums(asked, false);
        Map<Integer, Double> writtenBefore = sums(before, false);
        Map<Integer, Double> writtenAfter = sums(after, false);
        double rereads = rereads(asked.keySet());
        List<Rewritten.Rows> rows = new ArrayList<>();
        for (int entity : entities(asked.keySet())) {
            EntityPlan it = plan.entities().get(entity);
            Popularity popularity = Popularity.of(it.popularity(), it.count());
            if (!popularity.stationary() || Double.isNaN(rereads)) {
                return null;
            }
            double own = reads.getOrDefault(entity, 0.0);
            rows.add(new Rewritten.Rows(
                    popularity,
                    own,
                    Math.min(own, rereads * writes.getOrDefault(entity, 0.0)),
                    writtenBefore.getOrDefault(entity, 0.0),
                    writtenAfter.getOrDefault(entity, 0.0),
                    it.sizeBytes()));
        }
        return new Rewritten(rows);
    }

    private static Set<Integer> entities(Set<Ask> asks) {
        Set<Integer> entities = new TreeSet<>();
        asks.forEach(ask -> entities.add(ask.subject()));
        return entities;
    }

    private static Map<Integer, Double> sums(Map<Ask, Double> asked, boolean reads) {
        Map<Integer, Double> sums = new TreeMap<>();
        asked.forEach((ask, count) -> {
            if (reads == (ask.verb() == Call.READ)) {
                sums.merge(ask.subject(), count, Double::sum);
            }
        });
        return sums;
    }

    /** Whether it is an access of a person, to a row that nothing else that the same person asks for has to do with. */
    private boolean isPlain(Ask ask, Set<Ask> all) {
        boolean access = ask.verb() == Call.READ || ask.verb() == Call.WRITE;
        if (!access
                || ask.operation() < 0
                || !plan.operations().get(ask.operation()).external()) {
            return false;
        }
        for (Ask other : all) {
            boolean same = other.operation() == ask.operation() && other.subject() == ask.subject();
            if (same && other.verb() != ask.verb()) {
                return false;
            }
        }
        OperationPlan operation = plan.operations().get(ask.operation());
        return !operation.fresh()
                && plan.steps(operation.name()).stream()
                        .allMatch(step -> step.key() == null && step.verb() != Step.Verb.CALL);
    }

    /** The share of writes whose row the same person reads again; NaN where those who ask differ in that. */
    private double rereads(Set<Ask> asks) {
        double rereads = 0;
        boolean first = true;
        for (Ask ask : asks) {
            for (PlanNode source : plan.sources(ask.operation())) {
                double own = source.kind().rereads(source.settings());
                rereads = first || own == rereads ? own : Double.NaN;
                first = false;
            }
        }
        return rereads;
    }
}
