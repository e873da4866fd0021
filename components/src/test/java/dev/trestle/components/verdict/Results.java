package dev.trestle.components.verdict;

import dev.trestle.components.measure.Bill;
import dev.trestle.components.measure.Details;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.Latencies;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.measure.NodeResult.InstanceResult;
import dev.trestle.components.measure.OperationResult;
import dev.trestle.components.measure.OperationResult.Counts;
import dev.trestle.components.measure.PhaseResult;
import dev.trestle.components.measure.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;

/** Builds a report by hand: four replications, one measured phase named steady. */
final class Results {
    private final Map<String, OperationResult> operations = new LinkedHashMap<>();
    private final Map<String, NodeResult> nodes = new LinkedHashMap<>();
    private final Map<String, List<String>> ways = new LinkedHashMap<>();
    private final Map<String, String> clocks = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final TreeSet<String> writers = new TreeSet<>();
    private final TreeSet<String> issued = new TreeSet<>();
    private final List<Bill.Line> lines = new ArrayList<>();

    /** An operation whose requests take exactly these milliseconds, once each in every replication. */
    Results operation(String name, long failed, long... millis) {
        Histogram histogram = new Histogram(3);
        double sum = 0;
        for (long one : millis) {
            histogram.recordValue(one * 1_000_000);
            sum += one / 1e3;
        }
        Counts counts = new Counts(millis.length + failed, millis.length, millis.length, failed, 0, 10);
        operations.put(
                name,
                new OperationResult(
                        List.of(counts, counts, counts, counts),
                        Latencies.of(
                                List.of(histogram, histogram, histogram, histogram),
                                new double[] {sum, sum, sum, sum})));
        issued.add(name);
        return this;
    }

    /** A thousand requests of one duration. */
    Results steady(String name, long millis) {
        long[] all = new long[1000];
        Arrays.fill(all, millis);
        return operation(name, 0, all);
    }

    Results writes(String name) {
        writers.add(name);
        return this;
    }

    Results handler(String name) {
        issued.remove(name);
        return this;
    }

    Results way(String operation, String... ids) {
        ways.put(operation, List.of(ids));
        return this;
    }

    Results node(String id, double utilization, double queue, Map<String, Double> failed) {
        nodes.put(id, nodeResult(utilization, queue, failed, List.of(), 0, Map.of()));
        return this;
    }

    /** A node of several instances, as busy as said; the first one leads. */
    Results copies(String id, double... utilizations) {
        List<InstanceResult> instances = new ArrayList<>();
        for (double utilization : utilizations) {
            String role = instances.isEmpty() ? "leader" : "follower";
            instances.add(new InstanceResult(instances.size() + 1, role, "", 100, Estimate.exactly(utilization)));
        }
        double mean = Arrays.stream(utilizations).average().orElseThrow();
        nodes.put(id, nodeResult(mean, 0.5, Map.of(), instances, 0, Map.of()));
        return this;
    }

    /** Where requests of an operation spent that many seconds in all; servers are held waiting for others that share. */
    Results spent(String id, String operation, double seconds, double heldWaiting) {
        NodeResult node = nodes.get(id);
        nodes.put(
                id,
                nodeResult(
                        node.utilization().value(),
                        node.queueMean().value(),
                        node.failed(),
                        node.instances(),
                        heldWaiting,
                        Map.of(operation, seconds)));
        return this;
    }

    private static NodeResult nodeResult(
            double utilization,
            double queue,
            Map<String, Double> failed,
            List<InstanceResult> instances,
            double heldWaiting,
            Map<String, Double> ownSeconds) {
        return new NodeResult(
                Estimate.exactly(100),
                Estimate.exactly(utilization),
                Estimate.exactly(queue),
                40,
                Estimate.none(),
                Estimate.none(),
                0,
                failed,
                Estimate.none(),
                instances,
                Map.of(),
                0,
                0,
                heldWaiting,
                ownSeconds,
                null,
                "",
                new dev.trestle.components.measure.Books(0, 0, 0, 0, 0, 0));
    }

    Results clock(String operation, String words) {
        clocks.put(operation, words);
        return this;
    }

    Results name(String id, String label) {
        names.put(id, label);
        return this;
    }

    Results pays(String node, String what, double perMonth) {
        lines.add(new Bill.Line(node, what, perMonth));
        return this;
    }

    Report report() {
        PhaseResult steady = new PhaseResult("steady", 0, 10, true, operations, nodes);
        return new Report(
                "hand-made",
                41,
                "0",
                4,
                10,
                0,
                0,
                "script",
                List.of(),
                Map.of("p1", steady),
                Map.of("steady", steady),
                operations,
                nodes,
                Map.of(),
                new Bill(lines),
                writers,
                issued,
                ways,
                clocks,
                names,
                List.of(),
                List.of(),
                List.of(),
                Details.NONE);
    }
}
