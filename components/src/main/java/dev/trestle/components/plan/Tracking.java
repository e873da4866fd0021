package dev.trestle.components.plan;

import dev.trestle.components.board.Step;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.OperationPlan;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of which entities, events and operations, by name, the history is to be kept: those that a requirement speaks of.
 *
 * @param entities of which reads, writes and losses are kept
 * @param reads the entities of which the reads of all clients are kept, and not only of those who have written
 * @param created the entities of which creations are kept
 * @param limits how many of an entity may be reserved under one key
 * @param events whose messages are kept
 * @param keyed the events whose messages are followed by the keys that they are about
 * @param asked the operations of which clients' requests are kept
 * @param repeated the operations whose effects are kept, of each try
 * @param once the events of whose handlers the effects are kept, of each delivery
 */
public record Tracking(
        Set<String> entities,
        Set<String> reads,
        Set<String> created,
        Map<String, Long> limits,
        Set<String> events,
        Set<String> keyed,
        Set<String> asked,
        Set<String> repeated,
        Set<String> once) {
    /** No history at all. */
    public static final Tracking NOTHING =
            new Tracking(Set.of(), Set.of(), Set.of(), Map.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    Journal.Wanted wanted(Plan plan) {
        List<String> all = plan.entities().stream().map(EntityPlan::name).toList();
        List<String> operations =
                plan.operations().stream().map(OperationPlan::name).toList();
        return new Journal.Wanted(
                flags(all, entities),
                flags(all, reads),
                flags(all, created),
                flags(all, limits.keySet()),
                flags(plan.events(), events),
                flags(plan.events(), keyed),
                flags(operations, asked));
    }

    /** Whether effects are kept at all. */
    boolean effects() {
        return !repeated.isEmpty() || !once.isEmpty();
    }

    /** The operations whose effects are kept, with all that they call, and that handle what they publish. */
    boolean[] repeated(Plan plan) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(repeated);
        once.forEach(event -> open.addAll(handlers(plan, event)));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (all.add(name)) {
                for (String text : plan.board().brief().operations().get(name).steps()) {
                    Step step = Step.parse(text);
                    if (step.verb() == Step.Verb.CALL) {
                        open.add(step.target());
                    } else if (step.verb() == Step.Verb.PUBLISH) {
                        open.addAll(handlers(plan, step.target()));
                    }
                }
            }
        }
        return flags(plan.operations().stream().map(OperationPlan::name).toList(), all);
    }

    private static List<String> handlers(Plan plan, String event) {
        int index = plan.events().indexOf(event);
        List<Integer> handlers = index < 0 ? List.of() : plan.handlers(index);
        return handlers.stream()
                .map(handler -> plan.operations().get(handler).name())
                .toList();
    }

    private static boolean[] flags(List<String> all, Collection<String> some) {
        boolean[] flags = new boolean[all.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = some.contains(all.get(i));
        }
        return flags;
    }
}
