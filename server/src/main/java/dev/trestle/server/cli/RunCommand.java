package dev.trestle.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.fix.Fixes;
import dev.trestle.components.fix.Search;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.RunResult;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import dev.trestle.server.report.FixJson;
import dev.trestle.server.report.Format;
import dev.trestle.server.report.PrettyJson;
import dev.trestle.server.report.ReportJson;
import dev.trestle.server.report.Subject;
import dev.trestle.server.web.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trestle run}: runs a board's script and judges its requirements. */
@Command(
        name = "run",
        description = "Run a board and judge its requirements: exit code 0 all met, 1 something missed, 3 unsure.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    static final int MISSED = 1;
    static final int UNSURE = 3;

    /** A guard only, as a run that it stops cannot be repeated: far beyond what the event budget takes. */
    private static final long WALL_NANOS = 900_000_000_000L;

    @Parameters(paramLabel = "BOARD", description = "A JSON file, - or problem:ID, such as problem:instagram.")
    private String board;

    @Option(names = "--seed", paramLabel = "N", description = "Fixes every bit of the run. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change the board for this run, such as design.nodes.app.settings.instances=4.")
    private List<String> changes = new ArrayList<>();

    @Option(names = "--budget", paramLabel = "EVENTS", description = "Engine events at most. Default: 200 M.")
    private String budget;

    @Option(
            names = "--whole-script",
            description = "Play every phase as long as the script says, instead of as long as it takes to decide.")
    private boolean wholeScript;

    @Option(
            names = "--fixes",
            description =
                    "Try one-step changes for what was missed, each in a run of its own, and list those that meet it.")
    private boolean fixes;

    @Option(
            names = "--limits",
            description =
                    "Also look for the largest load under which everything is kept, and for what breaks first beyond.")
    private boolean limits;

    @Option(
            names = "--alone",
            description = "Play the script once, as it is: what a live run played, from its board. No intervals.")
    private boolean alone;

    @Option(
            names = "--versus",
            paramLabel = "BOARD",
            description = "Compare with another board under the same script and luck: what B does otherwise, in pairs.")
    private String versus;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON; - is standard output.")
    private String json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the verdicts as JUnit XML.")
    private String junit;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the report: FILE.md or FILE.html.")
    private String report;

    @Override
    public Integer call() {
        checkOutputs();
        Format format = report == null ? null : reportFormat();
        Options options =
                new Options(seed, events(), WALL_NANOS, Runtime.getRuntime().availableProcessors());
        BoardArgument argument = BoardArgument.read(board, changes);
        if (versus != null) {
            return new VersusReport(argument, BoardArgument.read(versus, List.of()), options).call(json);
        }
        if (limits) argument = argument.askingForLimits();
        Options played = alone ? options.alone() : wholeScript ? options : options.deciding();
        RunResult result = run(argument, played);
        ObjectNode measured = ReportJson.of(result);
        if (fixes) measured.set("fixes", FixJson.of(search(argument, result, played)));
        if (json != null) Output.write("--json", json, PrettyJson.of(measured));
        if (junit != null) Output.write("--junit", junit, Junit.of(measured));
        if (format != null) {
            Subject subject = Subject.of(argument.board()).with(measured, repeat());
            Output.write("--report", report, format.write(subject));
        }
        if (Stream.of(json, junit, report).noneMatch(Output::isStandard)) {
            Output.write("standard output", Output.STANDARD, RunSummary.of(measured));
        }
        return ReportJson.count(measured, "missed") > 0
                ? MISSED
                : ReportJson.count(measured, "unsure") > 0 ? UNSURE : 0;
    }

    private static RunResult run(BoardArgument argument, Options options) {
        Run run = argument.compiled(options);
        Progress progress = Progress.standard();
        try {
            return run.execute(progress);
        } finally {
            progress.done();
        }
    }

    private static Fixes search(BoardArgument argument, RunResult result, Options options) {
        Progress progress = Progress.standard();
        try {
            return Search.of(argument.board(), result, options, (done, of) -> progress.frame((double) done / of, null));
        } finally {
            progress.done();
        }
    }

    /** The form of the report, by the end of its file's name; Markdown on standard output. */
    private Format reportFormat() {
        if (Output.isStandard(report) || report.endsWith(".md")) return Format.MD;
        if (report.endsWith(".html")) return Format.HTML;
        throw new BadInput("report", "form", "--report " + report + ": the name must end with .md or .html");
    }

    /** The command that repeats this run. */
    private String repeat() {
        StringBuilder command = new StringBuilder("java -jar trestle.jar run " + quoted(board) + " --seed " + seed);
        if (wholeScript) command.append(" --whole-script");
        if (fixes) command.append(" --fixes");
        if (limits) command.append(" --limits");
        if (alone) command.append(" --alone");
        if (budget != null) command.append(" --budget ").append(quoted(budget));
        changes.forEach(change -> command.append(" --set ").append(quoted(change)));
        return command.toString();
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:=-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private void checkOutputs() {
        Output.check("--json", json);
        Output.check("--junit", junit);
        Output.check("--report", report);
        if (versus != null && fixes) {
            throw new BadInput("versus", "fixes", "--fixes is about one board: leave --versus away");
        }
        if (versus != null && limits) {
            throw new BadInput("versus", "limits", "--limits is about one board: leave --versus away");
        }
        if (versus != null && (junit != null || report != null)) {
            throw new BadInput(
                    "versus", "output", "--versus prints a comparison: of the outputs only --json goes with it");
        }
        if ("-".equals(versus) && board.equals("-")) {
            throw new BadInput("versus", "twice", "only one of the two boards may be -");
        }
        if (Stream.of(json, junit, report).filter(Output::isStandard).count() > 1) {
            throw new BadInput("json", "twice", "only one of --json, --junit and --report may be -");
        }
    }

    private long events() {
        if (budget == null) return Options.EVENTS;
        try {
            double events = Quantity.count(budget);
            if (events >= Options.REPLICATIONS && events <= 1e12) return (long) events;
        } catch (BadText e) {
            // the message below says it
        }
        throw new BadInput(
                "budget",
                "range",
                "--budget " + budget + ": must be a number of events from " + Options.REPLICATIONS
                        + " to 1e12, such as 20e6");
    }
}
