package dev.trestle.server.run;

import dev.trestle.components.board.Board;
import dev.trestle.components.run.Comparison;
import dev.trestle.components.run.Options;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two boards run under one script and one luck, on the desk like a run: replications are compared in pairs, so both are run
 * anew. What comes of it is kept for as long as the server runs and others are not newer. Safe for any thread.
 */
final class CompareJob implements RunDesk.Job {
    private static final Logger LOG = LoggerFactory.getLogger(CompareJob.class);

    /** Where it stands. */
    enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    /** One of the two boards and what people call it. */
    record Side(String name, Board board) {}

    private final String id;
    private final Side first;
    private final Side second;
    private final Options options;
    private volatile State state = State.QUEUED;
    private volatile double progress;
    private volatile Comparison comparison;

    CompareJob(String id, Side first, Side second, Options options) {
        this.id = id;
        this.first = first;
        this.second = second;
        this.options = options;
    }

    @Override
    public void work(BooleanSupplier cancelled) {
        state = State.RUNNING;
        try {
            Comparison result = Comparison.of(first.board(), second.board(), options, (share, frame) -> {
                progress = share;
                return !cancelled.getAsBoolean();
            });
            comparison = result;
            state = cancelled.getAsBoolean() ? State.CANCELLED : State.DONE;
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("comparison {} failed, seed {}", id, options.seed(), e);
            state = State.FAILED;
        }
    }

    @Override
    public void dropped() {
        state = State.CANCELLED;
    }

    String id() {
        return id;
    }

    State state() {
        return state;
    }

    /** From 0 to 1. */
    double progress() {
        return progress;
    }

    Side first() {
        return first;
    }

    Side second() {
        return second;
    }

    long seed() {
        return options.seed();
    }

    /** What came of it; only when it is done. */
    Comparison comparison() {
        return comparison;
    }
}
