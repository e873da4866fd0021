package dev.trestle.components.kind;

/**
 * How many requests of each operation arrive per second, slot by slot; straight lines within a phase.
 *
 * <p>A slot is what a time of a run is booked under. The first ones are the phases of the script. Each phase has two more:
 * {@link #off} for time beside it that is on no books (the load stays where the phase has left it), and {@link #lead} for
 * its beginning, of which a run decides later whether it counts. Immutable. Rates are for all clients together, before any
 * fault multiplies them; times count from the start of a slot, whenever that was.
 */
public final class LoadCurve {
    private final long[] lengthNanos;
    private final double[][] startRate;
    private final double[][] endRate;
    /** By slot and operation, since every arrival asks for it. */
    private final double[][] topRate;

    /**
     * @param lengthNanos how long the script says that each phase lasts
     * @param startRate by phase and operation, requests per second
     * @param endRate the same at the phase's end
     */
    public LoadCurve(long[] lengthNanos, double[][] startRate, double[][] endRate) {
        this.lengthNanos = lengthNanos.clone();
        this.startRate = startRate.clone();
        this.endRate = endRate.clone();
        topRate = new double[slots()][];
        for (int slot = 0; slot < topRate.length; slot++) {
            int phase = slot % lengthNanos.length;
            topRate[slot] = endRate[phase].clone();
            for (int operation = 0; slot == phase && operation < topRate[slot].length; operation++) {
                topRate[slot][operation] = Math.max(startRate[phase][operation], endRate[phase][operation]);
            }
        }
    }

    public int phases() {
        return lengthNanos.length;
    }

    /** How many slots there are: books have room for as many. */
    public int slots() {
        return 3 * lengthNanos.length;
    }

    /** The slot of time beside a phase, whose requests nobody counts: they keep the load up while others end. */
    public int off(int phase) {
        return lengthNanos.length + phase;
    }

    /** The slot of the beginning of a phase with a level load. */
    public int lead(int phase) {
        return 2 * lengthNanos.length + phase;
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

    /** Whether the load of the phase stays where it begins. */
    public boolean level(int phase) {
        return java.util.Arrays.equals(startRate[phase], endRate[phase]);
    }

    /** Whether one phase ends with the load with which the other begins. */
    public boolean goesOnAs(int phase, int next) {
        return java.util.Arrays.equals(endRate[phase], startRate[next]);
    }

    /** All requests per second at the start of a phase. */
    public double total(int phase) {
        double sum = 0;
        for (double rate : startRate[phase]) {
            sum += rate;
        }
        return sum;
    }

    /** The most requests per second of a phase, all operations together. */
    public double peak(int phase) {
        double sum = 0;
        for (int operation = 0; operation < startRate[phase].length; operation++) {
            sum += top(phase, operation);
        }
        return sum;
    }

    /** The largest rate of the operation within the slot. */
    public double top(int slot, int operation) {
        return topRate[slot][operation];
    }

    /** The rate of the operation that many nanoseconds into the slot. */
    public double at(int slot, int operation, long nanos) {
        if (slot >= lengthNanos.length) {
            return topRate[slot][operation];
        }
        double from = startRate[slot][operation];
        double to = endRate[slot][operation];
        if (from == to) {
            return to;
        }
        double share = (double) nanos / lengthNanos[slot];
        return from + (to - from) * Math.min(1, Math.max(0, share));
    }
}
