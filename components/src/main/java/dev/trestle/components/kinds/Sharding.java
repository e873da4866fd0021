package dev.trestle.components.kinds;

import dev.trestle.components.engine.LongMap;

/** Says which shard a key lives in: by hash, by range, by a directory or by consistent hashing. */
final class Sharding {
    private static final int VIRTUAL_NODES = 200;

    private final String by;
    private final int shards;
    private final HashRing ring;
    /** Keys of each entity that are spread over the ranges; what is newer lies in the last one. */
    private final long[] counts;
    /** Where the directory has put each key; on first sight it goes to the shard with the fewest. */
    private final LongMap[] directory;

    private final long[] placed;

    /** @param by {@code hash}, {@code range}, {@code directory} or {@code consistent hash} */
    Sharding(String by, int shards, long[] counts) {
        this.by = by;
        this.shards = shards;
        this.counts = counts.clone();
        ring = by.equals("consistent hash") ? new HashRing(shards, VIRTUAL_NODES) : null;
        directory = new LongMap[counts.length];
        for (int i = 0; i < directory.length; i++) {
            directory[i] = new LongMap(64);
        }
        placed = new long[shards];
    }

    int shard(int entity, long key) {
        if (shards == 1) {
            return 0;
        }
        return switch (by) {
            case "range" -> (int) Math.min(shards - 1, key / Math.max(1, (counts[entity] + shards - 1) / shards));
            case "directory" -> placed(directory[entity], key);
            case "consistent hash" -> ring.owner(key);
            default -> (int) Long.remainderUnsigned(HashRing.mix(key), shards);
        };
    }

    private int placed(LongMap places, long key) {
        long known = places.get(key);
        if (known != LongMap.NONE) {
            return (int) known;
        }
        int fewest = 0;
        for (int shard = 1; shard < shards; shard++) {
            fewest = placed[shard] < placed[fewest] ? shard : fewest;
        }
        placed[fewest]++;
        places.put(key, fewest);
        return fewest;
    }
}
