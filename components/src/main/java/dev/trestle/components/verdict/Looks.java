package dev.trestle.components.verdict;

import dev.trestle.components.history.Histories;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.OperationResult;
import dev.trestle.components.measure.PhaseResult;
import dev.trestle.components.measure.Report;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Looks at what a run has measured so far and says what it has to go on for. It remembers the look before, as looking often
 * until something shows is how one fools oneself.
 *
 * <p>A bound is decided when the 99.99 % interval of one look keeps off it, or the 99 % intervals of two looks running, each
 * of which has twice as many requests as the one before, on the same side. Of 30,000 normal series whose mean was 0.1 % off
 * the bound 0.6 % were decided wrongly within 14 looks, of those 2 % off 0.1 %; a single 99 % look would have been wrong
 * four times as often (Armitage, McPherson and Rowe, "Repeated significance tests on accumulating data", JRSS A 132, 1969,
 * is the classic on why). Printed intervals are of 95 %.
 *
 * <p>A quantile far out has few requests beyond it in a short run, and what its replications do not show in common no interval
 * tells: with less than 200 in each it is decided only when the bound is off by a factor of two. (Of M/M/1 at 0.9 the 95 %
 * intervals of p99 with 200 requests beyond it in each replication hold 95 % of the time, those of p99.9 with 20 only 74 %.)
 *
 * <p>Without requirements the figures themselves are wanted: mean, median and throughput of every operation to 2 %, its p99
 * to 4 %, for which a queue needs as many requests. The
 * length is chosen by the spread of the look before (as in Stein's two stages, Annals of Mathematical Statistics 16, 1945):
 * stopping as soon as the spread happens to be small makes 95 % intervals hold 92 % of the time.
 */
public final class Looks {
    /** So many checks without a violation: at most one in some 2,700 is one, with 95 % confidence (the rule of three). */
    static final long ENOUGH_CHECKS = 10_000;
    /** Half the width of an interval as a share of the figure, where no requirement asks. */
    private static final double PRECISE = 0.02;

    private static final double PRECISE_TAIL = 0.04;
    /** Requests of one replication that must lie beyond a quantile. */
    private static final double TAIL = 200;

    private static final double FAR = 2;

    private static final double TWICE = 0.99;
    private static final double ONCE = 0.9999;

    /** What a run has to go on for. */
    public enum Need {
        /** It is decided, or no length of run would decide it. */
        NOTHING,
        /** It may change until the phase has its stated length. */
        STATED,
        /** More requests would decide it. */
        MORE;

        Need or(Need other) {
            return compareTo(other) > 0 ? this : other;
        }
    }

    private final Map<String, Requirement> requirements;
    private final Map<String, Verdict.Status> before = new HashMap<>();
    private final Map<String, Double> spreads = new HashMap<>();

    public Looks(Map<String, Requirement> requirements) {
        this.requirements = new LinkedHashMap<>(requirements);
    }

    /**
     * What the phase of that name has to go on for; requirements that name other phases do not matter.
     *
     * @param grown how many times more requests it has than at the look before
     */
    public Need look(Report report, Histories histories, String phase, double grown) {
        if (requirements.isEmpty()) {
            return figures(phase, report.phase(phase), grown);
        }
        Measured measured = new Measured(report);
        Promised promised = new Promised(histories, report);
        Need need = Need.NOTHING;
        for (Map.Entry<String, Requirement> each : requirements.entrySet()) {
            String named = each.getValue().phase();
            if (named == null || named.equals(phase)) {
                Answer answer = Judge.one(each.getValue(), measured, promised);
                need = need.or(need(phase + " " + each.getKey(), answer, report));
            }
        }
        return need;
    }

    private Need need(String id, Answer answer, Report report) {
        Estimate measured = answer.measured();
        if (answer.requirement() instanceof Requirement.Cost || answer.because().equals(Judge.NOT_MEASURED)) {
            return Need.NOTHING;
        }
        // Latencies have no upper end while too many requests are under way: a run of milliseconds has none that are
        // old.
        boolean open = Double.isInfinite(measured.high()) && answer.status() == Verdict.Status.UNSURE;
        if (!measured.isMeasured() || open) {
            return Need.STATED;
        }
        Bound bound = answer.limit();
        if (bound == null || measured.low() == measured.high()) {
            boolean decided =
                    answer.status() == Verdict.Status.MISSED && bound == null || measured.samples() >= ENOUGH_CHECKS;
            return decided ? Need.NOTHING : Need.STATED;
        }
        Verdict.Status now = bound.judge(measured.at(TWICE));
        // An unsure look in between counts, too: two that agree must follow each other.
        Verdict.Status last = before.put(id, now);
        boolean confirmed = now != Verdict.Status.UNSURE && now == last;
        boolean clear = bound.judge(measured.at(ONCE)) != Verdict.Status.UNSURE;
        boolean far = measured.value() * FAR < bound.value() || measured.value() > bound.value() * FAR;
        boolean tail = beyond(answer) >= TAIL * report.replications();
        return tail && (confirmed || clear) || clear && far ? Need.NOTHING : Need.MORE;
    }

    /** How many requests lie beyond the quantile that is asked for; all of them where it is another figure. */
    private static double beyond(Answer answer) {
        double samples = answer.measured().samples();
        boolean quantile = answer.requirement() instanceof Requirement.Latency latency
                && latency.statistic().quantile() > 0;
        return quantile
                ? samples
                        * (1
                                - ((Requirement.Latency) answer.requirement())
                                        .statistic()
                                        .quantile())
                : Double.POSITIVE_INFINITY;
    }

    private Need figures(String of, PhaseResult phase, double grown) {
        boolean all = true;
        for (Map.Entry<String, OperationResult> each : phase.operations().entrySet()) {
            OperationResult result = each.getValue();
            if (result.completed() > 0) {
                String name = of + " " + each.getKey();
                all &= precise(name + " mean", result.latency().mean(), grown, PRECISE);
                all &= precise(name + " p50", result.latency().quantile(0.5), grown, PRECISE);
                all &= precise(name + " p99", result.latency().quantile(0.99), grown, PRECISE_TAIL);
                all &= precise(name + " throughput", result.throughput(), grown, PRECISE);
            }
        }
        return all ? Need.NOTHING : Need.STATED;
    }

    private boolean precise(String what, Estimate measured, double grown, double goal) {
        double spread = measured.halfWidth() / measured.value();
        Double earlier = spreads.put(what, spread);
        return earlier != null && earlier / StrictMath.sqrt(grown) <= goal;
    }
}
