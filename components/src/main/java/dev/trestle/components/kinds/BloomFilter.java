package dev.trestle.components.kinds;

/**
 * A set that may take a stranger for a member but never a member for a stranger (Bloom, CACM 13(7), 1970), with the
 * number of bits and hashes that give a wanted share of false positives, and two hashes in place of many (Kirsch and
 * Mitzenmacher, "Less hashing, same performance", 2006).
 */
final class BloomFilter {
    private final long[] words;
    private final long bits;
    private final int hashes;

    /**
     * @param members how many will be added, at least 1
     * @param falsePositives the wanted share of strangers that are let in, above 0 and below 1
     */
    BloomFilter(int members, double falsePositives) {
        double ln2 = StrictMath.log(2);
        double bitsPerMember = -StrictMath.log(falsePositives) / (ln2 * ln2);
        bits = Math.max(64, (long) Math.ceil(members * bitsPerMember));
        hashes = Math.max(1, (int) Math.round(bitsPerMember * ln2));
        words = new long[(int) ((bits + 63) >>> 6)];
    }

    void add(long key) {
        long hash = HashRing.mix(key);
        long stride = HashRing.mix(hash) | 1;
        for (int i = 0; i < hashes; i++) {
            long bit = (hash >>> 1) % bits;
            words[(int) (bit >>> 6)] |= 1L << bit;
            hash += stride;
        }
    }

    boolean mayContain(long key) {
        long hash = HashRing.mix(key);
        long stride = HashRing.mix(hash) | 1;
        for (int i = 0; i < hashes; i++) {
            long bit = (hash >>> 1) % bits;
            if ((words[(int) (bit >>> 6)] & 1L << bit) == 0) {
                return false;
            }
            hash += stride;
        }
        return true;
    }

    long bits() {
        return bits;
    }

    int hashes() {
        return hashes;
    }
}
