package dev.trestle.components.load;

import dev.trestle.components.engine.Chance;
import dev.trestle.estimator.quantity.Quantity;

/**
 * Which keys of an entity are asked for: {@code uniform}, {@code zipf 1.0}, {@code latest 1.0},
 * {@code hot 1% takes 50%} or {@code sequential}.
 *
 * <p>Keys are 0 to keys - 1 and also the ranks: 0 is the hottest. With {@code latest} ranks count back from the newest key,
 * as in YCSB (Cooper et al., SoCC 2010): at first that is keys - 1, later the last one made; the oldest drop out, so that as
 * many as at the start are asked for. {@code sequential} and {@code latest} remember how far they are. Drawing allocates
 * nothing.
 */
public abstract class Popularity {
    /** The most keys an entity may have. */
    public static final long MOST_KEYS = 1_000_000_000_000L;

    private static final double STEEPEST = 10;
    private static final String ALLOWED = "uniform, zipf 1.0, latest 1.0, hot 1% takes 50% or sequential";

    private final String text;
    private final long keys;

    private Popularity(String text, long keys) {
        this.text = text;
        this.keys = keys;
    }

    /**
     * Reads a popularity over this many keys.
     *
     * @throws dev.trestle.estimator.quantity.BadText when the text is none
     * @throws IllegalArgumentException when keys is not within 1 and {@link #MOST_KEYS}
     */
    public static Popularity of(String text, long keys) {
        if (keys < 1 || keys > MOST_KEYS) {
            throw new IllegalArgumentException("an entity has 1 to " + MOST_KEYS + " keys, not " + keys);
        }
        Phrase phrase = Phrase.of(text);
        if (phrase.is("uniform")) {
            return new Uniform(keys);
        }
        if (phrase.is("sequential")) {
            return new Sequential(keys);
        }
        if (phrase.startsWith("zipf")) {
            return new Ranked(phrase.text(), new Zipf(keys, exponent(phrase.part(4))), keys);
        }
        if (phrase.startsWith("latest")) {
            return new Latest(phrase.text(), new Zipf(keys, exponent(phrase.part(6))), keys);
        }
        if (phrase.startsWith("hot")) {
            return hot(phrase, keys);
        }
        throw phrase.bad("expected a popularity such as " + ALLOWED + ", not " + phrase.found());
    }

    private static double exponent(Phrase phrase) {
        double s = phrase.number("an exponent such as 1.0");
        if (!(s >= 0 && s <= STEEPEST)) {
            throw phrase.bad("expected an exponent from 0 to 10, not " + phrase.found());
        }
        return s;
    }

    private static Popularity hot(Phrase phrase, long keys) {
        String inside = phrase.text();
        int takes = inside.indexOf("takes");
        if (takes < 0) {
            throw phrase.bad("expected \"hot <share> takes <share>\" such as hot 1% takes 50%");
        }
        double hot = share(phrase.part(3, takes));
        double taken = share(phrase.part(takes + 5));
        return new Hot(phrase.text(), Math.max(1, Math.round(hot * keys)), taken, keys);
    }

    private static double share(Phrase phrase) {
        double share = phrase.quantity(Quantity::ratio);
        if (!(share > 0 && share <= 1)) {
            throw phrase.bad("expected a share above 0 % and up to 100 %, not " + phrase.found());
        }
        return share;
    }

    /** The key that is asked for next. */
    public abstract long key(Chance chance);

    /** The probability of the key of this rank, 0 being the hottest; by the long run for {@code sequential}. */
    public abstract double share(long rank);

    /** The probability that one of the hottest {@code ranks} keys is asked for. */
    public abstract double shareOfTop(long ranks);

    /** A key that was never used before has been written: for {@code latest} the hottest one from now on. */
    public void created(long key) {}

    /** The key that has this rank now, 0 being the hottest. */
    public long keyOf(long rank) {
        return rank;
    }

    /** Whether new keys change which ones are hot. */
    public boolean followsNewKeys() {
        return false;
    }

    /** Whether keys are drawn independently with fixed probabilities, so that a cache has a steady state. */
    public boolean stationary() {
        return true;
    }

    public final long keys() {
        return keys;
    }

    @Override
    public final String toString() {
        return text;
    }

    final double portion(long ranks) {
        return (double) Math.min(ranks, keys) / keys;
    }

    private static final class Uniform extends Popularity {
        Uniform(long keys) {
            super("uniform", keys);
        }

        @Override
        public long key(Chance chance) {
            return chance.below(keys());
        }

        @Override
        public double share(long rank) {
            return 1.0 / keys();
        }

        @Override
        public double shareOfTop(long ranks) {
            return portion(ranks);
        }
    }

    private static final class Sequential extends Popularity {
        private long next;

        Sequential(long keys) {
            super("sequential", keys);
        }

        @Override
        public boolean stationary() {
            return false;
        }

        @Override
        public long key(Chance chance) {
            long key = next;
            next = key + 1 == keys() ? 0 : key + 1;
            return key;
        }

        @Override
        public double share(long rank) {
            return 1.0 / keys();
        }

        @Override
        public double shareOfTop(long ranks) {
            return portion(ranks);
        }
    }

    private static class Ranked extends Popularity {
        private final Zipf zipf;

        Ranked(String text, Zipf zipf, long keys) {
            super(text, keys);
            this.zipf = zipf;
        }

        @Override
        public long key(Chance chance) {
            return zipf.rank(chance);
        }

        @Override
        public final double share(long rank) {
            return zipf.share(rank);
        }

        @Override
        public final double shareOfTop(long ranks) {
            return zipf.shareOfTop(ranks);
        }
    }

    /** Ranks by age, counted back from the newest key; one that is made while an older one is not done yet stays the newest. */
    private static final class Latest extends Ranked {
        private long newest;

        Latest(String text, Zipf zipf, long keys) {
            super(text, zipf, keys);
            newest = keys - 1;
        }

        @Override
        public long key(Chance chance) {
            return newest - super.key(chance);
        }

        @Override
        public void created(long key) {
            newest = Math.max(newest, key);
        }

        @Override
        public long keyOf(long rank) {
            return newest - rank;
        }

        @Override
        public boolean followsNewKeys() {
            return true;
        }
    }

    private static final class Hot extends Popularity {
        private final long hot;
        private final double taken;

        Hot(String text, long hot, double taken, long keys) {
            super(text, keys);
            this.hot = hot;
            this.taken = hot == keys ? 1 : taken;
        }

        @Override
        public long key(Chance chance) {
            return chance.happens(taken) ? chance.below(hot) : hot + chance.below(keys() - hot);
        }

        @Override
        public double share(long rank) {
            return rank < hot ? taken / hot : (1 - taken) / (keys() - hot);
        }

        @Override
        public double shareOfTop(long ranks) {
            return ranks <= hot
                    ? taken * ranks / hot
                    : taken + (1 - taken) * (Math.min(ranks, keys()) - hot) / Math.max(1, keys() - hot);
        }
    }
}
