package dev.trestle.components.kind;

/** What part a kind plays when routes are made: how a plan knows where an operation may go, without naming kinds. */
public enum Role {
    /** Issues the brief's operations. */
    SOURCE,
    /** Starts operations that time triggers. */
    STARTS,
    /** Stands near the people, far from everything else. */
    EDGE,
    /** Only tells the way and stands with whoever asks: what it sends on comes from where its callers are. */
    POINTS,
    /** Passes requests on to the next node. */
    FORWARDS,
    /** Handles requests by running the steps of the operation. */
    HANDLES,
    /** Holds entities and answers reads and writes. */
    STORES,
    /** Answers a request by itself when the operation is one read or one write of an entity that it stores. */
    SERVES_OBJECTS,
    /** Keeps copies of entities in front of a store. */
    CACHES,
    /** Takes messages and hands each to one of its consumers, or to all with BROADCASTS. */
    QUEUES,
    /** Hands every message to each of its consumers, not to one of them. */
    BROADCASTS,
    /** Runs the steps of operations that are triggered by an event. */
    CONSUMES
}
