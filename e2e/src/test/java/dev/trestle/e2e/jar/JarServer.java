package dev.trestle.e2e.jar;

import dev.trestle.e2e.Checkout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that runs from the real jar in a process of its own, so that it can be killed. Ends at the latest with this JVM. */
public final class JarServer implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("ready on (http://\\S+)");
    private static final long PATIENCE_SECONDS = 60;

    private final Path data;
    private Process process;
    private URI address;

    /** Starts on any free port with this data folder; returns when it is ready. */
    public JarServer(Path data) {
        this.data = data;
        start("0");
    }

    public URI address() {
        return address;
    }

    /** Ends the process at once: nothing in it gets a chance to save (SIGKILL where there is one). */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** Starts again on the same port with the same data. */
    public void restart() {
        start(Integer.toString(address.getPort()));
    }

    /** Asks the process to end, as an operator would; answers with its exit code. */
    public int stop() {
        process.destroy();
        return await();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private void start(String port) {
        ProcessBuilder builder = Jar.command("serve", "--port", port);
        builder.environment().put("TRESTLE_DATA", data.toString());
        builder.redirectErrorStream(true);
        try {
            process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
        CompletableFuture<URI> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(ready), "reads-" + Checkout.jar().getFileName());
        reader.setDaemon(true);
        reader.start();
        address = ready.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Reads to the end, so that the server never waits for somebody to read its log. */
    private void read(CompletableFuture<URI> ready) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                Matcher matcher = READY.matcher(line);
                if (matcher.find()) {
                    ready.complete(URI.create(matcher.group(1)));
                }
            }
        } catch (IOException killed) {
            said.append(killed);
        }
        ready.completeExceptionally(new IllegalStateException("the server ended before it was ready: " + said));
    }

    private int await() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not end in " + PATIENCE_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
