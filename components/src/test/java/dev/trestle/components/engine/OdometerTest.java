package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OdometerTest {
    @Test
    void aMillionForADayIsKnownThoughNoLongHoldsIt() {
        Odometer odometer = new Odometer();
        long hour = 3_600_000_000_000L;
        for (int i = 1; i <= 24; i++) {
            odometer.shows(1_000_000 * (i * hour));
        }
        assertEquals(24e6 * 3.6e12, odometer.value(), 1e4);
    }

    @Test
    void whatALongHoldsIsExact() {
        Odometer odometer = new Odometer();
        odometer.shows((1L << 53) - 1);
        assertEquals((1L << 53) - 1, (long) odometer.value());
    }
}
