package dev.trestle.components.kinds;

import java.util.Arrays;

/**
 * A set of message numbers, one bit each, in pages: the engine hands the numbers out one after another, so there are few
 * gaps to pay for.
 */
final class MessageSet {
    /** Numbers of a page, as a power of 2: a page is 8 KB. */
    private static final int PAGE_BITS = 16;

    private long[][] pages = new long[16][];

    /** Puts a number in; false when it was there before. */
    boolean add(long message) {
        long[] page = page((int) (message >>> PAGE_BITS));
        int word = word(message);
        long bit = 1L << message;
        boolean isNew = (page[word] & bit) == 0;
        page[word] |= bit;
        return isNew;
    }

    private long[] page(int at) {
        if (at >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(at + 1, 2 * pages.length));
        }
        if (pages[at] == null) {
            pages[at] = new long[1 << PAGE_BITS - 6];
        }
        return pages[at];
    }

    private static int word(long message) {
        return (int) (message >>> 6) & (1 << PAGE_BITS - 6) - 1;
    }

    void remove(long message) {
        if (contains(message)) {
            pages[(int) (message >>> PAGE_BITS)][word(message)] &= ~(1L << message);
        }
    }

    boolean contains(long message) {
        int at = (int) (message >>> PAGE_BITS);
        return at < pages.length && pages[at] != null && (pages[at][word(message)] & 1L << message) != 0;
    }

    /** Forgets all numbers, and their room. */
    void clear() {
        Arrays.fill(pages, null);
    }
}
