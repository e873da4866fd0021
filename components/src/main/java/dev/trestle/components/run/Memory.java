package dev.trestle.components.run;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * The heap as a budget of runs: how many replications fit side by side, and whether it is nearly full.
 *
 * <p>Running fewer side by side changes no result. Stopping because the heap is full does, like the wall clock: it is the
 * guard behind the counted budgets, so that a run with millions of keys ends with a report and not with an error.
 */
final class Memory {
    /** What a replication takes that is as large as its budget lets it: calls in flight, copies in caches. */
    private static final long REPLICATION_BYTES = 400L << 20;
    /** Of the heap, after everything that can be thrown away has been. */
    private static final double NEARLY_ALL = 0.85;

    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
            .toList();

    private Memory() {}

    /** So many replications side by side of those wanted: at least one. */
    static int threads(int wanted) {
        return (int) Math.max(1, Math.min(wanted, Runtime.getRuntime().maxMemory() / REPLICATION_BYTES));
    }

    /** Whether the last collection left hardly any room. */
    static boolean isShort() {
        long live = 0;
        for (MemoryPoolMXBean pool : POOLS) {
            MemoryUsage left = pool.getCollectionUsage();
            live += left == null ? 0 : left.getUsed();
        }
        return live > NEARLY_ALL * Runtime.getRuntime().maxMemory();
    }
}
