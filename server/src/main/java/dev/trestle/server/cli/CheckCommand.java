package dev.trestle.server.cli;

import dev.trestle.components.check.Finding;
import dev.trestle.components.run.Run;
import dev.trestle.server.web.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trestle check}: what can be known to be wrong with a board without running it. */
@Command(
        name = "check",
        description = "Tell the flaws of a board without running it: exit code 2 when one of them stops a run.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BOARD", description = "A JSON file, - or problem:ID, such as problem:instagram.")
    private String board;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Change the board before the check.")
    private List<String> changes = new ArrayList<>();

    @Override
    public Integer call() {
        BoardArgument argument = BoardArgument.read(board, changes);
        List<Finding> findings = Run.findings(argument.board());
        StringBuilder out = new StringBuilder();
        findings.forEach(
                finding -> out.append(TerminalText.line(finding.toString())).append('\n'));
        if (findings.isEmpty())
            out.append("nothing to say: ")
                    .append(TerminalText.line(argument.name()))
                    .append(" can be run\n");
        Output.write("standard output", Output.STANDARD, out.toString());
        long errors = findings.stream().filter(Finding::stops).count();
        if (errors > 0) {
            throw new BadInput(
                    "board",
                    "errors",
                    argument.name() + ": " + errors + (errors == 1 ? " error stops" : " errors stop") + " a run");
        }
        return 0;
    }
}
