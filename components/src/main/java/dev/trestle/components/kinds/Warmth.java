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
 * are left out. With a time to live t, a key of a cache that has room for all is present with the renewal probability
 * r t / (1 + r t); where the room is less, entries go before they expire.
 *
 * <p>Where more entries are there than memory holds, those with the smallest ages are drawn and {@link #leftOut} tells
 * for each other key, when it is first asked for, how likely it is there: the same state, decided late.
 *
 * <p>Where nothing but coming in decides who goes (FIFO, RANDOM), the stationary state is a product form over the keys held
 * (Gelenbe 1973): each is present with probability r t / (1 + r t), t as long as the memory allows, in any order. The sum of
 * those draws fills the memory up to its own fluctuation; the run evens that out with the first entries.
 */
final class Warmth {
    /** More entries than this are not drawn, over all nodes together: some 100 MB of each of eight replications. */
    private static final int MOST_ENTRIES = 1_500_000;
    /** The same where those that are left out are decided late, which costs nothing but a look. */
    private static final int MOST_DECIDED = 200_000;
    /** Bytes that are missing by rounding only. */
    private static final double NEARLY_FULL = 0.999;
    /** Draws a little more than fits, so that eviction cuts off exactly at the capacity. */
    private static final double MARGIN = 1.05;

    private static final int STEPS = 60;
    /** Ranks up to here are summed one by one, beyond in ever larger blocks. */
    private static final long EXACT_RANKS = 1_000;

    private static final double BLOCK_GROWTH = 1.02;
    /** Ages are put in order to this precision. */
    private static final int LEVEL_BITS = 31;

    private static final int DIGIT_BITS = 11;
    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;
    /** Draws between two looks at whether the run has been stopped. */
    private static final int LOOK_EVERY = 1 << 14;

    private final Site site;
    private final Chance chance;
    private final double capacityBytes;
    private final long overheadBytes;
    private final double ttlSeconds;
    private final boolean useCounts;
    private final boolean[] held;
    private final int mostEntries;
    private final int copies;
    /** Up to which age entries were drawn, and up to which they are there. */
    private final double drawnSeconds;

    private final double presentSeconds;
    private long[] keys = new long[1_024];
    private double[] ages = new double[1_024];
    private int drawn;
    private int looks;
    private boolean stopped;

    /** What takes the entries, oldest first. */
    interface Shelf {
        void put(long key, long sizeBytes);
    }

    /**
     * The caches of a node that are alike.
     *
     * @param copies how many there are
     * @param capacityBytes of one
     * @param ttlSeconds infinite where entries do not expire
     * @param useCounts whether an entry that is used stays longer (LRU), or not (FIFO, RANDOM)
     * @param decidesLate whether the node asks {@link #leftOut} of keys that it finds missing
     */
    record Room(
            int copies,
            double capacityBytes,
            long overheadBytes,
            double ttlSeconds,
            boolean useCounts,
            boolean decidesLate) {}

    /** Draws the state of one copy, from 0, for the entities held, by number. */
    Warmth(Site site, Room room, int copy, boolean[] held) {
        this.site = site;
        this.chance = site.chance(copy == 0 ? "warm" : "warm " + copy);
        this.copies = room.copies();
        this.mostEntries =
                Math.max(1, (room.decidesLate() ? MOST_DECIDED : MOST_ENTRIES) / room.copies() / site.caching());
        this.capacityBytes = room.capacityBytes();
        this.overheadBytes = room.overheadBytes();
        this.ttlSeconds = room.ttlSeconds();
        this.useCounts = room.useCounts();
        this.held = held;
        double horizon = site.once("characteristic time", () -> characteristicSeconds(mostEntries));
        presentSeconds = room.decidesLate()
                ? site.once("characteristic time of all", () -> characteristicSeconds(Double.POSITIVE_INFINITY))
                : horizon;
        drawnSeconds = useCounts ? horizon * MARGIN : horizon;
        if (copy == 0) {
            say(horizon, room.decidesLate());
        }
        for (int entity = 0; entity < held.length; entity++) {
            if (held[entity] && site.popularity(entity).stationary() && !stopped) {
                draw(entity, drawnSeconds);
            }
        }
    }

    /** Says in the report where the state at the start is not the one after a long life. */
    private void say(double horizon, boolean decidesLate) {
        double bytes = 0;
        double entries = 0;
        for (int entity = 0; entity < held.length; entity++) {
            if (!held[entity] || site.reads(entity) <= 0) {
                continue;
            }
            String name = site.entities().get(entity).name();
            Popularity popularity = site.popularity(entity);
            if (!popularity.stationary()) {
                site.thinned(site.id() + " starts without any " + name + ", as its keys are asked for in sequence");
                continue;
            }
            if (popularity.followsNewKeys() && site.writes(entity) > 0) {
                site.thinned(site.id() + " starts as if no new " + name + " had been written for a while");
            }
            double present = present(entity, horizon);
            bytes += present * size(entity);
            entries += present;
        }
        if (!decidesLate && entries > NEARLY_FULL * mostEntries && bytes < NEARLY_FULL * capacityBytes) {
            site.thinned(site.id() + " starts with the " + mostEntries + " entries used last"
                    + (copies == 1 ? "" : " at each of its instances")
                    + ", though it has room for more");
        }
    }

    /**
     * The chance that a key which was not drawn is there all the same, because memory was too small to draw it: for the
     * first time that the key is asked for. 0 where all were drawn, and for keys that are new since the start.
     */
    double leftOut(int entity, long key) {
        Popularity popularity = site.popularity(entity);
        if (presentSeconds <= drawnSeconds
                || !popularity.stationary()
                || popularity.followsNewKeys()
                || key >= site.entities().get(entity).count()) {
            return 0;
        }
        double share = popularity.share(key);
        double drawn = probability(entity, share, drawnSeconds);
        return drawn >= 1 ? 0 : (probability(entity, share, presentSeconds) - drawn) / (1 - drawn);
    }

    /** How many entries were drawn: a little more than fits. */
    int entries() {
        return drawn;
    }

    /** Hands the entries to the shelf, once. */
    void fill(Shelf shelf) {
        double oldest = 0;
        for (int i = 0; i < drawn; i++) {
            oldest = Math.max(oldest, ages[i]);
        }
        long[] order = new long[drawn];
        for (int i = 0; i < drawn; i++) {
            long level = (long) ((1 - ages[i] / Math.max(oldest, 1e-300)) * ((1L << LEVEL_BITS) - 1));
            order[i] = level << 32 | i;
        }
        for (long place : sorted(order)) {
            long key = keys[(int) place];
            shelf.put(key, size((int) (key >>> 48)));
        }
        keys = new long[0];
        ages = new double[0];
    }

    /** Sorts by the level in the high half, equal ones as they stand: by counting, a digit at a time from the lowest. */
    private static long[] sorted(long[] order) {
        long[] from = order;
        long[] to = new long[order.length];
        for (int low = 32; low < 32 + LEVEL_BITS; low += DIGIT_BITS) {
            int[] next = new int[(1 << DIGIT_BITS) + 1];
            for (long place : from) {
                next[((int) (place >>> low) & DIGIT_MASK) + 1]++;
            }
            for (int digit = 0; digit < DIGIT_MASK; digit++) {
                next[digit + 1] += next[digit];
            }
            for (long place : from) {
                to[next[(int) (place >>> low) & DIGIT_MASK]++] = place;
            }
            long[] sorted = to;
            to = from;
            from = sorted;
        }
        return from;
    }

    private long size(int entity) {
        return site.entities().get(entity).sizeBytes() + overheadBytes;
    }

    /** How long an entry stays after its last access: where the expected bytes of all younger keys fill the cache. */
    private double characteristicSeconds(double most) {
        double low = 0;
        double high = 1;
        while (high < 1e12 && overfull(high, most) < 0) {
            high *= 4;
        }
        if (high >= 1e12) {
            return high;
        }
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            if (overfull(middle, most) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Above 0 when keys younger than the horizon are more than the capacity, or than so many entries. */
    private double overfull(double horizon, double most) {
        double bytes = 0;
        double entries = 0;
        for (int entity = 0; entity < held.length; entity++) {
            if (held[entity] && site.popularity(entity).stationary()) {
                double present = present(entity, horizon);
                bytes += present * size(entity);
                entries += present;
            }
        }
        return Math.max(bytes - capacityBytes, entries - most);
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
        if (!useCounts) {
            double life = Math.min(horizon, ttlSeconds);
            double drops = all - reads;
            double stay = drops > 0 ? -StrictMath.expm1(-drops * life) / drops : life;
            return reads * stay / (1 + reads * stay);
        }
        double young = -StrictMath.expm1(-all * horizon) * reads / all;
        return Double.isInfinite(ttlSeconds) ? young : young * unexpired(reads, horizon);
    }

    /**
     * By how much less a key with that access rate is there because entries expire. Without expiry a stay lasts as long as
     * no gap between accesses exceeds the horizon T, (e^(rT) - 1) / r in the mean, of which the first T for sure; it is cut
     * off after the time to live. A stay and the wait for the next access, 1 / r, make a cycle.
     */
    private double unexpired(double rate, double horizon) {
        double forEver = Math.min(StrictMath.expm1(rate * horizon) / rate, 1e15);
        double sure = Math.min(ttlSeconds, horizon);
        double more = forEver - horizon;
        double stay = ttlSeconds > horizon && more > 0
                ? sure - more * StrictMath.expm1(-(ttlSeconds - horizon) / more)
                : sure;
        return stay * (1 + rate * forEver) / ((1 + rate * stay) * forEver);
    }

    /** Goes down the ranks by geometric leaps: as chances fall with the rank, each leap is thinned by their ratio. */
    private void draw(int entity, double horizon) {
        long count = site.entities().get(entity).count();
        Popularity popularity = site.popularity(entity);
        for (long rank = 0; rank < count; rank++) {
            double share = popularity.share(rank);
            double bound = probability(entity, share, horizon);
            stopped |= (++looks & (LOOK_EVERY - 1)) == 1 && site.stopped();
            if (bound <= 0 || stopped) {
                return;
            }
            double own = bound;
            if (bound < 1) {
                double leap = StrictMath.log(chance.uniform()) / StrictMath.log1p(-bound);
                if (leap >= count - rank) {
                    return;
                }
                if (leap >= 1) {
                    rank += (long) leap;
                    share = popularity.share(rank);
                    own = probability(entity, share, horizon);
                }
            }
            if (own >= bound || chance.uniform() * bound < own) {
                keep(LruKeys.of(entity, popularity.keyOf(rank)), age(entity, share, horizon));
            }
        }
    }

    /** An age below the horizon, exponential with the key's access rate; any where use does not count. */
    private double age(int entity, double share, double horizon) {
        if (!useCounts) {
            return horizon * chance.uniform();
        }
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
