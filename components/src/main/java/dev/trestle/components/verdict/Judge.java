package dev.trestle.components.verdict;

import dev.trestle.components.history.Histories;
import dev.trestle.components.measure.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers every requirement from the report and the histories of a run: met, missed or unsure. A pure function. */
public final class Judge {
    static final String NOT_MEASURED = "not measured by this version";

    private Judge() {}

    /**
     * One verdict per requirement, in the order of the map (id to requirement).
     *
     * <p>A bound is met when the whole interval keeps it and missed when none of it does. A promise about histories is
     * missed with one violation and met when something was checked and nothing violated it. Everything else is unsure,
     * with the reason. A run that was cut short has not seen the rest of its script, so nothing that it did not refute is
     * met, but for the cost.
     */
    public static List<Verdict> judge(Map<String, Requirement> requirements, Report report, Histories histories) {
        return judge(requirements, report, histories, Probes.NONE);
    }

    /** The same with what was found out beside figures and histories. */
    public static List<Verdict> judge(
            Map<String, Requirement> requirements, Report report, Histories histories, Probes probes) {
        Probed probed = new Probed(probes, report);
        Measured measured = new Measured(report);
        Promised promised = new Promised(histories, report);
        List<Verdict> verdicts = new ArrayList<>();
        requirements.forEach((id, requirement) -> verdicts.add(
                requirement.looksFurther()
                        ? probed.verdict(id, requirement)
                        : whole(one(requirement, measured, promised), report).verdict(id)));
        return verdicts;
    }

    private static Answer whole(Answer answer, Report report) {
        boolean ended =
                report.stoppedBy().equals("budget") || report.stoppedBy().equals("cancel");
        boolean cut = ended && !report.whole();
        boolean open =
                cut && answer.status() == Verdict.Status.MET && !(answer.requirement() instanceof Requirement.Cost);
        return open ? answer.cutShort(report.stoppedBy(), report.simulatedSeconds()) : answer;
    }

    static Answer one(Requirement requirement, Measured measured, Promised promised) {
        if (requirement instanceof Requirement.Latency latency) {
            return measured.latency(latency);
        }
        if (requirement instanceof Requirement.Served served) {
            return measured.served(served);
        }
        if (requirement instanceof Requirement.NodeLevel level) {
            return measured.node(level);
        }
        if (requirement instanceof Requirement.Cost cost) {
            return measured.cost(cost);
        }
        Answer promise = promised.answer(requirement);
        return promise != null ? promise : Answer.unsure(requirement, NOT_MEASURED);
    }
}
