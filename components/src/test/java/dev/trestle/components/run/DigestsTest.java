package dev.trestle.components.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The digest of a run does not depend on what compiles it, on how many threads there are, or on the version of Java.
 *
 * <p>{@code -Dtrestle.jdks=/path/one,/path/other} names further Java homes to compare with.
 */
class DigestsTest {
    @Test
    void theInterpreterBothCompilersAndAnyNumberOfThreadsAgree() throws IOException, InterruptedException {
        List<String> here = Digests.of(2);
        assertFalse(here.isEmpty());
        Path java = Path.of(System.getProperty("java.home"));
        assertEquals(here, elsewhere(java, "1", "-Xint"), "the interpreter");
        assertEquals(here, elsewhere(java, "1", "-XX:TieredStopAtLevel=1"), "the first compiler");
        assertEquals(here, elsewhere(java, "2", "-XX:-TieredCompilation"), "the second compiler");
        assertEquals(
                here,
                elsewhere(java, "8", "-XX:+UnlockDiagnosticVMOptions", "-XX:-UseLibmIntrinsic"),
                "without hand-written logarithms");
    }

    @Test
    void otherVersionsOfJavaAgree() throws IOException, InterruptedException {
        List<String> here = Digests.of(2);
        for (String home : System.getProperty("trestle.jdks", "").split(",")) {
            if (!home.isBlank()) {
                assertEquals(here, elsewhere(Path.of(home), "2"), home);
            }
        }
    }

    private static List<String> elsewhere(Path home, String threads, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString(), "-Xmx1500m"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Digests.class.getName(), threads));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), String.join(" ", command));
        return said.lines().toList();
    }
}
