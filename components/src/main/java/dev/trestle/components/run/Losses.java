package dev.trestle.components.run;

import dev.trestle.components.board.Area;
import dev.trestle.components.board.Board;
import dev.trestle.components.kind.Placement;
import dev.trestle.components.kind.Role;
import dev.trestle.components.load.Fault;
import dev.trestle.components.measure.Reading;
import dev.trestle.components.measure.Reading.StationReading;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import dev.trestle.components.verdict.Loss;
import dev.trestle.components.verdict.Requirement.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a design can lose at once, by scope.
 *
 * <p>People are never lost: they are who asks. An instance can be lost where there is one: a managed service (an object
 * store, a resolver, somebody else's service) has none of ours, and goes on without any machine of its owner's. A node
 * is lost with all its instances, managed or not: an outage of a provider is such a loss. A zone or a region takes with it
 * what stands there.
 *
 * <p>Instances of one node that are of the same role and part at the start, in the same place, are alike: the first of them
 * stands for all. Of a pair of which one works, that is the one that works.
 */
final class Losses {
    private final Board board;
    private final Plan plan;
    private final List<Reading> opening;
    private final Map<Loss, Fault> found = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** Those of one scope. @param opening the readings of a replication at its start, by node */
    Losses(Board board, Plan plan, List<Reading> opening, Scope scope) {
        this.board = board;
        this.plan = plan;
        this.opening = opening;
        switch (scope) {
            case INSTANCE -> instances();
            case NODE -> plan.nodes().stream().filter(Losses::ours).forEach(this::node);
            case ZONE, REGION -> areas(scope.word());
        }
    }

    /** Each with the fault that makes it, without a length. */
    Map<Loss, Fault> found() {
        return found;
    }

    /** What is not among them, and why. */
    List<String> notes() {
        return notes;
    }

    private static boolean ours(PlanNode node) {
        return !node.kind().roles().contains(Role.SOURCE);
    }

    private void instances() {
        List<String> managed = new ArrayList<>();
        for (PlanNode node : plan.nodes()) {
            if (ours(node) && managed(node)) {
                managed.add(name(node));
            } else if (ours(node)) {
                instances(node);
            }
        }
        if (!managed.isEmpty()) {
            notes.add("no instance of ours to lose, as they are managed: " + String.join(", ", managed));
        }
    }

    /** A cache of one node is a machine of ours, though nobody fails without it. */
    private static boolean managed(PlanNode node) {
        return node.kind().instances(node.settings()) <= 1
                && node.kind().survivesOneLoss(node.settings())
                && !node.kind().roles().contains(Role.CACHES);
    }

    private void instances(PlanNode node) {
        int[] places = plan.geography().placement().places()[node.index()];
        int count = node.kind().instances(node.settings());
        Map<String, List<Integer>> alike = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int place = places.length == 0 ? -1 : places[i % places.length];
            alike.computeIfAbsent(part(node, i) + " at " + place, key -> new ArrayList<>())
                    .add(i);
        }
        for (List<Integer> group : alike.values()) {
            int first = group.get(0);
            String is = part(node, first);
            String what =
                    name(node) + " instance " + (first + 1) + " of " + count + (is.isEmpty() ? "" : " (" + is + ")");
            Fault fault = new Fault(Fault.Kind.CRASH, node.id(), null, first + 1, 0, 0, -1);
            found.put(new Loss(what, node.id(), first + 1, null, group.size(), List.of(node.id())), fault);
        }
    }

    /** {@code leader of shard 2}: what an instance is and where it belongs at the start; empty where all are alike. */
    private String part(PlanNode node, int instance) {
        for (StationReading station : opening.get(node.index()).stations()) {
            if (station.instance() == instance) {
                boolean both = !station.role().isEmpty() && !station.part().isEmpty();
                return station.role() + (both ? " of " : "") + station.part();
            }
        }
        return "";
    }

    private void node(PlanNode node) {
        int count = node.kind().instances(node.settings());
        String what = name(node) + (count > 1 ? " with all its " + count + " instances" : "");
        Fault fault = new Fault(Fault.Kind.CRASH, node.id(), null, 0, 0, 0, -1);
        found.put(new Loss(what, node.id(), 0, null, 1, List.of(node.id())), fault);
    }

    private void areas(String sort) {
        Placement placement = plan.geography().placement();
        for (Map.Entry<String, Area> area : board.design().areas().entrySet()) {
            if (!sort.equals(area.getValue().kind())) {
                continue;
            }
            String id = area.getKey();
            String what = sort + " " + area.getValue().name(id);
            List<String> there = ids(node -> placement.stands(node.id(), id));
            if (there.isEmpty()) {
                notes.add("nothing stands in " + what + ": its loss is none");
                continue;
            }
            List<String> alone = ids(node -> placement.standsOnlyIn(node.id(), id));
            Fault fault = new Fault(Fault.Kind.LOSE, id, null, 0, 0, 0, -1);
            found.put(new Loss(what, null, 0, id, 1, alone), fault);
        }
    }

    private List<String> ids(java.util.function.Predicate<PlanNode> which) {
        return plan.nodes().stream()
                .filter(Losses::ours)
                .filter(node -> !plan.geography().movable(node.index()))
                .filter(which)
                .map(PlanNode::id)
                .toList();
    }

    private String name(PlanNode node) {
        return plan.names().getOrDefault(node.id(), node.id());
    }
}
