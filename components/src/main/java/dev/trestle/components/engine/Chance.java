package dev.trestle.components.engine;

/**
 * A stream of random numbers: xoshiro256++ (Blackman and Vigna, ACM TOMS 47(4), 2021), seeded through SplitMix64
 * (Steele, Lea and Flood, OOPSLA 2014).
 *
 * <p>One seed gives the same numbers bit for bit on every JDK and processor: there is only integer and IEEE arithmetic
 * here, and {@code StrictMath} in tables and rare branches. Nothing is allocated. Not safe for use by several threads.
 */
public final class Chance {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    public Chance(long seed) {
        s0 = mix(seed + GOLDEN);
        s1 = mix(seed + 2 * GOLDEN);
        s2 = mix(seed + 3 * GOLDEN);
        s3 = mix(seed + 4 * GOLDEN);
    }

    Chance(long s0, long s1, long s2, long s3) {
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    /**
     * The seed of the stream that serves one purpose of one node in one replication. It depends on nothing else, so that
     * a new node does not disturb the others' luck and two designs meet the same arrivals.
     */
    public static long seed(long root, String id, String purpose, int replication) {
        long seed = mix(root + GOLDEN);
        seed = mix(seed ^ hash(id));
        seed = mix(seed + GOLDEN ^ hash(purpose));
        return mix(seed + GOLDEN * (replication + 1L));
    }

    /** 64 random bits. */
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** Uniform in (0, 1): never 0 and never 1, the midpoints of 2^52 equal cells. */
    public double uniform() {
        return ((nextLong() >>> 12) + 0.5) * 0x1p-52;
    }

    /** True with this probability. */
    public boolean happens(double probability) {
        return uniform() < probability;
    }

    /**
     * Uniform in [0, n), unbiased (Lemire, ACM TOMACS 29(1), 2019); throws IllegalArgumentException when n is not
     * positive.
     */
    public long below(long n) {
        if (n <= 0) {
            throw new IllegalArgumentException("a number below " + n + " cannot be drawn");
        }
        long x = nextLong();
        long low = x * n;
        if (Long.compareUnsigned(low, n) < 0) {
            long threshold = Long.remainderUnsigned(-n, n);
            while (Long.compareUnsigned(low, threshold) < 0) {
                x = nextLong();
                low = x * n;
            }
        }
        return Math.multiplyHigh(x, n) + (x >> 63 & n);
    }

    /** Exponential of mean 1. */
    public double exponential() {
        return Ziggurat.exponential(this);
    }

    /** Normal of mean 0 and variance 1. */
    public double gaussian() {
        return Ziggurat.gaussian(this);
    }

    /** FNV-1a over the UTF-16 units. */
    private static long hash(String text) {
        long hash = FNV_BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
