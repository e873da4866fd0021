package dev.trestle.components.run;

import dev.trestle.components.board.Board;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What further runs may take beside the first one, whether somebody has cancelled them, and how far they are. Safe for any
 * thread.
 */
final class Allowance {
    private final Options options;
    private final Watcher watcher;
    private final long began;
    private final double from;
    private final AtomicLong done = new AtomicLong();
    private final long units;
    private long events;
    private volatile boolean cancelled;

    /**
     * @param from how far the whole of it is when the first of them begins, 0 to 1
     * @param units how many runs there will be, or nearly
     */
    Allowance(Options options, Watcher watcher, long began, long events, Progress progress) {
        this.options = options;
        this.watcher = watcher;
        this.began = began;
        this.events = events;
        this.from = progress.from();
        this.units = Math.max(1, progress.units());
    }

    /** How far all is when the first of these runs begins, 0 to 1, and how many there will be. */
    record Progress(double from, long units) {}

    /** Events that are left for all of them. */
    synchronized long left() {
        return events;
    }

    synchronized void spend(long spent) {
        events -= spent;
    }

    int threads() {
        return options.threads();
    }

    /** One of them, within so many events; null where it may not begin, or was stopped by somebody or by the time. */
    RunResult run(Board board, long eventsAtMost, int threads) {
        if (over() || left() <= 0) {
            return null;
        }
        RunResult result = Run.unchecked(board, one(eventsAtMost, threads)).execute((share, frame) -> at(share));
        done.incrementAndGet();
        return over() ? null : result;
    }

    /** How one of them is run: within so many events, and the time that is left. */
    private Options one(long eventsAtMost, int threads) {
        long time = Math.max(1, options.wallNanos() - (System.nanoTime() - began));
        return options.within(eventsAtMost, time).played(threads);
    }

    /** One of them is that far. */
    private boolean at(double share) {
        double all = Math.min(1, (done.get() + share) / units);
        cancelled |= !watcher.frame(from + (1 - from) * all, null);
        return !cancelled;
    }

    void cancel() {
        cancelled = true;
    }

    /** Whether no further one may begin, whatever they take. */
    private boolean over() {
        return cancelled || System.nanoTime() - began > options.wallNanos();
    }

    /** What has stopped them, when something has. */
    String stoppedBy() {
        return cancelled ? "cancel" : "budget";
    }
}
