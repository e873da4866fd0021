package dev.trestle.components.engine;

/**
 * A sample of the keys of each entity, chosen by hash: a key is always in it or never (SHARDS: Waldspurger, Park, Garthwaite
 * and Ahmad, FAST 2015), so that distances between its uses, divided by the share of keys, are those of all.
 *
 * <p>The first keys of an entity may all be in it ({@link #head}): where they are the hottest, whether one of them is in the
 * sample or not would decide too much.
 *
 * <p>The hash is a permutation of the numbers below a power of two, so the keys of a sample can be listed without looking
 * at all keys. Another salt gives another sample.
 */
public final class KeySample {
    private static final long FIRST = 0xBF58476D1CE4E5B9L;
    private static final long SECOND = 0x94D049BB133111EBL;
    private static final long FIRST_BACK = inverse(FIRST);
    private static final long SECOND_BACK = inverse(SECOND);
    private static final int ENTITY_BITS = 48;
    private static final long KEY_MASK = (1L << ENTITY_BITS) - 1;

    private final long salt;
    private final int[] bits;
    /** By entity: keys whose hash is below this are in the sample. */
    private final long[] limits;
    /** By entity: keys below this are all in the sample. */
    private final long[] heads;

    private final boolean[] uneven;
    /** By entity: how many keys one of the sample stands for. */
    private final double[] standFor;

    /** @param keys how many keys each entity has at first; more may come */
    public KeySample(long salt, long[] keys) {
        this.salt = salt;
        bits = new int[keys.length];
        limits = new long[keys.length];
        heads = new long[keys.length];
        uneven = new boolean[keys.length];
        standFor = new double[keys.length];
        for (int i = 0; i < keys.length; i++) {
            bits[i] = 64 - Long.numberOfLeadingZeros(Math.max(1, keys[i] - 1));
            limit(i, 1L << bits[i]);
        }
    }

    private void limit(int entity, long limit) {
        limits[entity] = limit;
        standFor[entity] = (double) (1L << bits[entity]) / limit;
    }

    private static long inverse(long odd) {
        // Newton's iteration doubles the number of right bits, and an odd number is its own inverse modulo 8.
        long inverse = odd;
        for (int right = 3; right < 64; right *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    /** Takes that share of each entity's keys, but no fewer than {@code least}; both are upper bounds of what is there. */
    public void take(double share, long least) {
        for (int i = 0; i < limits.length; i++) {
            double some = Math.ceil(share * (1L << bits[i]));
            limit(i, Math.min(1L << bits[i], Math.max(Math.max(1, least), (long) some)));
        }
    }

    /** Takes the first keys of an entity besides. */
    public void head(int entity, long keys) {
        heads[entity] = keys;
    }

    /** Some few keys of the entity may be asked for much more often than others, and nobody knows which. */
    public void uneven(int entity) {
        uneven[entity] = true;
    }

    /**
     * What is known of how often a key is asked for: 0 where a sample says nothing of it, or all such keys are in it, and
     * 1 + entity where keys are asked for about alike, so that those of the sample stand for the others.
     */
    int stratum(long both) {
        int entity = (int) (both >>> ENTITY_BITS);
        return uneven[entity] || (both & KEY_MASK) < heads[entity] ? 0 : 1 + entity;
    }

    /** How many {@link #stratum strata} there are. */
    int strata() {
        return 1 + limits.length;
    }

    /** Takes half of what was taken; false when that is one key of each entity already. */
    boolean halve() {
        boolean smaller = false;
        for (int i = 0; i < limits.length; i++) {
            smaller |= limits[i] > 1;
            limit(i, Math.max(1, limits[i] / 2));
            heads[i] /= 2;
        }
        return smaller;
    }

    /** Whether an entity's key is in the sample; both in one number, the entity above the lower 48 bits. */
    boolean holds(long both) {
        int entity = (int) (both >>> ENTITY_BITS);
        long key = both & KEY_MASK;
        return key < heads[entity] || hash(entity, key) < limits[entity];
    }

    /** How many keys of the sample stand for how many: 1 where all are in it. */
    double stands(long both) {
        int entity = (int) (both >>> ENTITY_BITS);
        return (both & KEY_MASK) < heads[entity] ? 1 : standFor[entity];
    }

    /** How many places {@link #listed} goes through. */
    public long places(int entity) {
        return heads[entity] + limits[entity];
    }

    /** The key of the sample at a place; -1 where none stands. It may be one that the entity does not have, being too large. */
    public long listed(int entity, long place) {
        long head = heads[entity];
        if (place < head) {
            return place;
        }
        int shift = shift(entity);
        long mask = (1L << bits[entity]) - 1;
        long x = place - head;
        x ^= x >>> shift;
        x = x * SECOND_BACK & mask;
        x ^= x >>> shift;
        x = x * FIRST_BACK & mask;
        x ^= x >>> shift;
        x = (x ^ salt) & mask;
        return x < head ? -1 : x;
    }

    private long hash(int entity, long key) {
        int shift = shift(entity);
        long mask = (1L << bits[entity]) - 1;
        long above = key >>> bits[entity];
        // Keys beyond those that were there at first fall on the same numbers in another order.
        long x = (key ^ salt ^ above * FIRST) & mask;
        x ^= x >>> shift;
        x = x * FIRST & mask;
        x ^= x >>> shift;
        x = x * SECOND & mask;
        return x ^ x >>> shift;
    }

    /** At least half of the bits, so that folding twice is as if not at all. */
    private int shift(int entity) {
        return bits[entity] + 1 >> 1;
    }
}
