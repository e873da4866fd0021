package dev.trestle.components.kinds;

import java.util.Arrays;

/**
 * Writes of keys with their version vectors (Parker et al., 1983): for each leader how many of its writes of the key a
 * write knew of. One that knows all that another knows has followed it; two that each know something else are concurrent.
 */
final class Revisions {
    private final int leaders;
    private long[] versions = new long[256];
    private long[] stamps = new long[256];
    private int[] vectors;
    /** The write that a merged revision stands for; itself for others. */
    private int[] writes = new int[256];

    private boolean[] losers = new boolean[256];
    private int count;

    Revisions(int leaders) {
        this.leaders = leaders;
        vectors = new int[256 * leaders];
    }

    /**
     * A write at a leader that saw a revision, or none with -1.
     *
     * @param stamp the time by the leader's clock
     */
    int write(int leader, int seen, long version, long stamp) {
        int made = next(version, stamp);
        writes[made] = made;
        for (int i = 0; i < leaders; i++) {
            vectors[made * leaders + i] = seen < 0 ? 0 : vectors[seen * leaders + i];
        }
        vectors[made * leaders + leader]++;
        return made;
    }

    /** The winner of two concurrent revisions, as one that knows of both. */
    int merge(int winner, int other) {
        int made = next(versions[winner], stamps[winner]);
        writes[made] = writes[winner];
        for (int i = 0; i < leaders; i++) {
            vectors[made * leaders + i] = Math.max(vectors[winner * leaders + i], vectors[other * leaders + i]);
        }
        return made;
    }

    private int next(long version, long stamp) {
        if (count == versions.length) {
            versions = Arrays.copyOf(versions, 2 * count);
            stamps = Arrays.copyOf(stamps, 2 * count);
            writes = Arrays.copyOf(writes, 2 * count);
            losers = Arrays.copyOf(losers, 2 * count);
            vectors = Arrays.copyOf(vectors, 2 * count * leaders);
        }
        versions[count] = version;
        stamps[count] = stamp;
        return count++;
    }

    /** Whether the first knows all that the second knows. */
    boolean knows(int first, int second) {
        for (int i = 0; i < leaders; i++) {
            if (vectors[first * leaders + i] < vectors[second * leaders + i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the first is the later one by the clocks; equal stamps are told apart by version. */
    boolean later(int first, int second) {
        return stamps[first] != stamps[second] ? stamps[first] > stamps[second] : versions[first] > versions[second];
    }

    /** Notes that the write has lost to a concurrent one; false when that was known. */
    boolean loses(int revision) {
        int write = writes[revision];
        boolean known = losers[write];
        losers[write] = true;
        return !known;
    }

    long version(int revision) {
        return versions[revision];
    }
}
