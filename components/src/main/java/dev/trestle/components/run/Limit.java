package dev.trestle.components.run;

import dev.trestle.components.verdict.Growth;
import dev.trestle.components.verdict.Growth.Step;
import dev.trestle.components.verdict.Verdict.Status;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for the largest multiple of the load under which everything that counts is kept: at the one that is asked for first,
 * then twice and half that until one is met and one is missed, then at the geometric mean of the two, until they are a tenth
 * apart or a run can tell neither.
 */
final class Limit {
    private static final double CLOSE = 1.1;
    /** Beyond so many times the factor that is asked for nobody needs to know. */
    private static final double MOST = 64;

    private static final double LEAST = 1 / 16.0;
    private static final MathContext DIGITS = new MathContext(3);

    private final Shortened script;
    private final Allowance allowance;
    private final List<Step> steps = new ArrayList<>();
    private boolean stopped;

    Limit(Shortened script, Allowance allowance) {
        this.script = script;
        this.allowance = allowance;
    }

    /** How many runs it takes, about. */
    static int runs() {
        return 6;
    }

    Growth from(double asked) {
        double start = asked > 0 ? asked : 1;
        Status first = at(start);
        double met = first == Status.MET ? start : 0;
        double missed = first == Status.MISSED ? start : Double.POSITIVE_INFINITY;
        for (double f = 2 * start; Double.isInfinite(missed) && f <= MOST * start && !stopped; f *= 2) {
            Status status = at(f);
            met = status == Status.MET ? f : met;
            missed = status == Status.MISSED ? f : missed;
        }
        for (double f = start / 2; met == 0 && f >= LEAST * start && !stopped; f /= 2) {
            Status status = at(f);
            met = status == Status.MET ? f : met;
            missed = status == Status.MISSED ? f : missed;
        }
        boolean told = met > 0 && Double.isFinite(missed);
        while (told && missed > met * CLOSE && !stopped) {
            double middle =
                    new BigDecimal(StrictMath.sqrt(met * missed)).round(DIGITS).doubleValue();
            Status status = at(middle);
            met = status == Status.MET ? middle : met;
            missed = status == Status.MISSED ? middle : missed;
            told = status == Status.MET || status == Status.MISSED;
        }
        List<String> notes = List.of(script.says()
                + "; everything that people ask for was multiplied from the beginning of the script on, in runs of their own"
                + " under the same seed");
        return new Growth(steps, stopped ? allowance.stoppedBy() : "", notes, null);
    }

    /** Null where it could not be run. */
    private Status at(double factor) {
        if (allowance.over() || allowance.left() <= 0) {
            stopped = true;
            return null;
        }
        RunResult result = Run.unchecked(script.times(factor), allowance.one(allowance.left(), allowance.threads()))
                .execute((share, frame) -> allowance.at(share));
        allowance.spend(result.report().events());
        allowance.done();
        if (allowance.over()) {
            stopped = true;
            return null;
        }
        Step step = new Step(factor, result.verdicts());
        steps.add(step);
        return step.status();
    }
}
