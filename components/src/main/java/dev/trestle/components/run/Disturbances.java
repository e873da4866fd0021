package dev.trestle.components.run;

import dev.trestle.components.load.Fault;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * When a script disturbs a design: its faults, those that overlap taken together, or the phases of one name. Times are those
 * of the script.
 *
 * <p>A crash lasts until its end or a recover. One that never ends counts as over at once: the design has to come back
 * without what it has lost. So do what is over when it has happened (a flush) and a setting that is set for good.
 */
final class Disturbances {
    private final Plan plan;
    private final long[] starts;

    /** From when to when, in nanoseconds of the script; both are the same where it is over at once. */
    record Disturbance(String what, long start, long end) {}

    Disturbances(Plan plan) {
        this.plan = plan;
        starts = new long[plan.load().phases() + 1];
        for (int p = 0; p < plan.load().phases(); p++) {
            starts[p + 1] = starts[p] + plan.load().length(p);
        }
    }

    /** When a phase begins, or with the number after the last one when the script ends. */
    long start(int phase) {
        return starts[phase];
    }

    /** The phases of that name, or with null all faults; in the order in which they begin. */
    List<Disturbance> of(String phase) {
        List<Disturbance> each = phase == null ? faults() : phases(phase);
        each.sort(Comparator.comparingLong(Disturbance::start));
        List<Disturbance> together = new ArrayList<>();
        for (Disturbance next : each) {
            Disturbance last = together.isEmpty() ? null : together.get(together.size() - 1);
            if (last != null && next.start() <= last.end()) {
                String what = last.what().equals(next.what()) ? last.what() : last.what() + ", " + next.what();
                together.set(
                        together.size() - 1, new Disturbance(what, last.start(), Math.max(last.end(), next.end())));
            } else {
                together.add(next);
            }
        }
        return together;
    }

    private List<Disturbance> phases(String name) {
        List<Disturbance> phases = new ArrayList<>();
        for (int p = 0; p < plan.load().phases(); p++) {
            if (plan.script().phases().get(p).name().equals(name)) {
                phases.add(new Disturbance(name, starts[p], starts[p + 1]));
            }
        }
        return phases;
    }

    private List<Disturbance> faults() {
        List<Disturbance> faults = new ArrayList<>();
        for (int p = 0; p < plan.load().phases(); p++) {
            for (Fault fault : plan.script().phases().get(p).faults()) {
                if (disturbs(fault.kind())) {
                    long start = starts[p] + fault.startNanos();
                    faults.add(new Disturbance(
                            fault.at(0).lasting(-1).toString(), start, end(fault, start, starts[p + 1])));
                }
            }
        }
        return faults;
    }

    /** What is mended, set by hand or stops the run is no disturbance. */
    private static boolean disturbs(Fault.Kind kind) {
        return kind != Fault.Kind.RECOVER && kind != Fault.Kind.SET && kind != Fault.Kind.STOP;
    }

    private long end(Fault fault, long start, long phaseEnd) {
        if (fault.kind() == Fault.Kind.CRASH) {
            long own = fault.lengthNanos() < 0 ? Long.MAX_VALUE : start + fault.lengthNanos();
            long end = Math.min(own, recover(fault, start));
            return end == Long.MAX_VALUE ? start : end;
        }
        if (!fault.ends()) {
            return start;
        }
        return fault.lengthNanos() < 0 ? phaseEnd : start + fault.lengthNanos();
    }

    /** When what the crash has taken is told to come back; never for the end of time. */
    private long recover(Fault crash, long after) {
        long first = Long.MAX_VALUE;
        for (int p = 0; p < plan.load().phases(); p++) {
            ScriptPhase phase = plan.script().phases().get(p);
            for (Fault fault : phase.faults()) {
                long at = starts[p] + fault.startNanos();
                boolean it = fault.kind() == Fault.Kind.RECOVER
                        && Objects.equals(fault.target(), crash.target())
                        && (fault.instance() == 0 || fault.instance() == crash.instance());
                first = it && at >= after ? Math.min(first, at) : first;
            }
        }
        return first;
    }
}
