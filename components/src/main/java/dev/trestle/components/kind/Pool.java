package dev.trestle.components.kind;

import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Servers with one queue in front of them, as queueing theory knows them: what a {@link Forecast} is made of, and what more
 * servers would do.
 *
 * @param servers c, at least 1: those of one instance, where a node has several with a queue each
 * @param perSecond calls that arrive at this queue, at random moments
 * @param serviceSeconds mean time that a call holds a server
 * @param squaredCv squared coefficient of variation of that time
 */
public record Pool(int servers, double perSecond, double serviceSeconds, double squaredCv) {
    /** How far from 1 the squared coefficient of variation may be for a time that is as good as exponential. */
    private static final double NEARLY = 0.25;

    private static final int MOST = 1 << 20;

    /** Servers that are busy on average, if there are more than that. */
    public double load() {
        return perSecond * serviceSeconds;
    }

    public Pool of(int others) {
        return new Pool(others, perSecond, serviceSeconds, squaredCv);
    }

    /** Mean time in the queue: Erlang C (1917) with the Allen-Cunneen factor; infinite where it grows for ever. */
    public double meanWaitSeconds() {
        return Forecast.queue(servers, perSecond, serviceSeconds, squaredCv).meanWaitSeconds();
    }

    /** Whether the tail of waiting and service has a closed form: where the service is as good as exponential. */
    public boolean hasTail() {
        return Math.abs(squaredCv - 1) <= NEARLY && serviceSeconds > 0;
    }

    /**
     * The probability that waiting and service together take longer, first come first served, for M/M/c: with C(c, a) of
     * Erlang, waiting is longer than t with C exp(-(c mu - lambda) t), and the service follows it (Gross and Harris,
     * Fundamentals of Queueing Theory, 2.3).
     */
    public double longerThan(double seconds) {
        if (load() >= servers) {
            return 1;
        }
        double mu = 1 / serviceSeconds;
        double theta = servers * mu - perSecond;
        double served = StrictMath.exp(-mu * seconds);
        double waits = Forecast.waits(servers, load());
        double apart = theta - mu;
        double both = Math.abs(apart) < 1e-9 * mu
                ? mu * seconds * served
                : mu * (served - StrictMath.exp(-theta * seconds)) / apart;
        return served + waits * both;
    }

    /**
     * The least number of servers that keeps a promise which more of them never break; empty where none does, however
     * many there are.
     */
    public OptionalInt least(Predicate<Pool> keeps) {
        int low = (int) Math.min(MOST, Math.floor(load()));
        int high = Math.max(1, low + 1);
        while (high < MOST && !keeps.test(of(high))) {
            low = high;
            high = Math.min(MOST, 2 * high);
        }
        if (!keeps.test(of(high))) {
            return OptionalInt.empty();
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (keeps.test(of(middle))) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return OptionalInt.of(high);
    }
}
