package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Deeds;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Program;
import dev.trestle.components.kind.Route;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Popularity;
import java.util.List;

/**
 * The order in which the steps of a call are taken: one after the other or together, with their shares, repetitions and
 * keys. How a step is carried out, and what becomes of a call that is through, its subclasses say.
 *
 * <p>Each access of a step is a call that the node makes to itself.
 */
abstract class Course {
    final Engine engine;
    final Site site;
    private final Chance stepChance;
    private final Chance[] keyChance;
    private final Popularity[] popularity;

    Course(Site site) {
        this.site = site;
        engine = site.engine();
        stepChance = site.chance("steps");
        List<EntityPlan> entities = site.entities();
        keyChance = new Chance[entities.size()];
        popularity = new Popularity[entities.size()];
        for (int i = 0; i < keyChance.length; i++) {
            keyChance[i] = site.chance("keys of " + entities.get(i).name());
            popularity[i] = site.popularity(i);
        }
    }

    /** The steps of the call. */
    abstract Program program(Call call);

    /** Carries out an access; in the end it must come to {@link #accessed}, though not before this returns. */
    abstract void launch(Call access, Route route);

    /** The call is through with its steps, or one has failed. */
    abstract void through(Call call);

    /** Goes on with the steps until something must be waited for or all is done. */
    final void proceed(Call call, Program program) {
        List<Program.Step> steps = program.steps();
        while (call.pending == 0) {
            if (call.step == steps.size()) {
                through(call);
                return;
            }
            Program.Step step = steps.get(call.step);
            if (call.repeat == 0 && step.share() < 1 && stepChance.uniform() >= step.share()) {
                call.step++;
            } else if (step.parallel()) {
                launchTogether(call, program);
            } else if (call.repeat == step.times()) {
                call.step = program.after(call.step);
                call.repeat = 0;
            } else {
                call.repeat++;
                access(call, call.step, step, call.repeat);
            }
        }
    }

    /** Sends out all repetitions of this parallel step and of the parallel steps right behind it. */
    private void launchTogether(Call call, Program program) {
        List<Program.Step> steps = program.steps();
        boolean first = true;
        while (call.step < steps.size() && steps.get(call.step).parallel()) {
            int index = call.step++;
            Program.Step step = steps.get(index);
            if (first || step.share() >= 1 || stepChance.uniform() < step.share()) {
                call.step = program.after(index);
                for (int i = 0; i < step.times(); i++) {
                    access(call, index, step, i);
                }
            }
            first = false;
        }
    }

    /** @param turn of the repetitions of the step */
    private void access(Call call, int index, Program.Step step, int turn) {
        call.pending++;
        Call access = engine.child(call);
        access.instance = call.instance;
        access.attempt = 1;
        access.verb = step.verb();
        access.operation = step.verb() == Call.REQUEST ? step.subject() : step.operation();
        access.subject = step.subject();
        access.step = index;
        Deeds deeds = engine.journal.deeds();
        if (deeds != null) {
            boolean copy = call.wire != null && call.verb == Call.DELIVER && site.broadcasts(call.wire.from.node);
            deeds.step(call, access, turn, copy ? site.node() : -1);
        }
        if (call.verb == Call.REQUEST || call.verb == Call.DELIVER) {
            // What an earlier step has seen is not what this one writes.
            access.version = 0;
        }
        if (step.keyEntity() >= 0 && (call.verb == Call.REQUEST || call.verb == Call.DELIVER)) {
            access.key = key(call, step);
            access.keyEntity = step.keyEntity();
        }
        launch(access, step.route());
    }

    /**
     * The key of a step: that of the operation when both are about the same entity, or else of the operation that called
     * it, or of the one that called that; where nobody has one it is drawn. A step that makes something makes a new one.
     */
    private long key(Call call, Program.Step step) {
        int entity = step.keyEntity();
        // An operation that makes something got its new key from whoever started it: its own steps share that one.
        boolean handsOn = !step.fresh() || step.verb() != Call.REQUEST;
        if (step.times() == 1 && handsOn && call.keyEntity == entity) {
            return call.key;
        }
        if (step.fresh()) {
            return site.freshKey(entity);
        }
        Call above = call;
        while (step.times() == 1 && above.parentWaits()) {
            above = above.parent;
            if (above.keyEntity == entity) {
                return above.key;
            }
        }
        return popularity[entity].key(keyChance[entity]);
    }

    /** The access is at its end, and its call goes on. */
    final void accessed(Call call, Call access) {
        int outcome = access.outcome;
        boolean soldOut = access.verb == Call.RESERVE && outcome == Call.MISS;
        if (access.verb == Call.READ) {
            call.replyBytes += access.replyBytes;
        }
        // Who keeps the answer to a request keeps it with the version that was seen last.
        call.version = access.version;
        call.place = access.place;
        engine.free(access);
        call.pending--;
        if (soldOut && (call.verb == Call.REQUEST || call.verb == Call.DELIVER)) {
            // That there is none left is an answer, and the end of it.
            call.step = program(call).steps().size();
            proceed(call, program(call));
        } else if (outcome != Call.OK) {
            call.outcome = outcome;
            through(call);
        } else {
            proceed(call, program(call));
        }
    }
}
