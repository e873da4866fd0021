package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTraceTest {
    private static final long SIZE = 1_000;

    /** A cache of the plainest sort that evicts what was used longest ago, to be held against. */
    private static final class Plain {
        private final double capacity;
        private final Map<Long, long[]> entries = new LinkedHashMap<>(16, 0.75f, true);
        private long used;
        private long misses;

        Plain(double capacity) {
            this.capacity = capacity;
        }

        void asked(long key, long bytes, long now, long ttl) {
            long[] entry = entries.get(key);
            if (entry != null && entry[1] > now) {
                return;
            }
            misses++;
            remove(key);
            if (bytes > capacity) {
                return;
            }
            while (used + bytes > capacity) {
                remove(entries.keySet().iterator().next());
            }
            entries.put(key, new long[] {bytes, ttl < 0 ? Long.MAX_VALUE : now + ttl});
            used += bytes;
        }

        void remove(long key) {
            long[] entry = entries.remove(key);
            used -= entry == null ? 0 : entry[0];
        }
    }

    private static KeySample all(long keys) {
        return new KeySample(7, new long[] {keys});
    }

    private static Plain[] plains(KeyTrace trace) {
        Plain[] plains = new Plain[KeyTrace.SIZES];
        for (int i = 0; i < plains.length; i++) {
            plains[i] = new Plain(trace.size(i));
        }
        return plains;
    }

    @Test
    void everySizeMissesWhatAPlainCacheOfThatSizeMisses() {
        KeyTrace trace = new KeyTrace(40 * SIZE, -1, 0, new KeySample[] {all(500)});
        trace.measure(true);
        Plain[] plains = plains(trace);
        Chance chance = new Chance(1);
        for (int i = 0; i < 40_000; i++) {
            long key = (long) (500 * Math.pow(chance.uniform(), 3));
            trace.asked(0, key, SIZE, i);
            for (Plain plain : plains) {
                plain.asked(key, SIZE, i, -1);
            }
        }
        for (int i = 0; i < plains.length; i++) {
            assertEquals(plains[i].misses, trace.misses()[i], 1e-6, trace.size(i) + " bytes");
        }
        assertEquals(40_000, trace.asked());
    }

    @Test
    void entriesExpireAtEverySizeAsInAPlainCache() {
        long ttl = 700;
        KeyTrace trace = new KeyTrace(40 * SIZE, ttl, 0, new KeySample[] {all(500)});
        trace.measure(true);
        Plain[] plains = plains(trace);
        Chance chance = new Chance(2);
        for (int i = 0; i < 40_000; i++) {
            long key = (long) (500 * Math.pow(chance.uniform(), 3));
            trace.asked(0, key, SIZE, i);
            for (Plain plain : plains) {
                plain.asked(key, SIZE, i, ttl);
            }
        }
        // An expired entry frees its room at once in a plain cache and stays in the order here until it is asked for:
        // the
        // difference is what a few entries of hundreds are.
        for (int i = 0; i < plains.length; i++) {
            assertEquals(plains[i].misses, trace.misses()[i], 0.01 * plains[i].misses, trace.size(i) + " bytes");
        }
    }

    @Test
    void aDroppedKeyMissesAtEverySize() {
        KeyTrace trace = new KeyTrace(10 * SIZE, -1, 0, new KeySample[] {all(10)});
        trace.measure(true);
        trace.asked(0, 3, SIZE, 0);
        trace.asked(0, 3, SIZE, 1);
        trace.drop(0, 3);
        trace.asked(0, 3, SIZE, 2);
        assertEquals(2, trace.misses()[KeyTrace.SIZES - 1], 1e-9);
        trace.clear(0);
        trace.asked(0, 3, SIZE, 3);
        assertEquals(3, trace.misses()[KeyTrace.SIZES - 1], 1e-9);
    }

    @Test
    void whatWasUsedBeforeTheRunHitsWhereItFits() {
        KeyTrace trace = new KeyTrace(2 * SIZE, -1, 0, new KeySample[] {all(10)}).with(new KeyTrace.Past() {
            @Override
            public double since(int instance, long key, long asked) {
                return key * SIZE;
            }

            @Override
            public long expires() {
                return 0;
            }
        });
        trace.measure(true);
        // One entry was used since: two must fit.
        trace.asked(0, 1, SIZE, 0);
        assertEquals(0, trace.misses()[KeyTrace.OWN], 1e-9);
        assertEquals(1, trace.misses()[KeyTrace.OWN - 1], 1e-9);
        trace.asked(0, 2, SIZE, 1);
        assertEquals(1, trace.misses()[KeyTrace.OWN], 1e-9);
        // What was dropped before it came has no past, and nothing has one after a loss of memory.
        trace.drop(0, 3);
        trace.asked(0, 3, SIZE, 2);
        assertEquals(2, trace.misses()[KeyTrace.OWN], 1e-9);
        trace.clear(0);
        trace.asked(0, 0, SIZE, 3);
        assertEquals(3, trace.misses()[KeyTrace.SIZES - 1] + 1, 1e-9);
    }

    @Test
    void whatIsNotMeasuredIsRememberedButNotCounted() {
        KeyTrace trace = new KeyTrace(2 * SIZE, -1, 0, new KeySample[] {all(10)});
        trace.asked(0, 1, SIZE, 0);
        trace.measure(true);
        trace.asked(0, 1, SIZE, 1);
        assertEquals(1, trace.asked());
        assertEquals(0, trace.misses()[KeyTrace.OWN], 1e-9);
    }

    @Test
    void aSampleTellsOfAllKeys() {
        // 400,000 keys with a cubic popularity: the sample is thinned to 8,192 of them while it goes on.
        KeySample uneven = all(400_000);
        uneven.uneven(0);
        assertTellsOfAll(uneven, 0.015);
        KeySample headed = all(400_000);
        headed.head(0, 2_048);
        headed.take(0.01, 1);
        assertTellsOfAll(headed, 0.015);
    }

    private static void assertTellsOfAll(KeySample sample, double within) {
        KeyTrace trace = new KeyTrace(20_000 * SIZE, -1, 0, new KeySample[] {sample});
        Plain plain = new Plain(20_000 * SIZE);
        trace.measure(true);
        Chance chance = new Chance(3);
        int asked = 1_000_000;
        for (int i = 0; i < asked; i++) {
            long key = (long) (400_000 * Math.pow(chance.uniform(), 3));
            trace.asked(0, key, SIZE, i);
            plain.asked(key, SIZE, i, -1);
        }
        assertEquals((double) plain.misses / asked, trace.misses()[KeyTrace.OWN] / asked, within);
    }

    @Test
    void theKeysOfASampleCanBeListed() {
        for (long keys : new long[] {1, 2, 3, 17, 1_000, 65_536, 100_000}) {
            KeySample sample = new KeySample(99, new long[] {5, keys});
            sample.take(0.25, 1);
            long head = keys / 10;
            sample.head(1, head);
            Set<Long> listed = new HashSet<>();
            for (long place = 0; place < sample.places(1); place++) {
                long key = sample.listed(1, place);
                if (key >= 0 && key < keys) {
                    assertTrue(listed.add(key), key + " stands there twice");
                }
            }
            for (long key = 0; key < keys; key++) {
                assertEquals(listed.contains(key), sample.holds(1L << 48 | key), keys + " keys, key " + key);
            }
            double expected = head + (keys - head) / sample.stands(1L << 48 | keys - 1);
            assertEquals(expected, listed.size(), 1 + 5 * Math.sqrt(expected), keys + " keys");
        }
    }

    @Test
    void newKeysAreSampledAlike() {
        KeySample sample = new KeySample(5, new long[] {1_000});
        sample.take(0.25, 1);
        int held = 0;
        for (long key = 1_000; key < 101_000; key++) {
            held += sample.holds(key) ? 1 : 0;
        }
        assertEquals(25_000, held, 800);
    }

    @Test
    void anAccessLeavesNoGarbage() {
        KeyTrace trace = new KeyTrace(1_000 * SIZE, 50_000, 0.1, new KeySample[] {all(100_000)});
        trace.measure(true);
        Chance chance = new Chance(4);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = Allocation.bytesSoFar();
            for (int i = 0; i < 100_000; i++) {
                long key = (long) (100_000 * Math.pow(chance.uniform(), 2));
                trace.asked(0, key, SIZE, round * 100_000L + i);
                if (i % 10 == 0) {
                    trace.drop(0, key);
                }
            }
            least = Math.min(least, Allocation.bytesSoFar() - before);
        }
        assertTrue(least < 1_024, least + " bytes");
    }
}
