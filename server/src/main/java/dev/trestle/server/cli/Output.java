package dev.trestle.server.cli;

import dev.trestle.server.web.BadInput;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a command writes a text: a file, or standard output when it is called {@code -}. Always UTF-8. */
final class Output {
    static final String STANDARD = "-";

    private Output() {}

    static boolean isStandard(String name) {
        return STANDARD.equals(name);
    }

    /** Refuses a file that cannot be written, before the work for it is done. Null is no file. */
    static void check(String option, String name) {
        if (name == null || isStandard(name)) return;
        Path path = path(option, name);
        Path folder = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path)) throw bad(option, name, "is a folder; name a file in it");
        if (!Files.isDirectory(folder)) throw bad(option, name, "there is no folder " + folder);
        if (!Files.isWritable(Files.exists(path) ? path : folder)) throw bad(option, name, "may not be written");
    }

    /** Writes the text. Throws {@link BadInput} where the file cannot be written. */
    static void write(String option, String name, String text) {
        if (isStandard(name)) {
            PrintStream out = standard();
            out.print(text);
            out.flush();
            return;
        }
        try {
            Files.writeString(path(option, name), text);
        } catch (IOException e) {
            throw bad(option, name, "cannot be written: " + e.getMessage());
        }
    }

    static PrintStream standard() {
        return new PrintStream(System.out, true, StandardCharsets.UTF_8);
    }

    private static Path path(String option, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw bad(option, name, "is not a file name");
        }
    }

    private static BadInput bad(String option, String name, String why) {
        return new BadInput(option, "file", option + " " + name + ": " + why);
    }
}
