package dev.trestle.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that these tests belong to: its folders, its sources and the jar that was built from it. */
public final class Checkout {

    /** The top folder. */
    public static final Path ROOT =
            Path.of(System.getProperty("trestle.root", "..")).toAbsolutePath().normalize();

    /** The modules that hold Java. */
    public static final List<String> MODULES = List.of("estimator", "components", "db", "server", "e2e");

    private Checkout() {}

    /** The runnable jar. Throws IllegalStateException when it was not built. */
    public static Path jar() {
        Path jar = ROOT.resolve("server/target/trestle.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    "server/target/trestle.jar is missing: run `mvn verify` from the top folder");
        }
        return jar;
    }

    /** Every regular file below this folder (relative to the top) whose name ends so, sorted; none when there is no such folder. */
    public static List<Path> files(String folder, String ending) {
        Path start = ROOT.resolve(folder);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(start)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Every Java source of every module, tests included. */
    public static List<Path> javaSources() {
        return MODULES.stream()
                .flatMap(module -> files(module + "/src", ".java").stream())
                .toList();
    }

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The file's name relative to the top folder, with forward slashes. */
    public static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }
}
