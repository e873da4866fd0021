package dev.trestle.components.kinds;

/** How many rows of each entity every shard has: those of the start by the way of sharding, then as they come and move. */
final class Rows {
    private final double[][] rows;
    private final long[] sizes;
    private final long[] counts;
    private final int copies;

    /**
     * @param sizes bytes of a row, by entity
     * @param most shards that there may ever be
     * @param copies of each shard: instances are numbered shard by shard
     */
    Rows(Sharding sharding, long[] counts, long[] sizes, int most, int copies) {
        rows = new double[counts.length][most];
        this.sizes = sizes;
        this.counts = counts;
        this.copies = copies;
        for (int entity = 0; entity < counts.length; entity++) {
            for (int shard = 0; shard < most; shard++) {
                rows[entity][shard] = counts[entity] * sharding.share(entity, shard);
            }
        }
    }

    /** Whether the row was there at the start. */
    boolean isOld(int entity, long key) {
        return key >= 0 && key < counts[entity];
    }

    void added(int entity, int shard) {
        rows[entity][shard]++;
    }

    void moved(int entity, int from, int to) {
        rows[entity][from] = Math.max(0, rows[entity][from] - 1);
        rows[entity][to]++;
    }

    /** Rows of the entity that an instance has. */
    double at(int entity, int instance) {
        return rows[entity][instance / copies];
    }

    /** Bytes of a row. */
    long size(int entity) {
        return sizes[entity];
    }

    /** Bytes of all rows of a shard. */
    double bytes(int shard) {
        double bytes = 0;
        for (int entity = 0; entity < sizes.length; entity++) {
            bytes += rows[entity][shard] * sizes[entity];
        }
        return bytes;
    }
}
