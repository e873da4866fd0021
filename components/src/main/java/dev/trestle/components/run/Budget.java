package dev.trestle.components.run;

import dev.trestle.components.engine.Engine;

/** What a run may take, and whether it has been cancelled or has taken all of it. Safe for any thread. */
final class Budget implements Engine.Stop {
    private final long began;
    private final long eventsEach;
    private final long wallNanos;
    private volatile boolean cancelled;
    private volatile boolean spent;

    Budget(Options options, long began) {
        this.began = began;
        eventsEach = options.eventBudget() / options.replications();
        wallNanos = options.wallNanos();
    }

    @Override
    public boolean now(long events, int calls) {
        boolean over = events >= eventsEach || exhausted(calls);
        if (over) {
            spent = true;
        }
        return over || cancelled;
    }

    private boolean exhausted(int calls) {
        return calls > Options.MOST_CALLS || System.nanoTime() - began > wallNanos;
    }

    /**
     * For the time after a phase, in which its requests end: a tenth more of events, and running out of it does not make less
     * of what was measured.
     */
    Engine.Stop tail() {
        return (events, calls) -> cancelled || events >= eventsEach / 10 * 11 || exhausted(calls);
    }

    /** Events that a replication which has had so many may still have. */
    long left(long events) {
        return eventsEach - events;
    }

    void cancel() {
        cancelled = true;
    }

    boolean ended() {
        return cancelled || spent;
    }

    /** {@code cancel}, {@code budget} or, when nothing stopped it, {@code otherwise}. */
    String stoppedBy(String otherwise) {
        return cancelled ? "cancel" : spent ? "budget" : otherwise;
    }
}
