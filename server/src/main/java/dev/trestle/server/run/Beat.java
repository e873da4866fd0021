package dev.trestle.server.run;

import java.util.concurrent.atomic.AtomicLong;

/** Lets people be told of what goes on at most four times a second, however fast it goes. Safe for any thread. */
final class Beat {
    static final long NANOS = 250_000_000;

    private final AtomicLong last = new AtomicLong(System.nanoTime() - NANOS);

    /** Whether it is time to tell them again; then the next time is as long from now. */
    boolean isDue() {
        long told = last.get();
        long now = System.nanoTime();
        return now - told >= NANOS && last.compareAndSet(told, now);
    }
}
