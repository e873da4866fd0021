package dev.trestle.components.plan;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Role;
import dev.trestle.components.plan.Programs.RoutedStep;
import java.util.List;

/**
 * How much of what comes to each node goes back to the clock rather than to people: operations that time starts, all that
 * these call, and what handles their messages. From rates and routes alone, with ways taken in equal shares.
 */
public final class Origins {
    private static final int MOST_HOPS = 32;
    /** Ways followed at most, as they may branch again and again. */
    private static final int MOST_WAYS = 100_000;

    private final Plan plan;
    private final double[] fromPeople;
    private final double[] fromClock;
    private double[] visits;
    private int followed;

    /** @param rates by operation number, how often a second people ask for it or time starts it */
    public Origins(Plan plan, double[] rates) {
        this.plan = plan;
        fromPeople = new double[plan.nodes().size()];
        fromClock = new double[fromPeople.length];
        for (OperationPlan operation : plan.operations()) {
            double rate = rates[operation.index()];
            if (operation.external()) {
                visits = fromPeople;
                List<PlanNode> sources = plan.sources(operation.index());
                sources.forEach(source -> from(source, operation, rate / sources.size()));
            } else if (operation.everyNanos() > 0) {
                visits = fromClock;
                List<PlanNode> clocks = plan.starters(operation.index());
                clocks.forEach(clock -> from(clock, operation, rate / clocks.size()));
            }
        }
    }

    /** The share of a node's work that the clock causes, 0 to 1. */
    public double ofClock(int node) {
        double all = fromPeople[node] + fromClock[node];
        return all > 0 ? fromClock[node] / all : 0;
    }

    private void from(PlanNode node, OperationPlan operation, double rate) {
        visits[node.index()] += rate;
        request(node.index(), operation, rate, 0);
    }

    private boolean ends(int hops, int ways) {
        followed += ways;
        return hops > MOST_HOPS || followed > MOST_WAYS;
    }

    private void request(int from, OperationPlan operation, double rate, int hops) {
        List<Integer> ways = plan.routes().requests(from, operation.index());
        if (rate == 0 || ends(hops, ways.size())) {
            return;
        }
        for (int way : ways) {
            PlanNode to = end(way);
            double share = rate / ways.size();
            visits[to.index()] += share;
            if (to.runs(operation)) {
                work(to.index(), operation, share, hops + 1);
            } else if (to.kind().roles().contains(Role.FORWARDS)) {
                request(to.index(), operation, share, hops + 1);
            }
        }
    }

    private void work(int node, OperationPlan operation, double rate, int hops) {
        for (RoutedStep step : plan.programs().of(node, operation.index())) {
            double each = rate * step.times() * step.share();
            if (step.verb() == Call.REQUEST) {
                request(node, plan.operations().get(step.subject()), each, hops + 1);
            } else if (step.verb() == Call.PUBLISH) {
                publish(step, each, hops + 1);
            } else {
                Routes.Access access = new Routes.Access(step.subject(), step.verb() != Call.READ, operation.index());
                data(step.caches(), step.stores(), access, each, hops + 1);
            }
        }
    }

    private void publish(RoutedStep step, double rate, int hops) {
        if (ends(hops, step.stores().size())) {
            return;
        }
        for (int way : step.stores()) {
            visits[end(way).index()] += rate / step.stores().size();
        }
        String event = plan.events().get(step.subject());
        for (OperationPlan handler : plan.operations()) {
            if (event.equals(
                    plan.board().brief().operations().get(handler.name()).on())) {
                for (PlanNode consumer : plan.consumers(handler)) {
                    double share = rate * plan.share(consumer, handler);
                    visits[consumer.index()] += share;
                    work(consumer.index(), handler, share, hops + 1);
                }
            }
        }
    }

    private void data(List<Integer> caches, List<Integer> stores, Routes.Access access, double rate, int hops) {
        if (rate == 0 || ends(hops, caches.size() + stores.size())) {
            return;
        }
        for (int cache : caches) {
            visits[end(cache).index()] += rate / caches.size();
        }
        for (int way : stores) {
            PlanNode to = end(way);
            double share = rate / stores.size();
            visits[to.index()] += share;
            if (to.kind().roles().contains(Role.HANDLES) || to.kind().roles().contains(Role.FORWARDS)) {
                Routes.DataWays on = plan.routes().data(to.index(), access);
                data(on.caches(), on.stores(), access, share, hops + 1);
            }
        }
    }

    private PlanNode end(int link) {
        return plan.nodes().get(plan.links().get(link).to());
    }
}
