package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * How often the caches of a node would have missed at every size, from the keys that they were really asked for: reuse
 * distances in bytes of a {@link KeySample}, least recently used first to go, whatever the node itself does.
 *
 * <p>Sizes are of one instance, twelve a decade and three decades each way from the size that the node has; a size holds a
 * key when it and all that was used since fit. Of keys that are asked for about alike, those of the sample stand for the
 * others; elsewhere, as with SHARDS-adj, what the sample has too many or too few of counts as hits, being the keys that
 * are asked for all the time. A dropped key misses at every size. Of a key that the run asks for the first time, a
 * {@link Past} tells how far back its last use was. With a time to live each size has its own moment at which a key
 * expires, since each was filled at another. A miss brings the key at once. Nothing is allocated per call once the sample
 * is full.
 */
public final class KeyTrace {
    /** Keys of the sample at most, over all instances; when there are more it is halved. */
    private static final int MOST_KEYS = 8_192;
    /** The same where each size remembers when each key expires: 600 bytes a key. */
    private static final int MOST_EXPIRING_KEYS = 2_048;

    private static final int FIRST_ENTRIES = 8;
    private static final int STEPS = 12;
    private static final int DECADES = 3;
    /** How many sizes there are. */
    public static final int SIZES = 2 * DECADES * STEPS + 1;
    /** Which of them the node has. */
    public static final int OWN = DECADES * STEPS;

    /** What a run finds that begins in the middle of a long life. */
    public interface Past {
        /** Nothing was asked for before. */
        Past NONE = new Past() {
            @Override
            public double since(int instance, long key, long asked) {
                return Double.POSITIVE_INFINITY;
            }

            @Override
            public long expires() {
                return 0;
            }
        };

        /**
         * How many bytes an instance has been asked for since the last use of a key, which the run asks for the first
         * time; infinite where it has not been used, or was dropped.
         *
         * @param asked how often the run has asked for any key so far, over all instances
         */
        double since(int instance, long key, long asked);

        /** When the key that was last told of expires, in nanoseconds. */
        long expires();
    }

    private final double[] sizes = new double[SIZES];
    /** By exponent of a number of bytes: the first of the sizes that are not smaller than that power of two. */
    private final int[] firstFrom = new int[Double.MAX_EXPONENT + 1];

    private Past past = Past.NONE;
    /** By instance: nothing of before is left. */
    private final boolean[] anew;

    private final KeySample[] samples;
    private final ReuseStack[] stacks;
    private final long ttlNanos;
    private final double jitter;
    private final int mostKeys;
    /** By instance, entry and size; null where entries do not expire. */
    private final long[][] expires;
    /** By instance and entry: no size forgets it before; to spare a look at all of them. */
    private final long[][] soonest;
    /** By instance and entry: what it takes. */
    private final long[][] bytes;

    private Counts counts;
    /** The counts as they were when somebody last {@link #mark marked} them. */
    private Counts marked;

    private String evicts = "LRU";
    private int held;
    /** How often a key was asked for since the run began, counted or not. */
    private long heard;

    private boolean on;
    /** The sample cannot be made smaller. */
    private boolean thinnest;

    /**
     * @param size the size of one instance, in bytes
     * @param ttlNanos how long an entry stays at most; below 0 for ever
     * @param jitter the share of that by which a stay is shortened at most, evenly
     * @param samples one for each instance; the same object where each has keys of its own
     */
    public KeyTrace(double size, long ttlNanos, double jitter, KeySample[] samples) {
        this.samples = samples.clone();
        this.ttlNanos = ttlNanos;
        this.jitter = jitter;
        mostKeys = mostKeys(ttlNanos);
        bytes = new long[samples.length][FIRST_ENTRIES];
        int strata = samples[0].strata();
        counts = new Counts(
                new double[strata][SIZES + 1], new double[strata][SIZES], new long[strata], new double[strata]);
        stacks = new ReuseStack[samples.length];
        anew = new boolean[samples.length];
        expires = ttlNanos < 0 ? null : new long[samples.length][];
        soonest = ttlNanos < 0 ? null : new long[samples.length][FIRST_ENTRIES];
        for (int i = 0; i < stacks.length; i++) {
            stacks[i] = new ReuseStack();
            if (expires != null) {
                expires[i] = new long[FIRST_ENTRIES * SIZES];
            }
        }
        for (int i = 0; i < SIZES; i++) {
            sizes[i] = i == OWN ? size : size * StrictMath.pow(10, (double) (i - OWN) / STEPS);
        }
        for (int exponent = 0, first = 0; exponent < firstFrom.length; exponent++) {
            while (first < SIZES && Math.getExponent(sizes[first]) < exponent) {
                first++;
            }
            firstFrom[exponent] = first;
        }
    }

    /** How many keys a trace has at most; fewer with a time to live, in nanoseconds, than for ever, below 0. */
    public static int mostKeys(long ttlNanos) {
        return ttlNanos < 0 ? MOST_KEYS : MOST_EXPIRING_KEYS;
    }

    /** Whom to ask of keys that come for the first time. */
    public KeyTrace with(Past before) {
        past = before;
        return this;
    }

    /** What the node itself does with what is to go, where that is not {@code LRU}. */
    public KeyTrace evicting(String policy) {
        evicts = policy;
        return this;
    }

    /** The order in which the node evicts; its curve is that of LRU all the same. */
    public String evicts() {
        return evicts;
    }

    /**
     * What is counted, by stratum of the sample.
     *
     * @param fitsFrom by size: what hits from this size on, and what misses up to the one before
     * @param missed by size, where entries expire
     * @param asked what was asked for, and {@code weights} what the sample says was
     */
    private record Counts(double[][] fitsFrom, double[][] missed, long[] asked, double[] weights) {
        Counts copy() {
            return new Counts(copy(fitsFrom), copy(missed), asked.clone(), weights.clone());
        }

        private static double[][] copy(double[][] rows) {
            return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
        }
    }

    /** What counts from now on may be {@link #takeBack taken back}. */
    void mark() {
        marked = counts.copy();
    }

    void takeBack() {
        counts = marked;
        marked = null;
    }

    /** What is asked for counts from now on, or no longer. */
    void measure(boolean counts) {
        on = counts;
    }

    /** A key is asked for: entity and key in one number, with the bytes that it takes. */
    public void asked(int instance, long key, long size, long now) {
        if (on) {
            counts.asked[samples[instance].stratum(key)]++;
        }
        if (samples[instance].holds(key)) {
            reuse(instance, key, size, now);
        }
        heard++;
    }

    private void reuse(int instance, long key, long size, long now) {
        ReuseStack stack = stacks[instance];
        int entry = stack.find(key);
        int first = SIZES;
        if (entry == ReuseStack.NONE) {
            double since = anew[instance] ? Double.POSITIVE_INFINITY : past.since(instance, key, heard);
            first = firstThatHolds(since + size);
            entry = push(instance, key, size);
            if (expires != null) {
                fill(instance, entry, past.expires());
            }
        } else {
            // One that was dropped is in the order still, without weight, so that its past is not asked for.
            boolean there = bytes[instance][entry] > 0;
            first = there ? firstThatHolds(stack.above(entry) + size) : SIZES;
            touch(instance, entry, size);
        }
        if (expires != null) {
            expire(instance, entry, first, now);
        }
        if (on) {
            double stands = samples[instance].stands(key);
            int stratum = samples[instance].stratum(key);
            counts.weights[stratum] += stands;
            if (expires == null) {
                counts.fitsFrom[stratum][first] += stands;
            }
        }
        if (held > mostKeys && !thinnest) {
            thin();
        }
    }

    /** Each size that does not hold the key, or no longer, misses and is filled now. */
    private void expire(int instance, int entry, int first, long now) {
        boolean someForget = soonest[instance][entry] <= now;
        if (first == 0 && !someForget) {
            return;
        }
        long key = stacks[instance].key(entry);
        double stands = on ? samples[instance].stands(key) : 0;
        double[] misses = counts.missed[samples[instance].stratum(key)];
        long until = expiry(key, now);
        long[] ends = expires[instance];
        int base = entry * SIZES;
        for (int i = 0; i < first; i++) {
            ends[base + i] = until;
            misses[i] += stands;
        }
        if (someForget) {
            long least = until;
            for (int i = first; i < SIZES; i++) {
                if (ends[base + i] <= now) {
                    ends[base + i] = until;
                    misses[i] += stands;
                }
                least = Math.min(least, ends[base + i]);
            }
            soonest[instance][entry] = least;
        } else if (until < soonest[instance][entry]) {
            soonest[instance][entry] = until;
        }
    }

    /** When an entry that comes now will expire. */
    private long expiry(long key, long now) {
        if (jitter == 0) {
            return now + ttlNanos;
        }
        long mixed = (key ^ now * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return now + (long) (ttlNanos * (1 - jitter * ((mixed >>> 11) * 0x1p-53)));
    }

    /** The smallest size of at least so many bytes: one of the few that have the same power of two, or the next one. */
    private int firstThatHolds(double bytes) {
        int exponent = Math.getExponent(bytes);
        int first = exponent < 0 ? 0 : exponent > Double.MAX_EXPONENT ? SIZES : firstFrom[exponent];
        while (first < SIZES && sizes[first] < bytes) {
            first++;
        }
        return first;
    }

    /** A key is put in without having been asked for. */
    public void put(int instance, long key, long size, long now) {
        if (samples[instance].holds(key)) {
            int entry = stacks[instance].find(key);
            if (entry == ReuseStack.NONE) {
                entry = push(instance, key, size);
            } else {
                touch(instance, entry, size);
            }
            if (expires != null) {
                fill(instance, entry, expiry(key, now));
            }
            if (held > mostKeys && !thinnest) {
                thin();
            }
        }
    }

    private int push(int instance, long key, long size) {
        held++;
        int entry = stacks[instance].push(key, Math.round(size * samples[instance].stands(key)));
        if (entry == bytes[instance].length) {
            bytes[instance] = Arrays.copyOf(bytes[instance], 2 * entry);
            if (expires != null) {
                expires[instance] = Arrays.copyOf(expires[instance], 2 * entry * SIZES);
                soonest[instance] = Arrays.copyOf(soonest[instance], 2 * entry);
            }
        }
        bytes[instance][entry] = size;
        return entry;
    }

    private void touch(int instance, int entry, long size) {
        long key = stacks[instance].key(entry);
        bytes[instance][entry] = size;
        stacks[instance].touch(entry, Math.round(size * samples[instance].stands(key)));
    }

    private void fill(int instance, int entry, long until) {
        Arrays.fill(expires[instance], entry * SIZES, (entry + 1) * SIZES, until);
        soonest[instance][entry] = until;
    }

    /** A key is dropped: its next use misses at every size. */
    public void drop(int instance, long key) {
        if (samples[instance].holds(key)) {
            int entry = stacks[instance].find(key);
            if (entry == ReuseStack.NONE) {
                entry = push(instance, key, 0);
            }
            bytes[instance][entry] = 0;
            stacks[instance].weigh(entry, 0);
            if (held > mostKeys && !thinnest) {
                thin();
            }
        }
    }

    /** An instance forgets everything. */
    public void clear(int instance) {
        held -= stacks[instance].size();
        stacks[instance].clear();
        anew[instance] = true;
    }

    /** The sample is full: half of its keys go, and the others stand for twice as many. */
    private void thin() {
        boolean smaller = false;
        for (int i = 0; i < samples.length; i++) {
            smaller |= (i == 0 || samples[i] != samples[i - 1]) && samples[i].halve();
        }
        thinnest = !smaller;
        for (int i = 0; i < stacks.length; i++) {
            ReuseStack stack = stacks[i];
            for (int slot = 0; slot < stack.slots(); slot++) {
                int entry = stack.at(slot);
                if (entry == ReuseStack.NONE) {
                    continue;
                }
                if (samples[i].holds(stack.key(entry))) {
                    stack.weigh(entry, Math.round(bytes[i][entry] * samples[i].stands(stack.key(entry))));
                } else {
                    stack.remove(entry);
                    held--;
                }
            }
        }
    }

    /** The size of one instance, by number, in bytes. */
    public double size(int number) {
        return sizes[number];
    }

    public int instances() {
        return stacks.length;
    }

    /** How often the node was asked while it counted. */
    public long asked() {
        return Arrays.stream(counts.asked).sum();
    }

    /** How many of those each size would have missed, by number. */
    public double[] misses() {
        double[] misses = new double[SIZES];
        for (int stratum = 0; stratum < counts.weights.length; stratum++) {
            double weight = counts.weights[stratum];
            double scale = stratum == 0 || weight == 0 ? 1 : counts.asked[stratum] / weight;
            double beyond = 0;
            for (int i = SIZES; i > 0; i--) {
                beyond += counts.fitsFrom[stratum][i];
                misses[i - 1] += scale * (counts.missed[stratum][i - 1] + beyond);
            }
        }
        return misses;
    }
}
