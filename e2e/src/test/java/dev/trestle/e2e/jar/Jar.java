package dev.trestle.e2e.jar;

import dev.trestle.e2e.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real jar, run as people run it: {@code java -jar server/target/trestle.jar ...}. */
public final class Jar {

    private static final long PATIENCE_SECONDS = 240;

    private Jar() {}

    /** What a finished command left: its exit code and both streams. */
    public record Outcome(int exit, String out, String err) {

        /** The lines of standard error that are no progress. */
        public List<String> complaints() {
            return err.lines().filter(line -> line.startsWith("trestle:")).toList();
        }
    }

    /** Runs one command to its end in this folder, with nothing on standard input. */
    public static Outcome run(Path folder, String... arguments) {
        return runWith("", folder, arguments);
    }

    /** Runs one command to its end in this folder, with this text on standard input. */
    public static Outcome runWith(String input, Path folder, String... arguments) {
        try {
            Files.createDirectories(folder);
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            Process process = command(arguments)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(List.of(arguments) + " did not end in " + PATIENCE_SECONDS + " s");
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** A process of the jar with these arguments; the environment holds no TRESTLE_* of ours. */
    static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Short lives: the second compiler would cost more than it gives.
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1", "-Xmx1g", "-jar", Checkout.jar().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("TRESTLE_"));
        return builder;
    }
}
