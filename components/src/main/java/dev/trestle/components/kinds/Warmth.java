package dev.trestle.components.kinds;

import dev.trestle.components.engine.Chance;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Popularity;
import java.util.Arrays;

/**
 * Fills caches as they would be found in the middle of a long life, so that a run need not warm them.
 *
 * <p>Under independent references the time since the last access of a key with access rate r is exponential with mean
 * 1/r, and an LRU cache holds the keys with the smallest such ages: drawing an age for every key and putting them in from
 * the oldest to the youngest gives the exact stationary state (King 1971; Fagin 1977). Ages beyond the cache's
 * characteristic time (Che, Tung and Wang 2002) are never drawn. Keys whose last access was a write that drops the entry
 * are left out. With a time to live, a key is present with the renewal probability r t / (1 + r t).
 */
final class Warmth {
    /** More entries than this are left to the run itself: some 40 MB of a replication. */
    private static final int MOST_ENTRIES = 400_000;
    /** Draws a little more than fits, so that eviction cuts off exactly at the capacity. */
    private static final double MARGIN = 1.05;

    private static final int STEPS = 60;
    /** Ranks up to here are summed one by one, beyond in ever larger blocks. */
    private static final long EXACT_RANKS = 1_000;

    private static final double BLOCK_GROWTH = 1.02;

    private final Site site;
    private final Chance chance;
    private final double capacityBytes;
    private final long overheadBytes;
    private final double ttlSeconds;
    private long[] keys = new long[1_024];
    private double[] ages = new double[1_024];
    private int drawn;

    /** What takes the entries, oldest first. */
    interface Shelf {
        void put(long key, long sizeBytes, double ageSeconds);
    }

    /**
     * @param capacityBytes of all nodes together
     * @param ttlSeconds infinite where entries do not expire
     */
    Warmth(Site site, double capacityBytes, long overheadBytes, double ttlSeconds) {
        this.site = site;
        this.chance = site.chance("warm");
        this.capacityBytes = capacityBytes;
        this.overheadBytes = overheadBytes;
        this.ttlSeconds = ttlSeconds;
    }

    /** Draws the state for these entities and hands it to the shelf. */
    void fill(boolean[] held, Shelf shelf) {
        double horizon = characteristicSeconds(held);
        for (int entity = 0; entity < held.length; entity++) {
            if (held[entity] && site.popularity(entity).stationary()) {
                draw(entity, horizon * MARGIN);
            }
        }
        long[] order = new long[drawn];
        double oldest = 0;
        for (int i = 0; i < drawn; i++) {
            oldest = Math.max(oldest, ages[i]);
        }
        for (int i = 0; i < drawn; i++) {
            long level = (long) ((1 - ages[i] / Math.max(oldest, 1e-300)) * ((1L << 31) - 1));
            order[i] = level << 32 | i;
        }
        Arrays.sort(order);
        for (long place : order) {
            int i = (int) place;
            int entity = (int) (keys[i] >>> 48);
            shelf.put(keys[i], size(entity), ages[i]);
        }
    }

    private long size(int entity) {
        return site.entities().get(entity).sizeBytes() + overheadBytes;
    }

    /** How long an entry stays after its last access: where the expected bytes of all younger keys fill the cache. */
    private double characteristicSeconds(boolean[] held) {
        double low = 0;
        double high = 1;
        while (high < 1e12 && overfull(held, high) < 0) {
            high *= 4;
        }
        if (high >= 1e12) {
            return high;
        }
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            if (overfull(held, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Above 0 when keys younger than the horizon are more than the capacity, or than what is drawn at most. */
    private double overfull(boolean[] held, double horizon) {
        double bytes = 0;
        double entries = 0;
        for (int entity = 0; entity < held.length; entity++) {
            if (held[entity] && site.popularity(entity).stationary()) {
                double present = present(entity, horizon);
                bytes += present * size(entity);
                entries += present;
            }
        }
        return Math.max(bytes - capacityBytes, entries - MOST_ENTRIES);
    }

    private double present(int entity, double horizon) {
        EntityPlan plan = site.entities().get(entity);
        Popularity popularity = site.popularity(entity);
        double sum = 0;
        long rank = 0;
        long block = 1;
        while (rank < plan.count()) {
            long width = Math.min(block, plan.count() - rank);
            sum += width * probability(entity, popularity.share(rank + (width - 1) / 2), horizon);
            rank += width;
            if (rank >= EXACT_RANKS) {
                block = Math.max(block + 1, (long) (block * BLOCK_GROWTH));
            }
        }
        return sum;
    }

    /** The chance that a key with this share of the accesses is in the cache with an age below the horizon. */
    private double probability(int entity, double share, double horizon) {
        double reads = site.reads(entity) * share;
        double all = reads + site.writes(entity) * share;
        if (reads <= 0) {
            return 0;
        }
        double young = -StrictMath.expm1(-all * horizon) * reads / all;
        return Double.isInfinite(ttlSeconds) ? young : young * reads * ttlSeconds / (1 + reads * ttlSeconds);
    }

    /** Goes down the ranks by geometric leaps: as chances fall with the rank, each leap is thinned by their ratio. */
    private void draw(int entity, double horizon) {
        EntityPlan plan = site.entities().get(entity);
        Popularity popularity = site.popularity(entity);
        long rank = 0;
        while (rank < plan.count()) {
            double bound = probability(entity, popularity.share(rank), horizon);
            if (bound <= 0) {
                return;
            }
            if (bound < 1) {
                double leap = StrictMath.log(chance.uniform()) / StrictMath.log1p(-bound);
                if (leap >= plan.count() - rank) {
                    return;
                }
                rank += (long) leap;
            }
            double own = probability(entity, popularity.share(rank), horizon);
            if (own >= bound || chance.uniform() * bound < own) {
                keep(LruKeys.of(entity, rank), age(entity, popularity.share(rank), horizon));
            }
            rank++;
        }
    }

    /** An age below the horizon, exponential with the key's access rate. */
    private double age(int entity, double share, double horizon) {
        double rate = (site.reads(entity) + site.writes(entity)) * share;
        double within = -StrictMath.expm1(-rate * horizon);
        return -StrictMath.log1p(-chance.uniform() * within) / rate;
    }

    private void keep(long key, double age) {
        if (drawn == keys.length) {
            keys = Arrays.copyOf(keys, drawn * 2);
            ages = Arrays.copyOf(ages, drawn * 2);
        }
        keys[drawn] = key;
        ages[drawn++] = age;
    }

    /** A moment within the time to live at which an entry that is there now will expire, in seconds from now. */
    double expiresInSeconds() {
        return ttlSeconds * chance.uniform();
    }
}
