package dev.trestle.server.session;

/** A token bucket: so many takes a second, and so many at once after a pause. For one thread. */
final class Bucket {
    private final double perSecond;
    private final double burst;
    private double tokens;
    private long filledNanos;

    Bucket(double perSecond, double burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filledNanos = nowNanos;
    }

    boolean take(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - filledNanos) * perSecond / 1e9);
        filledNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
