package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Program;
import dev.trestle.components.kind.Route;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Popularity;
import java.util.List;

/**
 * Runs the steps of the calls in a {@link Processing} node, one after the other or together.
 *
 * <p>Each access of a step is a call that the node makes to itself; that call looks into the cache, asks the store and
 * fills or drops the cache entry, as the route says, through {@link Downstream}.
 */
final class Steps {
    private static final int ASK_CACHE = 1;
    private static final int ASK_STORE = 2;
    private static final int DROP_ENTRY = 3;
    /** The event of a message that its taker has not confirmed, next to those of {@link Downstream}. */
    private static final int SEND_AGAIN = Downstream.HELD_BACK + 1;
    /** How often a message is sent again before the publisher gives it up. */
    private static final int RESENDS = 60;
    /** A request without payload: headers and a query, as a round figure. */
    private static final long QUERY_BYTES = 500;

    private final Processing node;
    private final Engine engine;
    private final Site site;
    private final Downstream downstream;
    private final int firstEvent;
    private final Chance stepChance;
    private final Chance[] keyChance;
    private final Popularity[] popularity;
    private final long[] sizeBytes;
    private Program[] programs;
    /** What is done on behalf of other services, by operation, entity and verb; made when it is first needed. */
    private final Program[][][] accesses;

    /** @param firstEvent of those that the accesses get */
    Steps(Processing node, Site site, Downstream downstream, int firstEvent) {
        this.node = node;
        this.site = site;
        this.downstream = downstream;
        this.firstEvent = firstEvent;
        engine = site.engine();
        stepChance = site.chance("steps");
        List<EntityPlan> entities = site.entities();
        keyChance = new Chance[entities.size()];
        popularity = new Popularity[entities.size()];
        sizeBytes = new long[entities.size()];
        accesses = new Program[site.operations().size()][entities.size()][Call.OWN + 1];
        for (int i = 0; i < keyChance.length; i++) {
            keyChance[i] = site.chance("keys of " + entities.get(i).name());
            popularity[i] = site.popularity(i);
            sizeBytes[i] = entities.get(i).sizeBytes();
        }
    }

    void start() {
        programs = new Program[site.operations().size()];
        for (int i = 0; i < programs.length; i++) {
            programs[i] = site.program(i);
        }
    }

    Program program(Call call) {
        return switch (call.verb) {
            case Call.REQUEST -> programs[call.operation];
            case Call.DELIVER -> site.handler(call.subject);
            default -> accessProgram(call);
        };
    }

    private Program accessProgram(Call call) {
        Program[] known = accesses[call.operation][call.subject];
        if (known[call.verb] == null) {
            known[call.verb] = site.access(call.subject, call.verb, call.operation);
        }
        return known[call.verb];
    }

    /** Goes on with the steps until something must be waited for or all is done. */
    void proceed(Call call, Program program) {
        List<Program.Step> steps = program.steps();
        while (call.pending == 0) {
            if (call.step == steps.size()) {
                node.finish(call);
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
                access(call, call.step, step);
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
                    access(call, index, step);
                }
            }
            first = false;
        }
    }

    private void access(Call call, int index, Program.Step step) {
        call.pending++;
        Call access = engine.child(call);
        access.instance = call.instance;
        access.attempt = 1;
        access.verb = step.verb();
        access.operation = step.verb() == Call.REQUEST ? step.subject() : step.operation();
        access.subject = step.subject();
        access.step = index;
        if (call.verb == Call.REQUEST || call.verb == Call.DELIVER) {
            // What an earlier step has seen is not what this one writes.
            access.version = 0;
        }
        if (step.keyEntity() >= 0 && (call.verb == Call.REQUEST || call.verb == Call.DELIVER)) {
            access.key = key(call, step);
            access.keyEntity = step.keyEntity();
        }
        access.stage = step.route().aside() && access.verb == Call.READ ? ASK_CACHE : ASK_STORE;
        if (access.verb == Call.PUBLISH) {
            access.message = engine.nextMessage();
            if (call.rootWaits()) {
                // A message tells of when the person acted, however long it was on its way.
                access.madeNanos = call.root.madeNanos;
            }
        }
        ask(access, step.route());
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

    private void ask(Call access, Route route) {
        Wire wire = access.stage == ASK_STORE ? route.store() : route.cache();
        if (downstream.lets(access, wire)) {
            downstream.send(access, child(access), wire, harmless(access));
            if (access.verb == Call.PUBLISH && route.resendNanos() > 0) {
                engine.schedule(access, firstEvent + SEND_AGAIN, route.resendNanos());
            }
        }
    }

    private Call child(Call access) {
        Call child = engine.child(access);
        if (access.stage == DROP_ENTRY) {
            child.verb = Call.DELETE;
        }
        child.sentBytes = carries(child) ? payload(child) : QUERY_BYTES;
        if (child.verb == Call.PUBLISH) {
            child.madeNanos = access.madeNanos;
        }
        return child;
    }

    /** Whether asking twice does no harm: what only reads, and is not just a look into a cache. */
    private boolean harmless(Call access) {
        return access.stage == ASK_STORE
                && (access.verb == Call.READ
                        || access.verb == Call.REQUEST
                                && !site.operations().get(access.operation).writer());
    }

    private static boolean carries(Call child) {
        return child.verb == Call.WRITE || child.verb == Call.RESERVE || child.verb == Call.FILL;
    }

    private long payload(Call child) {
        return sizeBytes[child.subject];
    }

    /** One of the events of {@link Downstream}, for an access. */
    void event(Call access, int type) {
        switch (type - firstEvent) {
            case Asking.GIVE_UP -> {
                Wire wire = access.other.wire;
                downstream.giveUp(access, true);
                failed(access, Call.TIMED_OUT, wire);
            }
            case Asking.SECOND_TRY -> hedge(access);
            case Asking.RETRY -> again(access);
            case SEND_AGAIN -> {
                downstream.giveUp(access, true);
                if (access.attempt > RESENDS) {
                    failed(access, Call.TIMED_OUT, null);
                } else {
                    access.attempt++;
                    again(access);
                }
            }
            default -> failed(access, Call.REJECTED, null);
        }
    }

    private void again(Call access) {
        if (access.parentWaits()) {
            ask(access, route(access));
        } else {
            engine.free(access);
        }
    }

    /** By another way than the first try, where there is one. */
    private void hedge(Call access) {
        if (!access.parentWaits()) {
            return;
        }
        Route route = route(access);
        Wire wire = route.store();
        if (wire == access.other.wire) {
            wire = route.store();
        }
        if (downstream.lets(access, wire)) {
            downstream.hedge(access, child(access), wire);
        }
    }

    private Route route(Call access) {
        // Parallel steps have moved on already, so each access remembers the step it belongs to.
        return program(access.parent).steps().get(access.step).route();
    }

    /** An answer has come for an access. */
    void reply(Call access, Call child) {
        boolean decides = downstream.decides(access, child);
        if (!access.parentWaits()) {
            downstream.giveUp(access, false);
            engine.free(access);
        } else if (decides && (child.outcome == Call.OK || child.outcome == Call.MISS)) {
            answered(access, child);
        } else if (decides) {
            failed(access, child.outcome, child.wire);
        }
    }

    /** No good answer, over that wire or null when nobody was asked: tries again, or goes on without. */
    private void failed(Call access, int outcome, Wire wire) {
        if (!access.parentWaits()) {
            engine.free(access);
        } else if (access.stage == ASK_CACHE) {
            askStore(access);
        } else if (access.stage == DROP_ENTRY) {
            // A cache that cannot drop the entry has crashed and lost it anyway.
            accessed(access.parent, access);
        } else if (access.verb == Call.PUBLISH && route(access).resendNanos() > 0 && access.attempt <= RESENDS) {
            // Taken or not, it is sent until it is confirmed.
            engine.schedule(access, firstEvent + SEND_AGAIN, route(access).resendNanos());
        } else if (wire == null || !downstream.again(access, wire)) {
            access.outcome = outcome;
            accessed(access.parent, access);
        }
    }

    private void askStore(Call access) {
        access.stage = ASK_STORE;
        ask(access, route(access));
    }

    private void answered(Call access, Call child) {
        boolean found = child.outcome == Call.OK;
        if (access.stage == ASK_CACHE) {
            if (!found) {
                askStore(access);
                return;
            }
            access.version = child.version;
            access.replyBytes = child.replyBytes;
            note(access.parent, access, child);
        } else if (access.stage == ASK_STORE && !found) {
            access.outcome = child.outcome;
        } else if (access.stage == ASK_STORE && stored(access, child)) {
            return;
        }
        accessed(access.parent, access);
    }

    /** The store has answered well; true when the access goes on to drop the cache's entry. */
    private boolean stored(Call access, Call child) {
        Call call = access.parent;
        Program.Step step = program(call).steps().get(access.step);
        // The store may say under which key it wrote: one that hands out ids does.
        access.key = child.key;
        access.version = child.version;
        access.message = child.message;
        access.replyBytes = child.replyBytes;
        note(call, access, child);
        if (access.verb == Call.WRITE && step.fresh()) {
            site.created(access.keyEntity, access.key);
        }
        if (!step.route().aside() || access.verb == Call.PUBLISH) {
            return false;
        }
        if (access.verb == Call.READ) {
            fill(access, step.route());
            return false;
        }
        access.stage = DROP_ENTRY;
        ask(access, step.route());
        return true;
    }

    /** What the access read or wrote goes into the history of the operation, at the node that runs the operation. */
    private void note(Call call, Call access, Call child) {
        Journal journal = engine.journal;
        if (call.verb != Call.REQUEST && call.verb != Call.DELIVER) {
            access.place = child.place;
        } else if (access.verb == Call.PUBLISH) {
            journal.published(access.subject, access.message, access.client, access.madeNanos, engine.now(), Call.OK);
        } else if (access.verb != Call.REQUEST) {
            access.place = child.place;
            journal.effect(access, access.verb != Call.READ);
        }
    }

    /** The caller fills the cache on its way, without waiting for it. */
    private void fill(Call access, Route route) {
        Call put = engine.child(access);
        put.orphan();
        put.verb = Call.FILL;
        put.sentBytes = payload(put);
        engine.send(put, route.cache(), Call.ANY);
    }

    private void accessed(Call call, Call access) {
        int outcome = access.outcome;
        if (access.verb == Call.READ) {
            call.replyBytes += access.replyBytes;
        }
        // Who keeps the answer to a request keeps it with the version that was seen last.
        call.version = access.version;
        call.place = access.place;
        engine.free(access);
        call.pending--;
        if (outcome != Call.OK) {
            call.outcome = outcome;
            node.finish(call);
        } else {
            proceed(call, program(call));
        }
    }
}
