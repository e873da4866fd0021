package dev.trestle.server.cli;

import dev.trestle.components.board.BadBoard;
import dev.trestle.db.CannotOpen;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.server.web.BadInput;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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

    /** What people gave us: their message is already one clear line. */
    private static final Set<Class<? extends Exception>> THEIRS =
            Set.of(BadInput.class, BadBoard.class, BadText.class, CannotOpen.class);

    /**
     * Starts the server on {@code port} with its embedded database in the folder {@code data} (null: as configured) and
     * returns an exit code when it has stopped.
     */
    public interface Serve {
        int serve(String port, Path data) throws Exception;
    }

    private final Serve serve;

    private TrestleCommand(Serve serve) {
        this.serve = serve;
    }

    /**
     * Runs the command that {@code args} name and returns the exit code of the process.
     *
     * @param homes reads the server's settings, for the commands about its database; may throw BadInput
     */
    public static int run(String[] args, Serve serve, Supplier<Home> homes) {
        CommandLine line = new CommandLine(new TrestleCommand(serve));
        line.addSubcommand("serve", new ServeCommand(serve));
        line.addSubcommand("run", new RunCommand());
        line.addSubcommand("estimate", new EstimateCommand());
        line.addSubcommand("check", new CheckCommand());
        line.addSubcommand("export", new ExportCommand());
        line.addSubcommand("import", new ExportCommand.Import());
        line.addSubcommand("catalog", new CatalogCommand());
        line.addSubcommand("problems", new ProblemsCommand());
        line.addSubcommand("accuracy", new AccuracyCommand());
        new StoreCommands(homes).addTo(line);
        line.setExecutionExceptionHandler((e, command, result) -> {
            boolean theirs = THEIRS.contains(e.getClass());
            say(theirs ? e.getMessage() : "our mistake: " + e);
            return theirs ? BAD_INPUT : OUR_MISTAKE;
        });
        line.setParameterExceptionHandler((e, arguments) -> {
            say(explain(e));
            return BAD_INPUT;
        });
        try {
            return line.execute(args);
        } catch (StackOverflowError | OutOfMemoryError e) {
            // Uncaught they would end the process with 1, which says that a requirement was missed.
            say("our mistake: " + e);
            return OUR_MISTAKE;
        }
    }

    private static void say(String message) {
        System.err.println("trestle: " + TerminalText.line(message));
    }

    /** Picocli's complaint as one line that also says what there is. */
    private static String explain(ParameterException e) {
        CommandLine command = e.getCommandLine();
        if (e instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (!command.getSubcommands().isEmpty() && !first.startsWith("-")) {
                return "there is no command " + first + "; there are "
                        + command.getSubcommands().entrySet().stream()
                                .filter(entry -> !entry.getValue()
                                        .getCommandSpec()
                                        .usageMessage()
                                        .hidden())
                                .map(Map.Entry::getKey)
                                .collect(Collectors.joining(", "));
            }
            return command.getCommandName() + " does not take " + first + "; it takes " + options(command);
        }
        String says = e.getMessage().lines().findFirst().orElse("wrong arguments");
        return command.getCommandName() + ": " + says + " (see " + command.getCommandName() + " --help)";
    }

    private static String options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .map(option -> option.longestName())
                .collect(Collectors.joining(", "));
    }

    @Override
    public Integer call() throws Exception {
        return serve.serve(null, null);
    }

    @Command(
            name = "serve",
            description = "Serve on http://127.0.0.1:8080 (the default).",
            footer = {
                "",
                "Boards, sessions and runs are kept in an embedded database in the folder data"
                        + " of the working directory, or where --data or TRESTLE_DATA says; with TRESTLE_DATABASE"
                        + " in that PostgreSQL database instead. trestle backup copies it.",
                "More settings are environment variables: TRESTLE_HOST, TRESTLE_PORT, TRESTLE_BASE_URL, TRESTLE_HOSTS."
            },
            mixinStandardHelpOptions = true)
    private static final class ServeCommand implements Callable<Integer> {
        @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 takes any free one.")
        private String port;

        @Option(
                names = "--data",
                paramLabel = "FOLDER",
                description =
                        "Folder of the embedded database, made when it is not there. Default: TRESTLE_DATA, else data.")
        private Path data;

        private final Serve serve;

        ServeCommand(Serve serve) {
            this.serve = serve;
        }

        @Override
        public Integer call() throws Exception {
            return serve.serve(port, data);
        }
    }
}
