package dev.trestle.components.run;

import dev.trestle.components.engine.Series;
import dev.trestle.components.history.Histories;
import dev.trestle.components.load.ScriptPhase;
import dev.trestle.components.measure.Drift;
import dev.trestle.components.measure.Ending;
import dev.trestle.components.measure.Merge;
import dev.trestle.components.measure.Mser;
import dev.trestle.components.measure.Played;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.measure.Report;
import dev.trestle.components.plan.Plan;
import dev.trestle.components.verdict.Looks;
import dev.trestle.components.verdict.Looks.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Plays a script for as long as it takes: a warm-up until the design has settled, level phases until their requirements are
 * decided, everything else as it was written.
 *
 * <p>All replications play a round of the same length, then somebody looks; the next round doubles what there is. Only what
 * they have measured together decides what comes next, so the result does not depend on threads. A phase whose response
 * times or whose load inside keep changing is not cut short and not drawn out: it gets what the script says.
 */
final class Rounds {
    private static final double NANOS = 1e9;
    /** Slices of the first round in which the level inside is noted. */
    private static final int SLICES = 32;
    /** Frames of the first round. */
    private static final int FRAMES = 8;
    /** The next phases may take this many times the events that their load lets one expect. */
    private static final double RESERVE = 1.5;
    /** Less of a round than this is not worth beginning. */
    private static final double WORTH = 0.1;
    /** Measured are at least so many mean latencies: of less nearly all would still be under way when it ends. */
    private static final double LATENCIES = 2;

    private final Plan plan;
    private final Pace pace;
    private final Looks looks;
    private final Crew crew;
    private final Budget budget;
    private final long seed;
    private final Function<List<Replication>, Histories> histories;
    private final List<Played> played = new ArrayList<>();
    private boolean settled;
    /** Whether it was not settled at two looks running: one in twenty looks says so by luck. */
    private boolean moving;
    /** Whether every phase that was looked at had nothing left to decide at its last look. */
    private boolean decided = true;
    /** Whether a phase was played otherwise than the script says, and how many had to be played as it says. */
    private boolean other;

    private int stories;
    /** Whether a phase could not go on for as long as it would have needed. */
    private boolean tooShort;

    /** What rounds work with. */
    record Parts(Plan plan, Pace pace, Looks looks, Crew crew, Budget budget) {}

    Rounds(Parts parts, long seed, Function<List<Replication>, Histories> histories) {
        plan = parts.plan();
        pace = parts.pace();
        looks = parts.looks();
        crew = parts.crew();
        budget = parts.budget();
        this.seed = seed;
        this.histories = histories;
    }

    /** Plays all of it; afterwards the books may be closed. */
    Ending play() {
        for (int p = 0; p < plan.script().played().size(); p++) {
            if (budget.ended()) {
                ScriptPhase phase = plan.script().phases().get(p);
                played.add(new Played(phase.id(), phase.name(), plan.load().length(p) / NANOS, 0, 0, false));
            } else {
                phase(p);
            }
        }
        crew.order(Replayer::settle);
        crew.play();
        boolean sooner = decided && other && stories == 0 && played.stream().allMatch(Played::whole);
        return new Ending(budget.stoppedBy(tooShort ? "budget" : sooner ? "decided" : "script"), played);
    }

    private void phase(int p) {
        long stated = plan.load().length(p);
        if (p > 0 && !plan.load().goesOnAs(p - 1, p)) {
            settled = false;
        }
        if (!pace.elastic(p)) {
            crew.order(replayer -> {
                replayer.beginStory(p);
                replayer.play(stated);
            });
            note(p, plan.script().phases().get(p).playedNanos(), 0);
            stories++;
            return;
        }
        long first = pace.first(p);
        crew.order(replayer -> {
            if (p == 0) {
                replayer.watch(first / SLICES);
                replayer.frames(Math.max(first, stated / 400) / FRAMES);
            }
            replayer.begin(p);
        });
        if (plan.script().phases().get(p).measured()) {
            rounds(p);
        } else {
            warmUp(p);
        }
    }

    /** Until the design has settled, or as long as the script says. */
    private void warmUp(int p) {
        long stated = plan.load().length(p);
        long done = 0;
        for (long next = pace.first(p); !settled && done < stated && !budget.ended(); next = done / 2) {
            long step = Math.min(next, stated - done);
            crew.order(replayer -> replayer.play(step));
            done += step;
            settled = settled();
        }
        note(p, done, 0);
    }

    /** So long that most requests end within it: some mean latencies of what was played last. */
    private long sojourns() {
        double mean = crew.ask(Replayer::responses).stream()
                .mapToDouble(Series::latest)
                .filter(Double::isFinite)
                .average()
                .orElse(0);
        return (long) Math.min(LATENCIES * mean, Long.MAX_VALUE / 2.0);
    }

    private boolean settled() {
        List<Series> responses = crew.ask(Replayer::responses);
        List<Series> levels = crew.ask(Replayer::levels);
        return Mser.of(responses).settled() && Drift.of(levels).settled();
    }

    /** The beginning of a measured phase that is left out, because the design has not settled yet: at most half of it. */
    private long lead(int p) {
        long most = Math.max(plan.load().length(p), 2 * pace.first(p)) / 2;
        long done = 0;
        for (long next = pace.first(p); !settled && done < most && !budget.ended(); next = done / 2) {
            long step = Math.min(next, most - done);
            crew.order(replayer -> replayer.lead(step));
            done += step;
            settled = settled();
        }
        return done;
    }

    private void rounds(int p) {
        long stated = plan.load().length(p);
        long before = lead(p);
        if (!settled) {
            crew.order(Replayer::countLead);
            long rest = Math.max(0, stated - before);
            crew.order(replayer -> replayer.play(rest));
            note(p, before + rest, 0);
            decided &= look(p, 1) == Need.NOTHING;
            return;
        }
        long done = 0;
        long next = Math.max(pace.least(p), Math.min(stated, sojourns()));
        Need need = Need.STATED;
        while (next > 0 && !budget.ended()) {
            long step = next;
            crew.order(replayer -> {
                replayer.play(step);
                replayer.settle();
            });
            double grown = done == 0 ? 1 : (done + step) / (double) done;
            done += step;
            boolean wasSettled = settled;
            settled = settled();
            moving = !settled && !wasSettled;
            need = budget.ended() ? need : look(p, grown);
            next = budget.ended() ? 0 : next(p, new Stand(done, before, need));
        }
        decided &= need == Need.NOTHING;
        note(p, done, before);
    }

    /** Where a phase stands after a round: what is on its books, what was left out, what it is for. */
    private record Stand(long done, long before, Need need) {}

    /** Length of the next round; 0 when there is none. */
    private long next(int p, Stand stand) {
        long missing = plan.load().length(p) - stand.before() - stand.done();
        boolean more = stand.need() == Need.MORE;
        if (stand.need() == Need.NOTHING && settled || missing <= 0 && (!more || moving)) {
            return 0;
        }
        long wanted = more && (settled || missing <= 0) ? stand.done() : Math.min(stand.done(), missing);
        long room = room(p, stand.done() + stand.before());
        long step = missing > 0 ? wanted : Math.min(wanted, room);
        if (missing <= 0 && step < WORTH * wanted) {
            // The phases after it are still to be played.
            tooShort = true;
            return 0;
        }
        return step;
    }

    /** How much longer the phase may last within the budget of events, when the phases after it are to be played too. */
    private long room(int p, long done) {
        long events = crew.ask(Replayer::events).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        double load = 0;
        for (int q = 0; q <= p; q++) {
            Played one = q < p ? played.get(q) : null;
            double seconds = one == null ? done / NANOS : one.seconds() + one.leftOutSeconds();
            load += Math.max(1e-9, plan.load().total(q)) * seconds;
        }
        double later = 0;
        for (int q = p + 1; q < plan.script().played().size(); q++) {
            later += plan.load().peak(q) * plan.load().length(q) / NANOS;
        }
        double each = events / load;
        double left = budget.left(events) - RESERVE * later * each;
        return Math.max(0, (long) (left / each / Math.max(1e-9, plan.load().total(p)) / (1 + WORTH) * NANOS));
    }

    private Need look(int p, double grown) {
        ScriptPhase phase = plan.script().phases().get(p);
        List<Replication> measured = crew.measured();
        Report report = Merge.of(plan, seed, measured, new Ending("script", played));
        if (report.phase(phase.name()) == null) {
            return Need.STATED;
        }
        return looks.look(report, histories.apply(measured), phase.name(), grown);
    }

    private void note(int p, long nanos, long leftOut) {
        ScriptPhase phase = plan.script().phases().get(p);
        long stated = phase.playedNanos();
        other |= nanos + leftOut != stated;
        boolean whole = crew.ask(Replayer::stopped).stream().noneMatch(stopped -> stopped);
        played.add(new Played(phase.id(), phase.name(), stated / NANOS, nanos / NANOS, leftOut / NANOS, whole));
    }
}
