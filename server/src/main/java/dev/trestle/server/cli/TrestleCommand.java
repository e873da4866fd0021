package dev.trestle.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: {@code trestle [command]}; without a command it serves. */
@Command(
        name = "trestle",
        description = "A system-design interview workbench that proves requirements by running the design.",
        synopsisSubcommandLabel = "[COMMAND]",
        mixinStandardHelpOptions = true,
        version = "trestle 0.1.0")
public final class TrestleCommand implements Callable<Integer> {
    /** Bad input: one clear line on standard error. */
    public static final int BAD_INPUT = 2;

    /** Our own mistake. */
    public static final int OUR_MISTAKE = 4;

    /** Starts the server on {@code port} (null: as configured) and returns an exit code when it has stopped. */
    public interface Serve {
        int serve(String port) throws Exception;
    }

    private final Serve serve;

    private TrestleCommand(Serve serve) {
        this.serve = serve;
    }

    /** Runs the command that {@code args} name and returns the exit code of the process. */
    public static int run(String[] args, Serve serve) {
        CommandLine line = new CommandLine(new TrestleCommand(serve));
        line.addSubcommand("serve", new ServeCommand(serve));
        line.addSubcommand("catalog", new CatalogCommand());
        line.setExecutionExceptionHandler((e, command, result) -> {
            System.err.println("trestle: our mistake: " + e);
            return OUR_MISTAKE;
        });
        line.setParameterExceptionHandler((e, arguments) -> {
            System.err.println("trestle: " + e.getMessage().lines().findFirst().orElse("wrong arguments"));
            return BAD_INPUT;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() throws Exception {
        return serve.serve(null);
    }

    @Command(
            name = "serve",
            description = "Serve on http://127.0.0.1:8080 (the default).",
            mixinStandardHelpOptions = true)
    private static final class ServeCommand implements Callable<Integer> {
        @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 takes any free one.")
        private String port;

        private final Serve serve;

        ServeCommand(Serve serve) {
            this.serve = serve;
        }

        @Override
        public Integer call() throws Exception {
            return serve.serve(port);
        }
    }
}
