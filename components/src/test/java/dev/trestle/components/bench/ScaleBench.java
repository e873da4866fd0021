package dev.trestle.components.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/**
 * Time to verdict of a design of 10, 100 and 1,000 service instances that are asked 1,000 times a second each, cache and object
 * store behind them, all sorts of requirements on it: wall time, CPU time a request and the most heap that was ever in use,
 * garbage included.
 */
public final class ScaleBench {
    private static final String BOARD = """
            {"format": "trestle/1", "title": "%1$d instances",
             "brief": {
               "entities": {"Item": {"size": "1 KB", "count": "1 M", "popularity": "zipf 1.0"}},
               "operations": {"look": {"rate": "%1$d * 900/s", "steps": ["read Item"]},
                              "save": {"rate": "%1$d * 100/s", "steps": ["write Item"]}},
               "requirements": {
                 "r1": {"is": "look p99 latency < 300 ms in steady"},
                 "r2": {"is": "all mean latency < 100 ms"},
                 "r3": {"is": "all availability >= 99.9 %%"},
                 "r4": {"is": "all throughput > %2$d/s"},
                 "r5": {"is": "app utilization < 80 %%"},
                 "r6": {"is": "Item never lost"},
                 "r7": {"is": "cost < 100 MUSD/month"}}},
             "design": {
               "nodes": {
                 "people": {"kind": "clients"},
                 "lb": {"kind": "load-balancer"},
                 "app": {"kind": "service",
                         "settings": {"instances": "%1$d", "workers": "16", "serviceTime": "exponential(2 ms)"}},
                 "cache": {"kind": "cache", "settings": {"capacity": "300 MB", "instances": "%3$d"}},
                 "db": {"kind": "object-store", "settings": {"readTime": "5 ms", "writeTime": "5 ms"}}},
               "links": {
                 "l1": {"from": "people", "to": "lb"}, "l2": {"from": "lb", "to": "app"},
                 "l3": {"from": "app", "to": "cache"}, "l4": {"from": "app", "to": "db"}}},
             "script": {"p1": {"order": "a", "phase": "warm-up", "for": "10 s", "load": "average"},
                        "p2": {"order": "b", "phase": "steady", "for": "60 s", "load": "average"}}}
            """;

    private ScaleBench() {}

    public static void main(String[] arguments) {
        System.out.printf(
                "%9s %12s %9s %10s %9s  %s%n", "instances", "requests", "wall s", "ns/request", "heap MB", "verdicts");
        // The first one is for the compiler.
        for (int instances : new int[] {10, 10, 100, 1_000}) {
            measure(instances);
        }
    }

    private static void measure(int instances) {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long began = cpuNanos();
        String board = BOARD.formatted(instances, instances * 900, Math.max(1, instances / 20));
        RunResult result = Run.of(
                        BoardJson.parse(board), new Options(1, Options.EVENTS, Options.WALL_NANOS, 2).deciding())
                .execute(Watcher.NOBODY);
        long requests = result.report().requests();
        StringBuilder verdicts = new StringBuilder(result.report().stoppedBy());
        result.verdicts()
                .forEach(verdict -> verdicts.append(' ')
                        .append(verdict.id())
                        .append('=')
                        .append(verdict.status().word()));
        System.out.printf(
                "%9d %12d %9.1f %10.0f %9d  %s%n",
                instances, requests, result.wallSeconds(), (double) (cpuNanos() - began) / requests, heap(), verdicts);
        result.report().thinned().forEach(line -> System.out.println("          " + line));
    }

    private static long heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / 1_000_000;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
