package dev.trestle.components.run;

import dev.trestle.components.check.Finding;
import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.Role;
import dev.trestle.components.load.Fault;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The faults of a script as actions at moments of virtual time, in order. */
final class Timeline {
    /** One thing to do to a replication at a time. */
    record Action(long nanos, Consumer<Assembly> deed) {}

    /** The faults that this version carries out; a script with another one is refused. */
    private static final Set<Fault.Kind> EXECUTED =
            EnumSet.of(Fault.Kind.CRASH, Fault.Kind.RECOVER, Fault.Kind.SLOW, Fault.Kind.TRAFFIC);

    private final Plan plan;
    private final List<Action> actions = new ArrayList<>();

    private Timeline(Plan plan) {
        this.plan = plan;
    }

    /** The actions of the plan's script. */
    static List<Action> of(Plan plan) {
        Timeline timeline = new Timeline(plan);
        List<ScriptPhase> phases = plan.script().phases();
        for (int p = 0; p < phases.size(); p++) {
            for (Fault fault : phases.get(p).faults()) {
                timeline.add(fault, plan.load().phaseStart(p), plan.load().phaseEnd(p));
            }
        }
        // A stable sort: faults of one moment happen in the order of the script.
        timeline.actions.sort(Comparator.comparingLong(Action::nanos));
        return timeline.actions;
    }

    private void add(Fault fault, long phaseStart, long phaseEnd) {
        long start = phaseStart + fault.startNanos();
        long end = fault.lengthNanos() < 0 ? phaseEnd : start + fault.lengthNanos();
        int instance = fault.instance() - 1;
        switch (fault.kind()) {
            case CRASH -> {
                onNode(start, fault.target(), node -> node.crash(instance));
                if (fault.lengthNanos() >= 0) {
                    onNode(end, fault.target(), node -> node.recover(instance));
                }
            }
            case RECOVER -> onNode(start, fault.target(), node -> node.recover(instance));
            case SLOW -> {
                onNode(start, fault.target(), node -> node.slow(instance, fault.amount()));
                onNode(end, fault.target(), node -> node.slow(instance, 1));
            }
            case TRAFFIC -> {
                onSources(start, fault.amount());
                onSources(end, 1);
            }
            default -> throw new IllegalStateException("fault " + fault + " should have been refused");
        }
    }

    private void onNode(long nanos, String id, Consumer<Behaviour> deed) {
        int node = plan.nodes().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .map(PlanNode::index)
                .orElseThrow();
        actions.add(new Action(nanos, assembly -> deed.accept(assembly.behaviour(node))));
    }

    private void onSources(long nanos, double factor) {
        for (PlanNode node : plan.nodes()) {
            if (node.kind().roles().contains(Role.SOURCE)) {
                actions.add(new Action(
                        nanos, assembly -> assembly.behaviour(node.index()).traffic(factor)));
            }
        }
    }

    /** Faults that this version cannot carry out, or that name what is not there. */
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
        if (!EXECUTED.contains(fault.kind())) {
            findings.add(Finding.error(
                    "fault-not-executed",
                    path,
                    "the fault \"" + fault + "\" is not carried out by this version",
                    "use crash, recover, slow or traffic"));
            return;
        }
        if (fault.target() == null) {
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
        } else if (fault.instance() > node.kind().instances(node.settings())) {
            findings.add(Finding.error(
                            "unknown-instance",
                            path,
                            "the fault \"" + fault + "\" names an instance that is not there",
                            "instances of " + node.id() + " are 1 to "
                                    + node.kind().instances(node.settings()))
                    .at(node.id()));
        }
    }
}
