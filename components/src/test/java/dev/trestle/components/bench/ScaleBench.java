package dev.trestle.components.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.measure.Played;
import dev.trestle.components.measure.Report;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a verdict and what a request cost as designs grow: the boards of {@link ScaleBoards} through the public door, each in a Java
 * virtual machine of its own with the collector that the command line takes and no other flag.
 *
 * <p>The verdict is that of the first run in the machine, compiler and set-up included. What a request costs is the slope between a
 * short and a longer play of the script, set-up apart, when all is compiled: the median of several.
 *
 * <p>Arguments: the number of slopes, then a part of the names of boards if not all are to run.
 */
public final class ScaleBench {
    private static final String PLAY = "play";
    private static final int[] INSTANCES = {10, 100, 1_000};
    /** As many nodes as a board may have, more or less. */
    private static final int[] NODES = {10, 100, 490};
    /** Requests of a replication in the short play, and the least time: until then designs settle, and calls are made anew. */
    private static final double SHORT = 20_000;

    private static final double SHORT_SECONDS = 0.25;

    private ScaleBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals(PLAY)) {
            play(ScaleBoards.valueOf(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            return;
        }
        System.out.printf(
                "%-25s %7s %9s %7s %8s %9s %9s %9s %11s %8s  %s%n",
                "board",
                "wall s",
                "verdict s",
                "CPU s",
                "peak MB",
                "measured",
                "left out",
                "events",
                "ns/request",
                "ns/event",
                "");
        for (ScaleBoards boards : ScaleBoards.values()) {
            for (int n : boards.name().startsWith("INSTANCES") ? INSTANCES : NODES) {
                if (arguments.length < 2 || (boards + " " + n).startsWith(arguments[1])) {
                    machine(boards, n, arguments[0]);
                }
            }
        }
    }

    private static void machine(ScaleBoards boards, int n, String slopes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseParallelGC",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        ScaleBench.class.getName(),
                        PLAY,
                        boards.name(),
                        Integer.toString(n),
                        slopes)
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(boards + " " + n + " failed");
        }
    }

    private static void play(ScaleBoards boards, int n, int slopes) throws IOException {
        RunResult result = decide(boards.board(n, 60));
        Report report = result.report();
        double measured = report.played().stream().mapToDouble(Played::seconds).sum();
        double leftOut =
                report.played().stream().mapToDouble(Played::leftOutSeconds).sum();
        System.out.printf(
                "%-25s %7.1f %9.1f %7.1f %8s %9d %9.0f %9d ",
                boards + " " + n,
                result.wallSeconds(),
                result.verdictSeconds().orElse(Double.NaN),
                cpuNanos() / 1e9,
                peak(),
                report.requests(),
                report.requests() * leftOut / measured,
                report.events());
        System.out.printf(
                "%s  %s%n",
                slopes == 0 ? "" : slope(boards, n, slopes),
                report.stoppedBy()
                        + result.verdicts().stream()
                                .map(verdict -> " " + verdict.id() + "="
                                        + verdict.status().word())
                                .collect(Collectors.joining()));
    }

    private static RunResult decide(String board) {
        return Run.of(BoardJson.parse(board), Options.seed(1).deciding()).execute(Watcher.NOBODY);
    }

    /** Nanoseconds of the processor a request, and an event. */
    private static String slope(ScaleBoards boards, int n, int slopes) {
        double[] nanos = new double[slopes];
        double events = 0;
        double seconds = Math.max(SHORT_SECONDS, SHORT / boards.asked(n) / 1_000);
        for (int i = -1; i < slopes; i++) {
            double[] few = script(boards, n, seconds);
            double[] many = script(boards, n, 4 * seconds);
            events = (many[1] - few[1]) / (many[0] - few[0]);
            if (i >= 0) {
                nanos[i] = (many[2] - few[2]) / (many[0] - few[0]);
            }
        }
        java.util.Arrays.sort(nanos);
        double median = nanos[slopes / 2];
        return String.format(Locale.ROOT, "%11.0f %8.0f", median, median / events);
    }

    /** Requests, events and nanoseconds of the processor. */
    private static double[] script(ScaleBoards boards, int n, double seconds) {
        String board = boards.board(n, seconds);
        long began = cpuNanos();
        Report report = Run.of(BoardJson.parse(board), Options.seed(1))
                .execute(Watcher.NOBODY)
                .report();
        return new double[] {report.requests(), report.events(), cpuNanos() - began};
    }

    /** The most memory that the process ever had; where the system tells. */
    private static String peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "?";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> Long.toString(Long.parseLong(line.replaceAll("\\D", "")) / 1_000))
                .findFirst()
                .orElse("?");
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
