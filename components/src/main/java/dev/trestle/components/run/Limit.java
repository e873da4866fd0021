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
 * then twice and half that until one is met and one is missed, then at geometric means, until what is known to be met and
 * what is known to be missed are a tenth apart, or a tenth from where a run tells neither.
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
    /** The largest factor that was met, and the smallest that was missed. */
    private double met;

    private double missed = Double.POSITIVE_INFINITY;
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
        at(start);
        for (double f = 2 * start; Double.isInfinite(missed) && f <= MOST * start && !stopped; f *= 2) {
            at(f);
        }
        for (double f = start / 2; met == 0 && f >= LEAST * start && !stopped; f /= 2) {
            at(f);
        }
        for (double f = between(); f > 0 && !stopped; f = between()) {
            at(f);
        }
        List<String> notes = List.of(script.says()
                + "; everything that people ask for was multiplied from the beginning of the script on, in runs of their own"
                + " under the same seed");
        return new Growth(steps, stopped ? allowance.stoppedBy() : "", notes, null);
    }

    /** The factor that tells most: in the middle between two that differ, none of which is unsure if possible; 0 for none. */
    private double between() {
        if (met == 0 || Double.isInfinite(missed)) {
            return 0;
        }
        double low = steps.stream()
                .filter(step -> step.status() == Status.UNSURE && step.factor() > met)
                .mapToDouble(Step::factor)
                .min()
                .orElse(missed);
        double high = steps.stream()
                .filter(step -> step.status() == Status.UNSURE && step.factor() < missed)
                .mapToDouble(Step::factor)
                .max()
                .orElse(met);
        if (low > met * CLOSE) {
            return middle(met, low);
        }
        return missed > high * CLOSE ? middle(high, missed) : 0;
    }

    private static double middle(double low, double high) {
        return new BigDecimal(StrictMath.sqrt(low * high)).round(DIGITS).doubleValue();
    }

    private void at(double factor) {
        RunResult result = allowance.run(script.times(factor), allowance.left(), allowance.threads());
        if (result == null) {
            stopped = true;
            return;
        }
        allowance.spend(result.report().events());
        Step step = new Step(factor, result.verdicts());
        steps.add(step);
        met = step.status() == Status.MET ? Math.max(met, factor) : met;
        missed = step.status() == Status.MISSED ? Math.min(missed, factor) : missed;
    }
}
