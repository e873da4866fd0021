package dev.trestle.components.engine;

import org.HdrHistogram.Histogram;

/**
 * How much later something follows, by the part that follows: a write at a replica, a message at its consumers. Nanoseconds,
 * as {@link Meter#lags} holds them; it appears in reports by itself.
 */
public final class Delays {
    /** More parts than these are told together: each has a histogram of 40 KB. */
    private static final int MOST_PARTS = 64;

    /** What the delay is, such as {@code from a write to a follower that has it}. */
    public final String what;

    private final String[] parts;
    private final Histogram all = Meter.lags();
    /** By part; empty where they are too many, or there is one. */
    private final Histogram[] each;

    private boolean on;
    /** Copies of all and of each as they were when somebody last {@link #mark marked} them. */
    private Histogram[] marked;

    Delays(String what, String[] parts) {
        this.what = what;
        this.parts = parts.clone();
        each = new Histogram[parts.length > MOST_PARTS || parts.length < 2 ? 0 : parts.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = Meter.lags();
        }
    }

    void measure(boolean counts) {
        on = counts;
    }

    /** What is noted from now on may be {@link #takeBack taken back}. */
    void mark() {
        marked = new Histogram[1 + each.length];
        marked[0] = all.copy();
        for (int i = 0; i < each.length; i++) {
            marked[1 + i] = each[i].copy();
        }
    }

    void takeBack() {
        marked[0].copyInto(all);
        for (int i = 0; i < each.length; i++) {
            marked[1 + i].copyInto(each[i]);
        }
        marked = null;
    }

    /** @param part which part follows; below 0 where that means nothing */
    void record(int part, long nanos) {
        if (on) {
            all.recordValue(nanos);
            if (part >= 0 && part < each.length) {
                each[part].recordValue(nanos);
            }
        }
    }

    /** All delays that were noted while it counted. */
    public Histogram all() {
        return all;
    }

    /** How many parts are told apart; 0 where they are not. */
    public int parts() {
        return each.length;
    }

    public String part(int part) {
        return parts[part];
    }

    public Histogram of(int part) {
        return each[part];
    }
}
