package dev.trestle.components.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * Whole runs through the public door, check, warm caches, merge and verdicts included: prints the CPU time of the process
 * (compiler and collector included) per event. CPU time, because wall time says more about the neighbours.
 */
public final class BoardBench {
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 5;
    /** A server that is busy 80 % of the time, and clients without patience: four events to a request. */
    private static final String MM1 = """
            {"format": "trestle/1", "title": "M/M/1",
             "brief": {"operations": {"ask": {"api": "GET /", "rate": "100000/s", "steps": []}}},
             "design": {
               "nodes": {"people": {"kind": "clients"},
                         "server": {"kind": "service",
                                    "settings": {"instances": "1", "workers": "1", "serviceTime": "exponential(8 us)"}}},
               "links": {"l1": {"from": "people", "to": "server", "settings": {"latency": "0 s"}}}},
             "script": {"p1": {"order": "a", "phase": "steady", "for": "4 s", "load": "average"}}}
            """;

    private BoardBench() {}

    public static void main(String[] arguments) throws IOException {
        System.out.printf("%-22s %12s %10s %14s  %s%n", "board", "events", "ns/event", "events/CPU s", "digest");
        measure("M/M/1", MM1);
        measure("Instagram, reference", resource("/problems/instagram/reference.json"));
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = BoardBench.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One line for the median of several runs on one thread. */
    private static void measure(String name, String board) {
        double[] nanos = new double[ROUNDS];
        RunResult result = null;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long began = cpuNanos();
            result = Run.of(BoardJson.parse(board), new Options(1, Options.EVENTS, Options.WALL_NANOS, 1))
                    .execute(Watcher.NOBODY);
            if (round >= 0) {
                nanos[round] = (double) (cpuNanos() - began) / result.report().events();
            }
        }
        java.util.Arrays.sort(nanos);
        double median = nanos[ROUNDS / 2];
        System.out.printf(
                "%-22s %12d %10.1f %14.0f  %s%n",
                name,
                result.report().events(),
                median,
                1e9 / median,
                result.report().digest());
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
