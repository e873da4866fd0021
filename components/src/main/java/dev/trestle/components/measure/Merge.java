package dev.trestle.components.measure;

import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.plan.Holding;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanLink;
import dev.trestle.components.plan.PlanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;

/** Makes one report of the replications of a run; the order of the replications decides nothing. */
public final class Merge {
    private static final double NANOS = 1e9;

    private final Plan plan;
    private final List<Replication> replications;
    private final List<ScriptPhase> script;
    private final NodeMerge nodeMerge;
    /** What has been worked out, by the phases that it is about: most scripts measure one phase, which is all there is. */
    private final Map<List<Integer>, Map<String, OperationResult>> operationsOf = new HashMap<>();

    private final Map<List<Integer>, Map<String, NodeResult>> nodesOf = new HashMap<>();

    private Merge(Plan plan, List<Replication> replications) {
        this.plan = plan;
        this.replications = replications;
        this.script = plan.script().phases();
        this.nodeMerge = new NodeMerge(plan, replications);
    }

    /** Merges replications 0, 1, 2... of the same plan and seed. */
    public static Report of(Plan plan, long seed, List<Replication> replications, Ending ending) {
        return new Merge(plan, replications).report(seed, ending);
    }

    private Report report(long seed, Ending ending) {
        long digest = 0;
        long requests = 0;
        long events = 0;
        for (Replication replication : replications) {
            digest = digest * 31 + replication.digest();
            events += replication.events();
            for (OperationPlan operation : plan.operations()) {
                if (operation.external()) {
                    for (long offered :
                            replication.operations().get(operation.index()).offered()) {
                        requests += offered;
                    }
                }
            }
        }
        Map<String, PhaseResult> phases = new LinkedHashMap<>();
        for (int p = 0; p < script.size() && begun(p); p++) {
            phases.put(script.get(p).id(), phase(List.of(p)));
        }
        Map<String, PhaseResult> named = named(phases);
        List<Integer> measured = measured();
        Map<String, NodeResult> nodes = nodes(measured);
        return new Report(
                plan.board().title(),
                seed,
                String.format("%016x", digest),
                replications.size(),
                replications.stream().mapToLong(Replication::reached).min().orElse(0) / NANOS,
                requests,
                events,
                ending.stoppedBy(),
                ending.played(),
                phases,
                named,
                operations(measured),
                nodes,
                links(measured),
                Billing.of(plan, replications),
                new TreeSet<>(plan.operations().stream()
                        .filter(OperationPlan::writer)
                        .map(OperationPlan::name)
                        .toList()),
                new TreeSet<>(plan.operations().stream()
                        .filter(OperationPlan::external)
                        .map(OperationPlan::name)
                        .toList()),
                ways(),
                plan.clocks(),
                plan.names(),
                thinned(ending),
                replications.get(0).frames(),
                replications.get(0).incidents(),
                new DetailMerge(plan, replications).details(nodes));
    }

    private List<String> thinned(Ending ending) {
        List<String> lines = new ArrayList<>(replications.get(0).thinned());
        for (Played played : ending.played()) {
            lines.addAll(played.lines(!played.name().equals(ScriptPhase.WARM_UP)));
        }
        return lines;
    }

    private Map<String, List<String>> ways() {
        Map<String, List<String>> ways = new LinkedHashMap<>();
        plan.operations().forEach(operation -> ways.put(operation.name(), plan.nodesOf(operation.name())));
        return ways;
    }

    /** Whether every replication got into the phase. */
    private boolean begun(int phase) {
        return replications.stream().allMatch(replication -> replication.begun(phase));
    }

    /** Numbers of the phases that requirements look at. */
    private List<Integer> measured() {
        List<Integer> measured = new ArrayList<>();
        for (int p = 0; p < script.size() && begun(p); p++) {
            if (script.get(p).measured()) {
                measured.add(p);
            }
        }
        return measured;
    }

    /** The phases by name; those that share one are merged, so that a requirement in it means all of them. */
    private Map<String, PhaseResult> named(Map<String, PhaseResult> phases) {
        Map<String, List<Integer>> numbers = new LinkedHashMap<>();
        for (int p = 0; p < phases.size(); p++) {
            numbers.computeIfAbsent(script.get(p).name(), any -> new ArrayList<>())
                    .add(p);
        }
        Map<String, PhaseResult> named = new LinkedHashMap<>();
        numbers.forEach((name, own) -> named.put(
                name,
                own.size() > 1 ? phase(own) : phases.get(script.get(own.get(0)).id())));
        return named;
    }

    /** One phase, or several that share a name. */
    private PhaseResult phase(List<Integer> own) {
        int p = own.get(0);
        return new PhaseResult(
                script.get(p).name(),
                replications.get(0).start(p) / NANOS,
                replications.stream()
                        .mapToDouble(replication -> seconds(replication, own))
                        .min()
                        .orElse(0),
                script.get(p).measured(),
                operations(own),
                nodes(own));
    }

    static double seconds(Replication replication, List<Integer> phases) {
        return replication.stretches(phases).stream().mapToLong(Stretch::nanos).sum() / NANOS;
    }

    private Map<String, OperationResult> operations(List<Integer> phases) {
        return operationsOf.computeIfAbsent(phases, this::mergedOperations);
    }

    private Map<String, NodeResult> nodes(List<Integer> phases) {
        return nodesOf.computeIfAbsent(phases, this::mergedNodes);
    }

    private Map<String, OperationResult> mergedOperations(List<Integer> phases) {
        Map<String, OperationResult> results = new LinkedHashMap<>();
        for (OperationPlan operation : plan.operations()) {
            results.put(operation.name(), operation(operation.index(), phases));
        }
        return results;
    }

    private OperationResult operation(int index, List<Integer> phases) {
        List<OperationResult.Counts> counts = new ArrayList<>();
        List<Histogram> histograms = new ArrayList<>();
        double[] sums = new double[replications.size()];
        for (int r = 0; r < replications.size(); r++) {
            Replication.OperationCounts own = replications.get(r).operations().get(index);
            long offered = 0;
            long completed = 0;
            long finished = 0;
            long failed = 0;
            long lost = 0;
            Histogram latency = phases.size() == 1 ? own.latency().get(phases.get(0)) : new Histogram(3);
            for (int p : phases) {
                offered += own.offered()[p];
                completed += own.completed()[p];
                finished += own.finished()[p];
                failed += own.failed()[p];
                lost += own.lost()[p];
                sums[r] += own.sumSeconds()[p];
                if (phases.size() > 1) {
                    latency.setAutoResize(true);
                    latency.add(own.latency().get(p));
                }
            }
            counts.add(new OperationResult.Counts(
                    offered, completed, finished, failed, lost, seconds(replications.get(r), phases)));
            histograms.add(latency);
        }
        return new OperationResult(counts, Latencies.of(histograms, sums));
    }

    private Map<String, NodeResult> mergedNodes(List<Integer> phases) {
        List<NodeResult> measured = plan.nodes().stream()
                .map(node -> nodeMerge.result(node.index(), phases))
                .toList();
        Holding holding = new Holding(
                plan,
                plan.nodes().stream()
                        .map(node -> nodeMerge.asked(node.index(), phases))
                        .toList(),
                measured.stream()
                        .mapToDouble(result -> result.hitRatio().value())
                        .toArray());
        Map<String, NodeResult> results = new LinkedHashMap<>();
        for (PlanNode node : plan.nodes()) {
            NodeResult result = measured.get(node.index());
            results.put(
                    node.id(),
                    Theory.of(node, holding, nodeMerge.rewritten(node, phases)).about(result));
        }
        return results;
    }

    private Map<String, LinkResult> links(List<Integer> phases) {
        Map<String, LinkResult> results = new LinkedHashMap<>();
        double seconds = replications.stream()
                .mapToDouble(replication -> seconds(replication, phases))
                .sum();
        List<Passed> passed = replications.stream()
                .map(replication -> Passed.sum(plan, replication.stretches(phases)))
                .toList();
        for (PlanLink link : plan.links()) {
            long calls = 0;
            double there = 0;
            double back = 0;
            for (Passed own : passed) {
                calls += own.calls()[link.index()];
                there += own.bytesForward()[link.index()];
                back += own.bytesBack()[link.index()];
            }
            double perSecond = seconds > 0 ? 1 / seconds : 0;
            double busy = Math.max(there, back) * perSecond / link.bytesPerSecond();
            results.put(
                    link.id(),
                    new LinkResult(
                            calls * perSecond,
                            (there + back) * perSecond,
                            link.bytesPerSecond() > 0 ? Math.min(1, busy) : Double.NaN));
        }
        return results;
    }
}
