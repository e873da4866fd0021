package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A series in fixed memory. */
class SeriesTest {
    @Test
    void keepsMeansOfBatches() {
        Series series = new Series(2);
        for (int i = 1; i <= 9; i++) {
            series.add(i);
        }
        assertArrayEquals(new double[] {1.5, 3.5, 5.5, 7.5}, series.means(2));
        assertArrayEquals(new double[] {2.5, 6.5}, series.means(4));
    }

    @Test
    void batchesDoubleWhenThereAreTooMany() {
        Series series = new Series(1);
        for (int i = 0; i < 4_096; i++) {
            series.add(i);
        }
        assertEquals(2, series.batch());
        double[] means = series.means(2);
        assertEquals(2_048, means.length);
        assertEquals(0.5, means[0]);
        assertEquals(4_094.5, means[2_047]);
    }
}
