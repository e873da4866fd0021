package dev.trestle.server.cli;

import dev.trestle.server.report.Format;
import dev.trestle.server.report.Subject;
import dev.trestle.server.web.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trestle export}: a board in another form. */
@Command(name = "export", description = "Write a board in another form.", mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BOARD", description = "A JSON file, - or problem:ID, such as problem:instagram.")
    private String board;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT",
            description = "md, html, svg, json, mermaid or csv.")
    private String to;

    @Option(
            names = "-o",
            required = true,
            paramLabel = "FILE",
            description = "The file to write; - is standard output.")
    private String file;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Change the board before.")
    private List<String> changes = new ArrayList<>();

    @Override
    public Integer call() {
        Format format = Format.of(to)
                .orElseThrow(
                        () -> new BadInput("to", "unknown", "--to " + to + ": this version exports " + Format.words()));
        Output.check("-o", file);
        Output.write(
                "-o",
                file,
                format.write(Subject.of(BoardArgument.read(board, changes).board())));
        return 0;
    }

    /** The import of other programs' drawings, which this version does not have: says so instead of a wrong guess. */
    @Command(name = "import", hidden = true, description = "Not in this version.", mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        @Parameters(paramLabel = "FILE")
        private List<String> files = new ArrayList<>();

        @Option(names = "-o")
        private String output;

        @Override
        public Integer call() {
            throw new BadInput(
                    "import",
                    "unknown",
                    "import: this version reads boards as JSON only: give the file to run, check or export as it is");
        }
    }
}
