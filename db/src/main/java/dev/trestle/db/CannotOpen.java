package dev.trestle.db;

/**
 * A database that this process must not, or cannot, use. The message is one line for the person who started the
 * program: what is wrong with which database, and what to do. Thrown only by the methods that open, back up and restore.
 */
public final class CannotOpen extends RuntimeException {
    CannotOpen(String line) {
        super(line);
    }

    CannotOpen(String line, Throwable cause) {
        super(line, cause);
    }
}
