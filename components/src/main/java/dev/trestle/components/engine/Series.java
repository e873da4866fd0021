package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * A long series of numbers in their order, as means of equal batches in fixed memory: whenever there are too many of them,
 * two neighbours become one batch of twice the size. Allocates nothing while numbers are added.
 */
public final class Series {
    private static final int MOST = 4_096;

    private final double[] means = new double[MOST];
    private final long first;
    private int size;
    private long batch;
    private double sum;
    private long count;

    /** A series whose batches begin with that many numbers. */
    public Series(long batch) {
        first = batch;
        this.batch = batch;
    }

    public void add(double value) {
        sum += value;
        if (++count == batch) {
            means[size++] = sum / batch;
            sum = 0;
            count = 0;
            if (size == MOST) {
                halve();
            }
        }
    }

    private void halve() {
        size /= 2;
        batch *= 2;
        for (int i = 0; i < size; i++) {
            means[i] = (means[2 * i] + means[2 * i + 1]) / 2;
        }
    }

    /** Forgets everything. */
    public void clear() {
        size = 0;
        batch = first;
        sum = 0;
        count = 0;
    }

    /** How many numbers are in one batch now: the first size, or that doubled some times. */
    public long batch() {
        return batch;
    }

    /** The mean of the latter half of the batches; not a number where there are none. */
    public double latest() {
        return Arrays.stream(means, size / 2, size).average().orElse(Double.NaN);
    }

    /** The means of batches of that size, which is {@link #batch} or that doubled some times; what fills no batch is left out. */
    public double[] means(long size) {
        double[] found = Arrays.copyOf(means, this.size);
        for (long now = batch; now < size; now *= 2) {
            double[] coarser = new double[found.length / 2];
            for (int i = 0; i < coarser.length; i++) {
                coarser[i] = (found[2 * i] + found[2 * i + 1]) / 2;
            }
            found = coarser;
        }
        return found;
    }
}
