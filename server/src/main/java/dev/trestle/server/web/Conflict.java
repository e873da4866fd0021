package dev.trestle.server.web;

/** The request rests on a state that has changed since: answered with 409. */
public final class Conflict extends RuntimeException {
    /** @param words one clear line for the person who asked */
    public Conflict(String words) {
        super(words, null, false, false);
    }
}
