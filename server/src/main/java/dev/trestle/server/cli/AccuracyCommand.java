package dev.trestle.server.cli;

import dev.trestle.components.accuracy.Case;
import dev.trestle.components.accuracy.Oracle;
import dev.trestle.components.accuracy.Row;
import dev.trestle.components.accuracy.Trial;
import dev.trestle.server.web.BadInput;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code trestle accuracy}: boards whose results theory or a publication knows, run through the engine, and how far off
 * each figure is. Exits with 0 when no figure is off, 1 when one is, 3 when one is too rough to tell at its stated size.
 */
@Command(
        name = "accuracy",
        description = "Run the engine against closed forms and published tables, and print the error of each figure.",
        mixinStandardHelpOptions = true)
final class AccuracyCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "One oracle, such as p01-mm1; all when absent.")
    private String id;

    @Option(
            names = "--full",
            description = "At the size that the stated tolerances need (an hour or so in all), not the quick one.")
    private boolean full;

    @Option(
            names = "--record",
            paramLabel = "FOLDER",
            description = "With --full: write what was measured into this folder of oracles, for the accuracy page.")
    private String record;

    private int off;
    private int rough;
    private int figures;

    @Override
    public Integer call() {
        if (id != null && !Oracle.ids().contains(id)) {
            throw new BadInput(
                    "accuracy",
                    "unknown",
                    "there is no oracle " + id + "; there are " + String.join(", ", Oracle.ids()));
        }
        if (record != null && !full) {
            throw new BadInput("record", "full", "--record keeps stated sizes only: add --full");
        }
        AccuracyRecord kept = record == null ? null : new AccuracyRecord(record);
        PrintStream out = Output.standard();
        for (String each : id == null ? Oracle.ids() : List.of(id)) {
            Oracle oracle = Oracle.of(each);
            long began = System.nanoTime();
            List<Row> rows = print(out, oracle);
            if (kept != null) {
                kept.write(oracle, rows, (System.nanoTime() - began) / 1e9);
            }
        }
        out.printf(
                Locale.ROOT,
                "%n%d figures: %d hold, %d within 4 standard errors but too rough for their tolerance%s, %d off%n",
                figures,
                figures - off - rough,
                rough,
                full ? "" : " (as expected at the quick size; --full runs the stated one)",
                off);
        return off > 0 ? 1 : full && rough > 0 ? 3 : 0;
    }

    private List<Row> print(PrintStream out, Oracle oracle) {
        List<Row> all = new ArrayList<>();
        out.printf("%n%s: %s%n%s%n", oracle.id(), oracle.title(), oracle.source());
        for (Case one : oracle.cases()) {
            if (!full && !one.hasQuick()) {
                out.printf("  %s: only with --full%n", one.name());
                continue;
            }
            out.printf("  %-44s %11s %11s %25s %9s%n", one.name(), "known", "measured", "95 % interval", "error");
            List<Row> rows = Trial.of(oracle, one, full);
            rows.forEach(row -> print(out, row));
            all.addAll(rows);
        }
        return all;
    }

    private void print(PrintStream out, Row row) {
        figures++;
        off += row.status() == Row.Status.OFF ? 1 : 0;
        rough += row.status() == Row.Status.ROUGH ? 1 : 0;
        String interval = row.standardError() == 0 ? "" : figure(row.low()) + " to " + figure(row.high());
        String error =
                row.known() == 0 ? figure(row.error()) : String.format(Locale.ROOT, "%+.2f %%", 100 * row.error());
        out.printf(
                "    %-42s %11s %11s %25s %9s  %s%n",
                row.measure(),
                figure(row.known()),
                figure(row.measured()),
                interval,
                error,
                row.status().name().toLowerCase(Locale.ROOT));
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }
}
