package dev.trestle.components.kinds;

import java.util.Arrays;

/** A set of message numbers, one bit each: the engine hands them out one after another, so there are no gaps to pay for. */
final class MessageSet {
    private long[] bits = new long[1_024];

    /** Puts a number in; false when it was there before. */
    boolean add(long message) {
        int word = (int) (message >>> 6);
        if (word >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(word + 1, 2 * bits.length));
        }
        long bit = 1L << message;
        boolean isNew = (bits[word] & bit) == 0;
        bits[word] |= bit;
        return isNew;
    }

    void remove(long message) {
        int word = (int) (message >>> 6);
        if (word < bits.length) {
            bits[word] &= ~(1L << message);
        }
    }

    boolean contains(long message) {
        int word = (int) (message >>> 6);
        return word < bits.length && (bits[word] & 1L << message) != 0;
    }
}
