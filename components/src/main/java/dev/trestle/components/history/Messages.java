package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Deeds;
import dev.trestle.components.engine.Journal;

/**
 * Checkers of what becomes of messages. Only publications that were acknowledged count; a message's time runs from that
 * acknowledgement to the end of its handling.
 */
public final class Messages {
    /** A redelivery may come as late as this (twice a visibility timeout of 30 s) without being a loss. */
    static final long PATIENCE_NANOS = 60_000_000_000L;
    /** Messages younger than this many times the slowest handling seen are taken to be on their way. */
    private static final int SLOWEST_TIMES = 10;

    private final Rows rows;
    private final KeyRows messages;
    private final long knownUntil;
    private final int usualHandler;
    private final Tally tally = new Tally();

    private Messages(History history, int event, Names names) {
        this.rows = new Rows(history.journal(), names);
        this.messages = new KeyRows(history.journal(), event, Journal.PUBLISH, Journal.HANDLED);
        this.knownUntil = history.knownUntilNanos(event);
        this.usualHandler = findHandler();
    }

    /**
     * Every message must be handled within that many nanoseconds. One that is younger than that when the run ends and
     * has not been handled is censored; {@link Checked#worstSeconds} is the longest time seen, or waited for in vain.
     */
    public static Checked handledWithin(History history, int event, long withinNanos, Names names) {
        Messages all = new Messages(history, event, names);
        for (int message = 0; message < all.messages.groups(); message++) {
            all.tally.follows();
            all.within(all.messages.group(message), withinNanos);
        }
        return all.tally.result();
    }

    /** Every message must be handled. One that has not been, but may still be, is censored or doubtful. */
    public static Checked handledAtLeastOnce(History history, int event, Names names) {
        return new Messages(history, event, names).counted(false);
    }

    /**
     * Every message must be handled, and by no handler twice; nor may a handler that died, or failed, and comes to it again do
     * a second time what it had done to a store ({@link Idempotence}). Handlers are told apart by the client column of
     * their HANDLED rows.
     */
    public static Checked handledExactlyOnce(History history, int event, Names names) {
        return new Messages(history, event, names).counted(true);
    }

    private void within(int[] group, long withinNanos) {
        Journal journal = rows.journal();
        int publish = acknowledgedPublish(group);
        if (publish < 0) {
            return;
        }
        int handled = first(group);
        long until = handled < 0 ? knownUntil : journal.end(handled);
        long took = Math.max(0, until - journal.end(publish));
        if (handled < 0 && took <= withinNanos) {
            tally.tooYoung();
            return;
        }
        tally.took(took);
        if (took <= withinNanos) {
            tally.good();
        } else {
            int node = handled < 0 ? usualHandler : journal.node(handled);
            tally.bad(
                    took,
                    node,
                    () -> Timeline.of(rows.published(publish), handled < 0 ? neverHandled() : rows.handled(handled)));
        }
    }

    private Checked counted(boolean once) {
        Journal journal = rows.journal();
        long slowest = slowest();
        Repeats repeats = once ? Repeats.of(journal.deeds()) : Repeats.of(null);
        for (int message = 0; message < messages.groups(); message++) {
            int[] group = messages.group(message);
            tally.follows();
            int publish = acknowledgedPublish(group);
            if (publish < 0) {
                continue;
            }
            int handled = first(group);
            int again = once && handled >= 0 ? repeated(group) : -1;
            if (handled < 0) {
                missing(publish, slowest);
            } else if (again >= 0) {
                int before = before(group, again);
                tally.bad(
                        journal.end(again) - journal.end(before),
                        journal.node(again),
                        () -> Timeline.of(rows.handled(before), rows.handled(again)));
            } else if (repeats.has(journal.key(publish))) {
                Deeds deeds = journal.deeds();
                int twice = repeats.second(journal.key(publish));
                int first = repeats.first(journal.key(publish));
                tally.bad(deeds.time(twice) - deeds.time(first), deeds.node(twice), () -> rows.twice(first, twice));
            } else {
                tally.good();
            }
        }
        return tally.result();
    }

    private void missing(int publish, long slowest) {
        long age = knownUntil - rows.journal().end(publish);
        if (age <= SLOWEST_TIMES * slowest) {
            tally.tooYoung();
        } else if (age <= PATIENCE_NANOS) {
            tally.perhapsLost();
        } else {
            tally.bad(age, usualHandler, () -> Timeline.of(rows.published(publish), neverHandled()));
        }
    }

    /** The slowest handling of any acknowledged message, in nanoseconds. */
    private long slowest() {
        long slowest = 0;
        for (int message = 0; message < messages.groups(); message++) {
            int[] group = messages.group(message);
            int publish = acknowledgedPublish(group);
            int handled = first(group);
            if (publish >= 0 && handled >= 0) {
                slowest = Math.max(
                        slowest, rows.journal().end(handled) - rows.journal().end(publish));
            }
        }
        return slowest;
    }

    /** The node that handled the first message that was handled at all, or -1: whom an unhandled one waits for. */
    private int findHandler() {
        for (int message = 0; message < messages.groups(); message++) {
            int handled = first(messages.group(message));
            if (handled >= 0) {
                return rows.journal().node(handled);
            }
        }
        return -1;
    }

    private Moment neverHandled() {
        return rows.without("handling it", knownUntil);
    }

    private int acknowledgedPublish(int[] group) {
        for (int row : group) {
            if (rows.journal().kind(row) == Journal.PUBLISH && rows.journal().outcome(row) == Call.OK) {
                return row;
            }
        }
        return -1;
    }

    /** The row of the earliest handling, or -1. */
    private int first(int[] group) {
        Journal journal = rows.journal();
        int first = -1;
        for (int row : group) {
            boolean earlier = first < 0 || journal.end(row) < journal.end(first);
            if (journal.kind(row) == Journal.HANDLED && earlier) {
                first = row;
            }
        }
        return first;
    }

    /** A handling by a handler that had handled the message before, or -1. */
    private int repeated(int[] group) {
        for (int row : group) {
            if (before(group, row) >= 0) {
                return row;
            }
        }
        return -1;
    }

    /** An earlier handling by the same handler, or -1. */
    private int before(int[] group, int row) {
        Journal journal = rows.journal();
        for (int other : group) {
            if (other == row) {
                return -1;
            }
            boolean both = journal.kind(other) == Journal.HANDLED && journal.kind(row) == Journal.HANDLED;
            if (both && journal.who(other) == journal.who(row)) {
                return other;
            }
        }
        return -1;
    }
}
