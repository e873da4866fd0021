package dev.trestle.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL for the tests: the one that TRESTLE_TEST_PG_URL names, else one that zonky starts, else its
 * unpacked binaries started by hand as another user (zonky's way needs user namespaces, which many containers refuse
 * to root).
 */
final class TestPostgres {
    private static final String NOBODY = "65534";

    private final String url;
    private final AutoCloseable server;

    private TestPostgres(String url, AutoCloseable server) {
        this.url = url;
        this.server = server;
    }

    static TestPostgres start() throws IOException {
        String given = System.getenv("TRESTLE_TEST_PG_URL");
        if (given != null) {
            return new TestPostgres(given, () -> {});
        }
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
            return new TestPostgres(postgres.getJdbcUrl("postgres", "postgres"), postgres);
        } catch (IOException | RuntimeException e) {
            return byHand(e);
        }
    }

    private static TestPostgres byHand(Exception first) throws IOException {
        Path binaries = unpacked();
        if (binaries == null || !"root".equals(System.getProperty("user.name"))) {
            throw new IOException("zonky: " + first.getMessage(), first);
        }
        Path work = Files.createTempDirectory("trestle-pg");
        Path data = work.resolve("data");
        run(List.of("chmod", "755", work.toString()));
        run(List.of("install", "-d", "-o", NOBODY, "-g", NOBODY, "-m", "700", data.toString()));
        run(asNobody(
                binaries.resolve("bin/initdb").toString(),
                List.of("-A", "trust", "-U", "postgres", "-D", data.toString(), "-E", "UTF-8")));
        int port = freePort();
        Process server = new ProcessBuilder(asNobody(
                        binaries.resolve("bin/postgres").toString(),
                        List.of("-D", data.toString(), "-p", "" + port, "-k", "")))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile())
                .start();
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
        awaitAnswer(url, server);
        return new TestPostgres(url, () -> {
            server.destroy();
            server.waitFor(20, TimeUnit.SECONDS);
        });
    }

    private static void awaitAnswer(String url, Process server) throws IOException {
        for (int attempt = 0; attempt < 150 && server.isAlive(); attempt++) {
            try {
                DriverManager.getConnection(url).close();
                return;
            } catch (SQLException e) {
                sleep(100);
            }
        }
        server.destroy();
        throw new IOException("PostgreSQL started by hand gave no answer");
    }

    /** The folder where zonky has unpacked the binaries before its start failed. */
    private static Path unpacked() throws IOException {
        Path home = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
        if (!Files.isDirectory(home)) {
            return null;
        }
        try (Stream<Path> all = Files.list(home)) {
            return all.filter(path -> Files.isExecutable(path.resolve("bin/initdb")))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static List<String> asNobody(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", program));
        command.addAll(arguments);
        return command;
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return url;
    }

    void close() throws Exception {
        server.close();
    }
}
