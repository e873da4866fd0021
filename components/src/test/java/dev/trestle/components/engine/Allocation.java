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

    /** How often the steps are run: a compiler at work beside them may cost a few bytes once, garbage comes every time. */
    private static final int ROUNDS = 3;

    /** Runs the steps once to warm up, then until a run has allocated nothing, which one of the first few must. */
    public static void isNone(int steps, IntConsumer run) {
        run.accept(steps);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > SLACK; round++) {
            long before = bytesSoFar();
            run.accept(steps);
            least = Math.min(least, bytesSoFar() - before);
        }
        assertTrue(least <= SLACK, "allocated " + least + " bytes in " + steps + " steps, time after time");
    }

    /** What this thread has allocated since it began. */
    public static long bytesSoFar() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
