package dev.trestle.components.kinds;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Hinted handoff (DeCandia et al., "Dynamo", SOSP 2007): writes that nodes keep for others that were away, first in
 * first out for each.
 */
final class Hints {
    private static final int NONE = -1;

    private final int[] heads;
    private final int[] tails;
    private int[] writes = new int[64];
    private int[] holders = new int[64];
    private int[] next = new int[64];
    private int free = NONE;
    private int made;
    private int size;

    Hints(int nodes) {
        heads = new int[nodes];
        tails = new int[nodes];
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
    }

    /** The holder keeps a write, by its position in the log, for the target. */
    void add(int target, int holder, int write) {
        int slot = free;
        if (slot != NONE) {
            free = next[slot];
        } else {
            if (made == writes.length) {
                writes = Arrays.copyOf(writes, 2 * made);
                holders = Arrays.copyOf(holders, 2 * made);
                next = Arrays.copyOf(next, 2 * made);
            }
            slot = made++;
        }
        writes[slot] = write;
        holders[slot] = holder;
        next[slot] = NONE;
        if (heads[target] == NONE) {
            heads[target] = slot;
        } else {
            next[tails[target]] = slot;
        }
        tails[target] = slot;
        size++;
    }

    /** The slot of the first hint for the target whose holder runs; -1 when there is none. */
    int first(int target, boolean[] runs) {
        int slot = heads[target];
        while (slot != NONE && !runs[holders[slot]]) {
            slot = next[slot];
        }
        return slot;
    }

    /** Tells every write that is kept for others. */
    void each(IntConsumer visitor) {
        for (int head : heads) {
            for (int slot = head; slot != NONE; slot = next[slot]) {
                visitor.accept(writes[slot]);
            }
        }
    }

    int write(int slot) {
        return writes[slot];
    }

    int holder(int slot) {
        return holders[slot];
    }

    void remove(int target, int slot) {
        int before = NONE;
        for (int at = heads[target]; at != slot; at = next[at]) {
            before = at;
        }
        if (before == NONE) {
            heads[target] = next[slot];
        } else {
            next[before] = next[slot];
        }
        if (tails[target] == slot) {
            tails[target] = before;
        }
        next[slot] = free;
        free = slot;
        size--;
    }

    int size() {
        return size;
    }
}
