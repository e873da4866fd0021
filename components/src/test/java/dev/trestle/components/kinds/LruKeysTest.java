package dev.trestle.components.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Allocation;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.load.Popularity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LruKeysTest {
    private static final long NEVER = Long.MAX_VALUE;

    @Test
    void evictsTheLeastRecentlyUsedKey() {
        LruKeys keys = new LruKeys(3);
        for (long key = 1; key <= 3; key++) {
            keys.put(key, key * 10, 1, NEVER);
        }
        assertTrue(keys.use(1, 0) >= 0);
        keys.put(4, 40, 1, NEVER);
        assertEquals(-1, keys.use(2, 0), "2 was used longest ago");
        assertEquals(10, keys.version(keys.use(1, 0)));
        assertEquals(1, keys.evictions());
    }

    @Test
    void anEntryEndsAtItsTime() {
        LruKeys keys = new LruKeys(10);
        keys.put(1, 10, 1, 500);
        assertTrue(keys.use(1, 499) >= 0);
        assertEquals(-1, keys.use(1, 500));
        assertEquals(0, keys.usedBytes());
    }

    @Test
    void bytesAreTheBound() {
        LruKeys keys = new LruKeys(100);
        keys.put(1, 1, 60, NEVER);
        keys.put(2, 1, 40, NEVER);
        assertEquals(100, keys.usedBytes());
        keys.put(3, 1, 50, NEVER);
        assertEquals(-1, keys.use(1, 0));
        assertEquals(90, keys.usedBytes());
        keys.put(4, 1, 101, NEVER);
        assertEquals(-1, keys.use(4, 0), "larger than all the memory");
        assertEquals(2, keys.size());
    }

    @Test
    void whatIsPutAgainIsReplaced() {
        LruKeys keys = new LruKeys(100);
        keys.put(1, 1, 60, NEVER);
        keys.put(1, 2, 30, NEVER);
        assertEquals(2, keys.version(keys.use(1, 0)));
        assertEquals(30, keys.usedBytes());
        assertTrue(keys.remove(1));
        assertFalse(keys.remove(1));
        assertEquals(0, keys.usedBytes());
    }

    @Test
    void itAgreesWithALinkedMapOverRandomUse() {
        Random random = new Random(3);
        LruKeys keys = new LruKeys(50);
        Map<Long, Long> reference = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                return size() > 50;
            }
        };
        for (int i = 0; i < 200_000; i++) {
            long key = random.nextInt(100);
            switch (random.nextInt(4)) {
                case 0 -> assertEquals(reference.remove(key) != null, keys.remove(key));
                case 1 -> {
                    keys.put(key, i, 1, NEVER);
                    reference.put(key, (long) i);
                }
                default -> {
                    int slot = keys.use(key, 0);
                    Long expected = reference.get(key);
                    assertEquals(expected == null ? -1 : expected, slot < 0 ? -1 : keys.version(slot));
                }
            }
            assertEquals(reference.size(), keys.size());
        }
    }

    @Test
    void loadingLeavesWhatPuttingLeaves() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            long capacity = 1 + random.nextInt(3_000);
            LruKeys put = new LruKeys(capacity);
            LruKeys loaded = new LruKeys(capacity);
            loaded.makeRoom(random.nextInt(2_000));
            int keys = random.nextInt(2_000);
            for (int key = 0; key < keys; key++) {
                long size = 1 + random.nextInt(10);
                long expires = random.nextInt(100);
                put.put(key * 77L, 0, size, expires);
                loaded.load(key * 77L, size, expires);
            }
            loaded.loaded();
            assertEquals(0, loaded.evictions());
            long evicted = put.evictions();
            for (int i = 0; i < 3_000; i++) {
                long key = random.nextInt(2_100) * 77L;
                assertEquals(put.use(key, 50) < 0, loaded.use(key, 50) < 0);
                long fresh = random.nextInt(4_000) * 77L;
                put.put(fresh, i, 3, NEVER);
                loaded.put(fresh, i, 3, NEVER);
                assertEquals(put.size(), loaded.size());
                assertEquals(put.usedBytes(), loaded.usedBytes());
                assertEquals(put.evictions() - evicted, loaded.evictions());
            }
        }
    }

    @Test
    void aClearedCacheIsAsNew() {
        LruKeys keys = new LruKeys(10);
        for (int key = 0; key < 100; key++) {
            keys.put(key, key, 1, NEVER);
        }
        keys.clear();
        assertEquals(0, keys.size());
        assertEquals(-1, keys.use(99, 0));
        for (int key = 0; key < 10; key++) {
            keys.put(key, key, 1, NEVER);
        }
        assertEquals(10, keys.size());
        assertEquals(9, keys.version(keys.use(9, 0)));
    }

    @Test
    void tinyCachesHitAsKingComputed() {
        // P17 (King 1971): 4 keys, Zipf 1, room for 2: 0.603845, where Che's approximation says 0.597228.
        LruKeys keys = new LruKeys(2);
        Popularity popularity = Popularity.of("zipf 1.0", 4);
        Chance chance = new Chance(1);
        int hits = 0;
        int n = 5_000_000;
        for (int i = 0; i < n; i++) {
            long key = popularity.key(chance);
            if (keys.use(key, 0) >= 0) {
                hits++;
            } else {
                keys.put(key, 0, 1, NEVER);
            }
        }
        assertEquals(0.603845, (double) hits / n, 0.001);
    }

    @Test
    void keysOfDifferentEntitiesAreDifferent() {
        assertNotEquals(LruKeys.of(0, 5), LruKeys.of(1, 5));
        assertNotEquals(LruKeys.of(1, 0), LruKeys.of(0, 1));
    }

    @Test
    void useLeavesNoGarbage() {
        LruKeys keys = new LruKeys(500);
        Allocation.isNone(100_000, steps -> {
            for (int i = 0; i < steps; i++) {
                if (keys.use(i * 31L % 1_000, 0) < 0) {
                    keys.put(i * 31L % 1_000, i, 1, NEVER);
                }
            }
        });
    }
}
