package dev.trestle.components.kinds;

import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.KeySample;
import dev.trestle.components.engine.KeyTrace;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Popularity;

/**
 * The past of a node's caches for their {@link KeyTrace}, as it would be after a long life: under independent references
 * the time since the last access of a key is exponential with its access rate, and what was asked for since then is the
 * expected bytes of all keys that have an access in such a time (Che, Tung and Wang 2002). Without it the first use of a
 * key would miss at every size, for as long as the coldest keys take to come.
 *
 * <p>Keys whose last access dropped them are not there. With a time to live t the last access at rate r has filled the
 * entry with probability 1 / (1 + r t), and else came evenly within the time since it was filled.
 */
final class Reuse implements KeyTrace.Past {
    /** Keys are hot when they are asked for so many times as often as on the average. */
    private static final double SKEWED = 2;

    /** The bytes of a time are known at so many times a decade, from a microsecond on. */
    private static final int STEPS = 4;

    private static final int DECADES = 16;
    private static final double FIRST_SECONDS = 1e-6;
    /** Ranks up to here are summed one by one, beyond in ever larger blocks. */
    private static final long EXACT_RANKS = 1_000;

    private static final double BLOCK_GROWTH = 1.02;
    /** So many places on a ring tell what share of the keys each node has. */
    private static final int RING_KEYS = 4_096;

    private final Site site;
    private final Shape shape;
    private final Chance chance;
    private final int copies;
    /** By instance: its share of the keys. */
    private final double[] shares;
    /** Logarithms of the bytes of each time. */
    private final double[] bytes = new double[STEPS * DECADES + 1];

    /** Foreseen, of all that is kept, a second. */
    private double readsOfAll;

    private long expires;

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
        copies = shape.ring() == null ? shape.instances() : 1;
        shares = new double[shape.instances()];
        for (int entity = 0; entity < shape.sizes().length; entity++) {
            readsOfAll += shape.sizes()[entity] > 0 ? site.reads(entity) : 0;
        }
        for (int i = 0; shape.ring() != null && i < RING_KEYS; i++) {
            shares[shape.ring().owner(HashRing.mix(i))] += 1.0 / RING_KEYS;
        }
        for (int i = 0; i < bytes.length && !site.stopped(); i++) {
            double seconds = FIRST_SECONDS * StrictMath.pow(10, (double) i / STEPS);
            bytes[i] = StrictMath.log(Math.max(1e-9, site.once("bytes in " + seconds + " s", () -> bytesIn(seconds))));
        }
    }

    /** The trace of a node's caches, which the node has to tell of every access. */
    static KeyTrace of(Site site, Shape shape) {
        Reuse past = new Reuse(site, shape);
        return new KeyTrace(shape.bytes(), shape.ttlNanos(), shape.jitter(), past.samples()).with(past);
    }

    private KeySample[] samples() {
        long[] keys = site.entities().stream().mapToLong(EntityPlan::count).toArray();
        KeySample[] samples = new KeySample[shape.instances()];
        for (int i = 0; i < samples.length; i++) {
            if (i < copies) {
                samples[i] = new KeySample(chance.nextLong(), keys);
                heads(samples[i]);
            } else {
                samples[i] = samples[0];
            }
        }
        return samples;
    }

    /** Where the first keys are the hottest, they are all in the sample. */
    private void heads(KeySample sample) {
        long head = KeyTrace.mostKeys(shape.ttlNanos()) / 4 / shape.sizes().length / copies;
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

    private double writes(int entity) {
        return shape.writes() == PASSES ? 0 : site.writes(entity);
    }

    private double bytesIn(double seconds) {
        double sum = 0;
        for (int entity = 0; entity < shape.sizes().length; entity++) {
            double reads = site.reads(entity);
            if (shape.sizes()[entity] > 0
                    && reads > 0
                    && site.popularity(entity).stationary()) {
                double all = reads + writes(entity);
                double there = shape.writes() == DROPS ? reads / all : 1;
                sum += shape.sizes()[entity] * there * keysIn(entity, all * seconds);
            }
        }
        return sum;
    }

    /** How many keys have one of so many accesses, expected. */
    private double keysIn(int entity, double accesses) {
        long count = site.entities().get(entity).count();
        Popularity popularity = site.popularity(entity);
        double sum = 0;
        long rank = 0;
        long block = 1;
        while (rank < count) {
            long width = Math.min(block, count - rank);
            sum += width * -StrictMath.expm1(-accesses * popularity.share(rank + (width - 1) / 2));
            rank += width;
            if (rank >= EXACT_RANKS) {
                block = Math.max(block + 1, (long) (block * BLOCK_GROWTH));
            }
        }
        return sum;
    }

    @Override
    public double since(int instance, long both, long asked) {
        int entity = (int) (both >>> 48);
        long key = both & (1L << 48) - 1;
        expires = 0;
        Popularity popularity = site.popularity(entity);
        double reads = site.reads(entity) / copies;
        boolean known =
                popularity.stationary() && key < site.entities().get(entity).count();
        // Where keys are not their own ranks, they count back from the newest: each is the rank of the other.
        long rank = popularity.keyOf(key);
        if (!known || reads <= 0 || rank < 0 || rank >= popularity.keys()) {
            return Double.POSITIVE_INFINITY;
        }
        double all = reads + writes(entity) / copies;
        double share = popularity.share(rank);
        boolean dropped = shape.writes() == DROPS && chance.uniform() * all >= reads;
        double age = -StrictMath.log(chance.uniform()) / (all * share);
        if (shape.ttlNanos() >= 0) {
            double fresh = reads * share * shape.ttlNanos() / 1e9;
            boolean filled = chance.uniform() * (1 + fresh) < 1;
            double left = shape.ttlNanos() * (filled ? 1 : chance.uniform());
            expires = (long) (left - age * 1e9);
        }
        // What the run has brought is counted, not foreseen: a design that rejects asks for less than its load.
        double seconds = age + asked / readsOfAll;
        double own = shape.sizes()[entity] * -StrictMath.expm1(-all * share * seconds);
        return dropped ? Double.POSITIVE_INFINITY : Math.max(0, since(instance, seconds) - own);
    }

    private double since(int instance, double seconds) {
        boolean ring = shape.ring() != null;
        // Each copy has an equal share of the accesses; each node of a ring has all accesses to a share of the keys.
        double place = StrictMath.log10((ring ? seconds : seconds / copies) / FIRST_SECONDS) * STEPS;
        double bounded = Math.min(Math.max(0, place), bytes.length - 1.000001);
        int before = (int) bounded;
        double log = bytes[before] + (bounded - before) * (bytes[before + 1] - bytes[before]);
        return StrictMath.exp(log) * (ring ? shares[instance] : 1);
    }

    @Override
    public long expires() {
        return expires;
    }
}
