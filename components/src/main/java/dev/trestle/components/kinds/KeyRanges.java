package dev.trestle.components.kinds;

import java.util.Arrays;

/**
 * Rows divided into ranges of keys, each in one shard. At the start they are even. A new shard takes the upper half of the
 * widest range, and one that goes leaves its ranges to the neighbours below: only those keys move (as Bigtable, HBase and
 * MongoDB split and merge theirs).
 */
final class KeyRanges {
    /** In the order of keys: the shard that has the range, and the share of all keys that it was made for. */
    private final int[] shards;

    private final double[] widths;
    /** By entity: the first key of each range, and behind the last one their number. */
    private final long[][] from;

    private KeyRanges(int[] shards, double[] widths, long[][] from) {
        this.shards = shards;
        this.widths = widths;
        this.from = from;
    }

    /** @param counts keys of each entity that exist at the start; what is newer lies in the last range */
    static KeyRanges even(int count, long[] counts) {
        int[] shards = new int[count];
        double[] widths = new double[count];
        long[][] from = new long[counts.length][count + 1];
        for (int range = 0; range < count; range++) {
            shards[range] = range;
            widths[range] = 1.0 / count;
        }
        for (int entity = 0; entity < counts.length; entity++) {
            long width = Math.max(1, (counts[entity] + count - 1) / count);
            for (int range = 0; range <= count; range++) {
                from[entity][range] = range == count ? counts[entity] : Math.min(counts[entity], range * width);
            }
        }
        return new KeyRanges(shards, widths, from);
    }

    /** The same with more shards or with fewer. */
    KeyRanges over(int before, int after) {
        KeyRanges ranges = this;
        for (int shard = before; shard < after; shard++) {
            ranges = ranges.split(shard);
        }
        return after < before ? ranges.merge(after) : ranges;
    }

    private KeyRanges split(int newShard) {
        int widest = 0;
        for (int range = 1; range < widths.length; range++) {
            widest = widths[range] > widths[widest] ? range : widest;
        }
        int[] owners = Arrays.copyOf(shards, shards.length + 1);
        System.arraycopy(shards, widest, owners, widest + 1, shards.length - widest);
        owners[widest + 1] = newShard;
        double[] shares = Arrays.copyOf(widths, owners.length);
        System.arraycopy(widths, widest, shares, widest + 1, widths.length - widest);
        shares[widest] /= 2;
        shares[widest + 1] /= 2;
        long[][] starts = new long[from.length][];
        for (int entity = 0; entity < from.length; entity++) {
            long[] old = from[entity];
            starts[entity] = Arrays.copyOf(old, old.length + 1);
            System.arraycopy(old, widest + 1, starts[entity], widest + 2, old.length - widest - 1);
            starts[entity][widest + 1] = old[widest] + (old[widest + 1] - old[widest]) / 2;
        }
        return new KeyRanges(owners, shares, starts);
    }

    /** Ranges of shards that are no more go to the one below, or the first ones to the one above. */
    private KeyRanges merge(int left) {
        int[] owners = shards.clone();
        int heir =
                Arrays.stream(owners).filter(shard -> shard < left).findFirst().orElse(0);
        for (int range = 0; range < owners.length; range++) {
            heir = owners[range] < left ? owners[range] : heir;
            owners[range] = heir;
        }
        return new KeyRanges(owners, widths, from);
    }

    int shard(int entity, long key) {
        long[] starts = from[entity];
        int last = shards.length - 1;
        if (key < 0 || key >= starts[last]) {
            return shards[last];
        }
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (key >= starts[middle]) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return shards[low];
    }

    /** The share of an entity's keys of the start that a shard has. */
    double share(int entity, int shard) {
        long[] starts = from[entity];
        double share = 0;
        for (int range = 0; range < shards.length; range++) {
            if (shards[range] == shard) {
                long count = starts[shards.length];
                share += count == 0 ? widths[range] : (double) (starts[range + 1] - starts[range]) / count;
            }
        }
        return share;
    }
}
