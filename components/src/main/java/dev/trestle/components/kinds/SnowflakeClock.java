package dev.trestle.components.kinds;

/**
 * The ids of one machine after Snowflake (Twitter 2010): 41 bits of milliseconds, 10 of machine, 12 of sequence, by a
 * clock that is off, drifts and is set right now and then.
 */
final class SnowflakeClock {
    private static final int SEQUENCES = 1 << 12;
    private static final int MACHINE_SHIFT = 12;
    private static final int TIME_SHIFT = 22;
    private static final long MILLI = 1_000_000;
    /** The age of the epoch when a run begins: an hour, so that no clock is before it. */
    private static final long EPOCH_NANOS = 3_600_000_000_000L;

    private final long machine;
    private final long skewNanos;
    private final double drift;
    /** Time between two settings, or -1 for never. */
    private final long syncNanos;

    /** What a fault adds. */
    private long faultNanos;

    private long lastMilli = -1;
    private int sequence;

    SnowflakeClock(int machine, long skewNanos, double drift, long syncNanos) {
        this.machine = machine;
        this.skewNanos = skewNanos;
        this.drift = drift;
        this.syncNanos = syncNanos;
    }

    /** What the clock shows at a time, in nanoseconds since the epoch. */
    long shows(long now) {
        long since = syncNanos < 0 ? now : now % syncNanos;
        return EPOCH_NANOS + now + skewNanos + faultNanos + (long) (drift * since);
    }

    /** It is off by so much more from now on. */
    void skew(long nanos) {
        faultNanos = nanos;
    }

    /** How long the clock needs to catch up with the last id that was made by it; 0 when it has not gone back. */
    long behind(long now) {
        return Math.max(0, lastMilli * MILLI - shows(now));
    }

    /** Accepts that the clock has gone back; nothing to wait for. */
    long goBack(long now) {
        lastMilli = shows(now) / MILLI;
        sequence = 0;
        return 0;
    }

    /** How long to wait because the sequence of this millisecond is used up; 0 when it is not. */
    long untilNext(long now) {
        long shown = shows(now);
        boolean full = shown / MILLI == lastMilli && sequence == SEQUENCES;
        return full ? MILLI - shown % MILLI : 0;
    }

    /** The next id; to be asked when there is nothing to wait for. */
    long next(long now) {
        long milli = shows(now) / MILLI;
        if (milli != lastMilli) {
            lastMilli = milli;
            sequence = 0;
        }
        return milli << TIME_SHIFT | machine << MACHINE_SHIFT | sequence++;
    }

    /** The process starts anew: it does not know what it made before. */
    void forget() {
        lastMilli = -1;
        sequence = 0;
    }
}
