package dev.trestle.e2e.browser;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Node.js inside Playwright's jar: runs the JavaScript tools with no Node on the machine.
 * The only place that touches Playwright's internal package; the version is pinned in the parent pom.
 */
public final class NodeRuntime {

    /** Without this, starting Playwright itself would try to download its browsers. */
    public static final Map<String, String> ENVIRONMENT = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

    private NodeRuntime() {}

    /** What a finished command printed (both streams, in order) and its exit code. */
    public record Outcome(int exit, String output) {}

    /** Runs node with these arguments in this folder and waits for its end. Throws UncheckedIOException if it cannot start. */
    public static Outcome run(Path folder, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(driver().get(0));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException cannotRun) {
            throw new UncheckedIOException(cannotRun);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while node was running", stopped);
        }
    }

    /** The command line that runs Playwright's own tool with these arguments. */
    static List<String> playwright(String... arguments) {
        List<String> command = new ArrayList<>(driver());
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> driver() {
        return Driver.ensureDriverInstalled(ENVIRONMENT, false)
                .createProcessBuilder()
                .command();
    }
}
