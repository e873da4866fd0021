package dev.trestle.components.load;

import dev.trestle.components.engine.Chance;
import dev.trestle.estimator.quantity.Quantity;

/**
 * When requests of an open source arrive, given their mean rate: {@code poisson}, {@code steady}, {@code bursty} (as
 * {@code bursty 5x for 1 s every 10 s}) or {@code daily} (as {@code daily 1.8x over 24 h}).
 *
 * <p>Every process keeps the mean rate. One object serves one source of one run, because bursts and steady beats are
 * remembered from gap to gap. Drawing allocates nothing.
 */
public abstract class Arrivals {
    /** The gap when nothing arrives any more because the rate is 0. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final double NANOS = 1e9;
    private static final String USUAL_BURSTS = "bursty 5x for 1 s every 10 s";
    private static final String USUAL_DAY = "daily 1.8x over 24 h";

    private final String text;

    private Arrivals(String text) {
        this.text = text;
    }

    /** A new process that reads so; throws BadText when the text is none. */
    public static Arrivals of(String text) {
        Phrase phrase = Phrase.of(text);
        if (phrase.is("poisson")) {
            return new Poisson();
        }
        if (phrase.is("steady")) {
            return new Steady();
        }
        if (phrase.is("bursty")) {
            return bursty(Phrase.of(USUAL_BURSTS));
        }
        if (phrase.is("daily")) {
            return daily(Phrase.of(USUAL_DAY));
        }
        if (phrase.startsWith("bursty")) {
            return bursty(phrase);
        }
        if (phrase.startsWith("daily")) {
            return daily(phrase);
        }
        throw phrase.bad("expected arrivals such as poisson, steady, " + USUAL_BURSTS + " or " + USUAL_DAY + ", not "
                + phrase.found());
    }

    private static Arrivals bursty(Phrase phrase) {
        String text = phrase.text();
        int length = text.indexOf(" for ");
        int every = text.indexOf(" every ");
        if (length < 0 || every < length) {
            throw phrase.bad("expected \"bursty <factor>x for <duration> every <duration>\" such as " + USUAL_BURSTS);
        }
        double factor = factor(phrase.part(6, length));
        double burst = NANOS * seconds(phrase.part(length + 5, every));
        double cycle = NANOS * seconds(phrase.part(every + 7));
        if (burst >= cycle) {
            throw phrase.part(every + 7).bad("expected a time longer than the burst itself");
        }
        if (factor < 1 || factor * burst > cycle) {
            throw phrase.part(6, length)
                    .bad("expected a factor from 1x to "
                            + Quantity.of(cycle / burst).print()
                            + "x: more than all requests cannot come in the bursts");
        }
        return new Bursty(text, factor, burst, cycle);
    }

    private static Arrivals daily(Phrase phrase) {
        String text = phrase.text();
        int over = text.indexOf(" over ");
        if (over < 0) {
            throw phrase.bad("expected \"daily <factor>x over <duration>\" such as " + USUAL_DAY);
        }
        double factor = factor(phrase.part(5, over));
        if (factor < 1 || factor > 2) {
            throw phrase.part(5, over).bad("expected a peak from 1x to 2x of the mean: a sine has no higher one");
        }
        return new Daily(text, factor - 1, NANOS * seconds(phrase.part(over + 6)));
    }

    private static double factor(Phrase phrase) {
        int end = phrase.text().length() - 1;
        if (end < 1 || phrase.text().charAt(end) != 'x') {
            throw phrase.bad("expected a factor such as 5x, not " + phrase.found());
        }
        return phrase.part(0, end).positive("a factor such as 5x");
    }

    private static double seconds(Phrase phrase) {
        double seconds = phrase.quantity(Quantity::seconds);
        if (!(seconds > 0)) {
            throw phrase.bad("expected a duration above 0, not " + phrase.found());
        }
        return seconds;
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

    @Override
    public final String toString() {
        return text;
    }

    private static final class Poisson extends Arrivals {
        Poisson() {
            super("poisson");
        }

        @Override
        double gap(Chance chance, double rate, long now) {
            return chance.exponential() / rate;
        }
    }

    /** Equal gaps; what rounding to nanoseconds takes from one gap is given to the next. */
    private static final class Steady extends Arrivals {
        private double owed;

        Steady() {
            super("steady");
        }

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
        /** With fewer arrivals in a cycle, thousands of cycles lie between two: they come as if the rate were level. */
        private static final double RARE = 1e-4;

        private final double burstFactor;
        private final double calmFactor;
        private final double burstLength;
        private final double calmLength;
        private boolean started;
        private boolean burst;

        /** When the level changes, in nanoseconds of the run. */
        private long change;

        Bursty(String text, double factor, double burstLength, double cycle) {
            super(text);
            this.burstFactor = factor;
            this.burstLength = burstLength;
            this.calmLength = cycle - burstLength;
            this.calmFactor = (cycle - factor * burstLength) / calmLength;
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
            if (!started) {
                started = true;
                burst = chance.happens(burstLength / (burstLength + calmLength));
                change = now + held(chance);
            }
            double passed = 0;
            while (true) {
                long left = Math.max(0, change - now);
                double gap = passed + chance.exponential() / (rate * (burst ? burstFactor : calmFactor));
                if (gap <= left) {
                    return gap;
                }
                passed = left;
                burst = !burst;
                change = now + left + held(chance);
            }
        }

        private long held(Chance chance) {
            return Distribution.rounded(chance.exponential() * (burst ? burstLength : calmLength));
        }
    }

    /** A Poisson process with a sine for a rate, rising from its mean at time 0, thinned from its peak. */
    private static final class Daily extends Arrivals {
        private final double swing;
        private final double perNano;

        Daily(String text, double swing, double periodNanos) {
            super(text);
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
