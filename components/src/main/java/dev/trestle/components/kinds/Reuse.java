package dev.trestle.components.kinds;

import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.KeySample;
import dev.trestle.components.engine.KeyTrace;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Popularity;
import java.util.Arrays;

/**
 * Makes the {@link KeyTrace} of a node's caches, with the past that it would have after a long life: under independent
 * references the time since the last access of a key is exponential with its access rate, so every key of the sample has
 * an age, and the order of the ages is the stack (Fagin, Comm. ACM 1977). Without that past the first use of a key would
 * miss at every size, for as long as the coldest keys take to come.
 *
 * <p>Keys whose last access dropped them are left out. With a time to live a key is there with the renewal probability
 * r t / (1 + r t), at every size, as in {@link Warmth}.
 */
final class Reuse {
    /** Of the keys that a trace may have, the part that is taken at first: new ones come. */
    private static final double FIRST_SHARE = 0.5;
    /** Entities with fewer keys are traced whole. */
    private static final long LEAST = 64;

    /** Keys are hot when they are asked for so many times as often as on the average. */
    private static final double SKEWED = 2;

    private final Site site;
    private final Shape shape;
    private final Chance chance;
    private final KeyTrace trace;
    private final KeySample[] samples;

    /**
     * The caches of a node.
     *
     * @param instances how many there are
     * @param ring whose keys each of them has; null where any key may be at each of them
     * @param bytes the size of one
     * @param ttlNanos how long entries stay at most; below 0 for ever
     * @param jitter the share of that by which a stay is shortened at most
     * @param sizes of the entries by entity; 0 for entities that are not kept
     * @param writes what a write does to the entry: {@link #DROPS}, {@link #PUTS} or {@link #PASSES}
     */
    record Shape(int instances, HashRing ring, double bytes, long ttlNanos, double jitter, long[] sizes, int writes) {}

    static final int DROPS = 0;
    static final int PUTS = 1;
    static final int PASSES = 2;

    private Reuse(Site site, Shape shape) {
        this.site = site;
        this.shape = shape;
        chance = site.chance("reuse");
        long[] keys = new long[shape.sizes().length];
        double all = 0;
        for (int i = 0; i < keys.length; i++) {
            keys[i] = site.entities().get(i).count();
            all += shape.sizes()[i] > 0 ? keys[i] : 0;
        }
        int copies = shape.ring() == null ? shape.instances() : 1;
        double share = Math.min(1, FIRST_SHARE * KeyTrace.MOST_KEYS / Math.max(1, all) / copies);
        KeySample[] different = new KeySample[copies];
        for (int i = 0; i < copies; i++) {
            different[i] = new KeySample(chance.nextLong(), keys);
            different[i].take(share, LEAST / copies);
            heads(different[i], copies);
        }
        samples = new KeySample[shape.instances()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = different[copies == 1 ? 0 : i];
        }
        trace = new KeyTrace(shape.bytes(), shape.ttlNanos(), shape.jitter(), samples);
    }

    /** Where the first keys are the hottest, they are all in the sample. */
    private void heads(KeySample sample, int copies) {
        long head = KeyTrace.MOST_KEYS / 4 / shape.sizes().length / copies;
        for (int entity = 0; entity < shape.sizes().length; entity++) {
            Popularity popularity = site.popularity(entity);
            long keys = Math.min(head, site.entities().get(entity).count());
            if (popularity.followsNewKeys()) {
                sample.uneven(entity);
            }
            boolean skewed = popularity.shareOfTop(keys) > SKEWED * keys / popularity.keys();
            if (shape.sizes()[entity] > 0 && popularity.stationary() && !popularity.followsNewKeys() && skewed) {
                sample.head(entity, keys);
            }
        }
    }

    /** The trace of a node's caches, which the node has to tell of every access. */
    static KeyTrace of(Site site, Shape shape) {
        Reuse reuse = new Reuse(site, shape);
        int different = shape.ring() == null ? shape.instances() : 1;
        for (int i = 0; i < different && !site.stopped(); i++) {
            reuse.past(i);
        }
        return reuse.trace;
    }

    /** Puts the keys of a sample in, from the one that was used longest ago to the one used last. */
    private void past(int instance) {
        Ages ages = new Ages();
        for (int entity = 0; entity < shape.sizes().length; entity++) {
            if (shape.sizes()[entity] > 0
                    && site.reads(entity) > 0
                    && site.popularity(entity).stationary()) {
                draw(instance, entity, ages);
            }
        }
        for (int i : ages.fromOldest()) {
            long key = ages.keys[i];
            int at = shape.ring() == null ? instance : shape.ring().owner(key);
            trace.before(at, key, shape.sizes()[(int) (key >>> 48)], ages.expires[i]);
        }
    }

    private void draw(int instance, int entity, Ages ages) {
        long count = site.entities().get(entity).count();
        Popularity popularity = site.popularity(entity);
        int copies = shape.ring() == null ? shape.instances() : 1;
        double reads = site.reads(entity) / copies;
        double writes = shape.writes() == PASSES ? 0 : site.writes(entity) / copies;
        for (long place = 0; place < samples[instance].places(entity); place++) {
            long key = samples[instance].listed(entity, place);
            if (key < 0 || key >= count) {
                continue;
            }
            // Where keys are not their own ranks, they count back from the newest: each is the rank of the other.
            double share = popularity.share(popularity.keyOf(key));
            boolean there = shape.writes() != DROPS || chance.uniform() * (reads + writes) < reads;
            double rate = (reads + writes) * share;
            if (there && rate > 0) {
                double age = -StrictMath.log(chance.uniform()) / rate;
                ages.add(LruKeys.of(entity, key), age, expires(reads * share));
            }
        }
    }

    private long expires(double readsPerSecond) {
        if (shape.ttlNanos() < 0) {
            return Long.MAX_VALUE;
        }
        double fresh = readsPerSecond * shape.ttlNanos() / 1e9;
        boolean there = chance.uniform() * (1 + fresh) < fresh;
        return there ? (long) (shape.ttlNanos() * chance.uniform()) : 0;
    }

    /** Keys with the time since their last use. */
    private static final class Ages {
        private long[] keys = new long[64];
        private double[] ages = new double[64];
        private long[] expires = new long[64];
        private int count;

        void add(long key, double age, long expiresNanos) {
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, count * 2);
                ages = Arrays.copyOf(ages, count * 2);
                expires = Arrays.copyOf(expires, count * 2);
            }
            keys[count] = key;
            ages[count] = age;
            expires[count++] = expiresNanos;
        }

        int[] fromOldest() {
            Integer[] order = new Integer[count];
            for (int i = 0; i < count; i++) {
                order[i] = i;
            }
            Arrays.sort(order, (a, b) -> Double.compare(ages[b], ages[a]));
            return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
        }
    }
}
