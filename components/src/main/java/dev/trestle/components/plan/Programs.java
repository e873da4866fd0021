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

    /** What the node does for a read or write of an entity that another node asks it for. */
    RoutedStep access(int node, int entity, int verb) {
        DataWays ways = routes.data(node, new Routes.Access(entity, verb != Call.READ, -1));
        return new RoutedStep(
                "on behalf of another service", verb, entity, entity, 1, false, 1, ways.caches(), ways.stores());
    }

    private RoutedStep routed(int node, int operation, Step step) {
        int verb = verb(step.verb());
        return switch (verb) {
            case Call.PUBLISH -> {
                int event = events.indexOf(step.target());
                yield line(step, verb, event, -1, List.of(), routes.publish(node, event, operation));
            }
            case Call.REQUEST -> {
                int callee = index(step.target());
                yield line(
                        step,
                        verb,
                        callee,
                        operations.get(callee).keyEntity(),
                        List.of(),
                        routes.requests(node, callee));
            }
            default -> {
                int entity = entities.indexOf(step.target());
                boolean own = step.key() == null || step.newKey();
                int keyEntity = own ? entity : entities.indexOf(step.key());
                DataWays ways = routes.data(node, new Routes.Access(entity, verb != Call.READ, operation));
                yield line(step, verb, entity, keyEntity, ways.caches(), ways.stores());
            }
        };
    }

    private static RoutedStep line(
            Step step, int verb, int subject, int keyEntity, List<Integer> caches, List<Integer> stores) {
        return new RoutedStep(
                step.toString(),
                verb,
                subject,
                keyEntity,
                step.times(),
                step.parallel(),
                step.share(),
                stores.isEmpty() ? List.of() : caches,
                stores);
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
