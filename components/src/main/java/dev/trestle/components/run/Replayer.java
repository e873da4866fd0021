package dev.trestle.components.run;

import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.measure.Frame;
import dev.trestle.components.measure.Recorder;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Plays the script on one replication: phases in order, faults at their times, frames at even distances. */
final class Replayer {
    private static final double NANOS = 1e9;
    /** Frames of simulated time: often enough to watch, few enough to keep. */
    private static final long FRAME_NANOS = 250_000_000;

    private static final int MOST_FRAMES = 400;
    /** The time after a phase, in which its requests end, is at most this share of it... */
    private static final double TAIL_SHARE = 0.05;
    /** ...or so many mean latencies, if that is more: all but e^-20 of exponential latencies are shorter. */
    private static final double TAIL_LATENCIES = 20;
    /** How often is looked whether all have ended. */
    private static final int TAIL_LOOKS = 50;

    private final Plan plan;
    private final int replication;
    private final Assembly assembly;
    private final Engine engine;
    private final Recorder recorder;
    private final Faults faults;
    /** Actions to come, at times of the engine. */
    private final List<Timeline.Action> actions = new ArrayList<>();

    private final Budget budget;
    private final Audience audience;
    private final boolean framed;
    private final long frameNanos;
    private final double totalSeconds;
    private int phase;
    /** How much of the phase has been played. */
    private long phasePlayed;

    private boolean stopped;
    private long nextFrame;

    /** Somebody who is told how far a replication is, at even distances of simulated time. */
    interface Audience {
        /**
         * @param share of the script that is done, 0 to 1
         * @param frame what happened since the last time, from the first replication; null from the others
         */
        void at(int replication, double share, Frame frame);
    }

    Replayer(Plan plan, long seed, int replication, Budget budget, Audience audience) {
        this.plan = plan;
        this.budget = budget;
        this.audience = audience;
        this.replication = replication;
        framed = replication == 0;
        assembly = Assembly.of(plan, seed, replication, budget);
        engine = assembly.engine();
        faults = new Faults(plan, assembly);
        recorder = new Recorder(plan, assembly, replication);
        totalSeconds = plan.load().length() / NANOS;
        frameNanos = Math.max(FRAME_NANOS, plan.load().length() / MOST_FRAMES);
        nextFrame = frameNanos;
        // Stopped while it was built: what its caches hold may be half of what they should.
        stopped = budget.now(0, 0);
    }

    /** Runs to the end of the script, or until stopped. */
    Replication play() {
        for (int p = 0; p < plan.load().phases() && !stopped; p++) {
            begin(p);
            advance(plan.load().length(p));
        }
        settle();
        return recorder.finish(!stopped);
    }

    /** Begins a phase of the script. */
    private void begin(int number) {
        phase = number;
        phasePlayed = 0;
        engine.phase(number);
        if (number > 0) {
            for (int node = 0; node < plan.nodes().size(); node++) {
                assembly.behaviour(node).phase();
            }
        }
        for (Timeline.Action action : Timeline.of(script())) {
            actions.add(new Timeline.Action(engine.now() + action.nanos(), action.deed()));
        }
        // A stable sort: faults of one moment happen in the order of the script.
        actions.sort(Comparator.comparingLong(Timeline.Action::nanos));
    }

    private ScriptPhase script() {
        return plan.script().phases().get(phase);
    }

    /** Goes on with the phase for so long, on its books. */
    private void advance(long nanos) {
        recorder.begin(phase);
        stopped = !runUntil(engine.now() + nanos);
        recorder.end();
        phasePlayed += nanos;
    }

    private boolean runUntil(long end) {
        while (engine.now() < end) {
            while (!actions.isEmpty() && actions.get(0).nanos() <= engine.now()) {
                actions.remove(0).deed().accept(faults);
            }
            long until = Math.min(end, engine.now() + nextFrame - recorder.playedNanos());
            if (!actions.isEmpty()) {
                until = Math.min(until, actions.get(0).nanos());
            }
            if (!engine.runUntil(until, budget)) {
                return false;
            }
            if (recorder.playedNanos() >= nextFrame) {
                Frame frame = framed ? recorder.frame(script().name(), totalSeconds) : null;
                audience.at(replication, recorder.playedNanos() / NANOS / totalSeconds, frame);
                nextFrame += frameNanos;
            }
        }
        return true;
    }

    /**
     * Lets the requests that were made so far end, off the books: the load goes on and everything stays as it is. Without
     * it they would count with their age so far, which is less than their latency.
     */
    private void settle() {
        if (stopped) {
            return;
        }
        long most = tailNanos();
        engine.phase(plan.load().after());
        long end = engine.now() + most;
        boolean more = true;
        while (more && engine.now() < end && open() > 0) {
            more = engine.runUntil(Math.min(end, engine.now() + Math.max(1, most / TAIL_LOOKS)), budget.tail());
        }
    }

    private long tailNanos() {
        double sum = 0;
        double completed = 0;
        for (int i = 0; i < plan.operations().size(); i++) {
            OperationMeter meter = assembly.meter(i);
            sum += meter.sumNanos[phase];
            completed += meter.completed[phase];
        }
        double latencies = completed == 0 ? 0 : TAIL_LATENCIES * sum / completed;
        return (long) Math.min(phasePlayed, Math.max(TAIL_SHARE * phasePlayed, latencies));
    }

    private long open() {
        long open = 0;
        for (int i = 0; i < plan.operations().size(); i++) {
            open += assembly.meter(i).open();
        }
        return open;
    }
}
