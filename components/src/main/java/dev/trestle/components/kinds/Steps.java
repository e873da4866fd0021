package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Program;
import dev.trestle.components.kind.Route;
import dev.trestle.components.kind.Site;
import java.util.List;

/**
 * Runs the steps of the calls in a node: the access of a step looks into the cache, asks the store and
 * fills or drops the cache entry, as the route says, through {@link Downstream}.
 */
final class Steps extends Course {
    private static final int ASK_CACHE = 1;
    private static final int ASK_STORE = 2;
    private static final int DROP_ENTRY = 3;
    /** The event of a message that its taker has not confirmed, next to those of {@link Downstream}. */
    private static final int SEND_AGAIN = Downstream.HELD_BACK + 1;
    /** How often a message is sent again before the publisher gives it up. */
    private static final int RESENDS = 60;
    /** A request without payload: headers and a query, as a round figure. */
    private static final long QUERY_BYTES = 500;

    /** The node whose calls have the steps. */
    interface Owner {
        /** The call is through with its steps, well or not. */
        void finish(Call call);

        /** The number of the next message that the call publishes. */
        long message(Call call);
    }

    private final Owner node;
    private final Downstream downstream;
    private final int firstEvent;
    private final long[] sizeBytes;
    private Program[] programs;
    /** What is done on behalf of other services, by operation, entity and verb; made when it is first needed. */
    private final Program[][][] accesses;

    /** @param firstEvent of those that the accesses get */
    Steps(Owner node, Site site, Downstream downstream, int firstEvent) {
        super(site);
        this.node = node;
        this.downstream = downstream;
        this.firstEvent = firstEvent;
        List<EntityPlan> entities = site.entities();
        sizeBytes = new long[entities.size()];
        accesses = new Program[site.operations().size()][entities.size()][Call.OWN + 1];
        for (int i = 0; i < sizeBytes.length; i++) {
            sizeBytes[i] = entities.get(i).sizeBytes();
        }
    }

    void start() {
        programs = new Program[site.operations().size()];
        for (int i = 0; i < programs.length; i++) {
            programs[i] = site.program(i);
        }
    }

    @Override
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

    @Override
    void launch(Call access, Route route) {
        access.stage = route.aside() && access.verb == Call.READ ? ASK_CACHE : ASK_STORE;
        if (access.verb == Call.PUBLISH) {
            access.message = node.message(access.parent);
            engine.publishes(access.subject, access.message);
            access.transaction = route.transactional() ? transaction(access.parent) : 0;
            if (access.parent.rootWaits()) {
                // A message tells of when the person acted, however long it was on its way.
                access.madeNanos = access.parent.root.madeNanos;
            }
            if (engine.journal.deeds() != null) {
                engine.journal.deeds().sent(access, engine.now());
            }
        }
        ask(access, route);
    }

    private long transaction(Call call) {
        if (call.transaction == 0) {
            call.transaction = engine.nextMessage();
        }
        return call.transaction;
    }

    @Override
    void through(Call call) {
        if (call.transaction > 0 && endTransaction(call)) {
            return;
        }
        node.finish(call);
    }

    /** Commits what the call has published, which goes on then; or aborts it, without waiting for that. */
    private boolean endTransaction(Call call) {
        long number = call.transaction;
        boolean commit = call.outcome == Call.OK;
        call.transaction = commit ? -number : 0;
        List<Program.Step> steps = program(call).steps();
        for (int i = 0; i < steps.size(); i++) {
            Route route = steps.get(i).route();
            for (int way = 0; route.transactional() && way < route.stores(); way++) {
                if (route.store(way).to instanceof Brokers && isFirst(steps, i, way)) {
                    end(call, number, i, way);
                }
            }
        }
        return commit;
    }

    /** Tells brokers that a transaction ends: once each, however many events of it they have taken. */
    private void end(Call call, long number, int step, int way) {
        boolean commit = call.outcome == Call.OK;
        Route route = program(call).steps().get(step).route();
        Call end = engine.child(call);
        end.instance = call.instance;
        end.attempt = 1;
        end.verb = commit ? Call.COMMIT : Call.ABORT;
        end.subject = -1;
        end.step = step;
        end.repeat = way;
        end.stage = ASK_STORE;
        end.transaction = number;
        if (commit) {
            call.pending++;
            ask(end, route);
        } else {
            end.orphan();
            engine.send(end, route.store(way), Call.ANY);
        }
    }

    /** Whether nothing before, a step or one of its ways, leads to the same brokers. */
    private static boolean isFirst(List<Program.Step> steps, int index, int way) {
        Behaviour brokers = steps.get(index).route().store(way).to;
        for (int i = 0; i <= index; i++) {
            Route route = steps.get(i).route();
            int ways = !route.transactional() ? 0 : i == index ? way : route.stores();
            for (int w = 0; w < ways; w++) {
                if (route.store(w).to == brokers) {
                    return false;
                }
            }
        }
        return true;
    }

    private void ask(Call access, Route route) {
        Wire wire = access.stage != ASK_STORE
                ? route.cache()
                : access.verb == Call.COMMIT ? route.store(access.repeat) : route.store();
        if (downstream.lets(access, wire)) {
            downstream.send(access, child(access, wire), wire, harmless(access));
            if (isMessage(access) && route.resendNanos() > 0) {
                engine.schedule(access, firstEvent + SEND_AGAIN, route.resendNanos());
            }
        }
    }

    /** What is sent until somebody says that it has come. */
    private static boolean isMessage(Call access) {
        return access.verb == Call.PUBLISH || access.verb == Call.COMMIT;
    }

    private Call child(Call access, Wire wire) {
        Call child = engine.child(access);
        child.transaction = access.transaction;
        if (access.stage == DROP_ENTRY) {
            boolean replaces = access.verb == Call.WRITE && wire.to instanceof CacheCluster cache && cache.replaces();
            child.verb = replaces ? Call.FILL : Call.DELETE;
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
            if (engine.journal.deeds() != null) {
                engine.journal.deeds().again(access, engine.now());
            }
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
            downstream.hedge(access, child(access, wire), wire);
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
        } else if (access.verb == Call.COMMIT && outcome == Call.FAILED) {
            // It is aborted: to ask again is of no use.
            access.outcome = outcome;
            accessed(access.parent, access);
        } else if (isMessage(access) && route(access).resendNanos() > 0 && access.attempt <= RESENDS) {
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
        if (access.verb == Call.COMMIT) {
            access.place = access.parent.place;
        } else if (access.stage == ASK_CACHE) {
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
        boolean made = access.verb == Call.WRITE && (step.fresh() || child.key != access.key);
        access.key = child.key;
        access.version = child.version;
        // What follows shows the token of the lock.
        call.token = Math.max(call.token, child.token);
        access.message = child.message;
        access.replyBytes = child.replyBytes;
        note(call, access, child);
        if (made && (call.verb == Call.REQUEST || call.verb == Call.DELIVER)) {
            engine.journal.created(access, child.wire);
        }
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
        } else if (access.verb == Call.PUBLISH && access.transaction == 0) {
            journal.published(access, child.wire, engine.now());
        } else if (access.verb != Call.REQUEST && access.verb != Call.PUBLISH) {
            access.place = child.place;
            journal.effect(access, access.verb != Call.READ, child.wire);
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
}
