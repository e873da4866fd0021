package dev.trestle.server.web;

/** What was asked for does not exist, or the asker may not know that it does: answered with 404. */
public final class NotFound extends RuntimeException {
    /** @param words one clear line for the person who asked */
    public NotFound(String words) {
        super(words, null, false, false);
    }
}
