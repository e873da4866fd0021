package dev.trestle.db;

/**
 * A database that this process must not, or cannot, use. The message is one line for the person who started the
 * program: what is wrong with which database, and what to do. Thrown by what opens, backs up and restores.
 */
public final class CannotOpen extends RuntimeException {
    CannotOpen(String line) {
        super(line);
    }

    CannotOpen(String line, Throwable cause) {
        super(line, cause);
    }
}
