package dev.trestle.components.kinds;

import java.util.Arrays;

/**
 * Consistent hashing (Karger et al., STOC 1997): nodes stand at many places of a ring, a key belongs to the first place
 * at or after its own hash. Adding a node only moves keys to the new one.
 */
final class HashRing {
    /** Keeps the table of cells in the near caches. */
    private static final int MOST_CELLS = 1 << 12;

    private final int nodes;
    private final long[] places;
    private final int[] owners;
    /** The ring in equal cells: the first place at or after the beginning of each. */
    private final int[] firstPlace;

    private final int shift;

    /**
     * @param nodes at least 1
     * @param virtualNodes places of each node, at least 1
     */
    HashRing(int nodes, int virtualNodes) {
        this(nodes, virtualNodes, 0);
    }

    /** @param names another number gives the nodes other names, and so other places */
    HashRing(int nodes, int virtualNodes, long names) {
        this.nodes = nodes;
        places = new long[nodes * virtualNodes];
        owners = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = hash(names + i / virtualNodes, i % virtualNodes);
        }
        Arrays.sort(places);
        Arrays.fill(owners, -1);
        for (int i = 0; i < places.length; i++) {
            int place = Arrays.binarySearch(places, hash(names + i / virtualNodes, i % virtualNodes));
            while (place > 0 && places[place - 1] == places[place]) {
                place--;
            }
            while (owners[place] >= 0) { // two nodes at one place: the first one comes first
                place++;
            }
            owners[place] = i / virtualNodes;
        }
        int cells = Integer.highestOneBit(Math.min(places.length, MOST_CELLS)) << 2;
        shift = 64 - Integer.numberOfTrailingZeros(cells);
        firstPlace = new int[cells];
        int place = 0;
        for (int cell = 0; cell < cells; cell++) {
            while (place < places.length && cell(places[place]) < cell) {
                place++;
            }
            firstPlace[cell] = place;
        }
    }

    private static long hash(long node, int virtualNode) {
        return mix(mix(node + 1L) + virtualNode);
    }

    /** The node that a key belongs to. */
    int owner(long key) {
        return nodes == 1 ? 0 : owners[place(key)];
    }

    /** The first place at or after the key's own hash; {@link #after} leads on round the ring. */
    int place(long key) {
        long hash = mix(key);
        int place = firstPlace[cell(hash)];
        while (place < places.length && places[place] < hash) {
            place++;
        }
        return place == places.length ? 0 : place;
    }

    int after(int place) {
        return place + 1 == places.length ? 0 : place + 1;
    }

    /** The node that stands at a place. */
    int ownerAt(int place) {
        return owners[place];
    }

    int places() {
        return places.length;
    }

    /** The share of all hashes that each node owns, exactly. */
    double[] shares() {
        double[] shares = new double[nodes];
        for (int i = 0; i < places.length; i++) {
            long from = places[i == 0 ? places.length - 1 : i - 1];
            // Lengths are unsigned, and a lone place owns the whole ring.
            shares[owners[i]] += places.length == 1 ? 1 : (places[i] - from >>> 1) * 0x1p-63;
        }
        return shares;
    }

    /** Cells count from the smallest long, as the places are sorted. */
    private int cell(long hash) {
        return (int) ((hash ^ Long.MIN_VALUE) >>> shift);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every input bit changes half of the output bits. */
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
