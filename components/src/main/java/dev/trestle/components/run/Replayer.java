package dev.trestle.components.run;

import dev.trestle.components.engine.Engine;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.measure.Frame;
import dev.trestle.components.measure.Recorder;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import java.util.List;

/** Plays the script on one replication: phases in order, faults at their times, frames at even distances. */
final class Replayer {
    private static final double NANOS = 1e9;
    /** Frames of simulated time: often enough to watch, few enough to keep. */
    private static final long FRAME_NANOS = 250_000_000;

    private static final int MOST_FRAMES = 400;

    private final Plan plan;
    private final int replication;
    private final Assembly assembly;
    private final Engine engine;
    private final Recorder recorder;
    private final Faults faults;
    private final List<Timeline.Action> actions;
    private final Engine.Stop stop;
    private final Audience audience;
    private final boolean framed;
    private final long frameNanos;
    private final double totalSeconds;
    private int nextAction;
    private long nextFrame;

    /** Somebody who is told how far a replication is, at even distances of simulated time. */
    interface Audience {
        /**
         * @param share of the script that is done, 0 to 1
         * @param frame what happened since the last time, from the first replication; null from the others
         */
        void at(int replication, double share, Frame frame);
    }

    Replayer(Plan plan, long seed, int replication, Engine.Stop stop, Audience audience) {
        this.plan = plan;
        this.stop = stop;
        this.audience = audience;
        this.replication = replication;
        framed = replication == 0;
        assembly = Assembly.of(plan, seed, replication, stop);
        engine = assembly.engine();
        faults = new Faults(plan, assembly);
        recorder = new Recorder(plan, assembly, replication);
        actions = Timeline.of(plan);
        long total = plan.load().phaseEnd(plan.load().phases() - 1);
        totalSeconds = total / NANOS;
        frameNanos = Math.max(FRAME_NANOS, total / MOST_FRAMES);
        nextFrame = frameNanos;
    }

    /** The engine with its nodes and meters, for those who look at more than the recorder copies. */
    Assembly assembly() {
        return assembly;
    }

    /** Runs to the end of the script, or until stopped. */
    Replication play() {
        if (stop.now(0, 0)) {
            // Stopped while it was built: what its caches hold may be half of what they should.
            return recorder.finish(false);
        }
        List<ScriptPhase> phases = plan.script().phases();
        boolean complete = true;
        for (int p = 0; p < phases.size() && complete; p++) {
            if (p > 0) {
                engine.phase(p);
                for (int node = 0; node < plan.nodes().size(); node++) {
                    assembly.behaviour(node).phase();
                }
            }
            complete = playPhase(phases.get(p), plan.load().phaseEnd(p));
            recorder.boundary();
        }
        return recorder.finish(complete);
    }

    private boolean playPhase(ScriptPhase phase, long end) {
        while (engine.now() < end) {
            while (nextAction < actions.size() && actions.get(nextAction).nanos() <= engine.now()) {
                actions.get(nextAction++).deed().accept(faults);
            }
            long until = end;
            if (nextAction < actions.size()) {
                until = Math.min(until, actions.get(nextAction).nanos());
            }
            until = Math.min(until, nextFrame);
            if (!engine.runUntil(until, stop)) {
                return false;
            }
            if (engine.now() >= nextFrame) {
                Frame frame = framed ? recorder.frame(phase.name(), totalSeconds) : null;
                audience.at(replication, engine.now() / NANOS / totalSeconds, frame);
                nextFrame += frameNanos;
            }
        }
        return true;
    }
}
