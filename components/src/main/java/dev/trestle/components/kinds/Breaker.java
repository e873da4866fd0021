package dev.trestle.components.kinds;

/**
 * A circuit breaker (Nygard, Release It!, 2007): closed it lets everything through; when too large a share of the last
 * calls has failed it is open and lets nothing through; after a pause it is half open and lets one call try, whose end
 * closes or opens it. The share is of a window of so many calls, once there were as many, as in resilience4j.
 */
final class Breaker {
    private static final int CLOSED = 0;
    private static final int OPEN = 1;
    private static final int HALF_OPEN = 2;

    private final double share;
    private final long pauseNanos;
    /** The last calls in a ring: whether each has failed. */
    private final boolean[] failed;

    private int next;
    private int seen;
    private int failures;
    private int state;
    private long triesAgainAt;

    /**
     * @param window how many calls are looked at; 0 for a breaker that never opens
     * @param share of them that must have failed to open it, above 0 and up to 1
     */
    Breaker(int window, double share, long pauseNanos) {
        this.failed = new boolean[window];
        this.share = share;
        this.pauseNanos = pauseNanos;
    }

    /** One that opens after so many failures in a row; never with Integer.MAX_VALUE. */
    static Breaker afterInARow(int failures, long pauseNanos) {
        return new Breaker(failures == Integer.MAX_VALUE ? 0 : failures, 1, pauseNanos);
    }

    /** Whether a call may pass now. The one that tries a half open breaker keeps others out for another pause. */
    boolean lets(long now) {
        if (state == CLOSED) {
            return true;
        }
        if (now < triesAgainAt) {
            return false;
        }
        state = HALF_OPEN;
        triesAgainAt = now + pauseNanos;
        return true;
    }

    /** A call that was let through has ended; true when that has opened the closed breaker. */
    boolean ended(boolean well, long now) {
        if (failed.length == 0 || state == OPEN) {
            return false;
        }
        if (state == HALF_OPEN) {
            if (well) {
                close();
            } else {
                state = OPEN;
                triesAgainAt = now + pauseNanos;
            }
            return false;
        }
        note(!well);
        if (seen < failed.length || failures < share * failed.length) {
            return false;
        }
        state = OPEN;
        triesAgainAt = now + pauseNanos;
        return true;
    }

    private void note(boolean fails) {
        if (seen < failed.length) {
            seen++;
        } else if (failed[next]) {
            failures--;
        }
        failed[next] = fails;
        failures += fails ? 1 : 0;
        next = next + 1 == failed.length ? 0 : next + 1;
    }

    /** Closes it and forgets what it has seen. */
    void close() {
        state = CLOSED;
        seen = 0;
        failures = 0;
        next = 0;
    }
}
