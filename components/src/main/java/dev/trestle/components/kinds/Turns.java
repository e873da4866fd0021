package dev.trestle.components.kinds;

import java.util.Arrays;

/** Which partitions wait for a free worker of each instance, first come first served; a partition waits at most once. */
final class Turns {
    private final int[] following;
    private final boolean[] waits;
    private final int[] head;
    private final int[] tail;

    Turns(int partitions, int instances) {
        following = new int[partitions];
        waits = new boolean[partitions];
        head = new int[instances];
        tail = new int[instances];
        clear();
    }

    void clear() {
        Arrays.fill(waits, false);
        Arrays.fill(head, -1);
        Arrays.fill(tail, -1);
    }

    void add(int instance, int partition) {
        if (waits[partition]) {
            return;
        }
        waits[partition] = true;
        following[partition] = -1;
        if (tail[instance] < 0) {
            head[instance] = partition;
        } else {
            following[tail[instance]] = partition;
        }
        tail[instance] = partition;
    }

    /** The partition whose turn it is, which waits no longer; -1 when none does. */
    int next(int instance) {
        int partition = head[instance];
        if (partition < 0) {
            return -1;
        }
        head[instance] = following[partition];
        if (head[instance] < 0) {
            tail[instance] = -1;
        }
        waits[partition] = false;
        return partition;
    }
}
