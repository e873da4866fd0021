package dev.trestle.components.run;

import dev.trestle.components.board.Board;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Usage;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.OperationResult;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.verdict.Requirement;
import dev.trestle.components.verdict.Unit;
import dev.trestle.components.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Two boards under the same script, seed and therefore the same luck (common random numbers: streams go by the names of
 * nodes), replication by replication: what the second does otherwise, with paired t intervals.
 *
 * <p>The luck that both share cancels in a difference, so it shows long before the intervals of the two part (Law, Simulation
 * Modeling and Analysis, section 11.2).
 *
 * @param first what came of the first board
 * @param second of the other
 * @param differences a line for every requirement of both and for every measure of every operation of both
 * @param notes what the boards do not have in common
 */
public record Comparison(RunResult first, RunResult second, List<Difference> differences, List<String> notes) {
    /**
     * One figure of both boards.
     *
     * @param requirement the id of a requirement in the first board's brief, or null
     * @param what the figure in words
     * @param unit a {@link Unit#word()}, or {@code USD/operation}
     * @param upwards whether more is better
     * @param first what a run of the first board says: all its replications together
     * @param second of the other one
     * @param difference second less first, with the t interval of the differences of pairs of replications
     */
    public record Difference(
            String requirement,
            String what,
            String unit,
            boolean upwards,
            double first,
            double second,
            Estimate difference) {
        /** Which board has the better figure: 1 or 2; 0 when the interval does not tell. */
        public int better() {
            boolean more = difference.low() > 0;
            boolean less = difference.high() < 0;
            return !more && !less ? 0 : more == upwards ? 2 : 1;
        }
    }

    /**
     * A requirement of both boards whose verdict is another with the second.
     *
     * @param first its verdict on the first board
     * @param second on the other
     */
    public record Flip(Verdict first, Verdict second) {
        /** {@code r1 feed p99 latency < 300 ms: missed with A, met with B}. */
        public String line() {
            return first.id() + " " + first.requirement() + ": "
                    + first.status().word() + " with A, " + second.status().word() + " with B";
        }
    }

    /** The requirements whose verdict changes, first those that the second board no longer meets. */
    public List<Flip> flips() {
        List<Flip> flips = new ArrayList<>();
        for (Verdict verdict : first.verdicts()) {
            same(verdict, second)
                    .filter(other -> other.status() != verdict.status())
                    .ifPresent(other -> flips.add(new Flip(verdict, other)));
        }
        flips.sort(Comparator.comparing(flip -> flip.first().status()));
        return flips;
    }

    /** What the other board's run says of the same line. */
    private static Optional<Verdict> same(Verdict verdict, RunResult other) {
        return other.verdicts().stream()
                .filter(one -> one.requirement().equals(verdict.requirement()))
                .findFirst();
    }

    private static final String SECONDS = Unit.SECONDS.word();
    private static final String SHARE = Unit.SHARE.word();
    private static final String PER_SECOND = Unit.PER_SECOND.word();

    /** Keeps its own copies. */
    public Comparison {
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /**
     * Runs both under the script of the first, as it says.
     *
     * @throws Refused when one of them cannot be run
     */
    public static Comparison of(Board first, Board second, Options options, Watcher watcher) {
        Pair pair = new Pair(first, second, options);
        pair.run(watcher);
        return new Comparison(pair.one.all(), pair.two.all(), pair.differences(), pair.notes());
    }

    /** The second board as it is compared: with the script of the first. */
    public static Board underScriptOf(Board first, Board second) {
        return new Board(second.title(), second.brief(), second.design(), first.script());
    }

    /** Two runs and what they have in common. */
    private static final class Pair {
        private final Board first;
        private final Board second;
        private final Run runOne;
        private final Run runTwo;
        private final List<Difference> lines = new ArrayList<>();
        private Run.Replicated one;
        private Run.Replicated two;

        Pair(Board first, Board second, Options options) {
            this.first = first;
            this.second = second;
            Options script = new Options(options.seed(), options.eventBudget(), options.wallNanos(), options.threads());
            runOne = Run.of(first, script);
            runTwo = Run.of(underScriptOf(first, second), script);
        }

        void run(Watcher watcher) {
            one = runOne.replicated((share, frame) -> watcher.frame(share / 2, frame));
            two = runTwo.replicated((share, frame) -> watcher.frame(0.5 + share / 2, frame));
        }

        List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (!first.script().equals(second.script())) {
                notes.add("the scripts differ: both ran the one of the first board");
            }
            if (!first.brief().operations().equals(second.brief().operations())
                    || !first.brief().assumptions().equals(second.brief().assumptions())) {
                notes.add("the briefs differ: the boards are not asked for the same");
            }
            List<String> further = first.brief().requirements().values().stream()
                    .map(line -> Requirement.parse(line.is()))
                    .filter(Requirement::looksFurther)
                    .map(Requirement::toString)
                    .toList();
            if (!further.isEmpty()) {
                notes.add("not judged in a comparison, as they take runs of their own: " + String.join("; ", further));
            }
            if (one.each().size() != two.each().size()) {
                notes.add("one of them was stopped early: only replications that both have are compared");
            }
            return notes;
        }

        List<Difference> differences() {
            requirements();
            for (OperationPlan operation : runOne.plan().operations()) {
                boolean both = two.all().report().operations().containsKey(operation.name());
                if (both
                        && one.all().report().operations().get(operation.name()).offered() > 0) {
                    operation(operation.name());
                }
            }
            Difference cost = line("cost", Unit.USD_PER_MONTH.word(), false);
            ToDoubleFunction<RunResult> bill = result -> result.report().bill().perMonth();
            pair(cost, bill, bill);
            pair(
                    line("cost per operation", "USD/operation", false),
                    result -> result.report().bill().perMonth() / perMonth(runOne.plan()),
                    result -> result.report().bill().perMonth() / perMonth(runTwo.plan()));
            return lines;
        }

        private static double perMonth(Plan plan) {
            return Usage.SECONDS
                    * plan.operations().stream()
                            .filter(OperationPlan::external)
                            .mapToDouble(operation -> plan.estimate().averagePerSecond(operation.name()))
                            .sum();
        }

        /** Requirements that stand in both briefs, as they are written. */
        private void requirements() {
            for (Verdict verdict : one.all().verdicts()) {
                String line = verdict.requirement();
                Verdict same = same(verdict, two.all()).orElse(null);
                if (same != null) {
                    boolean upwards = Requirement.parse(line).upwards();
                    pair(
                            new Difference(verdict.id(), line, verdict.unit().word(), upwards, 0, 0, Estimate.none()),
                            result -> measured(result, verdict.id()),
                            result -> measured(result, same.id()));
                }
            }
        }

        private static double measured(RunResult result, String id) {
            return result.verdicts().stream()
                    .filter(verdict -> verdict.id().equals(id))
                    .mapToDouble(Verdict::measured)
                    .findFirst()
                    .orElse(Double.NaN);
        }

        private void operation(String name) {
            operation(
                    line(name + " mean latency", SECONDS, false),
                    name,
                    result -> result.latency().mean().value());
            for (String p : List.of("50", "99", "99.9")) {
                double quantile = Double.parseDouble(p) / 100;
                operation(
                        line(name + " p" + p + " latency", SECONDS, false),
                        name,
                        result -> result.latency().quantile(quantile).value());
            }
            operation(
                    line(name + " throughput", PER_SECOND, true),
                    name,
                    result -> result.throughput().value());
            operation(
                    line(name + " availability", SHARE, true),
                    name,
                    result -> result.availability().value());
        }

        private static Difference line(String what, String unit, boolean upwards) {
            return new Difference(null, what, unit, upwards, 0, 0, Estimate.none());
        }

        private void operation(Difference line, String name, ToDoubleFunction<OperationResult> figure) {
            ToDoubleFunction<RunResult> read =
                    result -> figure.applyAsDouble(result.report().operations().get(name));
            pair(line, read, read);
        }

        private void pair(Difference line, ToDoubleFunction<RunResult> ofOne, ToDoubleFunction<RunResult> ofTwo) {
            int n = Math.min(one.each().size(), two.each().size());
            double[] off = new double[n];
            for (int i = 0; i < n; i++) {
                off[i] = ofTwo.applyAsDouble(two.each().get(i))
                        - ofOne.applyAsDouble(one.each().get(i));
            }
            double a = ofOne.applyAsDouble(one.all());
            double b = ofTwo.applyAsDouble(two.all());
            Estimate pairs = Estimate.over(off, n);
            if (pairs.isMeasured() && Double.isFinite(a) && Double.isFinite(b)) {
                double half = pairs.halfWidth();
                Estimate difference = new Estimate(b - a, b - a - half, b - a + half, n);
                lines.add(
                        new Difference(line.requirement(), line.what(), line.unit(), line.upwards(), a, b, difference));
            }
        }
    }
}
