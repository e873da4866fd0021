package dev.trestle.components.kinds;

import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * Least frequently used first to go, among equals the one used longest ago. Counts are those of entries that are held: who
 * goes is forgotten (in-cache LFU).
 *
 * <p>Constant time (after Shah, Mitra and Matani, 2010): entries stand in the order in which they would go, and for each
 * count the last entry that has it is known; one more use moves an entry behind the last of the next count.
 */
final class LfuKeys extends LruKeys {
    private final LongMap lastWith = new LongMap(64);
    private int[] counts = new int[64];

    LfuKeys(long capacityBytes) {
        super(capacityBytes);
    }

    @Override
    void entered(int slot) {
        if (slot >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(slot + 1, 2 * counts.length));
        }
        counts[slot] = 1;
        linkAfter(slot, last(1));
        lastWith.put(1, slot);
    }

    @Override
    void used(int slot) {
        int count = counts[slot];
        int next = last(count + 1);
        int behind = next != NONE ? next : last(count);
        leaveGroup(slot);
        counts[slot] = count + 1;
        lastWith.put(count + 1, slot);
        if (behind != slot) {
            unlink(slot);
            linkAfter(slot, behind);
        }
    }

    @Override
    void left(int slot) {
        leaveGroup(slot);
        unlink(slot);
    }

    @Override
    void clear() {
        super.clear();
        lastWith.clear();
    }

    private int last(int count) {
        long slot = lastWith.get(count);
        return slot == LongMap.NONE ? NONE : (int) slot;
    }

    private void leaveGroup(int slot) {
        int count = counts[slot];
        if (last(count) == slot) {
            int older = older(slot);
            if (older != NONE && counts[older] == count) {
                lastWith.put(count, older);
            } else {
                lastWith.remove(count);
            }
        }
    }
}
