package dev.trestle.components.verdict;

import dev.trestle.components.kind.Gauge;
import dev.trestle.components.measure.Bill;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.measure.OperationResult;
import dev.trestle.components.measure.PhaseResult;
import dev.trestle.components.measure.Report;
import dev.trestle.components.verdict.Answer.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers the requirements that bound a measured number.
 *
 * <p>{@code all}, {@code reads} and {@code writes} stand for the requests of all those operations that clients issue,
 * taken together; the sentence then names the operation that does worst on its own.
 */
final class Measured {
    /** The share of requests that may not have ended yet where the mean of their latencies is asked for. */
    private static final double MOST_UNDER_WAY = 0.001;

    /** Lines of evidence for the instances of one node. */
    private static final int MOST_INSTANCES = 10;

    private final Report report;

    Measured(Report report) {
        this.report = report;
    }

    Answer latency(Requirement.Latency requirement) {
        Requirement.Statistic statistic = requirement.statistic();
        return ofOperations(requirement, requirement.subject(), requirement.phase(), new Question() {
            @Override
            public Reading read(String subject, OperationResult result) {
                String what = statistic + " latency of " + subject + clock(requirement.subject());
                List<String> open = result.inFlight() == 0
                        ? List.of()
                        : List.of(result.inFlight() + " of " + result.offered()
                                + " had not ended when the run did, and take at least as long as until then");
                return new Reading(what, latency(statistic, result), Unit.SECONDS, open);
            }

            @Override
            public Bound bound() {
                return requirement.bound();
            }

            @Override
            public Culprit culprit(Culprit.Trip trip) {
                return Culprit.ofTime(trip);
            }

            @Override
            public String more(Culprit.Trip trip, String node, Circumstances when) {
                double bound = requirement.bound().value();
                String slow = requirement.bound().isUpper()
                        ? when.slow(statistic.quantile(), bound).words()
                        : "";
                Sizing sizing = node == null ? null : Sizing.of(trip.nodes().get(node));
                boolean there = node != null && trip.own(node) > 0 && node.equals(trip.longest());
                String size = sizing == null
                        ? ""
                        : there ? sizing.forLatency(trip, node, statistic, requirement.bound()) : sizing.toKeepUp();
                return joined(busy(trip, node, when), slow, size);
            }
        });
    }

    /** Since when the node was saturated. */
    private static String busy(Culprit.Trip trip, String node, Circumstances when) {
        NodeResult result = node == null ? null : trip.nodes().get(node);
        if (result == null) {
            return "";
        }
        boolean several = result.instances().size() > 1 && result.busiest() != null;
        return when.saturated(
                node, trip.name(node) + (several ? " " + result.busiest().name() : ""));
    }

    private static String joined(String... clauses) {
        return Stream.of(clauses).filter(clause -> !clause.isEmpty()).collect(Collectors.joining("; "));
    }

    /** Where it is not from a client's request to its answer. */
    private String clock(String operation) {
        String words = report.clocks().getOrDefault(operation, "");
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    /** What is under way at the end counts with its age; where that is too much, nobody knows how large the figure gets. */
    private static Estimate latency(Requirement.Statistic statistic, OperationResult result) {
        if (result.latency().count() == 0) {
            return Estimate.none();
        }
        Estimate seen = seen(statistic, result);
        return underWay(statistic, result)
                ? new Estimate(seen.value(), seen.low(), Double.POSITIVE_INFINITY, seen.samples())
                : seen;
    }

    private static Estimate seen(Requirement.Statistic statistic, OperationResult result) {
        if (statistic.equals(Requirement.Statistic.MEAN)) {
            return result.latency().mean();
        }
        if (statistic.equals(Requirement.Statistic.MAX)) {
            // The largest of those that were seen is a fact, not a guess.
            double max = result.latency().max();
            return new Estimate(max, max, max, result.latency().count());
        }
        return result.latency().quantile(statistic.quantile());
    }

    /** Whether so many requests have not ended that they could move the figure. */
    private static boolean underWay(Requirement.Statistic statistic, OperationResult result) {
        double quantile = statistic.quantile();
        double most =
                statistic.equals(Requirement.Statistic.MAX) ? 0 : quantile > 0 ? (1 - quantile) / 2 : MOST_UNDER_WAY;
        return result.inFlight() > most * result.offered();
    }

    Answer served(Requirement.Served requirement) {
        return ofOperations(requirement, requirement.subject(), requirement.phase(), new Question() {
            @Override
            public Reading read(String subject, OperationResult result) {
                String what = requirement.measure().words() + " of " + subject;
                return switch (requirement.measure()) {
                    case AVAILABILITY -> new Reading(what, answered(result), Unit.SHARE, counts(result));
                    case ERROR_RATIO -> new Reading(what, answered(result).complement(), Unit.SHARE, counts(result));
                    case THROUGHPUT ->
                        new Reading(
                                what,
                                result.throughput(),
                                Unit.PER_SECOND,
                                List.of(result.offered() + " offered, " + result.finished()
                                        + " answered in that time"));
                };
            }

            /** No sample proves that all are answered: as with a promise, those that were seen decide. */
            private Estimate answered(OperationResult result) {
                return bound().isExtreme() ? result.answered() : result.availability();
            }

            @Override
            public Bound bound() {
                return requirement.bound();
            }

            @Override
            public Culprit culprit(Culprit.Trip trip) {
                return Culprit.ofFailures(trip);
            }

            @Override
            public String more(Culprit.Trip trip, String node, Circumstances when) {
                Sizing sizing = node == null ? null : Sizing.of(trip.nodes().get(node));
                Circumstances.Told failing = when.failing(Culprit.fails(trip, node) ? node : null);
                String busy = failing.ofFault() ? "" : busy(trip, node, when);
                return joined(busy, failing.words(), sizing == null ? "" : sizing.toKeepUp());
            }
        });
    }

    /** What became of the requests of a stretch: those in flight at the end of the run are named. */
    private static List<String> counts(OperationResult result) {
        String lost = result.lost() == 0 ? "" : " (" + result.lost() + " of them lost on a link and never answered)";
        String open = result.inFlight() == 0
                ? ""
                : ", " + result.inFlight() + " still in flight when the run ended, and may go either way";
        return List.of(result.offered() + " offered, " + result.completed() + " completed, " + result.failed()
                + " failed" + lost + open);
    }

    /** What is asked of operations. */
    private interface Question {
        Reading read(String subject, OperationResult result);

        Bound bound();

        Culprit culprit(Culprit.Trip trip);

        /** Since when, under which fault, and what would be enough: clauses for what is not met; empty where unknown. */
        String more(Culprit.Trip trip, String node, Circumstances when);

        /** The culprit, and more where the bound is not kept. */
        default Culprit explained(Culprit.Trip trip, Estimate measured, Circumstances when) {
            Culprit culprit = culprit(trip);
            boolean met = bound().judge(measured) == Verdict.Status.MET;
            return met ? culprit : culprit.and(more(trip, culprit.node(), when));
        }
    }

    private Answer ofOperations(Requirement requirement, String subject, String phaseName, Question question) {
        PhaseResult phase = phaseName == null ? null : report.phase(phaseName);
        if (phaseName != null && phase == null) {
            return noPhase(requirement, phaseName);
        }
        Map<String, OperationResult> operations = phase == null ? report.operations() : phase.operations();
        List<String> names = named(subject, operations);
        if (names.isEmpty()) {
            return Answer.unsure(requirement, "there is no operation " + subject);
        }
        OperationResult result = names.size() == 1
                ? operations.get(names.get(0))
                : OperationResult.pooled(names.stream().map(operations::get).toList());
        String where = phaseName == null ? "" : " in " + phaseName;
        Reading reading = question.read(subject + where, result);
        if (!reading.estimate().isMeasured()) {
            return Answer.unsure(requirement, "no request of " + subject + " ended" + where);
        }
        Map<String, NodeResult> nodes = phase == null ? report.nodes() : phase.nodes();
        Circumstances when = new Circumstances(report, phaseName);
        if (names.size() == 1) {
            Culprit culprit = question.explained(trip(names.get(0), operations, nodes), reading.estimate(), when);
            return Answer.bounded(requirement, question.bound(), reading.of(report), culprit);
        }
        Map<String, Reading> each = new LinkedHashMap<>();
        names.forEach(name -> each.put(name, question.read(name, operations.get(name))));
        String worst = worst(each, question.bound());
        Culprit culprit = question.explained(trip(worst, operations, nodes), reading.estimate(), when);
        String clause = alone(worst, each.get(worst), question.bound())
                + (culprit.clause().isEmpty() ? "" : "; " + culprit.clause());
        return Answer.bounded(requirement, question.bound(), reading.of(report), new Culprit(culprit.node(), clause));
    }

    /** Many good requests of others may hide that one operation does not keep the bound; a total it need not reach. */
    private static String alone(String worst, Reading own, Bound bound) {
        boolean hidden =
                own.unit() != Unit.PER_SECOND && !bound.holds(own.estimate().value());
        return hidden
                ? worst + " alone: " + own.print() + ", not " + bound
                : "the worst of them is " + worst + " with " + own.print();
    }

    private Culprit.Trip trip(
            String operation, Map<String, OperationResult> operations, Map<String, NodeResult> nodes) {
        List<String> way = report.ways().getOrDefault(operation, List.of());
        return new Culprit.Trip(operation, operations.get(operation), way, nodes, report::name);
    }

    private static String worst(Map<String, Reading> each, Bound bound) {
        return each.keySet().stream()
                .filter(name -> each.get(name).estimate().isMeasured())
                .min(Comparator.comparingDouble(
                        name -> bound.margin(each.get(name).estimate().value())))
                .orElseThrow();
    }

    private List<String> named(String subject, Map<String, OperationResult> operations) {
        if (operations.containsKey(subject)) {
            return List.of(subject);
        }
        return operations.keySet().stream()
                .filter(report.issued()::contains)
                .filter(name -> switch (subject) {
                    case "all" -> true;
                    case "reads" -> !report.writers().contains(name);
                    case "writes" -> report.writers().contains(name);
                    default -> false;
                })
                .toList();
    }

    private Answer noPhase(Requirement requirement, String name) {
        String names = String.join(", ", report.named().keySet());
        return Answer.unsure(requirement, "no phase \"" + name + "\" was run; there are " + names);
    }

    Answer node(Requirement.NodeLevel requirement) {
        String phaseName = requirement.phase();
        PhaseResult phase = phaseName == null ? null : report.phase(phaseName);
        if (phaseName != null && phase == null) {
            return noPhase(requirement, phaseName);
        }
        String id = requirement.node();
        NodeResult node = (phase == null ? report.nodes() : phase.nodes()).get(id);
        if (node == null) {
            return Answer.unsure(requirement, "there is no node " + id);
        }
        String name = report.name(id);
        Reading reading = level(requirement, node, phaseName == null ? "" : " in " + phaseName);
        if (!reading.estimate().isMeasured()) {
            return Answer.unsure(
                    requirement, name + " has no " + requirement.measure().words());
        }
        boolean utilization = requirement.measure() == Gauge.UTILIZATION;
        String load = utilization ? Culprit.queue(node) : Culprit.load(node);
        Culprit culprit = new Culprit(id, load.isEmpty() ? "" : name + ": " + load);
        boolean met = requirement.bound().judge(reading.estimate()) == Verdict.Status.MET;
        return Answer.bounded(
                requirement,
                requirement.bound(),
                reading.of(report),
                met ? culprit : culprit.and(more(requirement, node)));
    }

    private String more(Requirement.NodeLevel requirement, NodeResult node) {
        boolean several = node.instances().size() > 1 && node.busiest() != null;
        String called = report.name(requirement.node())
                + (several ? " " + node.busiest().name() : "");
        Sizing sizing = requirement.bound().isUpper() ? Sizing.of(node) : null;
        return joined(
                new Circumstances(report, requirement.phase()).saturated(requirement.node(), called),
                sizing == null ? "" : sizing.forLevel(requirement.measure(), requirement.bound()));
    }

    private Reading level(Requirement.NodeLevel requirement, NodeResult node, String where) {
        String name = report.name(requirement.node());
        String what = requirement.measure().words() + " of " + name + where;
        return switch (requirement.measure()) {
            case UTILIZATION -> utilization(node, name, where);
            case HIT_RATIO -> new Reading(what, node.hitRatio(), Unit.SHARE, List.of());
            case QUEUE ->
                new Reading(
                        "mean " + what,
                        node.queueMean(),
                        Unit.COUNT,
                        List.of(
                                node.queueMax() < 0
                                        ? name + " has no queue"
                                        : "at most " + node.queueMax() + " waited at once"));
            case LAG ->
                new Reading(
                        "mean " + what,
                        node.lag(),
                        Unit.SECONDS,
                        List.of("at most " + Unit.SECONDS.print(node.lagMax())));
        };
    }

    /** The instance that gives way first decides: a saturated leader is not relieved by followers that idle. */
    private static Reading utilization(NodeResult node, String name, String where) {
        if (node.instances().size() < 2 || node.busiest() == null) {
            return new Reading("utilization of " + name + where, node.pressure(), Unit.SHARE, List.of());
        }
        List<String> evidence = new ArrayList<>();
        evidence.add("all " + node.instances().size() + " instances together: "
                + Unit.SHARE.print(node.utilization().value()));
        node.instances().stream()
                .limit(MOST_INSTANCES)
                .forEach(instance -> evidence.add(instance.name() + ": "
                        + Unit.SHARE.print(instance.utilization().value())));
        String what = "utilization of " + name + " " + node.busiest().name() + where;
        return new Reading(what, node.pressure(), Unit.SHARE, evidence);
    }

    Answer cost(Requirement.Cost requirement) {
        Bill bill = report.bill();
        Bill.Line largest = bill.lines().stream()
                .max(Comparator.comparingDouble(Bill.Line::perMonth))
                .orElse(null);
        if (largest == null) {
            return Answer.unsure(requirement, "nothing in the design has a price");
        }
        String line = "the largest line is " + report.name(largest.node()) + ", " + largest.what() + ": "
                + Unit.USD_PER_MONTH.print(largest.perMonth());
        Culprit culprit = new Culprit(largest.node(), line);
        String what = "cost at the brief's average load (whatever the script ran)";
        Reading reading = new Reading(what, bill.estimate(), Unit.USD_PER_MONTH, List.of());
        return Answer.bounded(requirement, requirement.bound(), reading.of(report), culprit);
    }
}
