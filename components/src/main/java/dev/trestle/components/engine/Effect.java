package dev.trestle.components.engine;

/** What one access of a running operation read or wrote, kept with the root call until the operation ends. Pooled. */
final class Effect {
    Effect next;
    /** WRITE, READ or CREATED of {@link Journal}. */
    byte kind;

    int entity;
    long key;
    long version;
    int place;
    int link;

    Effect() {}
}
