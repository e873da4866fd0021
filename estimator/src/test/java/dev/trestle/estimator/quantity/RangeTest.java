package dev.trestle.estimator.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RangeTest {

    private static Range range(String text) {
        Cursor cursor = new Cursor(text);
        Range range = Range.readAfter(Amount.read(cursor, at -> null), cursor, at -> null);
        cursor.end();
        return range;
    }

    @Test
    void aPositiveRangeIsLognormal() {
        Range size = range("2..8 MB");
        assertEquals(4e6, size.median(), 1e-3);
        assertEquals(2e6, size.at(-1.6448536269514722), 1e-3);
        assertEquals(8e6, size.at(1.6448536269514722), 1e-3);
        assertEquals("B", size.dimension().text());
    }

    @Test
    void aRangeThroughZeroIsNormal() {
        Range drift = range("0..10 s");
        assertEquals(5, drift.median(), 1e-12);
        assertEquals(10, drift.at(1.6448536269514722), 1e-12);
    }

    @Test
    void eachEndMayHaveItsOwnPrefix() {
        assertEquals(2e6, range("500 KB .. 8 MB").median(), 1e-3);
    }

    @Test
    void endsMustFitAndRise() {
        BadText units = assertThrows(BadText.class, () -> range("2 s..5 MB"));
        assertEquals("expected the same unit at both ends of a range, not s and B", units.says());
        assertEquals(5, units.at());
        BadText order = assertThrows(BadText.class, () -> range("5..2 MB"));
        assertEquals("expected the smaller number first, a range is low..high", order.says());
        assertThrows(BadText.class, () -> range("5.. MB"));
    }
}
