package dev.trestle.components.measure;

import dev.trestle.components.engine.KeyTrace;
import dev.trestle.components.engine.Shares;
import dev.trestle.components.measure.Details.Backlog;
import dev.trestle.components.measure.Details.Balance;
import dev.trestle.components.measure.Details.Delay;
import dev.trestle.components.measure.Details.MissCurve;
import dev.trestle.components.measure.Details.NodeDetail;
import dev.trestle.components.measure.NodeResult.InstanceResult;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** Makes the details of a report from what the replications of a run have seen. */
final class DetailMerge {
    /** Where a curve is flat to so much, it is not told on. */
    private static final double FLAT = 5e-4;

    private static final Pattern NODE = Pattern.compile(Shares.NODE + "([^ ,]+)");

    private final Plan plan;
    private final List<Replication> replications;
    private final Map<String, String> names;

    DetailMerge(Plan plan, List<Replication> replications) {
        this.plan = plan;
        this.replications = replications;
        names = plan.names();
    }

    /** @param nodes the results over all measured phases, by id */
    Details details(Map<String, NodeResult> nodes) {
        Map<String, NodeDetail> details = new LinkedHashMap<>();
        for (PlanNode node : plan.nodes()) {
            List<Sight> sights = replications.stream()
                    .map(replication -> replication.sights().get(node.index()))
                    .toList();
            NodeResult result = nodes.get(node.id());
            List<Balance> balances = new ArrayList<>(instances(result.instances()));
            balances.addAll(balances(sights));
            NodeDetail detail =
                    new NodeDetail(curve(sights, result.hitRatio()), balances, delays(sights), backlog(sights));
            if (!detail.isEmpty()) {
                details.put(node.id(), detail);
            }
        }
        Traces traces = replications.get(0).traces();
        return new Details(details, traces.slowest(), traces.failed(), traces.untraced());
    }

    private static MissCurve curve(List<Sight> sights, Estimate hitRatio) {
        List<Sight.Keys> keys = sights.stream().map(Sight::keys).toList();
        Sight.Keys first = keys.get(0);
        if (first == null) {
            return null;
        }
        double[] asked = keys.stream().mapToDouble(Sight.Keys::asked).toArray();
        long samples = Math.round(Arrays.stream(asked).sum());
        if (samples == 0) {
            return null;
        }
        List<MissCurve.Point> points = new ArrayList<>();
        for (int i = 0; i < KeyTrace.SIZES; i++) {
            int size = i;
            double[] misses =
                    keys.stream().mapToDouble(own -> own.misses()[size]).toArray();
            points.add(new MissCurve.Point(first.sizes().get(i), bounded(Estimate.ratio(misses, asked, samples))));
        }
        Estimate measured = hitRatio.isMeasured() ? hitRatio.complement() : hitRatio;
        return new MissCurve(
                first.instances(),
                first.sizes().get(KeyTrace.OWN),
                first.evicts(),
                measured,
                shaped(first.evicts().equals("LRU") ? through(measured, points) : points));
    }

    /**
     * The curve of a sample of the keys, moved so that it goes through what all keys showed at the size that the node has:
     * larger sizes miss as much less or more, smaller ones hit so. Where the two do not agree within their intervals it is
     * not the sample that makes the difference, and the curve stays.
     */
    private static List<MissCurve.Point> through(Estimate measured, List<MissCurve.Point> points) {
        Estimate own = points.get(KeyTrace.OWN).missRatio();
        boolean agree = measured.isMeasured() && own.low() <= measured.high() && measured.low() <= own.high();
        if (!agree || own.value() <= 0 || own.value() >= 1) {
            return points;
        }
        double misses = measured.value() / own.value();
        double hits = (1 - measured.value()) / (1 - own.value());
        DoubleUnaryOperator moved = ratio -> ratio <= own.value() ? ratio * misses : 1 - (1 - ratio) * hits;
        return points.stream()
                .map(point -> new MissCurve.Point(
                        point.size(),
                        new Estimate(
                                moved.applyAsDouble(point.missRatio().value()),
                                moved.applyAsDouble(point.missRatio().low()),
                                moved.applyAsDouble(point.missRatio().high()),
                                point.missRatio().samples())))
                .toList();
    }

    /** A sample may have more misses than there were reads. */
    private static Estimate bounded(Estimate ratio) {
        double value = Math.min(1, Math.max(0, ratio.value()));
        return new Estimate(
                value,
                Math.min(value, Math.max(0, ratio.low())),
                Math.max(value, Math.min(1, ratio.high())),
                ratio.samples());
    }

    /** The part in which something changes, and always a stretch round the size that the node has. */
    private static List<MissCurve.Point> shaped(List<MissCurve.Point> points) {
        int from = 0;
        int to = points.size() - 1;
        double most = points.get(0).missRatio().value();
        double least = points.get(to).missRatio().value();
        while (from < KeyTrace.OWN - 6 && points.get(from + 1).missRatio().value() > most - FLAT) {
            from++;
        }
        while (to > KeyTrace.OWN + 6 && points.get(to - 1).missRatio().value() < least + FLAT) {
            to--;
        }
        return List.copyOf(points.subList(from, to + 1));
    }

    /** What the instances of any node with servers have taken in: those of one role are held against each other. */
    private static List<Balance> instances(List<InstanceResult> all) {
        Map<String, List<InstanceResult>> byRole = new LinkedHashMap<>();
        for (InstanceResult instance : all) {
            // One that never ran is no part of it.
            if (instance.utilization().isMeasured()) {
                byRole.computeIfAbsent(instance.role(), any -> new ArrayList<>())
                        .add(instance);
            }
        }
        List<Balance> balances = new ArrayList<>();
        byRole.forEach((role, alike) -> {
            if (alike.size() > 1 && alike.stream().anyMatch(instance -> instance.rate() > 0)) {
                String changed = byRole.size() == 1 ? "" : " of instances whose role changed";
                balances.add(new Balance(
                        "requests a second" + (role.isEmpty() ? changed : " of " + role + "s"),
                        false,
                        alike.stream().map(InstanceResult::place).toList(),
                        alike.stream().map(InstanceResult::rate).toList()));
            }
        });
        return balances;
    }

    private List<Balance> balances(List<Sight> sights) {
        List<Balance> balances = new ArrayList<>();
        for (int s = 0; s < sights.get(0).spreads().size(); s++) {
            Sight.Spread first = sights.get(0).spreads().get(s);
            double[] sums = new double[first.parts().size()];
            for (Sight sight : sights) {
                long[] own = sight.spreads().get(s).values();
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += (double) own[i] / sights.size();
                }
            }
            if (Arrays.stream(sums).sum() > 0) {
                balances.add(new Balance(
                        called(first.what()),
                        first.level(),
                        first.parts().stream().map(this::called).toList(),
                        Arrays.stream(sums).boxed().toList()));
            }
        }
        return balances;
    }

    private Delay delays(List<Sight> sights) {
        Sight.Following first = sights.get(0).delays();
        if (first == null) {
            return null;
        }
        Latencies all =
                Latencies.of(sights.stream().map(sight -> sight.delays().all()).toList());
        Map<String, Latencies> parts = new LinkedHashMap<>();
        for (String name : first.parts().keySet()) {
            Latencies own = Latencies.of(sights.stream()
                    .map(sight -> sight.delays().parts().get(name))
                    .toList());
            if (own.count() > 0) {
                parts.put(called(name), own);
            }
        }
        return all.count() == 0 ? null : new Delay(first.what(), all, parts);
    }

    /** The words with what people call nodes in place of their ids. */
    private String called(String words) {
        return NODE.matcher(words)
                .replaceAll(found -> Matcher.quoteReplacement(names.getOrDefault(found.group(1), found.group(1))));
    }

    private static Backlog backlog(List<Sight> sights) {
        Histogram all = null;
        for (Sight sight : sights) {
            if (sight.backlog() != null && all == null) {
                all = sight.backlog().copy();
            } else if (sight.backlog() != null) {
                all.add(sight.backlog());
            }
        }
        if (all == null || all.getTotalCount() == 0) {
            return null;
        }
        return new Backlog(
                all.getMean(),
                all.getValueAtPercentile(50),
                all.getValueAtPercentile(90),
                all.getValueAtPercentile(99),
                all.getMaxValue());
    }
}
