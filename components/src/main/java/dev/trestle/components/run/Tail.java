package dev.trestle.components.run;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;

/** The time after a phase of one replication, off the books, in which its requests end: see {@link Replayer#settle}. */
final class Tail {
    /** It is this share of the phase... */
    private static final double SHARE = 0.05;
    /** ...or so many mean latencies, if that is more: all but e^-20 of exponential latencies are shorter. */
    private static final double LATENCIES = 20;
    /** So few may end one by one, and are waited for. */
    private static final int FEW = 20;
    /** How often is looked whether all have ended, and how many of these looks are one turn. */
    private static final int LOOKS = 50;

    private static final int LOOKS_A_TURN = 10;

    private final Assembly assembly;
    private final Engine engine;
    private final Budget budget;
    private final Played phase;
    /** So long is waited before somebody sees whether any have ended meanwhile, and until when at most. */
    private final long most;

    private final long last;
    /** Until when is waited now, and in which steps. */
    private long end;

    private long step;
    /** How many were open before that. */
    private long before = Long.MAX_VALUE;

    private boolean more;

    /** The phase of the plan that was played last, and for how long. */
    record Played(Plan plan, int phase, long nanos) {}

    /** Begins it, now. */
    Tail(Assembly assembly, Budget budget, Played phase) {
        this.assembly = assembly;
        this.engine = assembly.engine();
        this.budget = budget;
        this.phase = phase;
        most = nanos();
        engine.phase(phase.plan().load().off(phase.phase()));
        last = engine.now() + phase.nanos();
        long open = open();
        more = open > 0 && again(open);
    }

    /** Some looks; false when it is over. */
    boolean turn() {
        for (int look = 0; more && look < LOOKS_A_TURN && engine.now() < end && open() > 0; look++) {
            more = engine.runUntil(Math.min(end, engine.now() + step), budget.tail());
        }
        long left = open();
        more &= left > 0;
        if (more && engine.now() >= end) {
            boolean few = left <= FEW && left > inVain();
            before = few ? Long.MAX_VALUE : before;
            more = again(left);
        }
        return more;
    }

    /** Waits as long again if some have ended; false when it is over. */
    private boolean again(long left) {
        if (left >= before || engine.now() >= last) {
            return false;
        }
        before = left;
        end = Math.min(last, engine.now() + most);
        step = Math.max(1, (end - engine.now()) / LOOKS);
        return true;
    }

    private long nanos() {
        double sum = 0;
        double completed = 0;
        for (int i = 0; i < phase.plan().operations().size(); i++) {
            OperationMeter meter = assembly.meter(i);
            sum += meter.sumNanos[phase.phase()];
            completed += meter.completed[phase.phase()];
        }
        double latencies = completed == 0 ? 0 : LATENCIES * sum / completed;
        return (long) Math.min(phase.nanos(), Math.max(1, Math.max(SHARE * phase.nanos(), latencies)));
    }

    /** How many of them will never be answered, and nobody gives them up. */
    private long inVain() {
        long[] count = {0};
        engine.eachUnfinished(call -> count[0] += call.hopeless()
                        && call.verb == Call.REQUEST
                        && call.phase < phase.plan().load().phases()
                ? 1
                : 0);
        return count[0];
    }

    private long open() {
        long open = 0;
        for (int i = 0; i < phase.plan().operations().size(); i++) {
            open += assembly.meter(i).open();
        }
        return open;
    }
}
