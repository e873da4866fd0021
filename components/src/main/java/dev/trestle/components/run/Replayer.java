package dev.trestle.components.run;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.engine.Series;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.measure.Frame;
import dev.trestle.components.measure.Mser;
import dev.trestle.components.measure.Recorder;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Plays the script on one replication: phases in order, faults at their times, frames at even distances. It may be played in
 * pieces, by one thread at a time, and keeps its engine between them.
 */
final class Replayer {
    private static final double NANOS = 1e9;
    /** Frames of simulated time: often enough to watch, few enough to keep. */
    static final long FRAME_NANOS = 250_000_000;

    private static final int MOST_FRAMES = 400;
    /** The time after a phase, in which its requests end, is this share of it... */
    private static final double TAIL_SHARE = 0.05;
    /** ...or so many mean latencies, if that is more: all but e^-20 of exponential latencies are shorter. */
    private static final double TAIL_LATENCIES = 20;
    /** So few may end one by one, and are waited for. */
    private static final int TAIL_FEW = 20;
    /** How often is looked whether all have ended. */
    private static final int TAIL_LOOKS = 50;

    private final Plan plan;
    private final int replication;
    private final Assembly assembly;
    private final Engine engine;
    private final Recorder recorder;
    private final Faults faults;
    private final Uptime uptime;
    private final Chaos chaos;
    /** The phases as they are played: those of the plan, unless somebody intervenes. */
    private final List<ScriptPhase> story;
    /** Actions to come, at times of the engine. */
    private final List<Timeline.Action> actions = new ArrayList<>();
    /** Those of them that earlier phases have left over. */
    private List<Timeline.Action> inherited = List.of();

    private int nextAction;

    private final Budget budget;
    private final Audience audience;
    private final boolean framed;
    private final double totalSeconds;
    private long frameNanos;
    private long nextFrame;
    private int framesTaken;
    private int phase;
    /** How much of the phase has been played. */
    private long phasePlayed;

    private long phaseStart;
    /** When the script says that the run ends, on the clock of the engine. */
    private long stopNanos = Long.MAX_VALUE;

    private boolean stopped;
    /** Response times, and what is inside the design, since the load last changed. */
    private final Series responses = new Series(Mser.BATCH);

    private final Series levels = new Series(1);
    private long sliceNanos = Long.MAX_VALUE;
    private long sliceEnd = Long.MAX_VALUE;
    private long level;

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
        uptime = new Uptime(plan, assembly);
        chaos = new Chaos(plan, seed, replication);
        recorder = new Recorder(plan, assembly, replication);
        story = new ArrayList<>(plan.script().phases());
        totalSeconds = plan.script().playedNanos() / NANOS;
        frames(Math.max(FRAME_NANOS, plan.script().playedNanos() / MOST_FRAMES));
        // Stopped while it was built: what its caches hold may be half of what they should.
        stopped = budget.now(0, 0);
    }

    /** The engine with its nodes and meters, for those who look at more than the recorder copies. */
    Assembly assembly() {
        return assembly;
    }

    /** Plays the script to its end, or until stopped. */
    void script() {
        for (int p = 0; p < plan.load().phases() && !stopped && !over(); p++) {
            begin(p);
            play(plan.load().length(p));
        }
        settle();
    }

    /** Takes frames at this distance, or at twice it and so on as they become too many. */
    void frames(long nanos) {
        frameNanos = Math.max(1, nanos);
        nextFrame = recorder.playedNanos() + frameNanos;
    }

    /** From now on notes response times, and the level inside in slices of that length, to see when they have settled. */
    void watch(long nanos) {
        sliceNanos = Math.max(1, nanos);
        plan.operations().stream()
                .filter(OperationPlan::external)
                .forEach(operation -> assembly.meter(operation.index()).series = responses);
    }

    Series responses() {
        return responses;
    }

    Series levels() {
        return levels;
    }

    /** Begins a phase of the script. */
    void begin(int number) {
        if (number > 0 && !plan.load().goesOnAs(number - 1, number)) {
            responses.clear();
            levels.clear();
        }
        phase = number;
        phasePlayed = 0;
        engine.phase(number);
        if (number > 0) {
            for (int node = 0; node < plan.nodes().size(); node++) {
                assembly.behaviour(node).phase();
            }
        }
        phaseStart = engine.now();
        inherited = List.copyOf(actions.subList(nextAction, actions.size()));
        plan(script(number));
    }

    private void plan(ScriptPhase now) {
        stopNanos = now.last() ? phaseStart + now.playedNanos() : Long.MAX_VALUE;
        actions.clear();
        nextAction = 0;
        actions.addAll(inherited);
        for (Timeline.Action action : Timeline.of(now, chaos, phaseStart)) {
            actions.add(new Timeline.Action(phaseStart + action.nanos(), action.deed()));
        }
        // What is to happen at this very moment has not happened yet.
        actions.removeIf(action -> action.nanos() < engine.now());
        // A stable sort: faults of one moment happen in the order of the script.
        actions.sort(Comparator.comparingLong(Timeline.Action::nanos));
    }

    private ScriptPhase script(int number) {
        return story.get(number);
    }

    /** From now on a phase is that one: what lies behind is as it was. */
    void amend(int number, ScriptPhase now) {
        story.set(number, now);
        if (number == phase) {
            plan(now);
        }
    }

    Faults faults() {
        return faults;
    }

    /** Whether the run has come to where its script stops it. */
    boolean over() {
        return engine.now() >= stopNanos;
    }

    /** Goes on with the phase for so long, on its books. */
    void play(long nanos) {
        advance(phase, nanos);
    }

    /** Goes on with the beginning of the phase, of which {@link #countLead} may say later that it counts. */
    void lead(long nanos) {
        int slot = plan.load().lead(phase);
        plan.operations().forEach(operation -> {
            OperationMeter meter = assembly.meter(operation.index());
            if (meter.offered[slot] == 0) {
                meter.open(slot);
            }
        });
        advance(slot, nanos);
    }

    void countLead() {
        recorder.countLead();
    }

    private void advance(int slot, long nanos) {
        if (stopped) {
            return;
        }
        open(slot);
        goOn(nanos);
        shut();
    }

    /** From now on what happens is on the books of that slot, until they are {@link #shut}. */
    void open(int slot) {
        engine.phase(slot);
        uptime.look(engine.now());
        recorder.begin(slot);
        beginSlice();
    }

    /** Goes on for so long, or to where the script stops the run. */
    void goOn(long nanos) {
        long began = engine.now();
        stopped = !runUntil(Math.min(began + nanos, Math.max(began, stopNanos)));
        phasePlayed += engine.now() - began;
    }

    void shut() {
        uptime.look(engine.now());
        recorder.end();
    }

    private void beginSlice() {
        if (sliceNanos < Long.MAX_VALUE) {
            sliceEnd = engine.now() + sliceNanos;
            level = recorder.level();
        }
    }

    private boolean runUntil(long end) {
        while (engine.now() < end) {
            while (nextAction < actions.size() && actions.get(nextAction).nanos() <= engine.now()) {
                actions.get(nextAction++).deed().accept(faults);
                uptime.look(engine.now());
            }
            long until = Math.min(Math.min(end, sliceEnd), engine.now() + nextFrame - recorder.playedNanos());
            if (nextAction < actions.size()) {
                until = Math.min(until, actions.get(nextAction).nanos());
            }
            if (!engine.runUntil(until, budget)) {
                return false;
            }
            if (engine.now() >= sliceEnd) {
                long before = level;
                beginSlice();
                levels.add((double) (level - before) / sliceNanos);
            }
            if (recorder.playedNanos() >= nextFrame) {
                frame();
            }
        }
        return true;
    }

    private void frame() {
        double played = recorder.playedNanos() / NANOS;
        recorder.look();
        Frame frame = framed ? recorder.frame(script(phase).name(), Math.max(played, totalSeconds)) : null;
        audience.at(replication, Math.min(1, played / totalSeconds), frame);
        if (++framesTaken == MOST_FRAMES * 2) {
            recorder.halveFrames();
            framesTaken /= 2;
            frameNanos *= 2;
        }
        nextFrame += frameNanos;
    }

    /**
     * Lets the requests that were made so far end, off the books: the load goes on and everything stays as it is. Without
     * it they would count with their age so far, which is less than their latency. It takes as long again for as long as some
     * still end, up to the length of the phase: heavy tails and backlogs take many times the mean.
     */
    void settle() {
        if (stopped) {
            return;
        }
        long most = tailNanos();
        engine.phase(plan.load().off(phase));
        long last = engine.now() + phasePlayed;
        long before = Long.MAX_VALUE;
        long left = open();
        boolean more = left > 0;
        while (more && left < before && engine.now() < last) {
            before = left;
            more = await(Math.min(last, engine.now() + most));
            left = open();
            boolean few = left > 0 && left <= TAIL_FEW && left > inVain();
            before = few ? Long.MAX_VALUE : before;
            more &= left > 0;
        }
    }

    /** Runs until then, or until all have ended; false when the run has to end. */
    private boolean await(long end) {
        long step = Math.max(1, (end - engine.now()) / TAIL_LOOKS);
        boolean more = true;
        while (more && engine.now() < end && open() > 0) {
            more = engine.runUntil(Math.min(end, engine.now() + step), budget.tail());
        }
        return more;
    }

    /** What has been measured so far; the replication may go on. */
    Replication measured() {
        return recorder.measured(!stopped);
    }

    /** Closes the books for good. */
    Replication finish() {
        return recorder.finish(!stopped);
    }

    boolean stopped() {
        return stopped;
    }

    long events() {
        return engine.events();
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
        return (long) Math.min(phasePlayed, Math.max(1, Math.max(TAIL_SHARE * phasePlayed, latencies)));
    }

    /** How many of them will never be answered, and nobody gives them up. */
    private long inVain() {
        long[] count = {0};
        engine.eachUnfinished(call -> count[0] += call.hopeless()
                        && call.verb == Call.REQUEST
                        && call.phase < plan.load().phases()
                ? 1
                : 0);
        return count[0];
    }

    private long open() {
        long open = 0;
        for (int i = 0; i < plan.operations().size(); i++) {
            open += assembly.meter(i).open();
        }
        return open;
    }
}
