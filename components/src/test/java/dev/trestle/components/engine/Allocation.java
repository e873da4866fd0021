package dev.trestle.components.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/** Shows that a hot path leaves no garbage. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The few bytes that a measurement may cost by itself. */
    private static final long SLACK = 256;

    private Allocation() {}

    /** Runs the steps once to warm up and once more, which may not allocate. */
    public static void isNone(int steps, IntConsumer run) {
        run.accept(steps);
        long before = bytesSoFar();
        run.accept(steps);
        long allocated = bytesSoFar() - before;
        assertTrue(allocated <= SLACK, "allocated " + allocated + " bytes in " + steps + " steps");
    }

    /** What this thread has allocated since it began. */
    public static long bytesSoFar() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
