package dev.trestle.components.kinds;

import dev.trestle.components.engine.LongMap;

/**
 * A number per key for as long as it matters: two maps, one for the period that runs and one for the period before it.
 *
 * <p>What nobody has put for a whole period is forgotten, so memory follows the keys that are active, not all that ever
 * came. Times are nanoseconds and never go back.
 */
final class RecentKeys {
    private final long periodNanos;
    private LongMap young = new LongMap(64);
    private LongMap old = new LongMap(64);
    private long period;
    /** When it ends: a comparison is cheaper than a division. */
    private long periodEnd;

    RecentKeys(long periodNanos) {
        this.periodNanos = periodNanos;
    }

    /** The number put in the period that runs, or 0. */
    long current(long key, long now) {
        turn(now);
        return orZero(young.get(key));
    }

    /** The last number put in the period before this one, or 0. */
    long previous(long key, long now) {
        turn(now);
        return orZero(old.get(key));
    }

    /** The last number put in either period, or 0. */
    long latest(long key, long now) {
        turn(now);
        long value = young.get(key);
        return value != LongMap.NONE ? value : orZero(old.get(key));
    }

    void put(long key, long value, long now) {
        turn(now);
        young.put(key, value);
    }

    void clear() {
        empty(young);
        empty(old);
    }

    private void turn(long now) {
        if (now < periodEnd) {
            return;
        }
        long running = now / periodNanos;
        periodEnd = (running + 1) * periodNanos;
        if (running == period) {
            return;
        }
        LongMap before = old;
        old = young;
        young = before;
        empty(young);
        if (running != period + 1) {
            empty(old);
        }
        period = running;
    }

    private static void empty(LongMap map) {
        if (map.size() > 0) {
            map.clear();
        }
    }

    private static long orZero(long value) {
        return value == LongMap.NONE ? 0 : value;
    }
}
