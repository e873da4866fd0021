package dev.trestle.components.run;

import dev.trestle.components.kind.Placement;
import dev.trestle.components.load.Fault;
import dev.trestle.components.measure.Incident;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;

/** Notes which faults were in force in one replication, and from when to when. */
final class Incidents {
    private static final double NANOS = 1e9;
    /** With chaos there may be more than anybody could read. */
    private static final int MOST = 500;

    private final Plan plan;
    private final List<Open> open = new ArrayList<>();
    private final List<Incident> over = new ArrayList<>();

    private record Open(Fault fault, long from) {}

    Incidents(Plan plan) {
        this.plan = plan;
    }

    /** Something happened at this moment and was over at once. */
    void struck(Fault fault, long now) {
        close(new Open(fault, now), now);
    }

    /** From this moment on exactly these faults are in force. */
    void are(List<Fault> inForce, long now) {
        List<Fault> begun = new ArrayList<>(inForce);
        open.removeIf(each -> {
            boolean goesOn = remove(begun, each.fault.what());
            if (!goesOn) {
                close(each, now);
            }
            return !goesOn;
        });
        begun.forEach(fault -> open.add(new Open(fault, now)));
    }

    /** Of faults that do the same one is as good as the other; when they are to end may change while they are in force. */
    private static boolean remove(List<Fault> faults, String what) {
        for (int i = 0; i < faults.size(); i++) {
            if (faults.get(i).what().equals(what)) {
                faults.remove(i);
                return true;
            }
        }
        return false;
    }

    private void close(Open one, long now) {
        if (over.size() < MOST) {
            over.add(incident(one, now));
        }
    }

    /** All there were until now, in the order in which they began. */
    List<Incident> until(long now) {
        List<Incident> all = new ArrayList<>(over);
        open.forEach(each -> all.add(incident(each, now)));
        all.sort(java.util.Comparator.comparingDouble(Incident::from));
        return all;
    }

    private Incident incident(Open one, long now) {
        Fault fault = one.fault;
        String what = fault.what() + (fault.kind() == Fault.Kind.CRASH && fault.repairSeconds() > 0 ? " (chaos)" : "");
        return new Incident(what, fault.target(), targets(fault), one.from / NANOS, now / NANOS);
    }

    private List<String> targets(Fault fault) {
        List<String> targets = new ArrayList<>();
        if (fault.kind() != Fault.Kind.POISON && fault.target() != null) {
            targets.add(fault.target());
        }
        if (fault.kind() == Fault.Kind.CUT) {
            targets.add(fault.other());
        }
        if (fault.kind() == Fault.Kind.LOSE) {
            Placement placement = plan.geography().placement();
            plan.nodes().stream()
                    .map(PlanNode::id)
                    .filter(id -> placement.stands(id, fault.target()))
                    .forEach(targets::add);
        }
        return targets;
    }
}
