package dev.trestle.components.verdict;

import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.Report;
import dev.trestle.components.verdict.Recovery.Return;
import dev.trestle.components.verdict.Verdict.Status;
import java.util.ArrayList;
import java.util.List;

/** The answer to a {@code recovers within}: the slowest way back from any of its disturbances. */
final class Returned {
    private final Report report;
    private final Requirement.RecoversWithin requirement;
    private final Recovery recovery;
    private final double limit;

    Returned(Report report, Requirement.RecoversWithin requirement, Recovery recovery) {
        this.report = report;
        this.requirement = requirement;
        this.recovery = recovery;
        limit = requirement.within().value();
    }

    Verdict verdict(String id) {
        if (recovery.returns().isEmpty()) {
            String why = recovery.why() == null ? "nothing was watched" : recovery.why();
            return Answer.unsure(requirement, why).verdict(id);
        }
        Return worst = recovery.returns().get(0);
        for (Return each : recovery.returns()) {
            boolean worse = rank(each) > rank(worst)
                    || rank(each) == rank(worst)
                            && seconds(each).value() > seconds(worst).value();
            worst = worse ? each : worst;
        }
        Estimate seconds = seconds(worst);
        Answer answer = new Answer(
                requirement,
                status(worst),
                seconds,
                limit,
                (limit - seconds.value()) / limit,
                because(worst),
                evidence(),
                null);
        return answer.verdict(id).with(new Detail.Recovered(recovery.returns()));
    }

    private int rank(Return back) {
        return switch (status(back)) {
            case MISSED -> 2;
            case UNSURE -> 1;
            case MET -> 0;
        };
    }

    /** Those that were not back count with the time for which somebody looked, and nobody knows how long it takes them. */
    private static Estimate seconds(Return back) {
        double[] least = back.seconds().stream()
                .mapToDouble(each -> Math.min(each, back.watchedSeconds()))
                .toArray();
        Estimate mean = Estimate.over(least, least.length).within(0, Double.POSITIVE_INFINITY);
        return back.out() == 0
                ? mean
                : new Estimate(mean.value(), mean.low(), Double.POSITIVE_INFINITY, mean.samples());
    }

    private Status status(Return back) {
        Estimate seconds = seconds(back);
        boolean late = back.seconds().stream().anyMatch(each -> Double.isFinite(each) && each > limit);
        boolean stillOut = back.out() > 0 && back.watchedSeconds() >= limit && !wasAsBefore(back);
        if (late || stillOut || back.out() == 0 && seconds.low() > limit) {
            return Status.MISSED;
        }
        boolean whole = report.whole() || report.stoppedBy().equals("decided");
        return whole && seconds.high() <= limit ? Status.MET : Status.UNSURE;
    }

    /** Whether it was as before when nobody looked any longer, if not for long enough to tell: it may just have come back. */
    private static boolean wasAsBefore(Return back) {
        Recovery.Levels last = back.last();
        Recovery.Levels before = back.before();
        return last.errors() <= before.errors() && last.p99() <= before.p99() && last.inside() <= before.inside();
    }

    private String because(Return back) {
        String what = "after " + back.what() + " (over at " + Unit.SECONDS.print(back.endSeconds()) + ") ";
        int all = back.seconds().size();
        if (back.out() > 0) {
            String looked = "in the " + Unit.SECONDS.print(back.watchedSeconds()) + " that could be watched, before "
                    + back.before().words() + " at most, at last " + back.last().words();
            return back.watchedSeconds() < limit
                    ? what + "the levels were not back in " + back.out() + " of " + all + " runs " + looked
                            + "; the script goes on for less than " + requirement.within()
                    : what + "the levels did not come back in " + back.out() + " of " + all + " runs " + looked;
        }
        Estimate seconds = seconds(back);
        String took = new Answer.Reading("", seconds, Unit.SECONDS, List.of()).print();
        return what + "errors, p99 and what is inside are back after " + took
                + switch (status(back)) {
                    case MET -> ", within " + requirement.within();
                    case MISSED -> ", not within " + requirement.within();
                    case UNSURE -> ", too close to " + requirement.within() + " to tell";
                };
    }

    private List<String> evidence() {
        List<String> lines = new ArrayList<>();
        for (Return each : recovery.returns()) {
            List<String> times = each.seconds().stream()
                    .map(time -> Double.isInfinite(time) ? "never" : Unit.SECONDS.print(time))
                    .toList();
            lines.add("after " + each.what() + ", over at " + Unit.SECONDS.print(each.endSeconds()) + ": back after "
                    + String.join(", ", times) + " (by run, of " + Unit.SECONDS.print(each.watchedSeconds())
                    + " watched); before, at most: " + each.before().words() + "; at last: "
                    + each.last().words());
        }
        lines.addAll(recovery.notes());
        return lines;
    }
}
