package dev.trestle.server.web;

/** The asker is known but may not do this: answered with 403. */
public final class Forbidden extends RuntimeException {
    /** @param words one clear line for the person who asked */
    public Forbidden(String words) {
        super(words, null, false, false);
    }
}
