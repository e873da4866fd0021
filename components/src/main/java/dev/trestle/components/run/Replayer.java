package dev.trestle.components.run;

import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.engine.Series;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.measure.Frame;
import dev.trestle.components.measure.Mser;
import dev.trestle.components.measure.Recorder;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.measure.Slices;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Plays the script on one replication: phases in order, faults at their times, frames at even distances.
 *
 * <p>What it is told to do it notes down, in order, and does in {@link #turn turns}, by one thread at a time but not always
 * the same one. It keeps its engine between them; how it is cut into turns decides nothing.
 */
final class Replayer {
    private static final double NANOS = 1e9;
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
    private final Cadence cadence;
    private final Incidents incidents;
    private int phase;
    /** How much of the phase has been played. */
    private long phasePlayed;

    private long phaseStart;
    /** When the script says that the run ends, on the clock of the engine. */
    private long stopNanos = Long.MAX_VALUE;

    private boolean stopped;
    /** The time after the phase; null where there is none. */
    private Tail tail;
    /** What there is to do, in order: each does a piece of it and says whether there is more. */
    private final Deque<BooleanSupplier> tasks = new ArrayDeque<>();
    /** Response times, and what is inside the design, since the load last changed. */
    private final Series responses = new Series(Mser.BATCH);

    private final Series levels = new Series(1);
    /** Null where nobody asks for the course. */
    private Slices course;

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
        incidents = new Incidents(plan);
        uptime = new Uptime(plan, assembly);
        chaos = new Chaos(plan, seed, replication);
        recorder = new Recorder(plan, assembly, replication);
        faults = new Faults(plan, assembly, fault -> incidents.struck(fault, recorder.playedNanos()));
        story = new ArrayList<>(plan.script().phases());
        totalSeconds = plan.script().playedNanos() / NANOS;
        cadence = new Cadence(recorder, plan.script().playedNanos());
        // Stopped while it was built: what its caches hold may be half of what they should.
        stopped = budget.now(0, 0);
    }

    /** The engine with its nodes and meters, for those who look at more than the recorder copies. */
    Assembly assembly() {
        return assembly;
    }

    /** Does a piece of what there is to do: about what happens between two frames. False when there is no more. */
    boolean turn() {
        BooleanSupplier task = tasks.peek();
        if (task != null && !task.getAsBoolean()) {
            tasks.remove();
        }
        return !tasks.isEmpty();
    }

    private void once(Runnable deed) {
        tasks.add(() -> {
            deed.run();
            return false;
        });
    }

    /** Plays the script to its end, or until stopped. */
    void script() {
        int calm = Pace.calm(plan);
        for (int p = 0; p < plan.script().played().size(); p++) {
            int number = p;
            once(() -> {
                if (!stopped) {
                    enter(number, number >= calm);
                }
            });
            play(plan.load().length(p));
        }
        settle();
    }

    /** Takes frames at this distance, or at twice it and so on as they become too many. */
    void frames(long nanos) {
        cadence.every(nanos);
    }

    /** Takes frames at this distance whatever happens. */
    void evenFrames(long nanos) {
        cadence.always(nanos);
    }

    /** Notes its course in slices of that length, or not at all with 0; to be said before it plays. */
    void course(long nanos) {
        if (nanos > 0) {
            course = recorder.slices(nanos);
        }
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

    /** Begins a phase of the script that goes on like the ones before it. */
    void begin(int number) {
        once(() -> enter(number, false));
    }

    /** Begins a phase in or after which something changes. */
    void beginStory(int number) {
        once(() -> enter(number, true));
    }

    /** Begins a phase at once; it is not on the books before they are opened. */
    void enter(int number) {
        enter(number, false);
    }

    private void enter(int number, boolean changes) {
        if (changes) {
            cadence.story(plan.load().length(number), plan.load().peak(number));
            changed();
        }
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

    /** From now on what happens is on the books of that slot, until they are {@link #shut}. */
    void open(int slot) {
        engine.phase(slot);
        uptime.look(engine.now());
        recorder.begin(slot);
        beginSlice();
    }

    /** Goes on for so long, or to where the script stops the run, on the books that are open. */
    void goOn(long nanos) {
        long began = engine.now();
        long end = stopsBefore(began + nanos);
        while (!stopped && engine.now() < end) {
            stopped = !runOn(end);
        }
        phasePlayed += engine.now() - began;
    }

    private long stopsBefore(long end) {
        return Math.min(end, Math.max(engine.now(), stopNanos));
    }

    void shut() {
        uptime.look(engine.now());
        recorder.end();
    }

    /** Goes on with the phase for so long, on its books. */
    void play(long nanos) {
        tasks.add(new Advance(false, nanos));
    }

    /** Goes on with the beginning of the phase, of which {@link #countLead} may say later that it counts. */
    void lead(long nanos) {
        tasks.add(new Advance(true, nanos));
    }

    void countLead() {
        once(recorder::countLead);
    }

    private int openLead() {
        int slot = plan.load().lead(phase);
        plan.operations().forEach(operation -> {
            OperationMeter meter = assembly.meter(operation.index());
            if (meter.offered[slot] == 0) {
                meter.open(slot);
            }
        });
        return slot;
    }

    /** A stretch of the script, a frame a turn. */
    private final class Advance implements BooleanSupplier {
        private final boolean lead;
        private final long nanos;
        private long began;
        /** When it ends; -1 before it has begun. */
        private long end = -1;

        Advance(boolean lead, long nanos) {
            this.lead = lead;
            this.nanos = nanos;
        }

        @Override
        public boolean getAsBoolean() {
            if (end < 0) {
                begin();
            }
            if (stopped) {
                return false;
            }
            stopped = !runOn(end);
            if (!stopped && engine.now() < end) {
                return true;
            }
            if (course != null) {
                course.cut(engine.now());
            }
            shut();
            phasePlayed += end - began;
            return false;
        }

        private void begin() {
            int slot = lead ? openLead() : phase;
            began = engine.now();
            end = stopsBefore(began + nanos);
            if (!stopped) {
                open(slot);
                if (course != null) {
                    course.begin(phase, phasePlayed, engine.now());
                }
            }
        }
    }

    private void beginSlice() {
        if (sliceNanos < Long.MAX_VALUE) {
            sliceEnd = engine.now() + sliceNanos;
            level = recorder.level();
        }
    }

    /** Runs until the next frame has been taken, or until then; false when the run has to end. */
    private boolean runOn(long end) {
        while (engine.now() < end) {
            act();
            long until = Math.min(Math.min(end, sliceEnd), engine.now() + cadence.next() - recorder.playedNanos());
            if (nextAction < actions.size()) {
                until = Math.min(until, actions.get(nextAction).nanos());
            }
            if (course != null) {
                until = Math.min(until, course.end());
            }
            if (!engine.runUntil(until, budget)) {
                return false;
            }
            if (engine.now() >= sliceEnd) {
                long before = level;
                beginSlice();
                levels.add((double) (level - before) / sliceNanos);
            }
            if (course != null && engine.now() >= course.end()) {
                course.cut(engine.now());
            }
            if (recorder.playedNanos() >= cadence.next()) {
                frame();
                return true;
            }
        }
        return true;
    }

    private void frame() {
        double played = recorder.playedNanos() / NANOS;
        recorder.look();
        Frame frame = framed ? recorder.frame(script(phase).name(), Math.max(played, totalSeconds)) : null;
        audience.at(replication, Math.min(1, played / totalSeconds), frame);
        cadence.taken();
    }

    /** Does what the script has for this moment; what was before it is in a frame of its own. */
    private void act() {
        if (nextAction == actions.size() || actions.get(nextAction).nanos() > engine.now()) {
            return;
        }
        changed();
        while (nextAction < actions.size() && actions.get(nextAction).nanos() <= engine.now()) {
            actions.get(nextAction++).deed().accept(faults);
            uptime.look(engine.now());
        }
        incidents.are(faults.inForce(), recorder.playedNanos());
    }

    private void changed() {
        if (cadence.change()) {
            frame();
        }
    }

    /**
     * Lets the requests that were made so far end, off the books: the load goes on and everything stays as it is. Without
     * it they would count with their age so far, which is less than their latency. It takes as long again for as long as some
     * still end, up to the length of the phase: heavy tails and backlogs take many times the mean.
     */
    void settle() {
        once(() -> tail = stopped ? null : new Tail(assembly, budget, new Tail.Played(plan, phase, phasePlayed)));
        tasks.add(() -> tail != null && tail.turn());
    }

    /** What has been measured so far; the replication may go on. */
    Replication measured() {
        recorder.incidents(incidents.until(recorder.playedNanos()));
        return recorder.measured(!stopped);
    }

    /** Closes the books for good. */
    Replication finish() {
        recorder.incidents(incidents.until(recorder.playedNanos()));
        return recorder.finish(!stopped);
    }

    boolean stopped() {
        return stopped;
    }

    long events() {
        return engine.events();
    }
}
