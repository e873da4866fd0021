package dev.trestle.components.history;

import java.util.function.Supplier;

/** Counts what a checker meets in one history and keeps the smallest counter-example. */
final class Tally {
    /** Most counter-examples are of what was and of what should not have come then. */
    private static final int USUAL = 2;

    private long checked;
    private long violations;
    private long censored;
    private long doubtful;
    private long worstNanos;
    private int fewest = Integer.MAX_VALUE;
    private long shortest = Long.MAX_VALUE;
    private Timeline example;
    private int node = -1;
    private long followed;

    /** Whatever is followed as a whole: a key, a message, a client. */
    void follows() {
        followed++;
    }

    void good() {
        checked++;
    }

    /** A violation of two moments that a node is to blame for (-1 = none). */
    void bad(long spanNanos, int blamed, Supplier<Timeline> timeline) {
        bad(USUAL, spanNanos, blamed, timeline);
    }

    /**
     * A violation of so many moments. Its timeline is only written when it is the smallest so far: of fewest moments, and
     * of those the shortest.
     */
    void bad(int moments, long spanNanos, int blamed, Supplier<Timeline> timeline) {
        checked++;
        violations++;
        offer(moments, spanNanos, blamed, timeline);
    }

    /** Another counter-example, of two moments, for a violation that is counted already. */
    void shorter(long spanNanos, int blamed, Supplier<Timeline> timeline) {
        offer(USUAL, spanNanos, blamed, timeline);
    }

    private void offer(int moments, long spanNanos, int blamed, Supplier<Timeline> timeline) {
        if (moments < fewest || moments == fewest && spanNanos < shortest) {
            fewest = moments;
            shortest = spanNanos;
            example = timeline.get();
            node = blamed;
        }
    }

    void tooYoung() {
        censored++;
    }

    void perhapsLost() {
        doubtful++;
    }

    void took(long nanos) {
        worstNanos = Math.max(worstNanos, nanos);
    }

    Checked result() {
        return new Checked(checked, violations, censored, doubtful, worstNanos / 1e9, example, node, 0, followed);
    }
}
