package dev.trestle.components.plan;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Role;
import dev.trestle.components.plan.Programs.RoutedStep;
import java.util.List;

/**
 * How long a call is expected to wait for other nodes, at each node that runs steps: from settings and routes alone, as if
 * nobody queued elsewhere. What a run measures beyond it is queueing behind the node, so forecasts can be wrong.
 *
 * <p>Steps follow each other, parallel ones take as long as the longest mean; ways are taken in equal shares; caches and edges
 * answer the share of reads that they did. In seconds; NaN where something on the way does not say how long it takes.
 */
public final class Holding {
    private static final int MOST_HOPS = 32;
    /** Ways followed at most: where they branch again and again, nobody knows how long a call waits. */
    private static final int MOST_WAYS = 100_000;

    private static final double NANOS = 1e9;

    private final Plan plan;
    private final double[] hitRatios;
    private final double[] calls;
    private final double[] waits;
    private final double[] reads;
    private final double[] accesses;
    private final double[] heldBytes;
    private final double[] writtenBytes;
    /** Requests per second that a node passes on. */
    private final double[] passes;
    /** Events per second that a node is handed. */
    private final double[] delivered;

    private int followed;

    /**
     * @param rates requests per second by operation
     * @param hitRatios by node, NaN where there is none
     */
    public Holding(Plan plan, double[] rates, double[] hitRatios) {
        this.plan = plan;
        this.hitRatios = hitRatios.clone();
        calls = new double[hitRatios.length];
        waits = new double[hitRatios.length];
        reads = new double[hitRatios.length];
        accesses = new double[hitRatios.length];
        heldBytes = new double[hitRatios.length];
        writtenBytes = new double[hitRatios.length];
        passes = new double[hitRatios.length];
        delivered = new double[hitRatios.length];
        for (OperationPlan operation : plan.operations()) {
            begin(operation, rates[operation.index()]);
        }
    }

    /** Clients and schedulers send requests, queues hand messages to consumers. */
    private void begin(OperationPlan operation, double rate) {
        boolean timed = operation.everyNanos() > 0;
        boolean requested = operation.external() || timed;
        List<PlanNode> starts = !requested
                ? plan.consumers(operation)
                : timed ? plan.starters(operation.index()) : plan.sources(operation.index());
        for (PlanNode start : starts) {
            double share = rate / starts.size();
            if (share > 0 && requested) {
                request(start.index(), operation.index(), share, 0);
            } else if (share > 0) {
                delivered[start.index()] += share;
                run(start.index(), operation.index(), share, 0);
            }
        }
    }

    /** Mean time in seconds that a call at the node waits for others; 0 where none comes, NaN where it is not known. */
    public double waitsSeconds(int node) {
        return calls[node] == 0 ? 0 : waits[node] / calls[node];
    }

    /** What a node is asked for. */
    public Demand.Mix mix(int node) {
        return new Demand.Mix(
                reads[node] / accesses[node],
                heldBytes[node] / reads[node],
                writtenBytes[node] / (accesses[node] - reads[node]),
                delivered[node] / (calls[node] + passes[node]));
    }

    private void note(int node, RoutedStep step, double rate) {
        accesses[node] += rate;
        if (step.verb() == Call.PUBLISH) {
            return;
        }
        EntityPlan entity = plan.entities().get(step.subject());
        if (step.verb() == Call.READ) {
            reads[node] += rate;
            heldBytes[node] += rate * entity.count() * entity.sizeBytes();
        } else {
            writtenBytes[node] += rate * entity.sizeBytes();
        }
    }

    private double request(int from, int operation, double rate, int hops) {
        List<Integer> ways = plan.routes().requests(from, operation);
        followed += ways.size();
        boolean lost = hops > MOST_HOPS || followed > MOST_WAYS;
        double sum = lost || ways.isEmpty() ? Double.NaN : 0;
        for (int i = 0; i < ways.size() && !lost; i++) {
            PlanNode to = end(ways.get(i));
            double share = rate / ways.size();
            double time = own(to, Call.REQUEST);
            if (to.runs(plan.operations().get(operation))) {
                time += run(to.index(), operation, share, hops + 1);
            } else if (to.kind().roles().contains(Role.FORWARDS)) {
                passes[to.index()] += share;
                double miss = 1 - answered(to, plan.operations().get(operation));
                time += miss * request(to.index(), operation, share * miss, hops + 1);
            }
            sum += (time + roundTrip(ways.get(i))) / ways.size();
        }
        return sum;
    }

    /** The share of an operation's requests that a forwarder answers with a copy of its own: reads of what it keeps. */
    private double answered(PlanNode node, OperationPlan operation) {
        double ratio = hitRatios[node.index()];
        if (Double.isNaN(ratio) || operation.single() < 0 || operation.writer()) {
            return 0;
        }
        List<String> kept = node.kind().holds(node.settings());
        String entity = plan.entities().get(operation.single()).name();
        return kept.isEmpty() || kept.contains(entity) ? ratio : 0;
    }

    /** The steps of an operation at a node: how long they take beyond the node's own time. */
    private double run(int node, int operation, double rate, int hops) {
        double sum = 0;
        double together = 0;
        for (RoutedStep step : plan.programs().of(node, operation)) {
            double once = step(node, operation, step, new Flow(rate * step.times() * step.share(), hops));
            if (step.parallel()) {
                together = Math.max(together, once * step.share());
            } else {
                sum += together + once * step.times() * step.share();
                together = 0;
            }
        }
        return note(node, rate, sum + together);
    }

    private double note(int node, double rate, double wait) {
        calls[node] += rate;
        waits[node] += rate * wait;
        return wait;
    }

    /** Calls per second, and how many nodes they have passed. */
    private record Flow(double rate, int hops) {
        Flow next(double share) {
            return new Flow(rate * share, hops + 1);
        }
    }

    private double step(int node, int operation, RoutedStep step, Flow flow) {
        if (step.verb() == Call.REQUEST) {
            return request(node, step.subject(), flow.rate, flow.hops + 1);
        }
        return access(operation, step, flow);
    }

    /** One access: the caches that the caller looks into, and the store for what they do not have. */
    private double access(int operation, RoutedStep step, Flow flow) {
        double cache = 0;
        double hits = 0;
        for (int way : step.caches()) {
            cache += (roundTrip(way) + own(end(way), step.verb()))
                    / step.caches().size();
            hits += hits(end(way), step.verb()) / step.caches().size();
        }
        double store = 0;
        for (int way : step.stores()) {
            Flow share = flow.next((1 - hits) / step.stores().size());
            store += (roundTrip(way) + answer(end(way), operation, step, share))
                    / step.stores().size();
        }
        return cache + (1 - hits) * store;
    }

    /** From the arrival of a read, write or message at a node to its answer. */
    private double answer(PlanNode node, int operation, RoutedStep step, Flow flow) {
        double own = own(node, step.verb());
        note(node.index(), step, flow.rate);
        boolean runs = node.kind().roles().contains(Role.HANDLES);
        boolean passes = node.kind().roles().contains(Role.FORWARDS)
                || node.kind().roles().contains(Role.CACHES);
        if (step.verb() == Call.PUBLISH || !runs && !passes) {
            return own;
        }
        followed++;
        if (flow.hops > MOST_HOPS || followed > MOST_WAYS) {
            return Double.NaN;
        }
        RoutedStep on = plan.programs().access(node.index(), step.subject(), step.verb(), operation);
        double miss = 1 - hits(node, step.verb());
        double wait = miss * access(operation, on, flow.next(miss));
        return own + (runs ? note(node.index(), flow.rate, wait) : wait);
    }

    private double hits(PlanNode node, int verb) {
        double ratio = hitRatios[node.index()];
        return verb == Call.READ && !Double.isNaN(ratio) ? ratio : 0;
    }

    private static double own(PlanNode node, int verb) {
        return node.kind().ownSeconds(node.settings(), verb);
    }

    private PlanNode end(int link) {
        return plan.nodes().get(plan.links().get(link).to());
    }

    private double roundTrip(int link) {
        return 2 * plan.links().get(link).latency().mean() / NANOS;
    }
}
