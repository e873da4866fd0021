package dev.trestle.components.kind;

/** Who talks to the store when a cache stands before it. */
public enum CachePattern {
    /** The caller reads the store on a miss and fills the cache; on a write it writes the store, then drops the entry. */
    ASIDE,
    /** The caller only talks to the cache, which talks to the store. */
    THROUGH
}
