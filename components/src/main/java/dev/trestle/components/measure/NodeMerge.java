package dev.trestle.components.measure;

import dev.trestle.components.engine.Asked.Ask;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Rewritten;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.measure.NodeResult.InstanceResult;
import dev.trestle.components.measure.Reading.StationReading;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanLink;
import dev.trestle.components.plan.PlanNode;
import dev.trestle.components.plan.Rewrites;
import dev.trestle.estimator.estimate.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Makes node results and node usage of the replications of a run. */
final class NodeMerge {
    private static final double NANOS = 1e9;

    private final Plan plan;
    private final List<Replication> replications;

    NodeMerge(Plan plan, List<Replication> replications) {
        this.plan = plan;
        this.replications = replications;
    }

    /** What a node did in those phases, without its forecast. */
    NodeResult result(int node, List<Integer> phases) {
        int stations = opening(node).stations().size();
        long samples = Math.round(total(node, phases, Reading::arrivals));
        Estimate utilization = stations == 0
                ? Estimate.none()
                : share(node, phases, StationReading::busyNanos, StationReading::serverNanos, samples);
        return new NodeResult(
                rate(node, phases, Reading::arrivals),
                utilization,
                queueMean(node, phases, samples),
                queueMax(node, phases),
                hitRatio(node, phases),
                lag(node, phases),
                lagMax(node, phases),
                failures(node, phases),
                rate(node, phases, Reading::failed),
                instances(node, phases, stations),
                counters(node, phases),
                heldSeconds(node, phases, stations),
                total(node, phases, Reading::awayNanos) / total(node, phases, Reading::arrivals) / NANOS,
                heldWaiting(node, phases),
                ownSeconds(node, phases),
                null,
                "",
                books(node));
    }

    private Books books(int node) {
        return Books.of(replications.stream()
                .filter(replication -> !replication.stretches().isEmpty())
                .map(replication -> replication
                        .stretches()
                        .get(replication.stretches().size() - 1)
                        .after()
                        .get(node))
                .toList());
    }

    /** What every replication has of the node before anything happens. */
    private Reading opening(int node) {
        return replications.get(0).opening().get(node);
    }

    private static double difference(List<Stretch> stretches, int node, ToDoubleFunction<Reading> what) {
        double sum = 0;
        for (Stretch stretch : stretches) {
            sum += what.applyAsDouble(stretch.after().get(node))
                    - what.applyAsDouble(stretch.before().get(node));
        }
        return sum;
    }

    private double[] each(int node, List<Integer> phases, ToDoubleFunction<Reading> what) {
        return replications.stream()
                .mapToDouble(replication -> difference(replication.stretches(phases), node, what))
                .toArray();
    }

    private double total(int node, List<Integer> phases, ToDoubleFunction<Reading> what) {
        return java.util.Arrays.stream(each(node, phases, what)).sum();
    }

    private double[] seconds(List<Integer> phases) {
        return replications.stream()
                .mapToDouble(replication -> Merge.seconds(replication, phases))
                .toArray();
    }

    private Estimate rate(int node, List<Integer> phases, ToDoubleFunction<Reading> what) {
        long samples = Math.round(total(node, phases, what));
        return positive(Estimate.ratio(each(node, phases, what), seconds(phases), Math.max(1, samples)));
    }

    private static Estimate positive(Estimate estimate) {
        return estimate.isMeasured() ? estimate.within(0, Double.POSITIVE_INFINITY) : estimate;
    }

    private Estimate share(
            int node,
            List<Integer> phases,
            ToDoubleFunction<StationReading> part,
            ToDoubleFunction<StationReading> whole,
            long samples) {
        Estimate ratio = Estimate.ratio(
                each(node, phases, reading -> sum(reading, part)),
                each(node, phases, reading -> sum(reading, whole)),
                Math.max(1, samples));
        return ratio.isMeasured() ? ratio.within(0, 1) : ratio;
    }

    private static double sum(Reading reading, ToDoubleFunction<StationReading> what) {
        double sum = 0;
        for (StationReading station : reading.stations()) {
            sum += what.applyAsDouble(station);
        }
        return sum;
    }

    private Estimate queueMean(int node, List<Integer> phases, long samples) {
        double[] seconds = seconds(phases);
        double[] nanos = new double[seconds.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = seconds[i] * NANOS;
        }
        double[] waited =
                each(node, phases, reading -> sum(reading, StationReading::queueNanos) + reading.backlogNanos());
        return positive(Estimate.ratio(waited, nanos, Math.max(1, samples)));
    }

    /** -1 where nothing can ever wait: it has neither servers nor messages. */
    private long queueMax(int node, List<Integer> phases) {
        boolean none =
                opening(node).stations().isEmpty() && !plan.kind(node).roles().contains(Role.QUEUES);
        long max = none ? -1 : 0;
        for (Replication replication : replications) {
            for (Stretch stretch : replication.stretches(phases)) {
                long most = stretch.after().get(node).waitingMax();
                max = most == 0 ? max : Math.max(max, most);
            }
        }
        return max;
    }

    private Estimate hitRatio(int node, List<Integer> phases) {
        if (!opening(node).counters().containsKey("hits")) {
            return Estimate.none();
        }
        double[] hits = each(node, phases, reading -> reading.counters().get("hits"));
        double[] reads = each(
                node,
                phases,
                reading -> reading.counters().get("hits") + reading.counters().get("misses"));
        long samples = Math.round(java.util.Arrays.stream(reads).sum());
        Estimate ratio = Estimate.ratio(hits, reads, Math.max(1, samples));
        return samples == 0 || !ratio.isMeasured() ? Estimate.none() : ratio.within(0, 1);
    }

    private Estimate lag(int node, List<Integer> phases) {
        List<Histogram> lags = lags(node, phases);
        return lags.isEmpty() ? Estimate.none() : Latencies.of(lags).mean();
    }

    private double lagMax(int node, List<Integer> phases) {
        return lags(node, phases).stream()
                        .mapToLong(Histogram::getMaxValue)
                        .max()
                        .orElse(0)
                / NANOS;
    }

    /**
     * The lags that were noted in those phases, one histogram for each replication that noted any. What has not followed
     * by their end counts with its age where that is above what nearly all others took: so much later at least it will.
     * Younger ones say nothing yet, and would make the mean of a node in order too small or, above the mean only, too large.
     */
    private List<Histogram> lags(int node, List<Integer> phases) {
        List<Histogram> lags = new ArrayList<>();
        for (Replication replication : replications) {
            Histogram all = null;
            for (Stretch stretch : replication.stretches(phases)) {
                Histogram lag = stretch.after().get(node).lag();
                if (lag != null && all == null) {
                    all = lag.copy();
                } else if (lag != null) {
                    all.add(lag);
                }
            }
            if (all != null) {
                addBehind(all, replication, node, phases);
            }
            if (all != null && all.getTotalCount() > 0) {
                lags.add(all);
            }
        }
        return lags;
    }

    private static void addBehind(Histogram lags, Replication replication, int node, List<Integer> phases) {
        Histogram ages = Meter.lags();
        for (int phase : phases) {
            List<Stretch> stretches = replication.stretches(List.of(phase));
            // What one phase leaves to the next one is noted there.
            if (!phases.contains(phase + 1) && !stretches.isEmpty()) {
                ages.add(stretches.get(stretches.size() - 1).after().get(node).behind());
            }
        }
        Reading.addLate(lags, ages);
    }

    private Map<String, Double> failures(int node, List<Integer> phases) {
        Map<String, Double> failures = new TreeMap<>();
        for (int outcome = 0; outcome < opening(node).failures().length; outcome++) {
            int which = outcome;
            double count = total(node, phases, reading -> reading.failures()[which]) / replications.size();
            if (count > 0) {
                failures.put(Call.words(outcome), count);
            }
        }
        return failures;
    }

    private List<InstanceResult> instances(int node, List<Integer> phases, int stations) {
        List<InstanceResult> instances = new ArrayList<>();
        double seconds = java.util.Arrays.stream(seconds(phases)).sum();
        for (int s = 0; s < stations; s++) {
            int which = s;
            double entered =
                    total(node, phases, reading -> reading.stations().get(which).entered());
            Estimate busy = Estimate.ratio(
                    each(node, phases, reading -> reading.stations().get(which).busyNanos()),
                    each(node, phases, reading -> reading.stations().get(which).serverNanos()),
                    Math.max(1, Math.round(entered)));
            instances.add(new InstanceResult(
                    opening(node).stations().get(s).instance() + 1,
                    role(node, phases, s),
                    opening(node).stations().get(s).part(),
                    seconds > 0 ? entered / seconds : 0,
                    busy.isMeasured() ? busy.within(0, 1) : busy));
        }
        return instances;
    }

    /** What the instance was at the start and at the end of every stretch of those phases; empty when that changed. */
    private String role(int node, List<Integer> phases, int station) {
        String role = null;
        for (Replication replication : replications) {
            for (Stretch stretch : replication.stretches(phases)) {
                String first =
                        stretch.before().get(node).stations().get(station).role();
                String last = stretch.after().get(node).stations().get(station).role();
                if (!first.equals(last) || role != null && !role.equals(first)) {
                    return "";
                }
                role = first;
            }
        }
        return role == null ? "" : role;
    }

    /** Time spent here, other nodes not counted, by the operation that a client had asked for. */
    private Map<String, Double> ownSeconds(int node, List<Integer> phases) {
        Map<String, Double> own = new LinkedHashMap<>();
        plan.operations().forEach(operation -> {
            double nanos = 0;
            for (Replication replication : replications) {
                for (int p : phases) {
                    nanos += replication.ownNanos()[node][p][operation.index()];
                }
            }
            if (nanos > 0) {
                own.put(operation.name(), nanos / NANOS);
            }
        });
        return own;
    }

    /**
     * Share of the busy time in which servers are held by calls that wait for other nodes. Whoever is inside is queued, at
     * a server, or parked without one; so those that wait for others while they hold a server are the rest of them.
     */
    private double heldWaiting(int node, List<Integer> phases) {
        double busy = total(node, phases, reading -> sum(reading, StationReading::busyNanos));
        double parked =
                total(node, phases, reading -> reading.insideNanos() - sum(reading, StationReading::queueNanos)) - busy;
        double held = total(node, phases, Reading::awayNanos) - Math.max(0, parked);
        return busy > 0 ? Math.min(1, Math.max(0, held / busy)) : 0;
    }

    /** How many calls of each sort came in per second of those phases. */
    Map<Ask, Double> asked(int node, List<Integer> phases) {
        double seconds = java.util.Arrays.stream(seconds(phases)).sum();
        Map<Ask, Double> asked = new LinkedHashMap<>();
        for (Replication replication : replications) {
            for (Stretch stretch : replication.stretches(phases)) {
                Map<Ask, Long> before = stretch.before().get(node).asked();
                stretch.after().get(node).asked().forEach((ask, count) -> {
                    double came = count - before.getOrDefault(ask, 0L);
                    if (came > 0) {
                        asked.merge(ask, came / seconds, Double::sum);
                    }
                });
            }
        }
        return asked;
    }

    /** Which rows that a store is asked for had been written before; null where that is not known. */
    Rewritten rewritten(PlanNode node, List<Integer> phases) {
        if (!node.kind().roles().contains(Role.STORES) || !isOnePiece(phases)) {
            return null;
        }
        Map<Ask, Double> before = new LinkedHashMap<>();
        Map<Ask, Double> after = new LinkedHashMap<>();
        double share = 1.0 / replications.size();
        for (Replication replication : replications) {
            List<Stretch> stretches = replication.stretches(phases);
            if (stretches.isEmpty()) {
                return null;
            }
            add(before, stretches.get(0).before().get(node.index()).asked(), share);
            add(
                    after,
                    stretches
                            .get(stretches.size() - 1)
                            .after()
                            .get(node.index())
                            .asked(),
                    share);
        }
        return new Rewrites(plan).of(asked(node.index(), phases), before, after);
    }

    private static boolean isOnePiece(List<Integer> phases) {
        for (int i = 1; i < phases.size(); i++) {
            if (phases.get(i) != phases.get(i - 1) + 1) {
                return false;
            }
        }
        return true;
    }

    private static void add(Map<Ask, Double> sums, Map<Ask, Long> counts, double share) {
        counts.forEach((ask, count) -> sums.merge(ask, share * count, Double::sum));
    }

    private Map<String, Double> counters(int node, List<Integer> phases) {
        Map<String, Double> counters = new LinkedHashMap<>();
        for (String name : opening(node).counters().keySet()) {
            counters.put(name, total(node, phases, reading -> reading.counters().get(name)) / replications.size());
        }
        return counters;
    }

    /** Mean time in the node beyond queueing: what a server is held for, over all its calls; NaN when there were none. */
    private double heldSeconds(int node, List<Integer> phases, int stations) {
        double entered = total(node, phases, reading -> sum(reading, StationReading::entered));
        if (stations == 0 || entered == 0) {
            return Double.NaN;
        }
        return total(node, phases, reading -> sum(reading, StationReading::busyNanos)) / entered / NANOS;
    }

    /** What a month of the brief's average load uses of the node. */
    Usage usage(PlanNode node, double scale) {
        double seconds = replications.stream().mapToLong(Replication::reached).sum() / NANOS;
        double calls = 0;
        double reads = 0;
        double in = 0;
        double out = 0;
        double toPeople = 0;
        double instances = 0;
        double busy = 0;
        for (Replication replication : replications) {
            calls += difference(replication.stretches(), node.index(), Reading::arrivals);
            instances += difference(replication.stretches(), node.index(), Reading::rentedNanos) / NANOS;
            reads += difference(
                    replication.stretches(),
                    node.index(),
                    reading -> reading.counters().getOrDefault("reads", 0L));
            busy += difference(
                            replication.stretches(), node.index(), reading -> sum(reading, StationReading::busyNanos))
                    / NANOS;
            for (PlanLink link : plan.links()) {
                if (link.to() == node.index()) {
                    in += replication.passed().bytesForward()[link.index()];
                    double answers = replication.passed().bytesBack()[link.index()];
                    out += answers;
                    toPeople += asksForPeople(link.from()) && !isPointer(node.index()) ? answers : 0;
                }
            }
        }
        double perSecond = seconds > 0 ? scale / seconds : 0;
        return new Usage(
                calls * perSecond,
                reads * perSecond,
                in * perSecond,
                out * perSecond,
                toPeople * perSecond,
                stored(node),
                instances * perSecond,
                busy * perSecond);
    }

    /** What is there after the time that the brief plans for: the estimate's total of every entity held here. */
    private double stored(PlanNode node) {
        if (!node.kind().roles().contains(Role.STORES)) {
            return 0;
        }
        double bytes = 0;
        for (EntityPlan entity : plan.entities()) {
            if (plan.holdings().stores(entity.name()).contains(node.id())) {
                Cell total = plan.estimate().cells().get(entity.name() + ".total");
                bytes += entity.sizeBytes()
                        * (total == null ? entity.count() : total.value().value());
            }
        }
        return bytes;
    }

    /** People, or what stands with them and only tells them the way. */
    private boolean asksForPeople(int node) {
        return plan.nodes().get(node).kind().roles().contains(Role.SOURCE) || isPointer(node);
    }

    private boolean isPointer(int node) {
        return plan.nodes().get(node).kind().roles().contains(Role.POINTS);
    }
}
