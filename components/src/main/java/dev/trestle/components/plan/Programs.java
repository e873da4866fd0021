package dev.trestle.components.plan;

import dev.trestle.components.board.Step;
import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.plan.Routes.DataWays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compiles the steps of an operation for one node: verbs, subjects and the links that each step takes. */
final class Programs {
    /**
     * A step with its links, by index: {@code caches} is what the node looks into by itself. No stores: no way.
     *
     * @param text the step as the brief says it
     * @param share of all requests that take it
     * @param drawn share of those that come to look at it, which are all but for a step with {@code else}
     * @param otherwise whether it is only looked at when the step before it was not taken
     */
    record RoutedStep(
            String text,
            int verb,
            int subject,
            int keyEntity,
            boolean fresh,
            int times,
            boolean parallel,
            double share,
            double drawn,
            boolean otherwise,
            List<Integer> caches,
            List<Integer> stores) {
        RoutedStep {
            caches = List.copyOf(caches);
            stores = List.copyOf(stores);
        }
    }

    private static final Key NO_KEY = new Key(-1, false);

    private final Routes routes;
    private final List<String> entities;
    private final List<OperationPlan> operations;
    private final List<String> events;
    private final Map<String, List<Step>> steps;

    Programs(
            Routes routes,
            List<String> entities,
            List<OperationPlan> operations,
            List<String> events,
            Map<String, List<Step>> steps) {
        this.routes = routes;
        this.entities = entities;
        this.operations = operations;
        this.events = events;
        this.steps = steps;
    }

    /** What the node does for the operation. */
    List<RoutedStep> of(int node, int operation) {
        List<RoutedStep> routed = new ArrayList<>();
        List<Step> all = steps.get(operations.get(operation).name());
        double[] shares = Step.shares(all);
        for (Step step : all) {
            routed.add(routed(node, operation, new Shared(step, shares[routed.size()])));
        }
        return routed;
    }

    /** What the node does for a read or write of an entity that another node asks it for, on behalf of an operation. */
    RoutedStep access(int node, int entity, int verb, int operation) {
        DataWays ways = routes.data(node, new Routes.Access(entity, verb != Call.READ, operation));
        return new RoutedStep(
                "on behalf of another service",
                verb,
                entity,
                entity,
                false,
                1,
                false,
                1,
                1,
                false,
                ways.caches(),
                ways.stores());
    }

    /** A step and the share of all requests that take it. */
    private record Shared(Step step, double share) {}

    private RoutedStep routed(int node, int operation, Shared shared) {
        Step step = shared.step();
        return switch (verb(step.verb())) {
            case Call.PUBLISH -> {
                int event = events.indexOf(step.target());
                yield line(shared, event, NO_KEY, new DataWays(List.of(), routes.publish(node, event, operation)));
            }
            case Call.REQUEST -> {
                OperationPlan callee = operations.get(index(step.target()));
                Key key = key(step, callee.keyEntity(), callee.fresh());
                yield line(shared, callee.index(), key, new DataWays(List.of(), routes.requests(node, callee.index())));
            }
            default -> {
                int entity = entities.indexOf(step.target());
                boolean write = step.verb() != Step.Verb.READ;
                DataWays ways = routes.data(node, new Routes.Access(entity, write, operation));
                yield line(shared, entity, key(step, entity, false), ways);
            }
        };
    }

    /** Whose key a step uses, and whether a new one. */
    private record Key(int entity, boolean fresh) {}

    private Key key(Step step, int usual, boolean usuallyFresh) {
        if (step.key() == null) {
            return new Key(usual, usuallyFresh);
        }
        return step.newKey() ? new Key(usual, true) : new Key(entities.indexOf(step.key()), false);
    }

    private static RoutedStep line(Shared shared, int subject, Key key, DataWays ways) {
        Step step = shared.step();
        return new RoutedStep(
                step.toString(),
                verb(step.verb()),
                subject,
                key.entity(),
                key.fresh(),
                step.times(),
                step.parallel(),
                shared.share(),
                step.share(),
                step.otherwise(),
                ways.none() ? List.of() : ways.caches(),
                ways.stores());
    }

    private int index(String operation) {
        for (OperationPlan plan : operations) {
            if (plan.name().equals(operation)) {
                return plan.index();
            }
        }
        return -1;
    }

    static int verb(Step.Verb verb) {
        return switch (verb) {
            case READ -> Call.READ;
            case WRITE -> Call.WRITE;
            case DELETE -> Call.DELETE;
            case RESERVE -> Call.RESERVE;
            case PUBLISH -> Call.PUBLISH;
            case CALL -> Call.REQUEST;
        };
    }
}
