package dev.trestle.server;

import dev.trestle.server.cli.TrestleCommand;
import dev.trestle.server.web.BadInput;
import java.util.concurrent.CountDownLatch;

/** The program's door: {@code trestle} alone serves; everything else is a command of the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(TrestleCommand.run(args, Main::serve));
    }

    /** Serves until the process is told to stop. Returns an exit code. */
    private static int serve(String port) throws InterruptedException {
        long start = System.nanoTime();
        App app;
        try {
            Config config = Config.from(System.getenv());
            app = App.start(port == null ? config : config.withPort(port));
        } catch (BadInput e) {
            System.err.println("trestle: " + e.getMessage());
            return TrestleCommand.BAD_INPUT;
        } catch (io.javalin.util.JavalinBindException e) {
            System.err.println("trestle: the port is taken: set TRESTLE_PORT or use --port");
            return TrestleCommand.BAD_INPUT;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            app.close();
                            stopped.countDown();
                        },
                        "stop"));
        System.out.printf("Trestle is ready on %s (%.1f s)%n", app.address(), (System.nanoTime() - start) * 1e-9);
        stopped.await();
        return 0;
    }
}
