package dev.trestle.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The one browser of this JVM: a Chromium found on the machine, or fetched, so that the journeys need nothing installed by hand.
 * For the test thread alone, because Playwright is. Throws IllegalStateException with one line naming all that was tried.
 */
public final class Browsers {

    /** Chromium's start-up calls to its vendor are refused on closed networks and only slow the journeys down. */
    private static final List<String> ARGUMENTS = List.of(
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic");

    private static final List<String> PATH_NAMES = List.of(
            "chromium",
            "chromium-browser",
            "google-chrome-stable",
            "google-chrome",
            "chrome",
            "microsoft-edge",
            "msedge");

    private static final List<String> USUAL_PLACES = List.of(
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
            "C:/Program Files/Google/Chrome/Application/chrome.exe",
            "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
            "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe");

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private static Browser shared;

    private Browsers() {}

    /** The browser, started at the first call and closed with the JVM. */
    public static synchronized Browser shared() {
        if (shared == null) {
            shared = launch();
        }
        return shared;
    }

    private static Browser launch() {
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(NodeRuntime.ENVIRONMENT));
        Path program = new Search(playwright.chromium()).find();
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(ARGUMENTS)
                        .setChromiumSandbox(false));
    }

    /** One pass over the places where a browser may be, cheapest first; remembers what it tried for the last line. */
    private static final class Search {
        private final BrowserType chromium;
        private final List<String> tried = new ArrayList<>();

        Search(BrowserType chromium) {
            this.chromium = chromium;
        }

        Path find() {
            return fromEnvironment()
                    .or(this::fromPath)
                    .or(this::fromUsualPlaces)
                    .or(this::fromPlaywright)
                    .or(this::fromDownload)
                    .or(this::fromDebian)
                    .orElseThrow(() -> new IllegalStateException(
                            "no Chromium for the browser journeys: set TRESTLE_CHROME to one, or install the package chromium; tried "
                                    + String.join("; ", tried)));
        }

        private Optional<Path> fromEnvironment() {
            String named = System.getenv("TRESTLE_CHROME");
            if (named == null || named.isBlank()) {
                tried.add("TRESTLE_CHROME (not set)");
                return Optional.empty();
            }
            Optional<Path> found = Optional.of(Path.of(named)).filter(this::runs);
            if (found.isEmpty()) {
                tried.add("TRESTLE_CHROME=" + named + " (does not start)");
            }
            return found;
        }

        private Optional<Path> fromPath() {
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
            Optional<Path> found = PATH_NAMES.stream()
                    .flatMap(name -> Stream.of(path.split(File.pathSeparator))
                            .filter(folder -> !folder.isBlank())
                            .map(folder -> Path.of(folder, WINDOWS ? name + ".exe" : name)))
                    .filter(this::runs)
                    .findFirst();
            if (found.isEmpty()) {
                tried.add("PATH (" + String.join(", ", PATH_NAMES) + ")");
            }
            return found;
        }

        private Optional<Path> fromUsualPlaces() {
            Optional<Path> found =
                    USUAL_PLACES.stream().map(Path::of).filter(this::runs).findFirst();
            if (found.isEmpty()) {
                tried.add("the usual folders of macOS and Windows");
            }
            return found;
        }

        private Optional<Path> fromPlaywright() {
            Path own = Path.of(chromium.executablePath());
            Optional<Path> found = Optional.of(own).filter(this::runs);
            if (found.isEmpty()) {
                tried.add("Playwright's own " + own);
            }
            return found;
        }

        private Optional<Path> fromDownload() {
            List<String> command = NodeRuntime.playwright("install", "chromium");
            int exit = run(command, 300, NodeRuntime.ENVIRONMENT.keySet());
            Optional<Path> found =
                    Optional.of(Path.of(chromium.executablePath())).filter(this::runs);
            if (found.isEmpty()) {
                tried.add("Playwright's download (exit " + exit + ")");
            }
            return found;
        }

        private Optional<Path> fromDebian() {
            if (!"root".equals(System.getProperty("user.name")) || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
                tried.add("apt-get (needs root on Debian or Ubuntu)");
                return Optional.empty();
            }
            int update = run(List.of("apt-get", "update", "-q"), 300, List.of());
            int install = run(
                    List.of("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"), 600, List.of());
            Optional<Path> found = Optional.of(Path.of("/usr/bin/chromium")).filter(this::runs);
            if (found.isEmpty()) {
                tried.add("apt-get install chromium (update: exit " + update + ", install: exit " + install + ")");
            }
            return found;
        }

        /** A file may be there and still not start: Ubuntu's chromium-browser is a note to install a snap. */
        private boolean runs(Path program) {
            return Files.isExecutable(program)
                    && (WINDOWS || run(List.of(program.toString(), "--version"), 20, List.of()) == 0);
        }

        private static int run(List<String> command, int seconds, Iterable<String> unset) {
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
                Map<String, String> environment = builder.environment();
                environment.put("DEBIAN_FRONTEND", "noninteractive");
                unset.forEach(environment::remove);
                Process process = builder.start();
                if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                    return process.exitValue();
                }
                process.destroyForcibly();
                return -1;
            } catch (IOException cannotStart) {
                return -1;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }
    }
}
