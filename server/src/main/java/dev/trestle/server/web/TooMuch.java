package dev.trestle.server.web;

/** More than a limit allows: answered with 429; try again later. */
public final class TooMuch extends RuntimeException {
    /** @param words one clear line for the person who asked */
    public TooMuch(String words) {
        super(words, null, false, false);
    }
}
