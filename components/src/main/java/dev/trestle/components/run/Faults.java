package dev.trestle.components.run;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.Role;
import dev.trestle.components.load.Fault;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The faults that are in force in one replication. Each has its own effect and its own end: slow factors and traffic
 * multiply, and an instance is down as long as any crash of it is in force. A {@code recover} ends every crash.
 */
final class Faults {
    private final Plan plan;
    private final Assembly assembly;
    private final List<Fault> inForce = new ArrayList<>();
    /** Crashes in force by instance; one of a whole node is in the list of each of its instances. */
    private final List<List<List<Fault>>> crashes = new ArrayList<>();

    Faults(Plan plan, Assembly assembly) {
        this.plan = plan;
        this.assembly = assembly;
        for (int node = 0; node < plan.nodes().size(); node++) {
            List<List<Fault>> instances = new ArrayList<>();
            for (int i = 0; i < assembly.behaviour(node).instances(); i++) {
                instances.add(new ArrayList<>());
            }
            crashes.add(instances);
        }
    }

    void begin(Fault fault) {
        switch (fault.kind()) {
            case CRASH -> crash(fault);
            case RECOVER -> recover(fault, null);
            default -> {
                inForce.add(fault);
                apply(fault);
            }
        }
    }

    void end(Fault fault) {
        if (fault.kind() == Fault.Kind.CRASH) {
            recover(fault, fault);
        } else {
            // Two equal faults are as good as each other: it does not matter which of them is taken out.
            inForce.remove(fault);
            apply(fault);
        }
    }

    private void apply(Fault fault) {
        if (fault.kind() == Fault.Kind.TRAFFIC) {
            double factor = factor(fault.kind(), null, 0);
            for (PlanNode node : plan.nodes()) {
                if (node.kind().roles().contains(Role.SOURCE)) {
                    assembly.behaviour(node.index()).traffic(factor);
                }
            }
        } else {
            slow(fault.target());
        }
    }

    private void slow(String target) {
        Behaviour node = node(target);
        if (node.meter.stations.isEmpty()) {
            node.slow(-1, factor(Fault.Kind.SLOW, target, -1));
            return;
        }
        node.slow(-1, factor(Fault.Kind.SLOW, target, 0));
        for (int i = 0; i < node.instances(); i++) {
            node.slow(i, factor(Fault.Kind.SLOW, target, i + 1));
        }
    }

    /** The product over faults of the whole target and of that instance; 0 for the former only, -1 for all there are. */
    private double factor(Fault.Kind kind, String target, int instance) {
        double factor = 1;
        for (Fault fault : inForce) {
            boolean meant = instance < 0 || fault.instance() == 0 || fault.instance() == instance;
            if (fault.kind() == kind && meant && (target == null || target.equals(fault.target()))) {
                factor *= fault.amount();
            }
        }
        return factor;
    }

    private void crash(Fault fault) {
        List<List<Fault>> instances = crashes.get(index(fault.target()));
        List<Integer> fall = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            if (meant(fault, i)) {
                if (instances.get(i).isEmpty()) {
                    fall.add(i);
                }
                instances.get(i).add(fault);
            }
        }
        Behaviour node = node(fault.target());
        if (fall.size() == instances.size()) {
            node.crash(-1);
        } else {
            fall.forEach(node::crash);
        }
    }

    /** Ends one crash, or all with null, on the instances that the fault means; those without another one come back. */
    private void recover(Fault fault, Fault ended) {
        List<List<Fault>> instances = crashes.get(index(fault.target()));
        List<Integer> rise = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            List<Fault> own = instances.get(i);
            if (meant(fault, i) && !own.isEmpty()) {
                if (ended == null) {
                    own.clear();
                } else {
                    own.remove(ended);
                }
                if (own.isEmpty()) {
                    rise.add(i);
                }
            }
        }
        Behaviour node = node(fault.target());
        if (rise.size() == instances.size()) {
            node.recover(-1);
        } else {
            rise.forEach(node::recover);
        }
    }

    private static boolean meant(Fault fault, int instance) {
        return fault.instance() == 0 || fault.instance() == instance + 1;
    }

    private Behaviour node(String id) {
        return assembly.behaviour(index(id));
    }

    private int index(String id) {
        return plan.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .map(PlanNode::index)
                .orElseThrow();
    }
}
