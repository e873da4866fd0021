package dev.trestle.components.run;

import dev.trestle.components.check.Finding;
import dev.trestle.components.kind.Placement;
import dev.trestle.components.load.Fault;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The faults of a phase as actions at moments after its start, in order. */
final class Timeline {
    /** One thing to do to a replication, so long after the start of the phase. */
    record Action(long nanos, Consumer<Faults> deed) {}

    private final Plan plan;

    private Timeline(Plan plan) {
        this.plan = plan;
    }

    /** The actions of a phase that begins then; some may lie beyond its end. */
    static List<Action> of(ScriptPhase phase, Chaos chaos, long phaseStart) {
        List<Action> actions = new ArrayList<>();
        for (Fault fault : phase.faults()) {
            if (fault.kind() == Fault.Kind.CHAOS) {
                long end = fault.lengthNanos() < 0 ? phase.lengthNanos() : fault.startNanos() + fault.lengthNanos();
                chaos.crashes(fault, end, phaseStart).forEach(crash -> add(crash, end, actions));
            } else {
                add(fault, phase.lengthNanos(), actions);
            }
        }
        return actions;
    }

    private static void add(Fault fault, long phaseEnd, List<Action> actions) {
        long start = fault.startNanos();
        long end = fault.lengthNanos() < 0 ? phaseEnd : start + fault.lengthNanos();
        if (fault.kind() == Fault.Kind.STOP) {
            return;
        }
        actions.add(new Action(start, faults -> faults.begin(fault)));
        if (fault.ends()) {
            actions.add(new Action(end, faults -> faults.end(fault)));
        }
    }

    /** Faults that cannot be carried out, or that name what is not there. */
    static List<Finding> findings(Plan plan) {
        Timeline timeline = new Timeline(plan);
        List<Finding> findings = new ArrayList<>();
        for (ScriptPhase phase : plan.script().phases()) {
            for (Fault fault : phase.faults()) {
                timeline.refuse(fault, "script." + phase.id(), findings);
            }
        }
        return findings;
    }

    private void refuse(Fault fault, String path, List<Finding> findings) {
        if (fault.target() == null || fault.kind() == Fault.Kind.DROP || fault.kind() == Fault.Kind.POISON) {
            return;
        }
        if (fault.kind() == Fault.Kind.CUT || fault.kind() == Fault.Kind.LOSE) {
            placed(fault, path, findings);
            return;
        }
        boolean link = fault.kind() == Fault.Kind.SLOW
                && plan.links().stream().anyMatch(each -> each.id().equals(fault.target()));
        if (link) {
            return;
        }
        PlanNode node = plan.nodes().stream()
                .filter(candidate -> candidate.id().equals(fault.target()))
                .findFirst()
                .orElse(null);
        if (node == null) {
            findings.add(Finding.error(
                    "unknown-node",
                    path,
                    "the fault \"" + fault + "\" names no node of the design",
                    "name one of "
                            + String.join(
                                    ", ",
                                    plan.nodes().stream().map(PlanNode::id).toList())));
        } else if (fault.kind() == Fault.Kind.FLUSH && !node.kind().keepsCopies()) {
            findings.add(Finding.warning(
                            "fault-nowhere",
                            path,
                            "the fault \"" + fault + "\" does nothing: " + node.id()
                                    + " keeps no copies that it could forget",
                            "name a cache, a CDN or a proxy, or crash the node")
                    .at(node.id()));
        } else if (fault.kind() == Fault.Kind.CORRUPT && !node.kind().corruptible(node.settings())) {
            findings.add(Finding.error(
                            "fault-nowhere",
                            path,
                            "the fault \"" + fault + "\" cannot be carried out: " + node.id()
                                    + " has nothing stored that this program can damage",
                            "name something that stores: a database, a cache, a proxy that caches, a queue or a topic")
                    .at(node.id()));
        } else if (fault.instance() > node.kind().mostInstances(node.settings())) {
            findings.add(Finding.error(
                            "unknown-instance",
                            path,
                            "the fault \"" + fault + "\" names an instance that is not there",
                            "instances of " + node.id() + " are 1 to "
                                    + node.kind().mostInstances(node.settings()))
                    .at(node.id()));
        }
    }

    /** A side of a cut on which nothing stands, or an area with nothing to lose: the fault would do nothing. */
    private void placed(Fault fault, String path, List<Finding> findings) {
        Placement placement = plan.geography().placement();
        for (String side : fault.other() == null ? List.of(fault.target()) : List.of(fault.target(), fault.other())) {
            boolean anything = plan.nodes().stream()
                    .anyMatch(node -> node.id().equals(side)
                            ? !plan.geography().movable(node.index())
                            : placement.stands(node.id(), side));
            if (!anything) {
                findings.add(Finding.warning(
                        "fault-nowhere",
                        path,
                        "the fault \"" + fault + "\" does nothing: nothing that it can cut off or lose stands in "
                                + side,
                        "draw nodes into the area, or name another one"));
            }
        }
    }
}
