package dev.trestle.components.verdict;

import dev.trestle.components.measure.Estimate;
import dev.trestle.components.verdict.Detail.Flip;
import dev.trestle.components.verdict.Growth.Step;
import dev.trestle.components.verdict.Verdict.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The answer to a {@code headroom}: how many times the load everything is kept, and what is missed first beyond. */
final class Grown {
    private final Requirement.Headroom requirement;
    private final Growth growth;
    /** From the smallest factor to the largest. */
    private final List<Step> steps;

    Grown(Requirement.Headroom requirement, Growth growth) {
        this.requirement = requirement;
        this.growth = growth;
        steps = growth.steps().stream()
                .sorted(Comparator.comparingDouble(Step::factor))
                .toList();
    }

    Verdict verdict(String id) {
        Step first = missed();
        double high = first == null ? Double.POSITIVE_INFINITY : first.factor();
        double low = met();
        Estimate factor = new Estimate(low, low, high, steps.size());
        Bound bound = requirement.bound();
        Answer answer = new Answer(
                requirement,
                status(factor),
                factor,
                bound.value(),
                bound.margin(low),
                because(first, low),
                evidence(first),
                first == null ? null : breaking(first).get(0).node());
        List<Detail.Step> tried = steps.stream()
                .map(step -> new Detail.Step(step.factor(), step.status()))
                .toList();
        return answer.verdict(id).with(new Detail.Limits(tried, flips(first)));
    }

    /** The smallest factor at which something is missed; null where nothing ever is. */
    private Step missed() {
        return steps.stream()
                .filter(step -> step.status() == Status.MISSED)
                .findFirst()
                .orElse(null);
    }

    /** The largest factor that was met with nothing missed below it; 0 for none. */
    private double met() {
        Step first = missed();
        return steps.stream()
                .filter(step -> step.status() == Status.MET && (first == null || step.factor() < first.factor()))
                .mapToDouble(Step::factor)
                .max()
                .orElse(0);
    }

    /** At least so much, or more: a run at the bound itself decides, where there is one. Others are held against the interval. */
    private Status status(Estimate factor) {
        Bound bound = requirement.bound();
        if (bound.compare() == Bound.Compare.MORE || bound.compare() == Bound.Compare.AT_LEAST) {
            boolean below =
                    steps.stream().anyMatch(step -> step.factor() <= bound.value() && step.status() == Status.MISSED);
            boolean open =
                    steps.stream().anyMatch(step -> step.factor() == bound.value() && step.status() != Status.MET);
            return below ? Status.MISSED : factor.value() >= bound.value() && !open ? Status.MET : Status.UNSURE;
        }
        return bound.judge(factor);
    }

    private static List<Verdict> breaking(Step step) {
        return step.verdicts().stream()
                .filter(verdict -> verdict.status() == Status.MISSED)
                .toList();
    }

    private List<Flip> flips(Step first) {
        List<Flip> flips = new ArrayList<>();
        Step before = steps.stream()
                .filter(step -> step.status() == Status.MET && step.factor() == met())
                .findFirst()
                .orElse(null);
        if (first != null) {
            for (Verdict after : breaking(first)) {
                Verdict kept = before == null
                        ? after
                        : before.verdicts().stream()
                                .filter(verdict -> verdict.id().equals(after.id()))
                                .findFirst()
                                .orElse(after);
                flips.add(new Flip(kept, after));
            }
        }
        return flips;
    }

    private String because(Step first, double low) {
        String stopped = growth.stoppedBy().isEmpty() ? "" : "; the search was stopped (" + growth.stoppedBy() + ")";
        if (first == null) {
            return low == 0
                    ? "no load that was tried tells" + stopped
                    : "everything is kept at " + times(low) + " the load, the most that was tried" + stopped;
        }
        String kept = low == 0 ? "no load that was tried is carried for sure" : "everything is kept at " + times(low);
        Verdict breaks = breaking(first).get(0);
        List<String> others = breaking(first).stream().skip(1).map(Verdict::id).toList();
        return kept + " the load; at " + times(first.factor()) + " breaks first " + breaks.id() + " "
                + breaks.requirement()
                + (others.isEmpty() ? "" : " (and " + String.join(", ", others) + ")") + ": " + breaks.because()
                + stopped;
    }

    private List<String> evidence(Step first) {
        List<String> lines = new ArrayList<>();
        for (Step step : steps) {
            String what = step.verdicts().stream()
                    .filter(verdict -> verdict.status() != Status.MET)
                    .map(verdict -> verdict.id() + " " + verdict.status().word() + " at "
                            + verdict.unit().print(verdict.measured()))
                    .collect(Collectors.joining(", "));
            lines.add(times(step.factor()) + " the load: " + step.status().word()
                    + (what.isEmpty() ? "" : " (" + what + ")"));
        }
        flips(first)
                .forEach(flip -> lines.add("from " + times(met()) + " to " + times(first.factor()) + ": " + flip.line()
                        + " (" + flip.after().because() + ")"));
        lines.addAll(growth.notes());
        return lines;
    }

    private static String times(double factor) {
        String digits = String.format(Locale.ROOT, "%.3g", factor);
        return new java.math.BigDecimal(digits).stripTrailingZeros().toPlainString() + " x";
    }
}
