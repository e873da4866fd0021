package dev.trestle.components.history;

import dev.trestle.components.engine.Journal;

/** Turns rows of a journal into moments with names. */
record Rows(Journal journal, Names names) {

    /** A write or read at the time when its client had the answer. */
    Moment ended(int row) {
        return moment(row, journal.end(row));
    }

    /** A write or read at the time when its client asked for it. */
    Moment asked(int row) {
        return moment(row, journal.start(row));
    }

    private Moment moment(int row, long nanos) {
        String node = place(row);
        boolean write = journal.kind(row) == Journal.WRITE;
        String what = (write ? "wrote " : "read ") + thing(row);
        return new Moment(nanos, client(row), node.isEmpty() ? what : what + (write ? " to" : " from"), node);
    }

    /** A store's loss of a committed version. */
    Moment lost(int row) {
        String node = place(row);
        return new Moment(journal.start(row), node.isEmpty() ? "a store" : node, "discarded " + thing(row), "");
    }

    /** A message at the time when its publisher was told that it is safe. */
    Moment published(int row) {
        return new Moment(journal.end(row), client(row), "published " + message(row), "");
    }

    /** A message at the time when a worker was through with it. */
    Moment handled(int row) {
        String node = place(row);
        String attempt = journal.version(row) > 1 ? " (attempt " + journal.version(row) + ")" : "";
        return new Moment(
                journal.end(row), node.isEmpty() ? "a worker" : node, "handled " + message(row) + attempt, "");
    }

    /** The end of what is known, where something that should have happened had not. */
    Moment without(String what, long nanos) {
        return new Moment(nanos, "the run", "ended without " + what, "");
    }

    private String place(int row) {
        return names.place(journal.node(row), journal.instance(row));
    }

    private String client(int row) {
        return journal.who(row) >= 0 ? "client " + journal.who(row) : "a worker";
    }

    private String thing(int row) {
        String version = journal.version(row) == Journal.DAMAGED
                ? " with a value that nobody wrote"
                : journal.version(row) == 0 && journal.kind(row) == Journal.LOST
                        ? " as it was before the run"
                        : " v" + journal.version(row);
        return names.entities().get(journal.subject(row)) + " " + journal.key(row) + version;
    }

    private String message(int row) {
        return names.events().get(journal.subject(row)) + " " + journal.key(row);
    }
}
