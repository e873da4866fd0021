package dev.trestle.server.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key (an address): {@code perMinute} tokens, refilled evenly. Holds at most 10,000 keys; the
 * longest unused goes first. Safe for any thread.
 */
public final class Throttle {
    private static final int KEYS = 10_000;

    private record Bucket(double tokens, long atNanos) {}

    private final int perMinute;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true);

    /** @param nanos a monotonic clock in nanoseconds */
    public Throttle(int perMinute, LongSupplier nanos) {
        this.perMinute = perMinute;
        this.nanos = nanos;
    }

    /** Takes a token or throws {@link TooMuch} with {@code words}. */
    public synchronized void take(String key, String words) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.getOrDefault(key, new Bucket(perMinute, now));
        double tokens = Math.min(perMinute, bucket.tokens + (now - bucket.atNanos) * 1e-9 * perMinute / 60);
        if (tokens < 1) throw new TooMuch(words);
        buckets.put(key, new Bucket(tokens - 1, now));
        if (buckets.size() > KEYS) buckets.remove(buckets.keySet().iterator().next());
    }
}
