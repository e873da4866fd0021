package dev.trestle.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.run.Comparison;
import dev.trestle.components.run.Comparison.Difference;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.RunResult;
import dev.trestle.components.verdict.Verdict;
import dev.trestle.server.report.PrettyJson;
import dev.trestle.server.web.Figures;
import dev.trestle.server.web.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code run A --versus B}: both boards under one script and one luck, and what the second does otherwise. */
final class VersusReport {
    private final BoardArgument first;
    private final BoardArgument second;
    private final Options options;

    VersusReport(BoardArgument first, BoardArgument second, Options options) {
        this.first = first;
        this.second = second;
        this.options = options;
    }

    /** Runs, prints and answers with the exit code over the verdicts of both. */
    int call(String json) {
        BoardArgument other = new BoardArgument(second.name(), Comparison.underScriptOf(first.board(), second.board()));
        // Whatever is wrong with one of them is said by its name, before anything runs.
        first.compiled(options);
        other.compiled(options);
        Progress progress = Progress.standard();
        Comparison comparison;
        try {
            comparison = Comparison.of(first.board(), second.board(), options, progress);
        } finally {
            progress.done();
        }
        if (json != null) Output.write("--json", json, PrettyJson.of(json(comparison)));
        if (!Output.isStandard(json)) Output.write("standard output", Output.STANDARD, text(comparison));
        return exit(comparison);
    }

    private static int exit(Comparison comparison) {
        List<Verdict.Status> all = Stream.of(comparison.first(), comparison.second())
                .flatMap(result -> result.verdicts().stream())
                .map(Verdict::status)
                .toList();
        return all.contains(Verdict.Status.MISSED)
                ? RunCommand.MISSED
                : all.contains(Verdict.Status.UNSURE) ? RunCommand.UNSURE : 0;
    }

    private String text(Comparison comparison) {
        StringBuilder out = new StringBuilder();
        out.append("A: ").append(first.name()).append(verdicts(comparison.first()));
        out.append("B: ").append(second.name()).append(verdicts(comparison.second()));
        comparison.notes().forEach(note -> out.append("Note: ").append(note).append('\n'));
        out.append('\n');
        List<Comparison.Flip> flips = comparison.flips();
        flips.forEach(flip -> out.append(flip.line()).append('\n'));
        if (!flips.isEmpty()) out.append('\n');
        Columns table = new Columns("", "A", "B", "B - A", "95 % interval", "better");
        for (Difference line : comparison.differences()) {
            table.row(
                    line.requirement() == null ? line.what() : line.requirement() + "  " + line.what(),
                    figure(line, line.first()),
                    figure(line, line.second()),
                    figure(line, line.difference().value()),
                    interval(line),
                    switch (line.better()) {
                        case 1 -> "A";
                        case 2 -> "B";
                        default -> "-";
                    });
        }
        out.append(table.print());
        out.append(
                "\nBoth played the whole script: figures are those of run --whole-script, the interval is of pairs.\n");
        out.append(String.format(
                Locale.ROOT,
                "seed %d, %d pairs of replications; digests %s and %s%n",
                options.seed(),
                Math.min(
                        comparison.first().report().replications(),
                        comparison.second().report().replications()),
                comparison.first().report().digest(),
                comparison.second().report().digest()));
        return TerminalText.lines(out.toString());
    }

    private static String verdicts(RunResult result) {
        return String.format(
                Locale.ROOT,
                " (%s), requirements: %d met, %d missed, %d unsure%n",
                result.report().title(),
                count(result, Verdict.Status.MET),
                count(result, Verdict.Status.MISSED),
                count(result, Verdict.Status.UNSURE));
    }

    private static long count(RunResult result, Verdict.Status status) {
        return result.verdicts().stream()
                .filter(verdict -> verdict.status() == status)
                .count();
    }

    private static String interval(Difference line) {
        double low = line.difference().low();
        double high = line.difference().high();
        return Double.isFinite(low) && Double.isFinite(high) ? figure(line, low) + " to " + figure(line, high) : "";
    }

    private static String figure(Difference line, double value) {
        return (value < 0 ? "-" : "") + Figures.in(line.unit(), Math.abs(value));
    }

    private ObjectNode json(Comparison comparison) {
        ObjectNode json = Json.object().put("format", "trestle-comparison/1").put("seed", options.seed());
        board(json.putObject("a"), first, comparison.first());
        board(json.putObject("b"), second, comparison.second());
        comparison.notes().forEach(json.putArray("notes")::add);
        ArrayNode flips = json.putArray("flips");
        for (Comparison.Flip flip : comparison.flips()) {
            flips.addObject()
                    .put("id", flip.first().id())
                    .put("requirement", flip.first().requirement())
                    .put("a", flip.first().status().word())
                    .put("b", flip.second().status().word());
        }
        ArrayNode lines = json.putArray("differences");
        for (Difference line : comparison.differences()) {
            ObjectNode object = lines.addObject();
            if (line.requirement() != null) object.put("requirement", line.requirement());
            object.put("what", line.what()).put("unit", line.unit());
            object.put("a", line.first()).put("b", line.second());
            object.put("difference", line.difference().value());
            if (Double.isFinite(line.difference().low())) {
                object.putArray("interval")
                        .add(line.difference().low())
                        .add(line.difference().high());
            }
            object.put("better", line.better() == 0 ? "none" : line.better() == 1 ? "a" : "b");
        }
        return json;
    }

    private static void board(ObjectNode json, BoardArgument argument, RunResult result) {
        json.put("board", argument.name())
                .put("title", result.report().title())
                .put("digest", result.report().digest())
                .put("replications", result.report().replications());
        ObjectNode verdicts = json.putObject("verdicts");
        result.verdicts()
                .forEach(verdict -> verdicts.put(verdict.id(), verdict.status().word()));
    }
}
