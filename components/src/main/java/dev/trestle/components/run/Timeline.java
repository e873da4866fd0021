package dev.trestle.components.run;

import dev.trestle.components.check.Finding;
import dev.trestle.components.load.Fault;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The faults of a phase as actions at moments after its start, in order. */
final class Timeline {
    /** One thing to do to a replication, so long after the start of the phase. */
    record Action(long nanos, Consumer<Faults> deed) {}

    /** The faults that this version carries out; a script with another one is refused. */
    private static final Set<Fault.Kind> EXECUTED =
            EnumSet.of(Fault.Kind.CRASH, Fault.Kind.RECOVER, Fault.Kind.SLOW, Fault.Kind.TRAFFIC);

    private final Plan plan;

    private Timeline(Plan plan) {
        this.plan = plan;
    }

    /** The actions of a phase; some may lie beyond its end. */
    static List<Action> of(ScriptPhase phase) {
        List<Action> actions = new ArrayList<>();
        phase.faults().forEach(fault -> add(fault, phase.lengthNanos(), actions));
        return actions;
    }

    private static void add(Fault fault, long phaseEnd, List<Action> actions) {
        long start = fault.startNanos();
        long end = fault.lengthNanos() < 0 ? phaseEnd : start + fault.lengthNanos();
        actions.add(new Action(start, faults -> faults.begin(fault)));
        boolean lasts =
                fault.kind() == Fault.Kind.RECOVER || fault.kind() == Fault.Kind.CRASH && fault.lengthNanos() < 0;
        if (!lasts) {
            actions.add(new Action(end, faults -> faults.end(fault)));
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
