package dev.trestle.components.plan;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Role;
import dev.trestle.components.plan.Programs.RoutedStep;
import java.util.List;

/**
 * How many reads and writes of each entity the first phase is expected to bring to each node per second: what a cache in
 * steady state has seen before the run begins. Computed from rates and routes alone, with ways taken in equal shares.
 */
final class Flows {
    private static final int MOST_HOPS = 32;
    /** Ways followed at most: where they branch again and again, what is left out only makes a cache start less full. */
    private static final int MOST_WAYS = 500_000;

    private final Plan plan;
    private final double[][] reads;
    private final double[][] writes;
    private int followed;

    Flows(Plan plan) {
        this.plan = plan;
        reads = new double[plan.nodes().size()][plan.entities().size()];
        writes = new double[plan.nodes().size()][plan.entities().size()];
        for (OperationPlan operation : plan.operations()) {
            if (operation.external()) {
                double rate = plan.load().at(0, operation.index(), 0);
                List<PlanNode> sources = plan.sources(operation.index());
                for (PlanNode source : sources) {
                    request(source.index(), operation, rate / sources.size(), 0);
                }
            } else if (operation.everyNanos() > 0) {
                started(operation);
            } else {
                handled(operation);
            }
        }
    }

    /** Every node that starts it on time does so at its full rate. */
    private void started(OperationPlan operation) {
        for (PlanNode node : plan.nodes()) {
            if (node.kind().roles().contains(Role.STARTS)) {
                request(node.index(), operation, 1e9 / operation.everyNanos(), 0);
            }
        }
    }

    double reads(int node, int entity) {
        return reads[node][entity];
    }

    double writes(int node, int entity) {
        return writes[node][entity];
    }

    private void request(int from, OperationPlan operation, double rate, int hops) {
        List<Integer> ways = plan.routes().requests(from, operation.index());
        if (hops > MOST_HOPS || rate == 0 || followed > MOST_WAYS) {
            return;
        }
        followed += ways.size();
        for (int way : ways) {
            PlanNode to = plan.nodes().get(plan.links().get(way).to());
            double share = rate / ways.size();
            if (operation.single() >= 0) {
                note(to.index(), operation.single(), operation.writer(), share);
            }
            if (to.runs(operation)) {
                work(to.index(), operation, share, hops + 1);
            } else if (to.kind().roles().contains(Role.FORWARDS)) {
                request(to.index(), operation, share, hops + 1);
            }
        }
    }

    /** A handler's messages, spread over its consumers or copied to each, at the estimate's rate scaled to the first phase. */
    private void handled(OperationPlan operation) {
        double average = 0;
        double first = 0;
        for (OperationPlan issued : plan.operations()) {
            if (issued.external()) {
                average += plan.estimate().askedPerSecond(issued.name());
                first += plan.load().at(0, issued.index(), 0);
            }
        }
        double scale = average > 0 ? first / average : 0;
        for (PlanNode consumer : plan.consumers(operation)) {
            double rate = plan.estimate().averagePerSecond(operation.name()) * scale;
            work(consumer.index(), operation, rate * plan.share(consumer, operation), 0);
        }
    }

    private void work(int node, OperationPlan operation, double rate, int hops) {
        for (RoutedStep step : plan.programs().of(node, operation.index())) {
            double each = rate * step.times() * step.share();
            if (step.verb() == Call.REQUEST) {
                request(node, plan.operations().get(step.subject()), each, hops + 1);
            } else if (step.verb() != Call.PUBLISH) {
                boolean write = step.verb() != Call.READ;
                for (int way : step.caches()) {
                    note(end(way), step.subject(), write, each / step.caches().size());
                }
                Routes.Access access = new Routes.Access(step.subject(), write, operation.index());
                data(step.stores(), access, each, hops + 1);
            }
        }
    }

    /** Reads or writes on their way to a store; a service or a forwarder in between asks on, a cache in the way ends it. */
    private void data(List<Integer> ways, Routes.Access access, double rate, int hops) {
        if (hops > MOST_HOPS || followed > MOST_WAYS) {
            return;
        }
        followed += ways.size();
        for (int way : ways) {
            PlanNode to = plan.nodes().get(end(way));
            double share = rate / ways.size();
            note(to.index(), access.entity(), access.write(), share);
            if (to.kind().roles().contains(Role.HANDLES) || to.kind().roles().contains(Role.FORWARDS)) {
                Routes.DataWays on = plan.routes().data(to.index(), access);
                for (int cache : on.caches()) {
                    note(
                            end(cache),
                            access.entity(),
                            access.write(),
                            share / on.caches().size());
                }
                data(on.stores(), access, share, hops + 1);
            }
        }
    }

    private int end(int link) {
        return plan.links().get(link).to();
    }

    private void note(int node, int entity, boolean write, double rate) {
        (write ? writes : reads)[node][entity] += rate;
    }
}
