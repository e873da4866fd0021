package dev.trestle.components.kinds;

/**
 * What somebody who tells duplicates remembers: the message numbers of the last so many nanoseconds. A number is forgotten
 * between that time and an eighth of it later, as tables are swept now and then.
 */
final class MessageWindow {
    private static final int SLICES = 8;

    /** How long a slice takes; 0 where nothing is ever forgotten. */
    private final long sliceNanos;

    /** Of the current slice and those before it, in a ring. */
    private final MessageSet[] slices;

    private long current;

    /** @param nanos how long a number is remembered; below 0 for ever */
    MessageWindow(long nanos) {
        sliceNanos = nanos < 0 ? 0 : Math.max(1, nanos / SLICES);
        slices = new MessageSet[nanos < 0 ? 1 : SLICES + 1];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = new MessageSet();
        }
    }

    /** Whether the number was put in not too long ago. */
    boolean contains(long message, long now) {
        sweep(now);
        for (MessageSet slice : slices) {
            if (slice.contains(message)) {
                return true;
            }
        }
        return false;
    }

    /** Puts a number in; false when it is remembered already, for as long as from the first time. */
    boolean add(long message, long now) {
        return !contains(message, now) && slices[at(current)].add(message);
    }

    void remove(long message) {
        for (MessageSet slice : slices) {
            slice.remove(message);
        }
    }

    private int at(long slice) {
        return (int) (slice % slices.length);
    }

    private void sweep(long now) {
        long slice = sliceNanos == 0 ? 0 : now / sliceNanos;
        for (long over = Math.max(current + 1, slice - slices.length + 1); over <= slice; over++) {
            slices[at(over)].clear();
        }
        current = Math.max(current, slice);
    }
}
