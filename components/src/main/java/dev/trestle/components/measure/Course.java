package dev.trestle.components.measure;

import dev.trestle.components.engine.Slice;
import java.util.Arrays;

/**
 * The course of one replication in short slices of time, in their order: errors and p99 of what ended in each, and how much
 * was inside the design on average. Fixed memory: when there are too many slices, the oldest half is forgotten.
 */
public final class Course {
    private static final double NANOS = 1e9;
    private static final int MOST = 20_000;

    private final long sliceNanos;
    private int[] phase = new int[64];
    private long[] end = new long[64];
    private double[] errors = new double[64];
    private double[] p99 = new double[64];
    private double[] level = new double[64];
    private int count;

    /** An empty one. @param sliceNanos how long a slice is */
    public Course(long sliceNanos) {
        this.sliceNanos = Math.max(1, sliceNanos);
    }

    public long sliceNanos() {
        return sliceNanos;
    }

    /** The next slice: of that phase, until so long after the beginning of it, with so much inside on average. */
    void add(int ofPhase, long endNanos, Slice seen, double inside) {
        if (count == MOST) {
            forget();
        }
        if (count == phase.length) {
            grow();
        }
        phase[count] = ofPhase;
        end[count] = endNanos;
        errors[count] = seen.errors();
        p99[count] = seen.p99() / NANOS;
        level[count++] = inside;
    }

    private void forget() {
        int half = count / 2;
        System.arraycopy(phase, half, phase, 0, count - half);
        System.arraycopy(end, half, end, 0, count - half);
        System.arraycopy(errors, half, errors, 0, count - half);
        System.arraycopy(p99, half, p99, 0, count - half);
        System.arraycopy(level, half, level, 0, count - half);
        count -= half;
    }

    private void grow() {
        int more = Math.min(MOST, 2 * count);
        phase = Arrays.copyOf(phase, more);
        end = Arrays.copyOf(end, more);
        errors = Arrays.copyOf(errors, more);
        p99 = Arrays.copyOf(p99, more);
        level = Arrays.copyOf(level, more);
    }

    /** How many slices there are. */
    public int count() {
        return count;
    }

    /** The number of the phase that a slice is of. */
    public int phase(int slice) {
        return phase[slice];
    }

    /** When it ended, in nanoseconds after the beginning of its phase. */
    public long endNanos(int slice) {
        return end[slice];
    }

    /** The share of requests ended in it that failed. */
    public double errors(int slice) {
        return errors[slice];
    }

    /** The 99th percentile of the latencies of what was answered in it, in seconds; 0 where nothing was. */
    public double p99(int slice) {
        return p99[slice];
    }

    /** Calls inside nodes and messages waiting there, on average. */
    public double level(int slice) {
        return level[slice];
    }
}
