package dev.trestle.components.verdict;

import dev.trestle.components.measure.Bill;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.Latencies;
import dev.trestle.components.measure.NodeResult;
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
        Counts counts = new Counts(millis.length + failed, millis.length, failed, 10);
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
        nodes.put(
                id,
                new NodeResult(
                        Estimate.exactly(100),
                        Estimate.exactly(utilization),
                        Estimate.exactly(queue),
                        40,
                        Estimate.none(),
                        Estimate.none(),
                        0,
                        failed,
                        List.of(),
                        Map.of(),
                        0,
                        null));
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
                Map.of("p1", steady),
                Map.of("steady", steady),
                operations,
                nodes,
                Map.of(),
                new Bill(lines),
                writers,
                issued,
                ways,
                List.of(),
                List.of());
    }
}
