package dev.trestle.components.verdict;

import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.Report;
import java.util.List;
import java.util.Locale;

/**
 * A verdict in the making: everything but its id; {@code limit} is null where no interval is held against a bound, {@code
 * detail} where there is nothing more to show.
 */
record Answer(
        Requirement requirement,
        Verdict.Status status,
        Estimate measured,
        double bound,
        double margin,
        String because,
        List<String> evidence,
        String node,
        Bound limit,
        Detail detail) {

    /** An answer that does not rest on a bound and an interval. */
    Answer(
            Requirement requirement,
            Verdict.Status status,
            Estimate measured,
            double bound,
            double margin,
            String because,
            List<String> evidence,
            String node) {
        this(requirement, status, measured, bound, margin, because, evidence, node, null, null);
    }

    /** The same with what it rests on as data. */
    Answer with(Detail data) {
        return new Answer(requirement, status, measured, bound, margin, because, evidence, node, limit, data);
    }

    /** Nothing can be said, for that reason. */
    static Answer unsure(Requirement requirement, String because) {
        return new Answer(
                requirement, Verdict.Status.UNSURE, Estimate.none(), Double.NaN, Double.NaN, because, List.of(), null);
    }

    /** A number with its interval against a bound; the sentence ends with what the culprit says. */
    static Answer bounded(Requirement requirement, Bound bound, Reading reading, Culprit culprit) {
        Estimate measured = reading.estimate();
        Verdict.Status status = bound.judge(measured);
        String because = reading.what() + " is " + reading.print()
                + switch (status) {
                    case MET -> ", which is " + bound.words();
                    case MISSED -> ", not " + bound.words();
                    case UNSURE ->
                        reading.unbounded()
                                ? ", and whether it is " + bound + " but for luck takes more of them to tell"
                                : ", too close to " + bound + " to tell from " + measured.samples() + " observations";
                }
                + (culprit.clause().isEmpty() ? "" : "; " + culprit.clause());
        return new Answer(
                requirement,
                status,
                measured,
                bound.value(),
                bound.margin(measured.value()),
                because,
                reading.evidence(),
                culprit.node(),
                bound,
                null);
    }

    /** The same, but the run ended before its script did: what was not seen cannot be judged. */
    Answer cutShort(String stoppedBy, double seconds) {
        String why = String.format(
                Locale.ROOT,
                "the run was stopped (%s) at %.1f s, before the end of its script; until then: ",
                stoppedBy,
                seconds);
        return new Answer(
                requirement,
                Verdict.Status.UNSURE,
                measured,
                bound,
                margin,
                why + because,
                evidence,
                node,
                limit,
                detail);
    }

    Verdict verdict(String id) {
        return new Verdict(
                id,
                requirement.toString(),
                status,
                Unit.of(requirement),
                measured.value(),
                measured.low(),
                measured.high(),
                bound,
                margin,
                measured.samples(),
                because,
                evidence,
                node,
                detail);
    }

    /** A measured number with its name and unit, and further lines of evidence. */
    record Reading(String what, Estimate estimate, Unit unit, List<String> evidence) {
        /** The same as a report has it: of one replication nobody can tell how much is luck, unless it is no luck at all. */
        Reading of(Report report) {
            boolean alone = report.replications() < 2 && estimate.low() != estimate.high();
            Estimate any = new Estimate(
                    estimate.value(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, estimate.samples());
            return alone ? new Reading(what, any, unit, evidence) : this;
        }

        /** Whether any other value is as likely, for all that was seen. */
        boolean unbounded() {
            return Double.isInfinite(estimate.low()) && Double.isInfinite(estimate.high());
        }

        String print() {
            String value = unit.print(estimate.value());
            if (unbounded()) {
                return value + " in a single replication";
            }
            if (estimate.low() == estimate.high()) {
                return value;
            }
            return value + " (95 % interval " + unit.print(estimate.low()) + " to " + unit.print(estimate.high()) + ")";
        }
    }
}
