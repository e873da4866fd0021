package dev.trestle.components.kinds;

import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Meter;
import java.util.Arrays;

/**
 * What a limit lets through, measured behind it: the most in any window of a length, wherever it begins, and the largest
 * burst, by how much any window of any length exceeds the rate (a max-plus scan: Le Boudec and Thiran, Network Calculus,
 * 2001). Independent of how the limit counts, so that it shows what an algorithm or counters of their own really allow.
 */
final class Outflow {
    private static final double NANOS = 1e9;

    private final long windowNanos;
    private final double perNano;
    private final Counter mostInWindow;
    private final Counter burst;
    /** The times of those in the window that ends now, as a ring. */
    private long[] times = new long[64];

    private int first;
    private int inside;
    private long passed;
    private double least = Double.POSITIVE_INFINITY;

    Outflow(Meter meter, long windowNanos, double perSecond) {
        this.windowNanos = windowNanos;
        perNano = perSecond / NANOS;
        mostInWindow = meter.counter("window peak");
        burst = meter.counter("largest burst");
    }

    /** One more leaves now. */
    void passes(long now) {
        while (inside > 0 && now - times[first] >= windowNanos) {
            first = first + 1 & times.length - 1;
            inside--;
        }
        if (inside == times.length) {
            long[] longer = Arrays.copyOf(times, 2 * times.length);
            for (int i = 0; i < inside; i++) {
                longer[i] = times[first + i & times.length - 1];
            }
            times = longer;
            first = 0;
        }
        times[first + inside++ & times.length - 1] = now;
        mostInWindow.value = Math.max(mostInWindow.value, inside);
        double ahead = passed++ - perNano * now;
        least = Math.min(least, ahead);
        // A time is a whole number of nanoseconds: up to one of them times the rate is rounding.
        burst.value = Math.max(burst.value, (long) Math.ceil(ahead - least + 1 - perNano - 1e-6));
    }
}
