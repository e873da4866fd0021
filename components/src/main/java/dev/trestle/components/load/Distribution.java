package dev.trestle.components.load;

import dev.trestle.components.engine.Chance;
import dev.trestle.estimator.quantity.Quantity;

/**
 * A law of service times, latencies or sizes, as typed on a board: {@code lognormal(8 ms, cv 1)}.
 *
 * <p>Durations are in nanoseconds, sizes in bytes. It is immutable, draws without allocating, and the same stream of
 * chance gives the same samples on every JDK. It prints as it was typed.
 */
public abstract class Distribution {
    /** The largest sample, 36 years in nanoseconds: heavy tails may not overflow the clock. */
    public static final long LARGEST = 1L << 60;

    private static final double NANOS = 1e9;

    private final String text;
    private final double mean;
    private final double secondMoment;
    /** Of the law that is nearly everywhere, the exponential one: its mean, so that it is drawn without a look at the class; or 0. */
    private final double exponential;

    Distribution(String text, double mean, double secondMoment) {
        this(text, mean, secondMoment, 0);
    }

    Distribution(String text, double mean, double secondMoment, double exponential) {
        this.text = text;
        this.mean = mean;
        this.secondMoment = secondMoment;
        this.exponential = exponential;
    }

    /** Reads a law of durations; throws BadText with the place and what is allowed. */
    public static Distribution duration(String text) {
        return new DistributionText(part -> Quantity.seconds(part) * NANOS, "8 ms").read(Phrase.of(text));
    }

    /** Reads a law of sizes; throws BadText with the place and what is allowed. */
    public static Distribution bytes(String text) {
        return new DistributionText(Quantity::bytes, "5 MB").read(Phrase.of(text));
    }

    /** Always this many nanoseconds or bytes; throws IllegalArgumentException outside 0 to {@link #LARGEST}. */
    public static Distribution constant(long value) {
        if (value < 0 || value > LARGEST) {
            throw new IllegalArgumentException(value + " is not within 0 and " + LARGEST);
        }
        return new Laws.Constant(Long.toString(value), value);
    }

    /** A sample from 0 to {@link #LARGEST}, rounded to a whole nanosecond or byte. */
    public final long sample(Chance chance) {
        return exponential > 0 ? rounded(exponential * chance.exponential()) : draw(chance);
    }

    /** The same by the law's own formula. */
    abstract long draw(Chance chance);

    /** The mean in nanoseconds or bytes; infinite for a tail so heavy that there is none. */
    public final double mean() {
        return mean;
    }

    /** The variance over the square of the mean; infinite where there is no variance, 0 for a constant. */
    public final double squaredCv() {
        if (mean == 0) {
            return 0;
        }
        return Double.isInfinite(secondMoment)
                ? Double.POSITIVE_INFINITY
                : Math.max(0, secondMoment / (mean * mean) - 1);
    }

    /** Whether every sample is the mean. */
    public final boolean isConstant() {
        return this instanceof Laws.Constant;
    }

    final double secondMoment() {
        return secondMoment;
    }

    /** To the nearest whole number; a comparison, because Math.min costs more than the whole rest of a sample. */
    static long rounded(double value) {
        return value < LARGEST ? (long) (value + 0.5) : LARGEST;
    }

    @Override
    public final String toString() {
        return text;
    }
}
