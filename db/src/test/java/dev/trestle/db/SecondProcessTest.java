package dev.trestle.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database belongs to one process. */
final class SecondProcessTest {
    @TempDir
    Path folder;

    @Test
    void aSecondProcessIsRefusedInOneClearLine() throws Exception {
        try (Database first = Database.h2(folder)) {
            assertTrue(first.file().isPresent());
            Process second = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Opener.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertEquals(0, second.waitFor());
            assertEquals(
                    "the database " + folder.resolve("trestle.mv.db")
                            + " is in use by another process: stop it, or set TRESTLE_DATA to another folder",
                    said);
        }
    }

    /** Prints what the person at the console would read. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] args) {
            try (Database database = Database.h2(Path.of(args[0]))) {
                System.out.println("opened " + database.file());
            } catch (CannotOpen e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
