package dev.trestle.components.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.run.Watcher;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How much less time two threads take than one: the same run with one and with two in turn, in one Java virtual machine with the
 * collector that the command line takes, check and verdicts included. Digests must be equal.
 *
 * <p>Wall time says as much about the neighbours. What they do not change much is printed beside it: how many threads of the run
 * had something to do, looked at every other millisecond, and the share of time in which the collector had stopped all of them.
 * Where one thread is at work with one and n with two, two take n times less, but for pauses and for what the cores have in
 * common (CPU time of two threads over that of one).
 *
 * <p>Arguments: the number of pairs, then {@code ten} or {@code instagram} if not both are to be played.
 */
public final class TwoCores {
    private static final String PLAY = "play";
    private static final int WARM_UP = 1;

    private TwoCores() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals(PLAY)) {
            play(arguments[1], Integer.parseInt(arguments[2]));
            return;
        }
        for (String board : List.of("ten", "instagram")) {
            if (arguments.length < 2 || arguments[1].isEmpty() || arguments[1].equals(board)) {
                machine(board, arguments[0]);
            }
        }
    }

    private static void machine(String board, String pairs) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseParallelGC",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        TwoCores.class.getName(),
                        PLAY,
                        board,
                        pairs)
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(board + " failed");
        }
    }

    /** One run: seconds by the wall and of the processor, threads at work, share of the time that was a pause. */
    private record Lap(double wall, double cpu, double atWork, double paused, String digest) {}

    private static void play(String name, int pairs) throws IOException, InterruptedException {
        List<Lap> ones = new ArrayList<>();
        List<Lap> twos = new ArrayList<>();
        for (int pair = -WARM_UP; pair < pairs; pair++) {
            Lap one = lap(name, 1);
            Lap two = lap(name, 2);
            if (!one.digest().equals(two.digest())) {
                throw new IllegalStateException("two threads play another run than one");
            }
            if (pair >= 0) {
                ones.add(one);
                twos.add(two);
                print(name + " " + (pair + 1), one, two);
            }
        }
        print(name + ", medians", median(ones), median(twos));
    }

    private static void print(String what, Lap one, Lap two) {
        System.out.printf(
                Locale.ROOT,
                "%-20s wall %6.2f and %6.2f s: %4.2f   CPU %6.2f and %6.2f s: %4.2f"
                        + "   at work %4.2f and %4.2f   paused %4.1f and %4.1f %%%n",
                what,
                one.wall(),
                two.wall(),
                one.wall() / two.wall(),
                one.cpu(),
                two.cpu(),
                two.cpu() / one.cpu(),
                one.atWork(),
                two.atWork(),
                100 * one.paused(),
                100 * two.paused());
    }

    private static Lap median(List<Lap> laps) {
        return new Lap(
                median(laps, Lap::wall),
                median(laps, Lap::cpu),
                median(laps, Lap::atWork),
                median(laps, Lap::paused),
                laps.get(0).digest());
    }

    private static double median(List<Lap> laps, ToDoubleFunction<Lap> what) {
        double[] sorted = laps.stream().mapToDouble(what).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Lap lap(String name, int threads) throws IOException, InterruptedException {
        boolean ten = name.equals("ten");
        // Four seconds of the ten components: what is done once weighs more than in the ten seconds of the contest.
        String text = ten
                ? resource("/bench/ten-components.json").replace("9.5 s", "3.5 s")
                : resource("/problems/instagram/reference.json");
        Options script = new Options(1, ten ? 40 * Options.EVENTS : Options.EVENTS, 10 * Options.WALL_NANOS, threads);
        Options options = ten ? script : script.deciding();
        RunResult[] result = new RunResult[1];
        Thread caller = new Thread(() -> result[0] = run(text, options), "caller");
        System.gc();
        long began = System.nanoTime();
        long cpuBefore = cpuNanos();
        long pausedBefore = pausedMillis();
        caller.start();
        long looks = 0;
        long busy = 0;
        while (caller.isAlive()) {
            Thread.sleep(2);
            looks++;
            busy += atWork(caller);
        }
        double wall = (System.nanoTime() - began) / 1e9;
        return new Lap(
                wall,
                (cpuNanos() - cpuBefore) / 1e9,
                (double) busy / looks,
                (pausedMillis() - pausedBefore) / 1e3 / wall,
                result[0].report().digest());
    }

    private static RunResult run(String text, Options options) {
        Board board = BoardJson.parse(text);
        return Run.of(board, options).execute(Watcher.NOBODY);
    }

    /** How many of the run's threads wait for nothing but a core. */
    private static long atWork(Thread caller) {
        Thread[] threads = new Thread[Thread.activeCount() + 8];
        int count = Thread.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .filter(thread -> thread == caller || thread.getName().equals("run"))
                .filter(thread -> thread.getState() == Thread.State.RUNNABLE)
                .count();
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = TwoCores.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long pausedMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
