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
        for (Step step : steps.get(operations.get(operation).name())) {
            routed.add(routed(node, operation, step));
        }
        return routed;
    }

    /** What the node does for a read or write of an entity that another node asks it for, on behalf of an operation. */
    RoutedStep access(int node, int entity, int verb, int operation) {
        DataWays ways = routes.data(node, new Routes.Access(entity, verb != Call.READ, operation));
        return new RoutedStep(
                "on behalf of another service", verb, entity, entity, false, 1, false, 1, ways.caches(), ways.stores());
    }

    private RoutedStep routed(int node, int operation, Step step) {
        return switch (verb(step.verb())) {
            case Call.PUBLISH -> {
                int event = events.indexOf(step.target());
                yield line(step, event, NO_KEY, new DataWays(List.of(), routes.publish(node, event, operation)));
            }
            case Call.REQUEST -> {
                OperationPlan callee = operations.get(index(step.target()));
                Key key = key(step, callee.keyEntity(), callee.fresh());
                yield line(step, callee.index(), key, new DataWays(List.of(), routes.requests(node, callee.index())));
            }
            default -> {
                int entity = entities.indexOf(step.target());
                boolean write = step.verb() != Step.Verb.READ;
                DataWays ways = routes.data(node, new Routes.Access(entity, write, operation));
                yield line(step, entity, key(step, entity, false), ways);
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

    private static RoutedStep line(Step step, int subject, Key key, DataWays ways) {
        return new RoutedStep(
                step.toString(),
                verb(step.verb()),
                subject,
                key.entity(),
                key.fresh(),
                step.times(),
                step.parallel(),
                step.share(),
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
