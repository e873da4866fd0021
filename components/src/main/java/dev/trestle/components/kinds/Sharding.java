package dev.trestle.components.kinds;

import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * Says which shard a key lives in, by one of the published ways of dividing rows. What it says of the keys that exist at
 * the start follows from the key alone; only a directory remembers where it has put those that came later.
 */
final class Sharding {
    /** The ways there are, with their words on a board. */
    enum By {
        HASH("hash"),
        RANGE("range"),
        DIRECTORY("directory"),
        LIST("list"),
        ROUND_ROBIN("round robin"),
        COMPOSITE("composite"),
        RING("consistent hash"),
        JUMP("jump hash"),
        RENDEZVOUS("rendezvous hash");

        private final String word;

        By(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static By of(String word) {
            return Arrays.stream(values())
                    .filter(by -> by.word.equals(word))
                    .findFirst()
                    .orElseThrow();
        }

        static String[] words() {
            return Arrays.stream(values()).map(by -> by.word).toArray(String[]::new);
        }
    }

    /**
     * What the settings say.
     *
     * @param virtualNodes places of each shard on the ring
     * @param shares of the rows that have each listed value; value number i is kept in shard i modulo the shards
     * @param ranges into which a composite divides the keys before it hashes within each
     */
    record Rule(By by, int virtualNodes, double[] shares, int ranges) {}

    private final Rule rule;
    private final int shards;
    private final long[] counts;
    private final HashRing ring;
    private final double[] ringShares;
    private final Directory directory;
    private final KeyRanges ranges;

    /** @param counts keys of each entity that exist at the start; what is newer lies in the last range */
    Sharding(Rule rule, int shards, long[] counts) {
        this(rule, shards, counts, null, rule.by() == By.RANGE ? KeyRanges.even(shards, counts) : null);
    }

    private Sharding(Rule rule, int shards, long[] counts, Directory older, KeyRanges ranges) {
        this.rule = rule;
        this.shards = shards;
        this.counts = counts.clone();
        this.ranges = ranges;
        ring = rule.by() == By.RING ? new HashRing(shards, rule.virtualNodes()) : null;
        ringShares = ring == null ? null : ring.shares();
        directory = rule.by() == By.DIRECTORY ? new Directory(shards, this.counts, older) : null;
    }

    /** The same way over another number of shards; a directory and ranges go on from what there is. */
    Sharding over(int others) {
        return new Sharding(rule, others, counts, directory, ranges == null ? null : ranges.over(shards, others));
    }

    int shards() {
        return shards;
    }

    /** Whether a row's place does not follow from its key, so that all shards must be asked for it. */
    boolean dealt() {
        return rule.by() == By.ROUND_ROBIN && shards > 1;
    }

    int shard(int entity, long key) {
        if (shards == 1) {
            return 0;
        }
        return switch (rule.by()) {
            case HASH -> hash(key, shards);
            case RANGE -> ranges.shard(entity, key);
            case DIRECTORY -> directory.shard(entity, key);
            case LIST -> listed(key) % shards;
            case ROUND_ROBIN -> (int) Long.remainderUnsigned(key, shards);
            case COMPOSITE -> composite(entity, key);
            case RING -> ring.owner(key);
            case JUMP -> jump(HashRing.mix(key), shards);
            case RENDEZVOUS -> rendezvous(key);
        };
    }

    private static int hash(long key, int shards) {
        long hash = HashRing.mix(key);
        boolean powerOfTwo = (shards & shards - 1) == 0;
        return powerOfTwo ? (int) hash & shards - 1 : (int) Long.remainderUnsigned(hash, shards);
    }

    private int range(int entity, long key, int parts) {
        long width = Math.max(1, (counts[entity] + parts - 1) / parts);
        return key < 0 ? parts - 1 : (int) Math.min(parts - 1, key / width);
    }

    /** The listed value that a row has: a property of the row, so a hash of its key decides. */
    private int listed(long key) {
        double u = (HashRing.mix(key) >>> 11) * 0x1p-53;
        double[] shares = rule.shares();
        for (int value = 0; value < shares.length; value++) {
            u -= shares[value];
            if (u < 0) {
                return value;
            }
        }
        return shares.length - 1;
    }

    private int composite(int entity, long key) {
        int ranges = Math.min(rule.ranges(), shards);
        int range = range(entity, key, ranges);
        int first = firstOf(range, ranges);
        return first + hash(key, firstOf(range + 1, ranges) - first);
    }

    private int firstOf(int range, int ranges) {
        return (int) ((long) range * shards / ranges);
    }

    /** Jump consistent hash (Lamping and Veach, 2014). */
    static int jump(long hash, int buckets) {
        long seed = hash;
        long bucket = -1;
        long next = 0;
        while (next < buckets) {
            bucket = next;
            seed = seed * 2862933555777941757L + 1;
            next = (long) ((bucket + 1) * (double) (1L << 31) / ((seed >>> 33) + 1));
        }
        return (int) bucket;
    }

    /** Highest random weight (Thaler and Ravishankar, 1998). */
    private int rendezvous(long key) {
        int best = 0;
        long most = Long.MIN_VALUE;
        for (int shard = 0; shard < shards; shard++) {
            long weight = HashRing.mix(HashRing.mix(key) ^ HashRing.mix(shard + 1L));
            if (weight > most) {
                most = weight;
                best = shard;
            }
        }
        return best;
    }

    /** The share of an entity's rows that a shard has at the start. */
    double share(int entity, int shard) {
        if (shard >= shards) {
            return 0;
        }
        return switch (rule.by()) {
            case RANGE -> ranges.share(entity, shard);
            case LIST -> listedShare(shard);
            case RING -> ringShares[shard];
            case COMPOSITE -> compositeShare(entity, shard);
            default -> 1.0 / shards;
        };
    }

    private double inRange(int entity, int range, int parts) {
        long count = counts[entity];
        long width = Math.max(1, (count + parts - 1) / parts);
        long from = Math.min(count, range * width);
        return count == 0 ? 1.0 / parts : (double) (Math.min(count, from + width) - from) / count;
    }

    private double listedShare(int shard) {
        double share = 0;
        for (int value = shard; value < rule.shares().length; value += shards) {
            share += rule.shares()[value];
        }
        return share;
    }

    private double compositeShare(int entity, int shard) {
        int ranges = Math.min(rule.ranges(), shards);
        int range = 0;
        while (firstOf(range + 1, ranges) <= shard) {
            range++;
        }
        return inRange(entity, range, ranges) / (firstOf(range + 1, ranges) - firstOf(range, ranges));
    }

    /**
     * A table of where each key is. Keys of the start were dealt out evenly; a newer one goes to the shard with the fewest.
     * After a change of the number of shards a key stays where it is, unless it is one of those that make it even again.
     */
    private static final class Directory {
        private final int shards;
        private final long[] counts;
        private final Directory older;
        private final LongMap[] places;
        private final long[] filled;

        Directory(int shards, long[] counts, Directory older) {
            this.shards = shards;
            this.counts = counts;
            this.older = older;
            places = new LongMap[counts.length];
            for (int i = 0; i < places.length; i++) {
                places[i] = new LongMap(64);
            }
            filled = new long[shards];
        }

        int shard(int entity, long key) {
            boolean old = key >= 0 && key < counts[entity];
            if (older != null && (old || older.places[entity].get(key) != LongMap.NONE)) {
                return moved(key, older.shard(entity, key));
            }
            return old ? (int) (key % shards) : placed(entity, key);
        }

        /** With more shards the new ones take their share from all others; with fewer those that go give theirs away. */
        private int moved(long key, int was) {
            int drawn = hash(key, shards);
            if (shards > older.shards) {
                return drawn >= older.shards ? drawn : was;
            }
            return was < shards ? was : drawn;
        }

        private int placed(int entity, long key) {
            long known = places[entity].get(key);
            if (known != LongMap.NONE) {
                return (int) known;
            }
            int fewest = 0;
            for (int shard = 1; shard < shards; shard++) {
                fewest = filled[shard] < filled[fewest] ? shard : fewest;
            }
            filled[fewest]++;
            places[entity].put(key, fewest);
            return fewest;
        }
    }
}
