package dev.trestle.components.run;

import dev.trestle.components.kind.LoadCurve;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.plan.PlanNode;
import dev.trestle.components.verdict.Requirement;
import java.util.Collection;
import java.util.List;

/**
 * Which phases of a script may last longer or shorter than it says, because every part of them is like any other, and how
 * long they last at least.
 *
 * <p>Elastic are the phases with which a script begins, as long as nothing fails and the load stays level: a warm-up, and the
 * measured phases after it that all have one load. What comes after a change is a story and is played as it was written. So
 * are measured phases whose share in a figure over all phases would change, because others are stories.
 */
final class Pace {
    /** Requests of a replication in the first round. */
    static final long FIRST_REQUESTS = 20_000;

    private static final double NANOS = 1e9;
    /** The first round of a design that nobody uses much: no longer than that, or than the script says. */
    private static final long LONGEST_FIRST = 3_600_000_000_000L;
    /** What changes by itself must have had time to do so that often. */
    private static final double TIMES = 5;

    private final Plan plan;
    private final LoadCurve load;
    private final List<ScriptPhase> script;
    private final int elastic;
    private final double paceSeconds;

    Pace(Plan plan, Collection<Requirement> requirements) {
        this.plan = plan;
        load = plan.load();
        script = plan.script().phases();
        paceSeconds = pace();
        int calm = calm(plan);
        boolean mixed = requirements.isEmpty() || requirements.stream().anyMatch(Requirement::mixesPhases);
        elastic = tells(calm, mixed) ? firstMeasured(calm) : calm;
    }

    /** How many phases at the start of the script are level and without faults: what comes after them is a story. */
    static int calm(Plan plan) {
        LoadCurve load = plan.load();
        List<ScriptPhase> script = plan.script().phases();
        int p = 0;
        int measured = -1;
        while (p < script.size()
                && load.level(p)
                && script.get(p).faults().isEmpty()
                && (measured < 0 || script.get(p).measured() && load.goesOnAs(measured, p))) {
            measured = script.get(p).measured() ? p : measured;
            p++;
        }
        return p;
    }

    /** Whether a later phase is a story whose share in a figure would change, or that goes by the name of an elastic one. */
    private boolean tells(int calm, boolean mixed) {
        List<String> names = script.subList(0, calm).stream()
                .filter(ScriptPhase::measured)
                .map(ScriptPhase::name)
                .toList();
        return script.subList(calm, script.size()).stream()
                .anyMatch(phase -> phase.measured() && (mixed || names.contains(phase.name())));
    }

    private int firstMeasured(int calm) {
        int p = 0;
        while (p < calm && !script.get(p).measured()) {
            p++;
        }
        return p;
    }

    private double pace() {
        double pace = 0;
        for (PlanNode node : plan.nodes()) {
            pace = Math.max(pace, node.kind().paceSeconds(node.settings()));
        }
        for (OperationPlan operation : plan.operations()) {
            pace = Math.max(pace, operation.everyNanos() / NANOS);
        }
        return pace * TIMES;
    }

    /** Whether the phase lasts as long as it takes; a design that never comes to rest has no such phases. */
    boolean elastic(int phase) {
        return phase < elastic && Double.isFinite(paceSeconds);
    }

    /** Length of the first round of an elastic phase, in nanoseconds. */
    long first(int phase) {
        double rate = load.total(phase);
        double nanos = rate > 0 ? FIRST_REQUESTS / rate * NANOS : load.length(phase);
        return Math.max(1, Math.round(Math.min(nanos, Math.max(LONGEST_FIRST, load.length(phase)))));
    }

    /** How long an elastic phase lasts at least; never longer than the script says for what changes by itself. */
    long least(int phase) {
        long slow = Math.round(Math.min(paceSeconds * NANOS, load.length(phase)));
        return Math.max(first(phase), slow);
    }
}
