package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The weight above a key is what one gets by adding up a plain list of all that was used since. */
class ReuseStackTest {
    private static final int KEYS = 300;
    private static final int USES = 60_000;

    private final ReuseStack stack = new ReuseStack();
    /** Weights by key, the one used last at the end. */
    private final Map<Long, Long> list = new LinkedHashMap<>();

    private final Chance chance = new Chance(7);

    @Test
    void theWeightAboveAKeyIsTheSumOfAllThatWasUsedAfterIt() {
        for (int i = 0; i < USES; i++) {
            long key = chance.below(1 + chance.below(KEYS));
            int entry = stack.find(key);
            assertEquals(list.containsKey(key), entry != ReuseStack.NONE);
            if (entry == ReuseStack.NONE) {
                stack.push(key, use(key));
            } else {
                assertEquals(above(key), stack.above(entry));
                change(key, entry);
            }
            assertEquals(list.size(), stack.size());
            if (i == USES / 2) {
                stack.clear();
                list.clear();
            }
        }
    }

    /** Mostly it is used again, sometimes weighed anew where it stands, or taken out. */
    private void change(long key, int entry) {
        long what = chance.below(10);
        if (what == 0) {
            stack.remove(entry);
            list.remove(key);
        } else if (what == 1) {
            list.put(key, 1 + chance.below(1_000));
            stack.weigh(entry, list.get(key));
        } else {
            stack.touch(entry, use(key));
        }
    }

    private long use(long key) {
        list.remove(key);
        list.put(key, 1 + chance.below(1_000));
        return list.get(key);
    }

    private long above(long key) {
        long sum = 0;
        boolean after = false;
        for (Map.Entry<Long, Long> each : list.entrySet()) {
            sum += after ? each.getValue() : 0;
            after |= each.getKey() == key;
        }
        return sum;
    }
}
