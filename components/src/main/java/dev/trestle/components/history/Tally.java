package dev.trestle.components.history;

import java.util.function.Supplier;

/** Counts what a checker meets in one history and keeps the shortest counter-example. */
final class Tally {
    private long checked;
    private long violations;
    private long censored;
    private long doubtful;
    private long worstNanos;
    private long shortest = Long.MAX_VALUE;
    private Timeline example;
    private int node = -1;

    void good() {
        checked++;
    }

    /** A violation that a node is to blame for (-1 = none); its timeline is only written when it is the shortest. */
    void bad(long spanNanos, int blamed, Supplier<Timeline> timeline) {
        checked++;
        violations++;
        if (spanNanos < shortest) {
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
        return new Checked(checked, violations, censored, doubtful, worstNanos / 1e9, example, node, 0);
    }
}
