package dev.trestle.components.engine;

/** What one access of a running operation read or wrote, kept with the root call until the operation ends. Pooled. */
final class Effect {
    Effect next;
    boolean write;
    int entity;
    long key;
    long version;
    int place;

    Effect() {}
}
