package dev.trestle.components.kinds;

import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * The memory of a rate limit: it says for each request of a key whether, and when, it may go on.
 *
 * <p>Whole nanoseconds throughout, so that a bound that an algorithm promises holds to the request.
 */
abstract class Limit {
    static final long REJECTED = -1;
    /** Buckets are forgotten no more often than this: clearing a map costs its size. */
    private static final long SHORTEST_PERIOD_NANOS = 1_000_000_000;

    /** How long the request must wait, 0 to go on at once; {@link #REJECTED} when it must not. */
    abstract long admit(long key, long now);

    /** Forgets all that was counted. */
    abstract void clear();

    /** So many a second, and after a pause a second's worth at once. */
    static Limit perSecond(double perSecond) {
        return new TokenBucket(perSecond, (long) Math.ceil(perSecond));
    }

    /** The time between two requests at a rate, rounded up: never more than the rate. */
    static long spacing(double perSecond) {
        return Math.max(1, (long) Math.ceil(1e9 / perSecond));
    }

    /** How many requests a window takes at a rate. */
    static long inWindow(double perSecond, long windowNanos) {
        return (long) Math.floor(perSecond * windowNanos / 1e9 + 1e-9);
    }

    /**
     * Tokens come at the rate up to the bucket's size, and each request takes one: at most b + r t in any time t. Kept as
     * the time at which the bucket will be full.
     */
    static final class TokenBucket extends Limit {
        private final long spacingNanos;
        private final long sizeNanos;
        private final RecentKeys fullAt;

        TokenBucket(double perSecond, long burst) {
            spacingNanos = spacing(perSecond);
            sizeNanos = burst * spacingNanos;
            fullAt = new RecentKeys(Math.max(SHORTEST_PERIOD_NANOS, sizeNanos));
        }

        @Override
        long admit(long key, long now) {
            long full = Math.max(now, fullAt.latest(key, now)) + spacingNanos;
            if (full - now > sizeNanos) {
                return REJECTED;
            }
            fullAt.put(key, full, now);
            return 0;
        }

        @Override
        void clear() {
            fullAt.clear();
        }
    }

    /** A queue that drips at the rate: requests leave at least 1/r apart; who finds the bucket full is rejected. */
    static final class LeakyBucket extends Limit {
        private final long spacingNanos;
        private final long longestWaitNanos;
        private final RecentKeys nextDrop;

        LeakyBucket(double perSecond, long burst) {
            spacingNanos = spacing(perSecond);
            longestWaitNanos = burst * spacingNanos;
            nextDrop = new RecentKeys(Math.max(SHORTEST_PERIOD_NANOS, longestWaitNanos + spacingNanos));
        }

        @Override
        long admit(long key, long now) {
            long drop = Math.max(now, nextDrop.latest(key, now));
            if (drop - now > longestWaitNanos) {
                return REJECTED;
            }
            nextDrop.put(key, drop + spacingNanos, now);
            return drop - now;
        }

        @Override
        void clear() {
            nextDrop.clear();
        }
    }

    /** A count per window of the clock, back to 0 at its edge: up to twice the limit across an edge. */
    static final class FixedWindow extends Limit {
        private final long most;
        private final RecentKeys counts;

        FixedWindow(long most, long windowNanos) {
            this.most = most;
            counts = new RecentKeys(windowNanos);
        }

        @Override
        long admit(long key, long now) {
            long count = counts.current(key, now);
            if (count >= most) {
                return REJECTED;
            }
            counts.put(key, count + 1, now);
            return 0;
        }

        @Override
        void clear() {
            counts.clear();
        }
    }

    /**
     * The count of this window and the share of the last one that a sliding window would still cover, as if that one's
     * requests had come evenly: two numbers per key, and an approximation.
     */
    static final class SlidingCounter extends Limit {
        private final long most;
        private final long windowNanos;
        private final RecentKeys counts;

        SlidingCounter(long most, long windowNanos) {
            this.most = most;
            this.windowNanos = windowNanos;
            counts = new RecentKeys(windowNanos);
        }

        @Override
        long admit(long key, long now) {
            long count = counts.current(key, now);
            double covered = 1 - (double) (now % windowNanos) / windowNanos;
            if (counts.previous(key, now) * covered + count + 1 > most) {
                return REJECTED;
            }
            counts.put(key, count + 1, now);
            return 0;
        }

        @Override
        void clear() {
            counts.clear();
        }
    }

    /**
     * The time of every admitted request, for as long as the window: never more than the limit in any window. One log in
     * order of time serves all keys, with a count per key.
     */
    static final class SlidingLog extends Limit {
        private final long most;
        private final long windowNanos;
        private final LongMap counts = new LongMap(64);
        private long[] times = new long[64];
        private long[] keys = new long[64];
        private int first;
        private int size;

        SlidingLog(long most, long windowNanos) {
            this.most = most;
            this.windowNanos = windowNanos;
        }

        @Override
        long admit(long key, long now) {
            forgetUntil(now - windowNanos);
            long count = Math.max(0, counts.get(key));
            if (count >= most) {
                return REJECTED;
            }
            counts.put(key, count + 1);
            append(key, now);
            return 0;
        }

        private void forgetUntil(long time) {
            while (size > 0 && times[first] <= time) {
                long key = keys[first];
                long left = counts.get(key) - 1;
                if (left == 0) {
                    counts.remove(key);
                } else {
                    counts.put(key, left);
                }
                first = (first + 1) & (times.length - 1);
                size--;
            }
        }

        private void append(long key, long now) {
            if (size == times.length) {
                times = unrolled(times);
                keys = unrolled(keys);
                first = 0;
            }
            int place = (first + size++) & (times.length - 1);
            times[place] = now;
            keys[place] = key;
        }

        /** Twice the room, the oldest entry at the start. */
        private long[] unrolled(long[] ring) {
            long[] longer = Arrays.copyOf(Arrays.copyOfRange(ring, first, ring.length), 2 * ring.length);
            System.arraycopy(ring, 0, longer, ring.length - first, first);
            return longer;
        }

        @Override
        void clear() {
            counts.clear();
            first = 0;
            size = 0;
        }
    }
}
