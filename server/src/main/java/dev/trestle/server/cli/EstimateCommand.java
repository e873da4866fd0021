package dev.trestle.server.cli;

import dev.trestle.components.run.Run;
import dev.trestle.estimator.estimate.Cell;
import dev.trestle.estimator.estimate.Estimate;
import dev.trestle.estimator.estimate.Finding;
import dev.trestle.estimator.quantity.Quantity;
import dev.trestle.server.report.EstimateJson;
import dev.trestle.server.report.PrettyJson;
import dev.trestle.server.web.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trestle estimate}: the sheet of a board's brief. */
@Command(
        name = "estimate",
        description = "Work out the numbers of a board's brief, each with its reasons.",
        mixinStandardHelpOptions = true)
final class EstimateCommand implements Callable<Integer> {
    private static final int FORMULA = 60;

    @Parameters(paramLabel = "BOARD", description = "A JSON file, - or problem:ID, such as problem:instagram.")
    private String board;

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Change the board for this estimate.")
    private List<String> changes = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write it as JSON; - is standard output.")
    private String json;

    @Override
    public Integer call() {
        Output.check("--json", json);
        BoardArgument argument = BoardArgument.read(board, changes);
        Estimate estimate = Run.estimate(argument.board());
        for (Finding finding : estimate.findings()) {
            if (finding.severity().equals("error")) {
                throw new BadInput(
                        "board",
                        finding.code(),
                        argument.name() + ": " + finding.path() + ": " + finding.says() + "; " + finding.remedy());
            }
        }
        if (json != null) Output.write("--json", json, PrettyJson.of(EstimateJson.of(estimate)));
        if (!Output.isStandard(json)) {
            String title = argument.board().title();
            Output.write("standard output", Output.STANDARD, TerminalText.lines(table(title, estimate)));
        }
        return 0;
    }

    private static String table(String title, Estimate estimate) {
        StringBuilder out = new StringBuilder();
        if (title != null) out.append(title).append("\n\n");
        int names = 0;
        for (String name : estimate.cells().keySet()) names = Math.max(names, name.length());
        for (Cell cell : estimate.cells().values()) {
            String value = cell.value().print();
            String range = cell.p5() == cell.p95() ? "" : print(cell, cell.p5()) + " .. " + print(cell, cell.p95());
            String line = String.format(
                    "  %-" + names + "s  %14s  %-24s  %s", cell.name(), value, range, cut(cell.formula()));
            out.append(line.stripTrailing()).append('\n');
        }
        estimate.conclusions()
                .forEach(line -> out.append(out.indexOf("\n- ") < 0 ? "\n- " : "- ")
                        .append(line)
                        .append('\n'));
        for (Finding finding : estimate.findings()) {
            out.append('\n').append(finding.severity()).append(' ').append(finding.code());
            out.append(": ").append(finding.path()).append(": ").append(finding.says());
            out.append("; ").append(finding.remedy()).append('\n');
        }
        return out.toString();
    }

    /** What is longer stands whole in the JSON and in reports. */
    private static String cut(String formula) {
        return formula.length() <= FORMULA ? formula : formula.substring(0, FORMULA - 1) + "…";
    }

    private static String print(Cell cell, double value) {
        return new Quantity(value, cell.value().dimension()).print();
    }
}
