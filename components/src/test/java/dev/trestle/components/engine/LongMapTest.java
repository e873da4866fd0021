package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongMapTest {
    @Test
    void itAgreesWithAMapOfTheLibraryOverRandomUse() {
        Random random = new Random(5);
        LongMap map = new LongMap(8);
        Map<Long, Long> reference = new HashMap<>();
        for (int i = 0; i < 500_000; i++) {
            // Few keys, so that chains form and break; some far apart.
            long key = random.nextInt(4) == 0 ? random.nextInt(200) * 0x1_0000_0001L : random.nextInt(2_000);
            if (random.nextInt(3) == 0) {
                Long expected = reference.remove(key);
                assertEquals(expected == null ? LongMap.NONE : expected, map.remove(key));
            } else {
                map.put(key, i);
                reference.put(key, (long) i);
            }
            assertEquals(reference.size(), map.size());
        }
        for (long key = 0; key < 2_000; key++) {
            assertEquals(reference.getOrDefault(key, LongMap.NONE), map.get(key));
        }
    }

    @Test
    void anyLongMayBeAKey() {
        LongMap map = new LongMap(1);
        long[] keys = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 48};
        for (long key : keys) {
            assertEquals(LongMap.NONE, map.get(key));
            map.put(key, key / 3);
        }
        for (long key : keys) {
            assertEquals(key / 3, map.get(key));
        }
    }

    @Test
    void clearedItIsEmpty() {
        LongMap map = new LongMap(8);
        map.put(1, 2);
        map.clear();
        assertEquals(0, map.size());
        assertEquals(LongMap.NONE, map.get(1));
        assertEquals(LongMap.NONE, map.remove(1));
    }

    @Test
    void useLeavesNoGarbage() {
        LongMap map = new LongMap(1_000);
        Allocation.isNone(100_000, steps -> {
            for (int i = 0; i < steps; i++) {
                map.put(i % 1_000, i);
                map.remove((i + 500) % 1_000);
            }
        });
    }
}
