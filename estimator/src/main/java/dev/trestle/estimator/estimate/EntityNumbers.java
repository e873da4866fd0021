package dev.trestle.estimator.estimate;

/**
 * A kind of stored thing in a brief, and where a design keeps it.
 *
 * @param size bytes, or bytes per item, as text; null when not given
 * @param count how many there are, as text; null when not given
 * @param home what sort of store holds it
 * @param cached whether a cache keeps copies of it; only asked when a design says where it is
 */
public record EntityNumbers(String size, String count, Home home, boolean cached) {

    /** What sort of store holds an entity. */
    public enum Home {
        /** No design says: large items are taken for objects, the rest for rows behind a cache. */
        UNSAID,
        /** Rows of a database. */
        ROWS,
        /** Objects of an object store. */
        OBJECTS
    }

    /** An entity of a brief without a design. */
    public EntityNumbers(String size, String count) {
        this(size, count, Home.UNSAID, false);
    }

    /** The same numbers, kept there. */
    public EntityNumbers keptIn(Home where, boolean behindACache) {
        return new EntityNumbers(size, count, where, behindACache);
    }
}
