package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import java.util.Arrays;

/**
 * The calls that the instances of a node make to others: {@link Asking} behind a guard for each instance and way, which
 * is a {@link Breaker}, a bulkhead (a limit of calls that are out at the same time) and a {@link RetryBudget}.
 *
 * <p>The waiter's {@link Call#instance} says which instance asks. A crash takes what the instance knew of others.
 */
final class Downstream {
    /** The event of a call that a guard did not let out, next to those of {@link Asking}. */
    static final int HELD_BACK = 3;

    /** What one instance knows of one way. */
    private static final class Guard {
        private final Breaker breaker;
        private final RetryBudget budget;
        private int out;

        Guard(Breaker breaker, RetryBudget budget) {
            this.breaker = breaker;
            this.budget = budget;
        }
    }

    private final Engine engine;
    private final Settings settings;
    private final Asking asking;
    private final int firstEvent;
    private final boolean guarded;
    private final boolean breaks;
    private final int bulkhead;
    /** By instance and number of the wire; made when a way is first used. */
    private final Guard[][] guards;
    /** How often each instance has crashed: calls from before are of no account. */
    private final int[] lives;

    private final Counter opened;
    private final Counter heldBack;

    Downstream(Behaviour node, Site site, int instances, int firstEvent) {
        engine = site.engine();
        settings = site.settings();
        this.firstEvent = firstEvent;
        asking = new Asking(node, site, site.chance("backoff"), firstEvent);
        breaks = !settings.isNone(Service.BREAKER);
        bulkhead = settings.limit(Service.BULKHEAD);
        guarded = breaks || bulkhead != Integer.MAX_VALUE || !settings.isNone(Asking.BUDGET);
        guards = new Guard[instances][0];
        lives = new int[instances];
        opened = node.meter.counter("breaker opened");
        heldBack = node.meter.counter("held back");
    }

    boolean givesUp() {
        return asking.givesUp();
    }

    private Guard guard(int instance, Wire wire) {
        Guard[] own = guards[instance];
        if (wire.index >= own.length) {
            own = Arrays.copyOf(own, wire.index + 1);
            guards[instance] = own;
        }
        if (own[wire.index] == null) {
            Breaker breaker = breaks
                    ? new Breaker(
                            settings.integer(Service.BREAKER_WINDOW),
                            settings.ratio(Service.BREAKER),
                            settings.nanos(Service.BREAKER_PAUSE))
                    : null;
            own[wire.index] = new Guard(breaker, Asking.budget(settings));
        }
        return own[wire.index];
    }

    /**
     * Whether the waiter may ask over that wire now. When not, and it does not wait for another try already, it will get
     * the event {@link #HELD_BACK}: not at once, as who starts several calls is not ready to hear of an end.
     */
    boolean lets(Call waiter, Wire wire) {
        if (!guarded) {
            return true;
        }
        Guard guard = guard(waiter.instance, wire);
        if (guard.out < bulkhead && (guard.breaker == null || guard.breaker.lets(engine.now()))) {
            return true;
        }
        if (waiter.other == null) {
            heldBack.value++;
            engine.schedule(waiter, firstEvent + HELD_BACK, 0);
        }
        return false;
    }

    /** Sends a try that was let out; with {@code harmless} it may be hedged. */
    void send(Call waiter, Call child, Wire wire, boolean harmless) {
        if (guarded) {
            Guard guard = guard(waiter.instance, wire);
            guard.out++;
            waiter.scratch = lives[waiter.instance];
            if (waiter.attempt == 1 && guard.budget != null) {
                guard.budget.request();
            }
        }
        asking.send(waiter, child, wire, harmless);
    }

    /** Sends a second try, that was let out too, while the first one is out. */
    void hedge(Call waiter, Call child, Wire wire) {
        if (guarded) {
            guard(waiter.instance, wire).out++;
        }
        asking.hedge(waiter, child, wire);
    }

    /** An answer has come: whether it is the one that counts. */
    boolean decides(Call waiter, Call child) {
        back(waiter, child.wire, true, Asking.well(child.outcome));
        Call rival = child == waiter.other ? waiter.rival : waiter.other;
        boolean decides = asking.decides(waiter, child);
        if (decides && rival != null) {
            back(waiter, rival.wire, false, true);
        }
        return decides;
    }

    /** Waits no longer; {@code failed} when that speaks against the ways that were asked. */
    void giveUp(Call waiter, boolean failed) {
        if (waiter.other != null) {
            back(waiter, waiter.other.wire, failed, false);
        }
        if (waiter.rival != null) {
            back(waiter, waiter.rival.wire, failed, false);
        }
        asking.giveUp(waiter);
    }

    /** A try is out no longer; where it tells something about the way, the breaker hears of it. */
    private void back(Call waiter, Wire wire, boolean tells, boolean well) {
        if (!guarded || waiter.scratch != lives[waiter.instance]) {
            return;
        }
        Guard guard = guard(waiter.instance, wire);
        guard.out--;
        if (tells && guard.breaker != null && guard.breaker.ended(well, engine.now())) {
            opened.value++;
        }
    }

    /** After a failure over that wire: sets the timer of the next try, if there is to be one. */
    boolean again(Call waiter, Wire wire) {
        return asking.again(waiter, guarded ? guard(waiter.instance, wire).budget : null);
    }

    /** The instance has crashed, or all with -1: it begins anew without a memory. */
    void crashed(int instance) {
        for (int i = 0; i < lives.length; i++) {
            if (instance < 0 || i == instance) {
                lives[i]++;
                guards[i] = new Guard[0];
            }
        }
    }
}
