package dev.trestle.components.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** When a circuit breaker opens, and how it closes again. */
class BreakerTest {
    @Test
    void itOpensAtAShareOfTheLastCallsAndNotBeforeThereAreAsMany() {
        Breaker breaker = new Breaker(4, 0.5, 100);
        assertFalse(breaker.ended(false, 0));
        assertFalse(breaker.ended(false, 0));
        assertFalse(breaker.ended(true, 0));
        assertTrue(breaker.ended(true, 0), "2 of 4");
        assertFalse(breaker.lets(99));
    }

    @Test
    void oldCallsFallOutOfTheWindow() {
        Breaker breaker = new Breaker(4, 0.5, 100);
        breaker.ended(true, 0);
        breaker.ended(false, 0);
        breaker.ended(true, 0);
        assertFalse(breaker.ended(true, 0), "1 of 4");
        assertFalse(breaker.ended(true, 0), "1 of 4");
        assertFalse(breaker.ended(false, 0), "the first failure has left");
        assertTrue(breaker.ended(false, 0));
    }

    @Test
    void oneCallTriesAfterThePauseAndDecides() {
        Breaker breaker = Breaker.afterInARow(1, 100);
        assertTrue(breaker.ended(false, 0));
        assertFalse(breaker.lets(50));
        assertTrue(breaker.lets(100));
        assertFalse(breaker.lets(100), "one only");
        assertFalse(breaker.ended(false, 110), "it was open before");
        assertFalse(breaker.lets(209));
        assertTrue(breaker.lets(210));
        breaker.ended(true, 220);
        assertTrue(breaker.lets(220));
        assertTrue(breaker.lets(220));
    }

    @Test
    void aCallFromBeforeDoesNotCloseIt() {
        Breaker breaker = Breaker.afterInARow(2, 100);
        breaker.ended(false, 0);
        breaker.ended(false, 0);
        breaker.ended(true, 10);
        assertFalse(breaker.lets(20));
    }

    @Test
    void withoutALimitItNeverOpens() {
        Breaker breaker = Breaker.afterInARow(Integer.MAX_VALUE, 100);
        int opened = 0;
        for (int i = 0; i < 1_000; i++) {
            opened += breaker.ended(false, i) ? 1 : 0;
        }
        assertEquals(0, opened);
        assertTrue(breaker.lets(0));
    }
}
