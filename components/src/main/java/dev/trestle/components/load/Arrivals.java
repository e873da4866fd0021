package dev.trestle.components.load;

import dev.trestle.components.engine.Chance;
import java.util.Arrays;

/**
 * When requests of an open source arrive, given their mean rate: independently, evenly, in bursts or over a day.
 *
 * <p>Every process keeps the mean rate. One object serves one source of one run, because bursts and steady beats are
 * remembered from gap to gap. Drawing allocates nothing.
 */
public abstract class Arrivals {
    /** The gap when nothing arrives any more because the rate is 0. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final double NANOS = 1e9;

    private Arrivals() {}

    /** Independent of each other: exponential gaps. */
    public static Arrivals poisson() {
        return new Poisson();
    }

    /** Equal gaps. */
    public static Arrivals steady() {
        return new Steady();
    }

    /**
     * At two levels, which last for exponential times.
     *
     * @param factor the rate in a burst over the mean, 1 and up; what would be more than all requests counts as all of them
     * @param burstSeconds mean length of a burst, above 0
     * @param cycleSeconds mean time from one burst to the next; when no longer than a burst there is always one
     */
    public static Arrivals bursty(double factor, double burstSeconds, double cycleSeconds) {
        double most = cycleSeconds / burstSeconds;
        if (most <= 1) {
            return new Poisson();
        }
        return new Bursty(Math.max(1, Math.min(factor, most)), NANOS * burstSeconds, NANOS * cycleSeconds);
    }

    /**
     * Along a sine that rises from its mean at time 0.
     *
     * @param peak the highest rate over the mean, from 1 to 2
     * @param periodSeconds from one peak to the next, above 0
     */
    public static Arrivals daily(double peak, double periodSeconds) {
        return new Daily(peak - 1, NANOS * periodSeconds);
    }

    /**
     * The time from now to the next arrival, in nanoseconds; {@link #NEVER} when the rate is 0. The rate is the mean rate
     * as of now; where it changes before the arrival, draw again at the change.
     */
    public final long nextGapNanos(Chance chance, double ratePerSecond, long nowNanos) {
        return ratePerSecond > 0 ? Distribution.rounded(gap(chance, ratePerSecond / NANOS, nowNanos)) : NEVER;
    }

    /** The longest time over which the rate changes by itself; 0 where it does not. */
    public double paceSeconds() {
        return 0;
    }

    /** The gap in nanoseconds for a rate per nanosecond. */
    abstract double gap(Chance chance, double rate, long now);

    private static final class Poisson extends Arrivals {
        @Override
        double gap(Chance chance, double rate, long now) {
            return chance.exponential() / rate;
        }
    }

    /** Equal gaps; what rounding to nanoseconds takes from one gap is given to the next. */
    private static final class Steady extends Arrivals {
        private double owed;

        @Override
        double gap(Chance chance, double rate, long now) {
            double exact = 1 / rate + owed;
            double whole = Math.floor(exact);
            owed = exact - whole;
            return whole;
        }
    }

    /** A Poisson process whose rate has two levels, held for exponential times: MMPP-2. */
    private static final class Bursty extends Arrivals {
        /** Cycles of random length: fewer are far from their mean. */
        private static final double CYCLES = 4;
        /** With fewer arrivals in a cycle hardly ever two come in one burst: they come as if the rate were level. */
        private static final double RARE = 0.01;
        /** After so many cycles without a draw the levels in between are of no account. */
        private static final double LONG_AGO = 100;

        private final double burstFactor;
        private final double calmFactor;
        private final double burstLength;
        private final double calmLength;
        private boolean started;
        /** The level at the last draw, and when it changes from then on, as far as that has been drawn: a ring. */
        private boolean burst;

        private long[] changes = new long[16];
        private int first;
        private int size;

        Bursty(double factor, double burstLength, double cycle) {
            this.burstFactor = factor;
            this.burstLength = burstLength;
            this.calmLength = cycle - burstLength;
            this.calmFactor = Math.max(0, cycle - factor * burstLength) / calmLength;
        }

        @Override
        public double paceSeconds() {
            return CYCLES * (burstLength + calmLength) / NANOS;
        }

        @Override
        double gap(Chance chance, double rate, long now) {
            if (rate * (burstLength + calmLength) < RARE) {
                started = false;
                return chance.exponential() / rate;
            }
            walkTo(now, chance);
            boolean level = burst;
            double passed = 0;
            for (int i = 0; ; i++) {
                double left = changes[(first + i) & (changes.length - 1)] - now;
                double gap = passed + chance.exponential() / (rate * (level ? burstFactor : calmFactor));
                if (gap <= left) {
                    return gap;
                }
                passed = left;
                level = !level;
                if (i == size - 1) {
                    add(now + (long) left + held(level, chance));
                }
            }
        }

        /** The last draw may have looked far ahead, and this one may come before what it saw: at a new rate. */
        private void walkTo(long now, Chance chance) {
            if (!started || now - changes[first] > LONG_AGO * (burstLength + calmLength)) {
                started = true;
                burst = chance.happens(burstLength / (burstLength + calmLength));
                size = 0;
                add(now + held(burst, chance));
            }
            while (changes[first] <= now) {
                burst = !burst;
                if (size == 1) {
                    add(changes[first] + held(burst, chance));
                }
                first = (first + 1) & (changes.length - 1);
                size--;
            }
        }

        private void add(long change) {
            if (size == changes.length) {
                long[] longer = Arrays.copyOf(Arrays.copyOfRange(changes, first, size), 2 * size);
                System.arraycopy(changes, 0, longer, size - first, first);
                changes = longer;
                first = 0;
            }
            changes[(first + size++) & (changes.length - 1)] = change;
        }

        private long held(boolean level, Chance chance) {
            return Distribution.rounded(chance.exponential() * (level ? burstLength : calmLength));
        }
    }

    /** A Poisson process with a sine for a rate, rising from its mean at time 0, thinned from its peak. */
    private static final class Daily extends Arrivals {
        private final double swing;
        private final double perNano;

        Daily(double swing, double periodNanos) {
            this.swing = swing;
            this.perNano = 2 * Math.PI / periodNanos;
        }

        /** It is a story with a beginning and an end. */
        @Override
        public double paceSeconds() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        double gap(Chance chance, double rate, long now) {
            double peak = rate * (1 + swing);
            double gap = 0;
            while (true) {
                gap += chance.exponential() / peak;
                double level = 1 + swing * StrictMath.sin(perNano * (now + gap));
                if (chance.uniform() * (1 + swing) < level) {
                    return gap;
                }
            }
        }
    }
}
