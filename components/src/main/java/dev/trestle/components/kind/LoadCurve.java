package dev.trestle.components.kind;

/**
 * How many requests of each operation arrive per second, phase by phase; straight lines within a phase.
 *
 * <p>Immutable. Rates are for all clients together, before any fault multiplies them; times count from the start of a
 * phase, whenever that was. After the last phase the load stays where that phase has left it: {@link #after} is the number
 * of that time.
 */
public final class LoadCurve {
    private final long[] lengthNanos;
    private final double[][] startRate;
    private final double[][] endRate;

    /**
     * @param lengthNanos how long the script says that each phase lasts
     * @param startRate by phase and operation, requests per second
     * @param endRate the same at the phase's end
     */
    public LoadCurve(long[] lengthNanos, double[][] startRate, double[][] endRate) {
        this.lengthNanos = lengthNanos.clone();
        this.startRate = startRate.clone();
        this.endRate = endRate.clone();
    }

    public int phases() {
        return lengthNanos.length;
    }

    /** The number of the time after the last phase, as if it were a phase. */
    public int after() {
        return lengthNanos.length;
    }

    public long length(int phase) {
        return lengthNanos[phase];
    }

    /** How long all phases last together. */
    public long length() {
        long sum = 0;
        for (long length : lengthNanos) {
            sum += length;
        }
        return sum;
    }

    /** The largest rate of the operation within the phase. */
    public double top(int phase, int operation) {
        return phase == after()
                ? endRate[phase - 1][operation]
                : Math.max(startRate[phase][operation], endRate[phase][operation]);
    }

    /** The rate of the operation that many nanoseconds into the phase. */
    public double at(int phase, int operation, long nanos) {
        if (phase == after()) {
            return endRate[phase - 1][operation];
        }
        double from = startRate[phase][operation];
        double to = endRate[phase][operation];
        if (from == to) {
            return from;
        }
        double share = (double) nanos / lengthNanos[phase];
        return from + (to - from) * Math.min(1, Math.max(0, share));
    }
}
