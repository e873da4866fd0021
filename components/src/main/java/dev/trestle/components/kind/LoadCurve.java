package dev.trestle.components.kind;

/**
 * How many requests of each operation arrive per second, phase by phase; straight lines within a phase.
 *
 * <p>Immutable. Rates are for all clients together, before any fault multiplies them.
 */
public final class LoadCurve {
    private final long[] phaseEndNanos;
    private final double[][] startRate;
    private final double[][] endRate;

    /**
     * @param phaseEndNanos end of each phase, ascending
     * @param startRate by phase and operation, requests per second
     * @param endRate the same at the phase's end
     */
    public LoadCurve(long[] phaseEndNanos, double[][] startRate, double[][] endRate) {
        this.phaseEndNanos = phaseEndNanos.clone();
        this.startRate = startRate.clone();
        this.endRate = endRate.clone();
    }

    public int phases() {
        return phaseEndNanos.length;
    }

    public long phaseStart(int phase) {
        return phase == 0 ? 0 : phaseEndNanos[phase - 1];
    }

    public long phaseEnd(int phase) {
        return phaseEndNanos[phase];
    }

    /** The largest rate of the operation within the phase. */
    public double top(int phase, int operation) {
        return Math.max(startRate[phase][operation], endRate[phase][operation]);
    }

    /** The rate of the operation at a time within the phase. */
    public double at(int phase, int operation, long nanos) {
        double from = startRate[phase][operation];
        double to = endRate[phase][operation];
        if (from == to) {
            return from;
        }
        double share = (double) (nanos - phaseStart(phase)) / (phaseEnd(phase) - phaseStart(phase));
        return from + (to - from) * Math.min(1, Math.max(0, share));
    }
}
