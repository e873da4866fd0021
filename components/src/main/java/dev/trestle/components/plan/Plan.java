package dev.trestle.components.plan;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Operation;
import dev.trestle.components.board.Step;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Holdings;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.LoadCurve;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Placement;
import dev.trestle.components.kind.Role;
import dev.trestle.components.load.Script;
import dev.trestle.components.plan.Programs.RoutedStep;
import dev.trestle.estimator.estimate.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A checked board compiled for running: nodes and links by number, every operation's route, load by phase.
 *
 * <p>Immutable and free of run state: {@link Assembly#of} builds a replication from it. A step without a way is kept and
 * named by {@link #gaps}; such a plan must not be run.
 */
public final class Plan {
    /** A step that nobody can carry out: which operation, which step, at which node, and what is missing. */
    public record Gap(String operation, String step, String node, String missing) {}

    /** One hop of an operation's way, for people: the node, what it does there, and the links that it may take. */
    public record Hop(String node, String does, List<String> links) {}

    private final Board board;
    private final Holdings holdings;
    private final Estimate estimate;
    private final List<PlanNode> nodes;
    private final List<PlanLink> links;
    private final Geography geography;
    private final List<EntityPlan> entities;
    private final List<OperationPlan> operations;
    private final List<String> events;
    private final Script script;
    private final LoadCurve load;
    private final Tracking tracking;
    private final Routes routes;
    private final Programs programs;
    private final Flows flows;
    /** What a replication has worked out about a node and the next one need not; pure functions of the plan. */
    private final Map<String, Double> known = Collections.synchronizedMap(new HashMap<>());

    private Plan(Board board, Catalog catalog, Tracking tracking) {
        this.board = board;
        holdings = Holdings.of(board.design(), catalog);
        estimate = Estimate.of(holdings.numbers(board.brief()));
        this.tracking = tracking;
        Compiler compiler = new Compiler(board, estimate, catalog);
        nodes = compiler.nodes();
        geography = new Geography(Placement.of(board.design(), catalog));
        links = compiler.links(nodes, geography);
        entities = compiler.entities(tracking);
        operations = compiler.operations(entities);
        events = compiler.events();
        script = compiler.script();
        load = compiler.load(script, operations);
        List<String> names = entities.stream().map(EntityPlan::name).toList();
        routes = new Routes(nodes, links, names, operations, events);
        programs = new Programs(routes, names, operations, events, compiler.steps());
        flows = new Flows(this);
    }

    /**
     * Compiles a board that has no errors in its check.
     *
     * @throws dev.trestle.estimator.quantity.BadText when a text of the board cannot be read, which a check would say
     */
    public static Plan of(Board board, Catalog catalog, Tracking tracking) {
        return new Plan(board, catalog, tracking);
    }

    public Board board() {
        return board;
    }

    /** Which nodes keep which entity. */
    public Holdings holdings() {
        return holdings;
    }

    /** The numbers of the brief, given where the design keeps things. */
    public Estimate estimate() {
        return estimate;
    }

    public List<PlanNode> nodes() {
        return nodes;
    }

    public List<PlanLink> links() {
        return links;
    }

    /** Where the nodes stand and how far that is from each other. */
    public Geography geography() {
        return geography;
    }

    public List<EntityPlan> entities() {
        return entities;
    }

    public List<OperationPlan> operations() {
        return operations;
    }

    public List<String> events() {
        return events;
    }

    public Script script() {
        return script;
    }

    public LoadCurve load() {
        return load;
    }

    /** What a run has to keep a history of. */
    Journal.Wanted wanted() {
        return tracking.wanted(this);
    }

    /** The operations whose effects are kept, of each try; null where none are. */
    boolean[] repeated() {
        return tracking.effects() ? tracking.repeated(this) : null;
    }

    Routes routes() {
        return routes;
    }

    Flows flows() {
        return flows;
    }

    Map<String, Double> known() {
        return known;
    }

    Programs programs() {
        return programs;
    }

    /** The nodes that issue the operation: sources with a way for it, which share its load equally. */
    List<PlanNode> sources(int operation) {
        return beginnings(Role.SOURCE, operation);
    }

    /** The nodes that start it on time and have a way for it. */
    List<PlanNode> starters(int operation) {
        return beginnings(Role.STARTS, operation);
    }

    private List<PlanNode> beginnings(Role role, int operation) {
        return nodes.stream()
                .filter(node -> node.kind().roles().contains(role))
                .filter(node -> !routes.requests(node.index(), operation).isEmpty())
                .toList();
    }

    /** Indexes of the operations that the event triggers, in the order of the brief. */
    List<Integer> handlers(int event) {
        List<Integer> handlers = new ArrayList<>();
        for (OperationPlan operation : operations) {
            Operation said = board.brief().operations().get(operation.name());
            if (events.get(event).equals(said.on())) {
                handlers.add(operation.index());
            }
        }
        return handlers;
    }

    /** Indexes of those of them for which some queue hands the node messages. */
    List<Integer> handlers(int event, int node) {
        return handlers(event).stream()
                .filter(operation -> routes.consumes(node, operations.get(operation)))
                .toList();
    }

    /** Links from a queue to the consumers that do something with the event; to all where nobody does. */
    List<Integer> consumers(int node, int event) {
        List<Integer> handlers = handlers(event);
        return routes.consumers(node).stream()
                .filter(link -> handlers.isEmpty()
                        || handlers.stream()
                                .anyMatch(operation -> routes.consumers(node, operations.get(operation))
                                        .contains(link)))
                .toList();
    }

    /** Messages for the operation that reach the node, as a share of those that its queues are given. */
    double share(PlanNode consumer, OperationPlan operation) {
        int one = 0;
        for (PlanNode node : queues(operation)) {
            boolean fed = routes.consumers(node.index(), operation).stream()
                    .anyMatch(link -> links.get(link).to() == consumer.index());
            if (fed && node.kind().roles().contains(Role.BROADCASTS)) {
                return 1;
            }
            one += routes.consumers(node.index(), operation).size();
        }
        return 1.0 / Math.max(1, one);
    }

    /** The nodes that take the event which triggers an operation and hand it on; empty where nothing triggers it. */
    private List<PlanNode> queues(OperationPlan operation) {
        String trigger = board.brief().operations().get(operation.name()).on();
        int event = trigger == null ? -1 : events.indexOf(trigger);
        return nodes.stream()
                .filter(node -> event >= 0 && node.kind().roles().contains(Role.QUEUES) && routes.takes(node, event))
                .toList();
    }

    /** The nodes that consume the event which triggers an operation; empty where nothing triggers it. */
    List<PlanNode> consumers(OperationPlan operation) {
        Set<PlanNode> consumers = new LinkedHashSet<>();
        for (PlanNode node : queues(operation)) {
            routes.consumers(node.index(), operation)
                    .forEach(link -> consumers.add(nodes.get(links.get(link).to())));
        }
        return List.copyOf(consumers);
    }

    /** From when to when the latency of each operation goes that an event triggers, in words; by its name. */
    public Map<String, String> clocks() {
        Map<String, String> clocks = new LinkedHashMap<>();
        operations.forEach(operation -> {
            String words = consumers(operation).stream()
                    .map(node -> node.kind().handlingClock())
                    .distinct()
                    .collect(Collectors.joining(" or "));
            if (!words.isEmpty()) {
                clocks.put(operation.name(), words);
            }
        });
        return clocks;
    }

    /** Steps and requests that lead nowhere: what a run would need and the design does not have. */
    public List<Gap> gaps() {
        Set<Gap> gaps = new LinkedHashSet<>();
        for (OperationPlan operation : operations) {
            walk(operation, Walk.begun(gaps));
        }
        return List.copyOf(gaps);
    }

    /** The way of every operation, hop by hop. */
    public Map<String, List<Hop>> ways() {
        Map<String, List<Hop>> ways = new LinkedHashMap<>();
        for (OperationPlan operation : operations) {
            Walk walk = Walk.begun(new LinkedHashSet<>());
            walk(operation, walk);
            ways.put(operation.name(), List.copyOf(walk.hops.values()));
        }
        return ways;
    }

    /** What was met on the way of an operation; operations that it calls have hops of their own. */
    private record Walk(Map<String, Hop> hops, Set<Gap> gaps, Set<String> called) {
        static Walk begun(Set<Gap> gaps) {
            return new Walk(new LinkedHashMap<>(), gaps, new HashSet<>());
        }

        Walk further() {
            return new Walk(new LinkedHashMap<>(), gaps, called);
        }
    }

    private void walk(OperationPlan operation, Walk walk) {
        if (operation.external()) {
            if (!begun(Role.SOURCE, operation, walk)) {
                walk.gaps.add(
                        new Gap(operation.name(), null, null, "no link leads its requests from clients to a service"));
            }
            return;
        }
        if (operation.everyNanos() > 0 && !begun(Role.STARTS, operation, walk)) {
            walk.gaps.add(new Gap(operation.name(), null, null, "nothing that starts it on time leads to a service"));
        }
        Operation said = board.brief().operations().get(operation.name());
        if (said.on() == null) {
            return;
        }
        List<PlanNode> consumers = consumers(operation);
        consumers.forEach(consumer -> handle(consumer, operation, walk));
        if (consumers.isEmpty()) {
            walk.gaps.add(new Gap(operation.name(), null, null, "no queue with a consumer hands it " + said.on()));
        }
    }

    /** Follows the operation from all nodes of a role; whether any of them has a way for it. */
    private boolean begun(Role role, OperationPlan operation, Walk walk) {
        boolean anywhere = false;
        for (PlanNode node : nodes) {
            if (node.kind().roles().contains(role)) {
                anywhere |= follow(node.index(), operation, walk);
            }
        }
        return anywhere;
    }

    private boolean follow(int from, OperationPlan operation, Walk walk) {
        List<Integer> ways = routes.requests(from, operation.index());
        String key = nodes.get(from).id();
        if (walk.hops.containsKey(key) || ways.isEmpty()) {
            return !ways.isEmpty();
        }
        walk.hops.put(key, new Hop(key, "sends on", ids(ways)));
        for (int way : ways) {
            PlanNode to = nodes.get(links.get(way).to());
            if (to.runs(operation)) {
                handle(to, operation, walk);
            } else if (to.kind().roles().contains(Role.FORWARDS)) {
                follow(to.index(), operation, walk);
            } else {
                walk.hops.put(to.id(), new Hop(to.id(), "answers", List.of()));
            }
        }
        return true;
    }

    private void handle(PlanNode node, OperationPlan operation, Walk walk) {
        for (RoutedStep step : programs.of(node.index(), operation.index())) {
            boolean forwards = node.kind().roles().contains(Role.FORWARDS);
            if (forwards && step.verb() != Call.REQUEST) {
                walk.gaps.add(new Gap(
                        operation.name(), step.text(), node.id(), node.id() + " runs calls of operations only"));
            } else if (step.stores().isEmpty()) {
                walk.gaps.add(new Gap(
                        operation.name(),
                        step.text(),
                        node.id(),
                        "no link leads from " + node.id() + " to where it can go"));
            }
            if (step.verb() == Call.REQUEST && walk.called.add(node.id() + " " + step.subject())) {
                follow(node.index(), operations.get(step.subject()), walk.further());
            }
            List<Integer> ways = new ArrayList<>(step.caches());
            ways.addAll(step.stores());
            walk.hops.putIfAbsent(node.id() + " " + step.text(), new Hop(node.id(), step.text(), ids(ways)));
            ends(ways)
                    .forEach(end ->
                            walk.hops.putIfAbsent(end + " for " + step.text(), new Hop(end, "answers", List.of())));
        }
        walk.hops.putIfAbsent(node.id() + " ", new Hop(node.id(), "answers", List.of()));
    }

    private TreeSet<String> ends(List<Integer> ways) {
        TreeSet<String> ends = new TreeSet<>();
        ways.forEach(way -> ends.add(nodes.get(links.get(way).to()).id()));
        return ends;
    }

    private List<String> ids(List<Integer> ways) {
        return ways.stream().map(way -> links.get(way).id()).toList();
    }

    /** What people call each node, by id: its label, followed by the id where several nodes have the same. */
    public Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (PlanNode node : nodes) {
            boolean shared = nodes.stream()
                    .anyMatch(other -> other != node && other.label().equals(node.label()));
            names.put(node.id(), shared ? node.label() + " (" + node.id() + ")" : node.label());
        }
        return names;
    }

    /** The nodes that take part in an operation, in the order of its way. */
    public List<String> nodesOf(String operation) {
        List<String> ids = new ArrayList<>();
        for (Hop hop : ways().getOrDefault(operation, List.of())) {
            if (!ids.contains(hop.node())) {
                ids.add(hop.node());
            }
        }
        return ids;
    }

    /** The kind of a node, by its number. */
    public Kind kind(int node) {
        return nodes.get(node).kind();
    }

    /** What an operation consists of, parsed. */
    public List<Step> steps(String operation) {
        return board.brief().operations().get(operation).steps().stream()
                .map(Step::parse)
                .toList();
    }
}
