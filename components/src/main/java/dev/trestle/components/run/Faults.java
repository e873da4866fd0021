package dev.trestle.components.run;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Placement;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Tunable;
import dev.trestle.components.load.Fault;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanLink;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

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

    private final Cuts cuts;
    /** Told of what is over at once. */
    private final Consumer<Fault> struck;

    Faults(Plan plan, Assembly assembly, Consumer<Fault> struck) {
        this.struck = struck;
        this.plan = plan;
        this.assembly = assembly;
        cuts = new Cuts(plan, assembly);
        for (int node = 0; node < plan.nodes().size(); node++) {
            List<List<Fault>> instances = new ArrayList<>();
            // Of a pair of balancers one works: to its callers it is one thing, to a fault it is two.
            PlanNode of = plan.nodes().get(node);
            int count = Math.max(assembly.behaviour(node).instances(), of.kind().instances(of.settings()));
            for (int i = 0; i < count; i++) {
                instances.add(new ArrayList<>());
            }
            crashes.add(instances);
        }
    }

    /** All that are in force now; a crash as long as any instance is down with it. */
    List<Fault> inForce() {
        List<Fault> all = new ArrayList<>(inForce);
        Set<Fault> down = Collections.newSetFromMap(new IdentityHashMap<>());
        crashes.forEach(instances -> instances.forEach(down::addAll));
        crashes.forEach(instances -> instances.forEach(own -> own.forEach(crash -> {
            if (down.remove(crash)) {
                all.add(crash);
            }
        })));
        return all;
    }

    void begin(Fault fault) {
        switch (fault.kind()) {
            case CRASH -> crash(fault, index(fault.target()));
            case RECOVER -> recover(fault, null, index(fault.target()));
            case FLUSH -> {
                struck.accept(fault);
                node(fault.target()).flush(fault.instance() - 1);
            }
            case CORRUPT -> {
                struck.accept(fault);
                node(fault.target()).corrupt(fault.instance() - 1, fault.amount());
            }
            case LOSE -> plan.nodes().forEach(node -> crash(fault, node.index()));
            default -> {
                inForce.add(fault);
                apply(fault);
            }
        }
    }

    void end(Fault fault) {
        if (fault.kind() == Fault.Kind.CRASH) {
            recover(fault, fault, index(fault.target()));
        } else if (fault.kind() == Fault.Kind.LOSE) {
            plan.nodes().forEach(node -> recover(fault, fault, node.index()));
        } else {
            // Two equal faults are as good as each other: it does not matter which of them is taken out.
            inForce.remove(fault);
            apply(fault);
        }
    }

    private void apply(Fault fault) {
        switch (fault.kind()) {
            case TRAFFIC -> traffic();
            case SET -> tune(fault.target());
            case POISON ->
                assembly.engine().poison(plan.events().indexOf(fault.target()), holds(fault.kind(), fault.target()));
            case SKEW -> all(node -> node.skew(latestSkewNanos()));
            case FILL -> all(node -> node.disks(holds(Fault.Kind.FILL, null)));
            case CUT ->
                cuts.are(inForce.stream()
                        .filter(each -> each.kind() == Fault.Kind.CUT)
                        .toList());
            case DROP -> wire(fault.target()).extraLoss = 1 - passing(fault.target());
            default -> {
                Wire wire = wire(fault.target());
                if (wire == null) {
                    slow(fault.target());
                } else {
                    wire.slowness = factor(Fault.Kind.SLOW, fault.target(), 0);
                }
            }
        }
    }

    /** Somebody has changed what a fault in force says of its end. */
    void amend(Fault before, Fault now) {
        amendOne(inForce, before, now);
        crashes.forEach(node -> node.forEach(instance -> amendOne(instance, before, now)));
    }

    /** One of those that are equal: its line in the script is one line. */
    private static void amendOne(List<Fault> faults, Fault before, Fault now) {
        int at = faults.indexOf(before);
        if (at >= 0) {
            faults.set(at, now);
        }
    }

    /** The settings of the board with those that are set now, the later one where there are two. */
    private void tune(String target) {
        Settings settings = plan.nodes().get(index(target)).settings();
        for (Fault fault : inForce) {
            if (fault.kind() == Fault.Kind.SET && fault.target().equals(target)) {
                settings = settings.with(fault.other(), fault.value());
            }
        }
        ((Tunable) node(target)).tune(settings);
    }

    private void all(Consumer<Behaviour> deed) {
        plan.nodes().forEach(node -> deed.accept(assembly.behaviour(node.index())));
    }

    /** Whether a fault of that kind is in force on the target, or on all with null. */
    private boolean holds(Fault.Kind kind, String target) {
        return inForce.stream().anyMatch(each -> each.kind() == kind && Objects.equals(each.target(), target));
    }

    private long latestSkewNanos() {
        double seconds = 0;
        for (Fault fault : inForce) {
            seconds = fault.kind() == Fault.Kind.SKEW ? fault.amount() : seconds;
        }
        return Math.round(seconds * 1e9);
    }

    private void traffic() {
        double factor = factor(Fault.Kind.TRAFFIC, null, 0);
        for (PlanNode node : plan.nodes()) {
            if (node.kind().roles().contains(Role.SOURCE)) {
                assembly.behaviour(node.index()).traffic(factor);
            }
        }
    }

    /** The share of messages that all faults on a link let pass. */
    private double passing(String link) {
        double share = 1;
        for (Fault fault : inForce) {
            if (fault.kind() == Fault.Kind.DROP && link.equals(fault.target())) {
                share *= 1 - fault.amount();
            }
        }
        return share;
    }

    /** The wire of a link by its id; null where no link has it. */
    private Wire wire(String id) {
        for (PlanLink link : plan.links()) {
            if (link.id().equals(id)) {
                return assembly.wire(link.index());
            }
        }
        return null;
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

    private void crash(Fault fault, int at) {
        List<List<Fault>> instances = crashes.get(at);
        List<Integer> fall = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            if (meant(fault, at, i)) {
                if (instances.get(i).isEmpty()) {
                    fall.add(i);
                }
                instances.get(i).add(fault);
            }
        }
        Behaviour node = assembly.behaviour(at);
        if (fall.size() == instances.size()) {
            node.crash(-1);
        } else {
            fall.forEach(node::crash);
        }
    }

    /** Ends one crash, or all with null, on the instances that the fault means; those without another one come back. */
    private void recover(Fault fault, Fault ended, int at) {
        List<List<Fault>> instances = crashes.get(at);
        List<Integer> rise = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            List<Fault> own = instances.get(i);
            if (meant(fault, at, i) && !own.isEmpty()) {
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
        Behaviour node = assembly.behaviour(at);
        if (rise.size() == instances.size()) {
            node.recover(-1);
        } else {
            rise.forEach(node::recover);
        }
    }

    /** Whether the fault hits an instance of a node: by its number, or because it stands in the area that is lost. */
    private boolean meant(Fault fault, int node, int instance) {
        if (fault.kind() == Fault.Kind.LOSE) {
            String id = plan.nodes().get(node).id();
            Placement placement = plan.geography().placement();
            if (crashes.get(node).size() == 1) {
                // A managed service goes on in the zones that are left.
                return placement.standsOnlyIn(id, fault.target());
            }
            return placement.isMachine(id, instance) && placement.stands(id, instance, fault.target());
        }
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
