package dev.trestle.server.web;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Throttle throttle = new Throttle(2, nanos::get);

    @Test
    void refusesBeyondTheRateAndRefillsEvenly() {
        throttle.take("a", "later");
        throttle.take("a", "later");
        assertThrows(TooMuch.class, () -> throttle.take("a", "later"));
        throttle.take("b", "later");
        nanos.addAndGet(30_000_000_000L); // half a minute is one of two tokens
        throttle.take("a", "later");
        assertThrows(TooMuch.class, () -> throttle.take("a", "later"));
    }
}
