package dev.trestle.components.kind;

import dev.trestle.components.engine.Wire;

/**
 * The way that one step takes from one node: over which wires, and who looks into the cache.
 *
 * <p>Where several wires lead on, they are taken in turn.
 */
public final class Route {
    private final Wire[] cache;
    private final Wire[] store;
    private final long resendNanos;
    private final boolean transactional;
    private int nextCache;
    private int nextStore;

    /**
     * @param cache wires to caches that the caller looks into by itself; empty where it does not
     * @param store wires towards the store, the queue or the service
     * @param resendNanos without a good answer for so long the caller sends the same again; 0 for never
     * @param transactional whether the publications of an operation are committed together
     */
    public Route(Wire[] cache, Wire[] store, long resendNanos, boolean transactional) {
        this.cache = cache.clone();
        this.store = store.clone();
        this.resendNanos = resendNanos;
        this.transactional = transactional;
    }

    public long resendNanos() {
        return resendNanos;
    }

    public boolean transactional() {
        return transactional;
    }

    /** Whether the caller must look into a cache first (cache-aside). */
    public boolean aside() {
        return cache.length > 0;
    }

    public Wire cache() {
        return cache[cache.length == 1 ? 0 : nextCache++ % cache.length];
    }

    /** How many wires lead towards the store. */
    public int stores() {
        return store.length;
    }

    /** One of them, whosever turn it is. */
    public Wire store(int which) {
        return store[which];
    }

    public Wire store() {
        return store[store.length == 1 ? 0 : nextStore++ % store.length];
    }
}
