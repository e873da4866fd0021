package dev.trestle.components.accuracy;

import dev.trestle.components.measure.Details;
import dev.trestle.components.measure.LinkResult;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.measure.OperationResult;
import dev.trestle.components.measure.PhaseResult;
import dev.trestle.components.measure.Report;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.estimator.quantity.Quantity;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of a report by its words, in SI units.
 *
 * <p>Of an operation: {@code mean|max|p99 latency}, {@code availability}, {@code error ratio}, {@code throughput},
 * {@code offered}. Of a node: {@code utilization}, {@code queue}, {@code queue max}, {@code lag}, {@code hit ratio},
 * {@code hit ratio with <size>} (from its curve, over all phases), {@code rate}, {@code imbalance} (the busiest instance
 * over the mean one), {@code <meter>} (mean over replications) or
 * {@code <meter> per <meter>}. Of a requirement: {@code <id> measured} or {@code <id> violated} (the share of its checks
 * that broke it). All but the last may end with {@code in <phase>}. Of a node's books {@code unaccounted calls} and
 * {@code unaccounted time}; of a link {@code rate} and {@code bytes}, per second. Two of these with {@code /} between them
 * are a ratio.
 *
 * @param subject an operation, a node or a requirement's id
 * @param what the words behind it
 * @param phase a phase's name, or null for all measured phases
 */
public record Measure(String subject, String what, String phase) {
    private static final String WITH = "hit ratio with ";

    private static final Pattern FORM = Pattern.compile("(\\S+) (.+?)(?: in (.+))?");

    static Measure parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException(
                    "\"" + text + "\" must name an operation, node or requirement, and what of it");
        }
        return new Measure(parts.group(1), parts.group(2), parts.group(3));
    }

    /** Whether it is a quantile so far out that a quick size has hardly a sample beyond it. */
    boolean farOut() {
        return what.startsWith("p99.") && what.endsWith(" latency");
    }

    /** Reads the words, of which a ratio has two halves. */
    private static double ratio(String text, RunResult result) {
        String[] halves = text.split(" / ", 2);
        double top = parse(halves[0]).of(result);
        return halves.length == 1 ? top : top / parse(halves[1]).of(result);
    }

    /** Reads it; NaN when the run did not measure it, and IllegalStateException when there is no such number. */
    double of(RunResult result) {
        if (toString().contains(" / ")) {
            return ratio(toString(), result);
        }
        if (what.equals("measured") || what.equals("violated")) {
            return verdict(result);
        }
        Report report = result.report();
        PhaseResult part = phase == null ? null : report.phase(phase);
        if (phase != null && part == null) {
            throw new IllegalStateException("no phase " + phase);
        }
        OperationResult operation = (part == null ? report.operations() : part.operations()).get(subject);
        if (operation != null) {
            return operation(operation);
        }
        LinkResult link = report.links().get(subject);
        if (link != null) {
            return what.equals("rate") ? link.rate() : link.bytesPerSecond();
        }
        NodeResult node = (part == null ? report.nodes() : part.nodes()).get(subject);
        if (node == null) {
            throw new IllegalStateException("no operation or node " + subject);
        }
        return what.startsWith(WITH) ? hitsWith(report) : node(node);
    }

    /** What the curve of a cache says of another size. */
    private double hitsWith(Report report) {
        Details.NodeDetail detail = report.details().nodes().get(subject);
        if (detail == null || detail.curve() == null) {
            throw new IllegalStateException(subject + " has no curve of misses by size");
        }
        return 1
                - detail.curve()
                        .at(Quantity.parse(what.substring(WITH.length())).value());
    }

    private double verdict(RunResult result) {
        Verdict verdict = result.verdicts().stream()
                .filter(one -> one.id().equals(subject))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no requirement " + subject));
        return what.equals("measured") ? verdict.measured() : verdict.measured() / verdict.samples();
    }

    private double operation(OperationResult result) {
        if (what.endsWith(" latency")) {
            String statistic = what.substring(0, what.length() - " latency".length());
            return switch (statistic) {
                case "mean" -> result.latency().mean().value();
                case "max" -> result.latency().max();
                default ->
                    result.latency()
                            .quantile(Double.parseDouble(statistic.substring(1)) / 100)
                            .value();
            };
        }
        return switch (what) {
            case "availability" -> result.availability().value();
            case "error ratio" -> result.errorRatio().value();
            case "throughput" -> result.throughput().value();
            case "offered" -> result.offeredRate().value();
            default -> throw new IllegalStateException("an operation has no " + what);
        };
    }

    private double node(NodeResult result) {
        return switch (what) {
            case "utilization" -> result.utilization().value();
            case "queue" -> result.queueMean().value();
            case "queue max" -> result.queueMax();
            case "lag" -> result.lag().value();
            case "hit ratio" -> result.hitRatio().value();
            case "rate" -> result.rate().value();
            case "imbalance" -> imbalance(result);
            case "unaccounted calls" -> result.books().unaccountedCalls();
            case "unaccounted time" -> result.books().unaccountedNanos() / 1e9;
            default -> meters(result.meters());
        };
    }

    private static double imbalance(NodeResult result) {
        double most = result.instances().stream()
                .mapToDouble(NodeResult.InstanceResult::rate)
                .max()
                .orElse(Double.NaN);
        double mean = result.instances().stream()
                .mapToDouble(NodeResult.InstanceResult::rate)
                .average()
                .orElse(Double.NaN);
        return most / mean;
    }

    private double meters(Map<String, Double> meters) {
        String[] two = what.split(" per ");
        double top = meter(meters, two[0]);
        return two.length == 1 ? top : top / meter(meters, two[1]);
    }

    private double meter(Map<String, Double> meters, String name) {
        Double value = meters.get(name);
        if (value == null) {
            throw new IllegalStateException(subject + " has no meter " + name + ", only " + meters.keySet());
        }
        return value;
    }

    @Override
    public String toString() {
        return subject + " " + what + (phase == null ? "" : " in " + phase);
    }
}
