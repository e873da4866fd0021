package dev.trestle.estimator.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void twoNeighboursSwappedAreOneSlip() {
        assertEquals("load", Nearest.of("laod", List.of("read", "load")));
    }

    @Test
    void capitalsAreNoSlip() {
        assertEquals("availability", Nearest.of("AVAILABILTY", List.of("latency", "availability")));
    }

    @Test
    void aThirdOfTheLettersMayDifferAndNoMore() {
        assertEquals("queue", Nearest.of("quere", List.of("queue")));
        assertNull(Nearest.of("cache", List.of("queue")));
        assertEquals("requests", Nearest.of("reqests", List.of("requests")));
    }

    @Test
    void aSingleLetterIsNobodysSlip() {
        assertNull(Nearest.of("x", List.of("y")));
    }
}
