package dev.trestle.components.kinds;

/**
 * A circuit breaker (Nygard, Release It!, 2007): closed it lets everything through; after so many failures in a row it is
 * open and lets nothing through; after a pause it is half open and lets one call try, whose end closes or opens it.
 */
final class Breaker {
    private final int failuresToOpen;
    private final long pauseNanos;
    private int failures;
    private boolean open;
    private long triesAgainAt;

    Breaker(int failuresToOpen, long pauseNanos) {
        this.failuresToOpen = failuresToOpen;
        this.pauseNanos = pauseNanos;
    }

    /** Whether a call may pass now. The one that tries a half open breaker keeps others out for another pause. */
    boolean lets(long now) {
        if (!open) {
            return true;
        }
        if (now < triesAgainAt) {
            return false;
        }
        triesAgainAt = now + pauseNanos;
        return true;
    }

    /** A call that was let through has ended; true when that has opened the breaker. */
    boolean ended(boolean well, long now) {
        if (well) {
            open = false;
            failures = 0;
            return false;
        }
        boolean opens = !open && ++failures >= failuresToOpen;
        if (opens) {
            open = true;
            triesAgainAt = now + pauseNanos;
        }
        return opens;
    }
}
