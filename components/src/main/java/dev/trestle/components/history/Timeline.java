package dev.trestle.components.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A few moments in order of time that together show something: the smallest counter-example of a broken promise. Prints
 * as one sentence: "client 7 wrote Photo 42 v3 to leader at 1.204 s; read v2 from follower 2 at 1.219 s".
 */
public record Timeline(List<Moment> moments) {
    private static final long NANOS_PER_MILLISECOND = 1_000_000;
    private static final long NANOS_PER_MICROSECOND = 1_000;

    /** Keeps its own copy. */
    public Timeline {
        moments = List.copyOf(moments);
    }

    /** A timeline of these moments. */
    public static Timeline of(Moment... moments) {
        return new Timeline(List.of(moments));
    }

    /** A timeline of these moments in order of time; those of the same time as they come here. */
    static Timeline sorted(Moment... moments) {
        return new Timeline(Arrays.stream(moments)
                .sorted(Comparator.comparingLong(Moment::timeNanos))
                .toList());
    }

    /** From the first moment to the last, in nanoseconds. */
    public long spanNanos() {
        return moments.isEmpty()
                ? 0
                : moments.get(moments.size() - 1).timeNanos() - moments.get(0).timeNanos();
    }

    /** Whether it has fewer moments than another, or as many in less time. */
    boolean isSmallerThan(Timeline other) {
        return moments.size() < other.moments.size()
                || moments.size() == other.moments.size() && spanNanos() < other.spanNanos();
    }

    /** The sentence; an actor is named again only when it changes. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int decimals = decimals();
        String who = "";
        for (Moment moment : moments) {
            if (!text.isEmpty()) {
                text.append("; ");
            }
            if (!moment.who().equals(who)) {
                text.append(moment.who()).append(' ');
                who = moment.who();
            }
            text.append(moment.deed()).append(" at ").append(moment.time(decimals));
        }
        return text.toString();
    }

    /** Milliseconds, or finer when two moments would otherwise print the same time. */
    private int decimals() {
        int decimals = 3;
        for (int i = 1; i < moments.size(); i++) {
            long gap = moments.get(i).timeNanos() - moments.get(i - 1).timeNanos();
            if (gap > 0 && gap < NANOS_PER_MICROSECOND) {
                return 9;
            }
            if (gap > 0 && gap < NANOS_PER_MILLISECOND) {
                decimals = 6;
            }
        }
        return decimals;
    }
}
