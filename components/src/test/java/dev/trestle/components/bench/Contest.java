package dev.trestle.components.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Our engine against SSJ on the same models: every contender in a Java virtual machine of its own, one after the other and
 * round after round, so that noisy neighbours meet all alike. Figures are CPU time of the whole process (collector and
 * compiler included) over what was done, the median of laps and rounds.
 *
 * <p>Arguments: the number of rounds, then what names of contenders must begin with, if not all are to play.
 */
public final class Contest {
    private static final String PLAY = "play";
    private static final int LAPS = 3;

    private Contest() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals(PLAY)) {
            play(Contender.valueOf(arguments[1]));
            return;
        }
        int rounds = Integer.parseInt(arguments[0]);
        Map<Contender, List<double[]>> results = new EnumMap<>(Contender.class);
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : Contender.values()) {
                if (arguments.length < 2 || contender.name().startsWith(arguments[1])) {
                    results.computeIfAbsent(contender, none -> new ArrayList<>())
                            .add(machine(contender));
                }
            }
        }
        print(results);
    }

    /** One contender's laps in this machine: nanoseconds a unit, and the model's result, on the last line. */
    private static void play(Contender contender) {
        Task task = contender.task();
        double result = 0;
        double[] nanos = new double[LAPS];
        for (int lap = -contender.warmUp; lap < LAPS; lap++) {
            long began = cpuNanos();
            result = task.play();
            if (lap >= 0) {
                nanos[lap] = (double) (cpuNanos() - began) / task.units();
            }
        }
        System.out.println(median(nanos) + " " + result);
    }

    private static double[] machine(Contender contender) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx2g",
                        "-XX:+UseSerialGC",
                        "-XX:+UseTransparentHugePages",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Contest.class.getName(),
                        PLAY,
                        contender.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(contender + " failed: " + said);
        }
        String[] words = said.substring(said.lastIndexOf('\n') + 1).split(" ");
        return new double[] {Double.parseDouble(words[0]), Double.parseDouble(words[1])};
    }

    private static void print(Map<Contender, List<double[]>> results) {
        System.out.println(
                "| workload | contender | ns a unit | M units/CPU s | Trestle is x faster | result of the model |");
        System.out.println("|---|---|---|---|---|---|");
        results.forEach((contender, rounds) -> {
            double nanos = nanos(rounds);
            double ours = results.entrySet().stream()
                    .filter(entry -> entry.getKey().workload.equals(contender.workload)
                            && entry.getKey().who.equals("Trestle"))
                    .mapToDouble(entry -> nanos(entry.getValue()))
                    .findFirst()
                    .orElse(Double.NaN);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.1f | %.2f | %.2f | %.4f |%n",
                    contender.workload,
                    contender.who,
                    nanos,
                    1e3 / nanos,
                    nanos / ours,
                    rounds.get(0)[1]);
        });
    }

    private static double nanos(List<double[]> rounds) {
        return median(rounds.stream().mapToDouble(round -> round[0]).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
