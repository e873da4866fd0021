package dev.trestle.components.engine;

/**
 * A number that only grows, shown in 64 bits that begin anew when they are full: whoever looks before it has gone round
 * twice knows it all the same. A million messages that wait for five hours fill them.
 */
public final class Odometer {
    private static final double ROUND = 0x1p64;

    private long shown;
    private long rounds;

    /** What it shows now: the lowest 64 bits of the number, as unsigned ones. */
    void shows(long bits) {
        if (Long.compareUnsigned(bits, shown) < 0) {
            rounds++;
        }
        shown = bits;
    }

    /** The number as of the last look, to the precision of a double. */
    public double value() {
        return rounds * ROUND + (shown >>> 1) * 2.0 + (shown & 1);
    }
}
