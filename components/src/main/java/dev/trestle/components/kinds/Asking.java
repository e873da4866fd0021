package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;

/**
 * How a node asks another one, and what it does when no good answer comes: it stops waiting after a timeout, sends a
 * second try when the first one is slow (a hedged request: Dean and Barroso, The Tail at Scale, 2013), and tries again
 * after a backoff, within a {@link RetryBudget}.
 *
 * <p>Who waits is a call of the asking node: its {@link Call#other} is the last try that is out, its {@link Call#rival}
 * the one before it while both are, its {@link Call#attempt} counts from 1.
 */
final class Asking {
    static final Param TIMEOUT = Param.of(
                    "timeout",
                    ParamType.DURATION,
                    "Timeout",
                    "none",
                    "How long an answer is waited for before it is given up.")
            .between("1 us", "1 day")
            .orNone()
            .group("Patience")
            .tries("x2", "/2", "1 s");
    static final Param RETRIES = Param.of(
                    "retries",
                    ParamType.INTEGER,
                    "Retries",
                    "0",
                    "How often a failed or timed-out request is sent again.")
            .between("0", "20")
            .group("Patience")
            .tries("+1", "0");
    static final Param BACKOFF = Param.of(
                    "backoff", ParamType.DURATION, "Backoff", "100 ms", "Mean wait before the first retry.")
            .between("0 s", "1 h")
            .group("Patience")
            .tries("x2");
    static final Param GROWTH = Param.choice(
                    "backoffGrowth",
                    "Backoff grows",
                    "Whether the wait doubles with each further retry (exponential) or stays the same (fixed).",
                    "exponential",
                    "fixed")
            .group("Patience");
    static final Param JITTER = Param.choice(
                    "jitter",
                    "Jitter",
                    "Whether a wait is drawn evenly between 0 and twice its mean (full) or always is its mean (none).",
                    "full",
                    "none")
            .group("Patience")
            .tries("full");
    static final Param BUDGET = Param.of(
                    "retryBudget",
                    ParamType.RATIO,
                    "Retry budget",
                    "none",
                    "Retries as a share of the requests, after the first hundred; none means no limit.")
            .between("0 %", "1000 %")
            .orNone()
            .group("Patience")
            .tries("10 %");
    static final Param HEDGE = Param.of(
                    "hedge",
                    ParamType.DURATION,
                    "Hedge after",
                    "none",
                    "What only reads and has no answer by then is sent once more, another way; the first answer counts.")
            .between("0 s", "1 h")
            .orNone()
            .group("Patience");

    static final Param TIED = Param.choice(
                    "tied",
                    "Tied requests",
                    "Whether the two copies of a hedged request know of each other: once a server takes one, the other is "
                            + "withdrawn if it still waits.",
                    "no",
                    "yes")
            .group("Patience");

    private final Engine engine;
    private final Chance chance;
    private final int firstEvent;
    private final int timeoutLane;
    private final int hedgeLane;
    private final int retries;
    private final long backoffNanos;
    private final boolean doubles;
    private final boolean jittered;
    private final boolean tied;
    private final Counter tries;
    private final Counter retried;
    private final Counter hedged;
    private final Counter overBudget;

    /** Offsets of this class's events from the first one that the node gives it. */
    static final int GIVE_UP = 0;

    static final int SECOND_TRY = 1;
    static final int RETRY = 2;

    /** @param firstEvent number of the first of three events of the node that are set on waiters */
    Asking(Behaviour node, Site site, Chance chance, int firstEvent) {
        this.engine = site.engine();
        Settings settings = site.settings();
        Meter meter = node.meter;
        this.chance = chance;
        this.firstEvent = firstEvent;
        timeoutLane = lane(settings.nanos(TIMEOUT));
        hedgeLane = lane(settings.nanos(HEDGE));
        retries = settings.integer(RETRIES);
        backoffNanos = settings.nanos(BACKOFF);
        doubles = settings.text(GROWTH).equals("exponential");
        jittered = settings.text(JITTER).equals("full");
        tied = settings.flag(TIED);
        engine.ties |= tied && hedgeLane >= 0;
        tries = meter.counter("tries");
        retried = meter.counter("retries");
        hedged = meter.counter("hedges");
        overBudget = meter.counter("over budget");
    }

    private int lane(long nanos) {
        return nanos < 0 ? -1 : engine.lane(nanos);
    }

    /** A new budget, or null where there is no limit. */
    static RetryBudget budget(Settings settings) {
        return settings.isNone(BUDGET) ? null : new RetryBudget(settings.ratio(BUDGET));
    }

    /** Whether answers are waited for only so long. */
    boolean givesUp() {
        return timeoutLane >= 0;
    }

    /** Sends a try of the waiter; with {@code harmless} it may be hedged. */
    void send(Call waiter, Call child, Wire wire, boolean harmless) {
        tries.value++;
        waiter.ties(tied && harmless && hedgeLane >= 0);
        child.twinOf(waiter);
        waiter.other = child;
        engine.send(child, wire, Call.ANY);
        if (timeoutLane >= 0) {
            engine.scheduleInLane(waiter, firstEvent + GIVE_UP, timeoutLane);
        }
        if (harmless && hedgeLane >= 0) {
            engine.scheduleInLane(waiter, firstEvent + SECOND_TRY, hedgeLane);
        }
    }

    /** Sends the second try while the first one is out. */
    void hedge(Call waiter, Call child, Wire wire) {
        tries.value++;
        hedged.value++;
        child.twinOf(waiter);
        waiter.rival = waiter.other;
        waiter.other = child;
        engine.send(child, wire, Call.ANY);
    }

    /** An answer has come: whether it is the one that counts. A bad one does not while another try is still out. */
    boolean decides(Call waiter, Call child) {
        Call left = child == waiter.other ? waiter.rival : waiter.other;
        waiter.other = left;
        waiter.rival = null;
        if (left != null && !well(child.outcome)) {
            return false;
        }
        giveUp(waiter);
        return true;
    }

    static boolean well(int outcome) {
        return outcome == Call.OK || outcome == Call.MISS;
    }

    /** Waits no longer: the answers of all tries that are out will be dropped, and all timers of the waiter. */
    void giveUp(Call waiter) {
        if (waiter.other != null) {
            engine.abandon(waiter.other);
            waiter.other = null;
        }
        if (waiter.rival != null) {
            engine.abandon(waiter.rival);
            waiter.rival = null;
        }
        engine.cancel(waiter);
    }

    /** After a failure: sets the timer of the next try, if there is to be one. The budget may be null. */
    boolean again(Call waiter, RetryBudget budget) {
        if (waiter.attempt > retries) {
            return false;
        }
        if (budget != null && !budget.retry()) {
            overBudget.value++;
            return false;
        }
        retried.value++;
        double mean = doubles ? backoffNanos * Math.scalb(1.0, waiter.attempt - 1) : backoffNanos;
        waiter.attempt++;
        engine.schedule(waiter, firstEvent + RETRY, (long) (jittered ? 2 * mean * chance.uniform() : mean));
        return true;
    }
}
