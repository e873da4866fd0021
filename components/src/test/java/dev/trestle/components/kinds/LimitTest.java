package dev.trestle.components.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The algorithms one by one; ORACLES P27. Requests come at random times, several times as many as may pass. */
class LimitTest {
    private static final long SECOND = 1_000_000_000;

    /** When requests leave, with bursts and pauses: gaps are 0 in half of the cases and up to 20 ms otherwise. */
    private static List<Long> passed(Limit limit, int requests) {
        SplittableRandom random = new SplittableRandom(7);
        List<Long> passed = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < requests; i++) {
            now += random.nextBoolean() ? 0 : random.nextLong(SECOND / 50);
            long wait = limit.admit(1, now);
            if (wait != Limit.REJECTED) {
                passed.add(now + wait);
            }
        }
        assertTrue(passed.size() > 500 && passed.size() < requests * 9 / 10, passed.size() + " passed");
        return passed;
    }

    /** The most requests in any window of the length, its start included and its end not. */
    private static int mostIn(List<Long> times, long window) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) >= window) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    @Test
    void aTokenBucketKeepsToItsBoundInEveryWindow() {
        int burst = 10;
        double perSecond = 40;
        List<Long> times = passed(new Limit.TokenBucket(perSecond, burst), 20_000);
        // n(i..j) <= b + r (t_j - t_i) for all i <= j: with d_k = k - r t_k, the largest d_j - min d_i over i <= j,
        // plus 1.
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int k = 0; k < times.size(); k++) {
            double ahead = k - perSecond * times.get(k) / SECOND;
            least = Math.min(least, ahead);
            most = Math.max(most, ahead - least + 1);
        }
        assertTrue(most <= burst + 1e-6, "a window holds " + most + " more than the rate");
        assertTrue(most > burst - 1, "the bucket is used to the last token: " + most);
    }

    @Test
    void aTokenBucketFillsUpAgain() {
        Limit limit = new Limit.TokenBucket(10, 5);
        for (int i = 0; i < 5; i++) {
            assertEquals(0, limit.admit(1, 0));
        }
        assertEquals(Limit.REJECTED, limit.admit(1, 0));
        assertEquals(0, limit.admit(2, 0), "each key has a bucket of its own");
        assertEquals(Limit.REJECTED, limit.admit(1, SECOND / 10 - 1));
        assertEquals(0, limit.admit(1, SECOND / 10));
        for (int i = 0; i < 5; i++) {
            assertEquals(0, limit.admit(1, 100 * SECOND));
        }
        assertEquals(Limit.REJECTED, limit.admit(1, 100 * SECOND));
    }

    @Test
    void aLeakyBucketSpacesRequestsOut() {
        List<Long> times = passed(new Limit.LeakyBucket(40, 10), 20_000);
        for (int i = 1; i < times.size(); i++) {
            assertTrue(times.get(i) - times.get(i - 1) >= SECOND / 40, "requests " + i);
        }
    }

    @Test
    void aLeakyBucketHoldsItsSize() {
        Limit limit = new Limit.LeakyBucket(10, 3);
        assertEquals(0, limit.admit(1, 0));
        assertEquals(SECOND / 10, limit.admit(1, 0));
        assertEquals(2 * SECOND / 10, limit.admit(1, 0));
        assertEquals(3 * SECOND / 10, limit.admit(1, 0));
        assertEquals(Limit.REJECTED, limit.admit(1, 0), "three wait already");
        assertEquals(3 * SECOND / 10, limit.admit(1, SECOND / 10), "one has dripped");
    }

    @Test
    void aFixedWindowLetsTwiceTheLimitThroughAcrossAnEdge() {
        Limit limit = new Limit.FixedWindow(100, SECOND);
        int passed = 0;
        for (int i = 0; i < 150; i++) {
            passed += limit.admit(1, SECOND - 1) == 0 ? 1 : 0;
        }
        assertEquals(100, passed);
        for (int i = 0; i < 150; i++) {
            passed += limit.admit(1, SECOND) == 0 ? 1 : 0;
        }
        assertEquals(200, passed, "within a nanosecond");
    }

    @Test
    void aSlidingLogNeverHasMoreThanTheLimitInAWindow() {
        assertEquals(40, mostIn(passed(new Limit.SlidingLog(40, SECOND), 20_000), SECOND));
        // The same requests across an edge that a fixed window would let through.
        assertTrue(mostIn(passed(new Limit.FixedWindow(40, SECOND), 20_000), SECOND) > 40);
    }

    @Test
    void aSlidingCounterCountsAShareOfTheLastWindow() {
        Limit limit = new Limit.SlidingCounter(100, SECOND);
        for (int i = 0; i < 100; i++) {
            assertEquals(0, limit.admit(1, SECOND / 2));
        }
        // A quarter into the next window three quarters of the last one count: room for 25.
        int passed = 0;
        for (int i = 0; i < 100; i++) {
            passed += limit.admit(1, SECOND + SECOND / 4) == 0 ? 1 : 0;
        }
        assertEquals(25, passed);
        // Two windows later nothing of it is left.
        for (int i = 0; i < 100; i++) {
            assertEquals(0, limit.admit(1, 4 * SECOND));
        }
    }

    @Test
    void whatIsForgottenStartsAnew() {
        for (Limit limit : List.of(
                new Limit.TokenBucket(1, 1),
                new Limit.LeakyBucket(1, 1),
                new Limit.FixedWindow(1, SECOND),
                new Limit.SlidingLog(1, SECOND),
                new Limit.SlidingCounter(1, SECOND))) {
            limit.admit(1, 5);
            limit.clear();
            assertEquals(0, limit.admit(1, 5), limit.getClass().getSimpleName());
        }
    }
}
