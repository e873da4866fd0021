package dev.trestle.components.plan;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Network;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Program;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Route;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Stock;
import dev.trestle.components.load.Distribution;
import dev.trestle.components.load.Popularity;
import dev.trestle.components.plan.Programs.RoutedStep;
import java.util.ArrayList;
import java.util.List;

/**
 * One replication of a plan, built and started at time 0: an engine with its nodes, wires and meters. Single-threaded.
 */
public final class Assembly {
    private final Plan plan;
    private final Engine engine = new Engine();
    private final Behaviour[] behaviours;
    private final Wire[] wires;
    private final List<String> thinned = new ArrayList<>();
    private final List<OperationMeter> meters = new ArrayList<>();
    private final Program[][] programs;
    private final Program[][] handlers;
    private final int[][] handlerOperations;
    private final boolean[] broadcasts;

    private Assembly(Plan plan, long seed, int replication, Engine.Stop stop) {
        this.plan = plan;
        int phases = plan.load().phases();
        int slots = plan.load().slots();
        plan.operations().forEach(operation -> meters.add(new OperationMeter(phases, slots)));
        behaviours = new Behaviour[plan.nodes().size()];
        wires = new Wire[plan.links().size()];
        programs = new Program[behaviours.length][plan.operations().size()];
        handlers = new Program[behaviours.length][plan.events().size()];
        handlerOperations = new int[behaviours.length][plan.events().size()];
        broadcasts = new boolean[behaviours.length];
        for (int node = 0; node < behaviours.length; node++) {
            broadcasts[node] = plan.kind(node).roles().contains(Role.BROADCASTS);
            for (int event = 0; event < plan.events().size(); event++) {
                List<Integer> operations = plan.handlers(event, node);
                handlerOperations[node][event] = operations.isEmpty() ? -1 : operations.get(0);
            }
        }
        build(seed, replication, stop);
    }

    /**
     * Builds replication number {@code replication} of a run with that seed. The plan must have no gaps. Once stopped,
     * what takes long is left undone: such an assembly must not be run.
     */
    public static Assembly of(Plan plan, long seed, int replication, Engine.Stop stop) {
        return new Assembly(plan, seed, replication, stop);
    }

    private void build(long seed, int replication, Engine.Stop stop) {
        List<EntityPlan> entities = plan.entities();
        int[] sources = plan.operations().stream()
                .mapToInt(operation -> plan.sources(operation.index()).size())
                .toArray();
        Site.World world = new Site.World(
                engine,
                stop,
                seed,
                replication,
                plan.operations(),
                entities,
                meters,
                plan.load(),
                sources,
                entities.stream()
                        .map(entity -> Popularity.of(entity.popularity(), entity.count()))
                        .toList(),
                new long[entities.size()],
                new Around(),
                plan.known(),
                thinned,
                (int) plan.nodes().stream()
                        .filter(node -> node.kind().keepsCopies())
                        .count(),
                new Stock(entities));
        engine.journal.track(plan.wanted());
        if (plan.repeated() != null) {
            engine.journal.followDeeds(plan.repeated());
        }
        Network network = plan.geography().network();
        engine.network(network);
        for (PlanNode node : plan.nodes()) {
            Site site = new Site(world, node.index(), node.id(), node.settings());
            behaviours[node.index()] = node.kind().behave(site);
            behaviours[node.index()].meter.operations(
                    plan.load().slots(),
                    plan.operations().size(),
                    Math.max(entities.size(), plan.events().size()));
        }
        for (PlanLink link : plan.links()) {
            Chance chance = new Chance(Chance.seed(seed, link.id(), "wire", replication));
            Distribution latency = link.latency();
            Wire wire = new Wire(
                    link.index(),
                    behaviours[link.from()],
                    behaviours[link.to()],
                    latency::sample,
                    link.bytesPerSecond(),
                    link.loss(),
                    chance);
            PlanLink.Carriage carriage = link.network();
            wire.place(network, carriage.byPlace());
            wire.resends(carriage.resending());
            if (carriage.jitter() > 0) {
                wire.jitters(Distribution.duration("lognormal(1 s, cv " + carriage.jitter() + ")")::sample);
            }
            wires[link.index()] = wire;
        }
        engine.start(behaviours);
    }

    public Engine engine() {
        return engine;
    }

    /** What the nodes do not simulate in full, one line each. */
    public List<String> thinned() {
        return List.copyOf(thinned);
    }

    /** The nodes, by their number in the plan. */
    public Behaviour behaviour(int node) {
        return behaviours[node];
    }

    /** The wires, by the number of their link in the plan. */
    public Wire wire(int link) {
        return wires[link];
    }

    /** What users saw of an operation, by its number in the plan. */
    public OperationMeter meter(int operation) {
        return meters.get(operation);
    }

    private Wire[] wires(List<Integer> ways) {
        Wire[] found = new Wire[ways.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = wires[ways.get(i)];
        }
        return found;
    }

    private Program.Step step(RoutedStep step, int operation) {
        PlanNode to = publishesTo(step);
        return new Program.Step(
                step.verb(),
                operation,
                step.subject(),
                step.keyEntity(),
                step.fresh(),
                step.times(),
                step.parallel(),
                step.drawn(),
                step.otherwise(),
                new Route(
                        wires(step.caches()),
                        wires(step.stores()),
                        to == null ? 0 : to.kind().resendNanos(to.settings()),
                        to != null && to.kind().transactional(to.settings())));
    }

    /** The place for messages that a step publishes to, the first of several, whose client library is used; else null. */
    private PlanNode publishesTo(RoutedStep step) {
        return step.verb() != Call.PUBLISH || step.stores().isEmpty()
                ? null
                : plan.nodes().get(plan.links().get(step.stores().get(0)).to());
    }

    /** What behaviours are told about the plan around them; programs of operations are made once per node. */
    private final class Around implements Site.Surroundings {
        @Override
        public Wire[] requests(int node, int operation) {
            return wires(plan.routes().requests(node, operation));
        }

        @Override
        public Wire[] data(int node, int entity, boolean write, int operation) {
            return wires(plan.routes()
                    .data(node, new Routes.Access(entity, write, operation))
                    .stores());
        }

        @Override
        public Wire[] consumers(int node, int event) {
            return wires(event < 0 ? plan.routes().consumers(node) : plan.consumers(node, event));
        }

        @Override
        public Program program(int node, int operation) {
            if (programs[node][operation] == null) {
                programs[node][operation] = new Program(plan.programs().of(node, operation).stream()
                        .map(step -> step(step, operation))
                        .toList());
            }
            return programs[node][operation];
        }

        @Override
        public Program handler(int node, int event) {
            if (handlers[node][event] == null) {
                List<Program.Step> all = new ArrayList<>();
                for (int operation : plan.handlers(event, node)) {
                    all.addAll(program(node, operation).steps());
                }
                handlers[node][event] = new Program(all);
            }
            return handlers[node][event];
        }

        @Override
        public Program access(int node, int entity, int verb, int operation) {
            return new Program(List.of(step(plan.programs().access(node, entity, verb, operation), operation)));
        }

        @Override
        public double reads(int node, int entity) {
            return plan.flows().reads(node, entity);
        }

        @Override
        public double writes(int node, int entity) {
            return plan.flows().writes(node, entity);
        }

        @Override
        public int handlerOperation(int node, int event) {
            return handlerOperations[node][event];
        }

        @Override
        public List<String> events() {
            return plan.events();
        }

        @Override
        public boolean broadcasts(int node) {
            return broadcasts[node];
        }
    }

    /** The operations of this plan, for those who read meters. */
    public List<OperationPlan> operations() {
        return plan.operations();
    }
}
