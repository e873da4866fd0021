package dev.trestle.components.kinds;

import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * Stored records that are no longer what was written: the fault {@code corrupt} of a store whose instances keep copies.
 *
 * <p>Nothing is marked, as there may be billions of records: each corruption of an instance hits the records whose hash lies
 * in its share, of those that the instance had at that time. A newer write of a record, and a repair, make it whole again.
 */
final class Damage {
    private int[] instances = new int[4];
    /** Up to where in the log of writes the instance's records are hit. */
    private int[] upTo = new int[4];

    private double[] shares = new double[4];
    private long[] salts = new long[4];
    private int count;
    /** By record of an instance, hashed: how many corruptions there were when it was made whole. */
    private final LongMap whole = new LongMap(16);

    /** Whether there is anything to look for. */
    boolean any() {
        return count > 0;
    }

    /** How many corruptions of an instance there were. */
    int count() {
        return count;
    }

    /**
     * Damages a share of what an instance has.
     *
     * @param position the last write that it has, in the log
     * @param salt draws the records, differently each time
     */
    void hit(int instance, int position, double share, long salt) {
        if (count == instances.length) {
            instances = Arrays.copyOf(instances, 2 * count);
            upTo = Arrays.copyOf(upTo, 2 * count);
            shares = Arrays.copyOf(shares, 2 * count);
            salts = Arrays.copyOf(salts, 2 * count);
        }
        instances[count] = instance;
        upTo[count] = position;
        shares[count] = share;
        salts[count++] = salt;
    }

    /** Whether what an instance has of a record is damaged; its newest write there is at that position, 0 for none in the run. */
    boolean has(int instance, long record, int position) {
        return has(instance, record, position, count);
    }

    /** The same, as it was before the corruptions from that number on. */
    boolean has(int instance, long record, int position, int before) {
        long made = before == 0 ? LongMap.NONE : whole.get(id(instance, record));
        for (int i = made == LongMap.NONE ? 0 : (int) made; i < before; i++) {
            if (instances[i] == instance && position <= upTo[i] && drawn(salts[i], record, shares[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether a share, drawn by the salt, has the record. */
    static boolean drawn(long salt, long record, double share) {
        return (HashRing.mix(HashRing.mix(record + 1) ^ salt) >>> 11) * 0x1p-53 < share;
    }

    /** The instance has an undamaged copy of the record again. */
    void repaired(int instance, long record) {
        whole.put(id(instance, record), count);
    }

    /** The log of an instance ends there now, and goes on with other writes. */
    void cutTo(int instance, int position) {
        for (int i = 0; i < count; i++) {
            upTo[i] = instances[i] == instance ? Math.min(upTo[i], position) : upTo[i];
        }
    }

    /** The instance has all its records anew. */
    void replaced(int instance) {
        for (int i = 0; i < count; i++) {
            shares[i] = instances[i] == instance ? 0 : shares[i];
        }
    }

    private static long id(int instance, long record) {
        return HashRing.mix(record + 0x9E3779B97F4A7C15L * (instance + 1));
    }
}
