package dev.trestle.server;

import dev.trestle.db.CannotOpen;
import dev.trestle.server.cli.Home;
import dev.trestle.server.cli.TrestleCommand;
import dev.trestle.server.web.BadInput;
import io.javalin.util.JavalinBindException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The program's door: {@code trestle} alone serves; everything else is a command of the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(Collector.again(args).orElseGet(() -> TrestleCommand.run(args, Main::serve, Main::home)));
    }

    private static Home home() {
        Config config = Config.from(System.getenv());
        return new Home(config.data(), config.database(), config.host() + ":" + config.port());
    }

    /** Serves until the process is told to stop. Returns an exit code. */
    private static int serve(String port, Path data) throws InterruptedException {
        long start = System.nanoTime();
        App app;
        Config config;
        try {
            config = Config.from(System.getenv());
            config = port == null ? config : config.withPort(port);
            config = data == null ? config : config.withData(data);
            app = App.start(config);
        } catch (BadInput e) {
            System.err.println("trestle: " + e.getMessage());
            return TrestleCommand.BAD_INPUT;
        } catch (CannotOpen e) {
            System.err.println("trestle: " + e.getMessage());
            return TrestleCommand.BAD_INPUT;
        } catch (JavalinBindException e) {
            System.err.println("trestle: the port is taken: set TRESTLE_PORT or use --port");
            return TrestleCommand.BAD_INPUT;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(app), "stop"));
        System.out.printf("Trestle is ready on %s (%.1f s)%n", app.address(), (System.nanoTime() - start) * 1e-9);
        System.out.printf("Boards and runs are kept in %s%n", config.kept());
        endWithMaven();
        new CountDownLatch(1).await(); // the shutdown hook ends the process
        return 0;
    }

    /** Being told to stop is not a failure: after an orderly close the process ends with 0, not with the signal. */
    private static void stop(App app) {
        app.close();
        System.out.println("Trestle has stopped.");
        Runtime.getRuntime().halt(0);
    }

    /** Under {@code mvn -Prun} the server is Maven's child: when a signal ends Maven, its child must not stay behind. */
    private static void endWithMaven() {
        if (Boolean.getBoolean("trestle.ends.with.parent")) {
            ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(0)));
        }
    }
}
