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
    /** By slot: the next slot to go before it and after it; {@link #NONE} at the ends. */
    private int[] before = new int[64];

    private int[] after = new int[64];
    private int first = NONE;

    LfuKeys(long capacityBytes) {
        super(capacityBytes);
    }

    @Override
    void entered(int slot) {
        if (slot >= counts.length) {
            int length = Math.max(slot + 1, 2 * counts.length);
            counts = Arrays.copyOf(counts, length);
            before = Arrays.copyOf(before, length);
            after = Arrays.copyOf(after, length);
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
    int victim() {
        return first;
    }

    @Override
    void clear() {
        super.clear();
        lastWith.clear();
        first = NONE;
    }

    /** Puts a slot right behind another one; behind {@link #NONE} it is the first to go. */
    private void linkAfter(int slot, int other) {
        int next = other == NONE ? first : after[other];
        before[slot] = other;
        after[slot] = next;
        if (other == NONE) {
            first = slot;
        } else {
            after[other] = slot;
        }
        if (next != NONE) {
            before[next] = slot;
        }
    }

    private void unlink(int slot) {
        if (before[slot] == NONE) {
            first = after[slot];
        } else {
            after[before[slot]] = after[slot];
        }
        if (after[slot] != NONE) {
            before[after[slot]] = before[slot];
        }
    }

    private int last(int count) {
        long slot = lastWith.get(count);
        return slot == LongMap.NONE ? NONE : (int) slot;
    }

    private void leaveGroup(int slot) {
        int count = counts[slot];
        if (last(count) == slot) {
            int older = before[slot];
            if (older != NONE && counts[older] == count) {
                lastWith.put(count, older);
            } else {
                lastWith.remove(count);
            }
        }
    }
}
