package dev.trestle.estimator.formula;

import dev.trestle.estimator.quantity.Dimension;

/**
 * What a formula yields before any number is known: a dimension, and whether its data was written in bits.
 *
 * <p>A bit is 1/8 byte, so the two could be added; but in sizing that is nearly always a slip, so a sum of bits and
 * bytes needs a conversion ({@code in MB}).
 */
public record Type(Dimension dimension, boolean bits) {

    static final Type NUMBER = new Type(Dimension.NONE, false);

    Type times(Type other) {
        return of(dimension.times(other.dimension), bits || other.bits);
    }

    Type per(Type other) {
        return of(dimension.per(other.dimension), bits || other.bits);
    }

    Type power(int n) {
        return of(dimension.power(n), bits);
    }

    static Type of(Dimension dimension, boolean bits) {
        return new Type(dimension, bits && dimension.of(Dimension.BYTE) != 0);
    }

    /** Null when the two may be added, else what is wrong. */
    String mismatch(Type right) {
        if (!dimension.equals(right.dimension)) {
            return "the left side is " + dimension.words() + " and this is " + right.dimension.words();
        }
        if (bits != right.bits) {
            return "the left side is in " + (bits ? "bits" : "bytes") + " and this is in "
                    + (right.bits ? "bits" : "bytes") + ", convert one (in MB, in Mbit)";
        }
        return null;
    }
}
