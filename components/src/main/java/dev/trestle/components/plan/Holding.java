package dev.trestle.components.plan;

import dev.trestle.components.engine.Asked.Ask;
import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Role;
import dev.trestle.components.plan.Programs.RoutedStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a call is expected to wait for other nodes, at each node that runs steps: what comes in as it was measured, the
 * time from settings and routes alone, as if nobody queued elsewhere. What a run measures beyond it is queueing behind the
 * node, so forecasts can be wrong.
 *
 * <p>Steps follow each other, parallel ones take as long as the longest mean; ways are taken in equal shares; caches and edges
 * answer the share of reads that they did. In seconds; NaN where something on the way does not say how long it takes, and where
 * a way leads round in a circle.
 */
public final class Holding {
    private static final double NANOS = 1e9;

    private final Plan plan;
    private final List<Map<Ask, Double>> asked;
    private final double[] hitRatios;
    /** How long a visit waits; NaN while nobody knows yet, which is what one in a circle finds. */
    private final Map<Visit, Double> waits = new HashMap<>();

    private final Randomness randomness = new Randomness();

    /** A call of that sort at a node. */
    record Visit(int node, Ask ask) {}

    /**
     * @param asked by node, how many calls of each sort came in per second
     * @param hitRatios by node, NaN where there is none
     */
    public Holding(Plan plan, List<Map<Ask, Double>> asked, double[] hitRatios) {
        this.plan = plan;
        this.asked = List.copyOf(asked);
        this.hitRatios = hitRatios.clone();
        for (PlanNode node : plan.nodes()) {
            asked.get(node.index()).keySet().forEach(ask -> wait(new Visit(node.index(), ask)));
        }
        plan.operations().forEach(this::begin);
        randomness.spread();
    }

    /** What is made by a clock, or by people who do not ask at random, does not come at random. */
    private void begin(OperationPlan operation) {
        boolean timed = operation.everyNanos() > 0;
        List<PlanNode> starts = timed ? plan.starters(operation.index()) : plan.sources(operation.index());
        for (PlanNode start : starts) {
            for (int way : plan.routes().requests(start.index(), operation.index())) {
                if (timed || !start.kind().asksAtRandom(start.settings())) {
                    randomness.isNot(new Visit(end(way).index(), new Ask(Call.REQUEST, operation.index(), -1)));
                }
            }
        }
    }

    /** Mean time in seconds that a call at the node waits for others; 0 where none comes, NaN where it is not known. */
    public double waitsSeconds(int node) {
        double calls = 0;
        double sum = 0;
        for (Map.Entry<Ask, Double> each : asked.get(node).entrySet()) {
            if (runs(plan.nodes().get(node), each.getKey())) {
                calls += each.getValue();
                sum += each.getValue() * wait(new Visit(node, each.getKey()));
            }
        }
        return calls == 0 ? 0 : sum / calls;
    }

    /** What a node is asked for. */
    public Demand.Mix mix(int node) {
        Mixing mixing = new Mixing();
        asked.get(node).forEach((ask, rate) -> mixing.add(plan.nodes().get(node), ask, rate));
        return mixing.mix(randomness.at(node));
    }

    /** Sums over the calls of a node, each per second. */
    private final class Mixing {
        private double reads;
        private double accesses;
        private double heldBytes;
        private double writtenBytes;
        private double runs;
        private double passes;
        private double answerBytes;
        private double delivered;

        void add(PlanNode node, Ask ask, double rate) {
            runs += runs(node, ask) ? rate : 0;
            switch (ask.verb()) {
                case Call.DELIVER -> delivered += rate;
                case Call.PUBLISH -> accesses += rate;
                case Call.REQUEST -> passed(node, ask, rate);
                default -> accessed(ask, rate);
            }
        }

        private void accessed(Ask ask, double rate) {
            EntityPlan entity = plan.entities().get(ask.subject());
            accesses += rate;
            if (ask.verb() == Call.READ) {
                reads += rate;
                heldBytes += rate * entity.count() * entity.sizeBytes();
            } else {
                writtenBytes += rate * entity.sizeBytes();
            }
        }

        private void passed(PlanNode node, Ask ask, double rate) {
            if (!runs(node, ask) && node.kind().roles().contains(Role.FORWARDS)) {
                OperationPlan operation = plan.operations().get(ask.operation());
                passes += rate;
                answerBytes += rate * (1 - answered(node, operation)) * answerBytes(operation);
            }
        }

        Demand.Mix mix(boolean atRandom) {
            return new Demand.Mix(
                    reads / accesses,
                    heldBytes / reads,
                    writtenBytes / (accesses - reads),
                    answerBytes / passes,
                    delivered / (runs + passes),
                    atRandom);
        }
    }

    /** Whether the node itself works on such a call and may wait for others while it does. */
    private boolean runs(PlanNode node, Ask ask) {
        return switch (ask.verb()) {
            case Call.REQUEST ->
                ask.operation() >= 0 && node.runs(plan.operations().get(ask.operation()));
            case Call.DELIVER -> true;
            case Call.PUBLISH -> false;
            default -> node.kind().roles().contains(Role.HANDLES);
        };
    }

    private double wait(Visit visit) {
        Double known = waits.get(visit);
        if (known != null) {
            return known;
        }
        waits.put(visit, Double.NaN);
        double wait = waited(visit);
        waits.put(visit, wait);
        return wait;
    }

    private double waited(Visit visit) {
        PlanNode node = plan.nodes().get(visit.node());
        Ask ask = visit.ask();
        double sum = 0;
        switch (ask.verb()) {
            case Call.DELIVER -> {
                for (int operation : plan.handlers(ask.subject(), visit.node())) {
                    sum += run(visit, operation);
                }
                return sum;
            }
            case Call.PUBLISH -> {
                for (int way : plan.consumers(visit.node(), ask.subject())) {
                    randomness.leads(visit, new Visit(end(way).index(), new Ask(Call.DELIVER, -1, ask.subject())));
                }
                return 0;
            }
            case Call.REQUEST -> {
                return requested(node, visit);
            }
            default -> {
                return ask.operation() < 0 ? Double.NaN : passedOn(node, visit);
            }
        }
    }

    private double requested(PlanNode node, Visit visit) {
        if (visit.ask().operation() < 0) {
            return Double.NaN;
        }
        OperationPlan operation = plan.operations().get(visit.ask().operation());
        if (node.runs(operation)) {
            return run(visit, operation.index());
        }
        boolean forwards = node.kind().roles().contains(Role.FORWARDS);
        return forwards ? (1 - answered(node, operation)) * request(visit, new Asks(visit.ask(), false, 1)) : 0;
    }

    private double passedOn(PlanNode node, Visit visit) {
        Ask ask = visit.ask();
        boolean passes = node.kind().roles().contains(Role.HANDLES)
                || node.kind().roles().contains(Role.FORWARDS)
                || node.kind().roles().contains(Role.CACHES);
        if (!passes) {
            return 0;
        }
        RoutedStep on = plan.programs().access(visit.node(), ask.subject(), ask.verb(), ask.operation());
        return (1 - hits(node, ask.verb())) * access(visit, on, new Asks(ask, false, 1));
    }

    /**
     * What a step asks for.
     *
     * @param together whether all of it and of the steps beside it is asked for at the same moment
     */
    private record Asks(Ask ask, boolean together, int times) {}

    /** The steps of an operation at a node: how long they take beyond the node's own time. */
    private double run(Visit visit, int operation) {
        double sum = 0;
        double together = 0;
        for (RoutedStep step : plan.programs().of(visit.node(), operation)) {
            if (!step.parallel()) {
                randomness.partsFrom(visit);
            }
            double once = step(visit, operation, step);
            if (step.parallel()) {
                together = Math.max(together, once * step.share());
            } else {
                sum += together + once * step.times() * step.share();
                together = 0;
            }
        }
        randomness.partsFrom(visit);
        return sum + together;
    }

    private double step(Visit visit, int operation, RoutedStep step) {
        if (step.verb() == Call.REQUEST) {
            return request(visit, new Asks(new Ask(Call.REQUEST, step.subject(), -1), step.parallel(), step.times()));
        }
        Ask ask = new Ask(step.verb(), operation, step.subject());
        return access(visit, step, new Asks(ask, step.parallel(), step.times()));
    }

    private double request(Visit from, Asks asks) {
        List<Integer> ways = plan.routes().requests(from.node(), asks.ask().operation());
        double sum = ways.isEmpty() ? Double.NaN : 0;
        for (int way : ways) {
            sum += answer(from, way, asks) / ways.size();
        }
        return sum;
    }

    /** One access: the caches that the caller looks into, and the store for what they do not have. */
    private double access(Visit from, RoutedStep step, Asks asks) {
        double cache = 0;
        double hits = 0;
        for (int way : step.caches()) {
            goes(from, new Visit(end(way).index(), asks.ask()), asks);
            cache += (roundTrip(way) + own(end(way), step.verb()))
                    / step.caches().size();
            hits += hits(end(way), step.verb()) / step.caches().size();
        }
        double store = 0;
        for (int way : step.stores()) {
            store += answer(from, way, asks) / step.stores().size();
        }
        return cache + (1 - hits) * store;
    }

    /** From making a call to its answer over one of its ways. */
    private double answer(Visit from, int way, Asks asks) {
        Visit visit = new Visit(end(way).index(), asks.ask());
        goes(from, visit, asks);
        return roundTrip(way) + own(end(way), asks.ask().verb()) + wait(visit);
    }

    private void goes(Visit from, Visit to, Asks asks) {
        randomness.leads(from, to);
        if (asks.together()) {
            randomness.together(from, to, asks.times());
        }
    }

    /** What it reads, whoever runs it: answers carry that. */
    private double answerBytes(OperationPlan operation) {
        if (operation.single() >= 0) {
            return operation.writer()
                    ? 0
                    : plan.entities().get(operation.single()).sizeBytes();
        }
        double bytes = 0;
        for (PlanNode node : plan.nodes()) {
            if (bytes == 0 && node.runs(operation)) {
                for (RoutedStep step : plan.programs().of(node.index(), operation.index())) {
                    bytes += step.verb() == Call.READ
                            ? plan.entities().get(step.subject()).sizeBytes() * step.times() * step.share()
                            : 0;
                }
            }
        }
        return bytes;
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
