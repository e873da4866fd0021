package dev.trestle.components.verdict;

import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.Report;
import dev.trestle.components.verdict.Detail.Flip;
import dev.trestle.components.verdict.Detail.Tried;
import dev.trestle.components.verdict.Verdict.Status;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers the requirements for which a run has to be looked at further, or to be made again.
 *
 * <p><b>{@code survives loss of any instance|node|zone|region}.</b> The script is played without the phases that have faults
 * of their own, once as it is and once for each loss, which is in force from the start of the first measured phase to the
 * end: all under the same seed, so that only the loss differs. A loss breaks the design when a requirement that is met
 * without it is missed under it; one that can no longer be told makes the answer unsure. Every requirement counts but
 * {@code survives}, {@code recovers}, {@code headroom}, {@code cost} and those in a phase that is left out.
 *
 * <p><b>{@code headroom >= 2 x}.</b> The same script with everything that people ask for multiplied: met when at that factor
 * all that counts is met, missed when one of it is missed. The figure is the largest factor that was met, and its interval
 * ends with the smallest that was missed.
 *
 * <p><b>{@code recovers within 30 s [after <phase>]}.</b> From the end of a disturbance until errors, p99 and what is inside
 * the design are back in their band of before and stay there. The figure is the mean over replications of the slowest
 * return; one replication that is not back for longer than the limit refutes it.
 */
final class Probed {
    private static final String AND = "; ";
    /** Losses that a sentence names; the others are in the evidence. */
    private static final int NAMED = 3;

    private final Probes probes;
    private final Report report;

    Probed(Probes probes, Report report) {
        this.probes = probes;
        this.report = report;
    }

    /** The answer to one of those that {@link Requirement#looksFurther look further}. */
    Verdict verdict(String id, Requirement requirement) {
        if (requirement instanceof Requirement.Survives && probes.losses().containsKey(id)) {
            return survives(id, requirement, probes.losses().get(id));
        }
        if (requirement instanceof Requirement.Headroom headroom
                && probes.loads().containsKey(id)) {
            return headroom(id, headroom, probes.loads().get(id));
        }
        if (requirement instanceof Requirement.RecoversWithin within
                && probes.returns().containsKey(id)) {
            return new Returned(report, within, probes.returns().get(id)).verdict(id);
        }
        return Answer.unsure(requirement, "no further runs were made to answer it")
                .verdict(id);
    }

    private Verdict survives(String id, Requirement requirement, Survival survival) {
        List<Tried> tried = new ArrayList<>();
        for (int i = 0; i < survival.tried().size(); i++) {
            tried.add(against(
                    survival.asked().get(i),
                    survival.baseline(),
                    survival.tried().get(i)));
        }
        if (survival.why() != null || survival.baseline().isEmpty()) {
            String why = survival.why() != null
                    ? survival.why()
                    : "the run without a loss was not made (" + survival.stoppedBy() + "): 0 of "
                            + survival.asked().size() + " losses were tried";
            Answer answer = Answer.unsure(requirement, why);
            return answer.verdict(id).with(new Detail.Survived(survival.asked().size(), tried, List.of()));
        }
        List<Tried> broken =
                tried.stream().filter(each -> !each.flips().isEmpty()).toList();
        Set<String> alone = new LinkedHashSet<>();
        broken.forEach(each -> alone.addAll(each.loss().alone()));
        long kept = survival.baseline().stream()
                .filter(each -> each.status() == Status.MET)
                .count();
        Status status = !broken.isEmpty()
                ? Status.MISSED
                : kept > 0
                                && tried.size() == survival.asked().size()
                                && tried.stream().allMatch(each -> each.unsure().isEmpty())
                        ? Status.MET
                        : Status.UNSURE;
        Estimate breaking = new Estimate(broken.size(), broken.size(), broken.size(), Math.max(1, tried.size()));
        Answer answer = new Answer(
                requirement,
                status,
                tried.isEmpty() ? Estimate.none() : breaking,
                0,
                -broken.size(),
                because(survival, tried, kept),
                evidence(survival, tried),
                broken.isEmpty() ? null : culprit(broken.get(0)));
        return answer.verdict(id).with(new Detail.Survived(survival.asked().size(), tried, List.copyOf(alone)));
    }

    private static String culprit(Tried broken) {
        return broken.loss().alone().isEmpty()
                ? broken.flips().get(0).after().node()
                : broken.loss().alone().get(0);
    }

    private static Tried against(Loss loss, List<Verdict> baseline, List<Verdict> under) {
        List<Flip> flips = new ArrayList<>();
        List<Flip> unsure = new ArrayList<>();
        for (Verdict before : baseline) {
            Verdict after = under.stream()
                    .filter(each -> each.id().equals(before.id()))
                    .findFirst()
                    .orElse(null);
            if (before.status() == Status.MET && after != null && after.status() != Status.MET) {
                (after.status() == Status.MISSED ? flips : unsure).add(new Flip(before, after));
            }
        }
        return new Tried(loss, flips, unsure);
    }

    private String because(Survival survival, List<Tried> tried, long kept) {
        int asked = survival.asked().size();
        String until = survival.stoppedBy().equals("cancel") ? "until it was cancelled" : "until the budget ended";
        String of = tried.size()
                + (tried.size() == 1 ? " loss" : " losses")
                + (tried.size() == asked ? "" : " tried (of " + asked + ", " + until + ")");
        List<Tried> broken =
                tried.stream().filter(each -> !each.flips().isEmpty()).toList();
        if (!broken.isEmpty()) {
            Set<String> alone = new LinkedHashSet<>();
            broken.forEach(each -> alone.addAll(each.loss().alone()));
            String points = alone.isEmpty()
                    ? "no node stands alone in them: what is left is not enough"
                    : "single points of failure: "
                            + alone.stream().map(report::name).collect(Collectors.joining(", "));
            String more = broken.size() > NAMED ? "; and " + (broken.size() - NAMED) + " more" : "";
            return broken.size() + " of " + of + (broken.size() == 1 ? " breaks" : " break") + " a requirement: "
                    + broken.stream().limit(NAMED).map(Probed::breaks).collect(Collectors.joining(AND)) + more + AND
                    + points;
        }
        if (kept == 0) {
            return "no requirement that a loss could break is met without one";
        }
        String held = kept + (kept == 1 ? " requirement that is" : " requirements that are") + " met without one";
        List<Tried> open =
                tried.stream().filter(each -> !each.unsure().isEmpty()).toList();
        if (!open.isEmpty()) {
            return "none of " + of + " breaks one of the " + held + ", but not all can be told: loss of "
                    + open.get(0).loss().what() + ": "
                    + open.get(0).unsure().get(0).line();
        }
        return "none of " + of + " breaks one of the " + held;
    }

    private static String breaks(Tried tried) {
        return "loss of " + tried.loss().what() + ": "
                + tried.flips().stream().map(Flip::line).collect(Collectors.joining(", "));
    }

    private static List<String> evidence(Survival survival, List<Tried> tried) {
        List<String> lines = new ArrayList<>();
        for (Tried each : tried) {
            String what = "loss of " + each.loss().line() + ": ";
            each.flips()
                    .forEach(flip -> lines.add(
                            what + "breaks " + flip.line() + " (" + flip.after().because() + ")"));
            each.unsure()
                    .forEach(flip -> lines.add(what + "cannot tell " + flip.line() + " ("
                            + flip.after().because() + ")"));
        }
        String survived = tried.stream()
                .filter(each -> each.flips().isEmpty() && each.unsure().isEmpty())
                .map(each -> each.loss().line())
                .collect(Collectors.joining(", "));
        if (!survived.isEmpty()) {
            lines.add("survived: " + survived);
        }
        String open = survival.baseline().stream()
                .filter(each -> each.status() != Status.MET)
                .map(each -> each.id() + " (" + each.status().word() + ")")
                .collect(Collectors.joining(", "));
        if (!open.isEmpty()) {
            lines.add("not met without a loss, so not counted: " + open);
        }
        lines.addAll(survival.notes());
        return lines;
    }

    private Verdict headroom(String id, Requirement.Headroom requirement, Growth growth) {
        if (growth.why() != null || growth.steps().isEmpty()) {
            String why = growth.why() != null ? growth.why() : "no other load was tried (" + growth.stoppedBy() + ")";
            return Answer.unsure(requirement, why).verdict(id).with(new Detail.Limits(List.of(), List.of()));
        }
        return new Grown(requirement, growth).verdict(id);
    }
}
