package dev.trestle.components.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.measure.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The same board under twenty fixed seeds: what it measures is compared with what is known, by the rule of the oracles:
 * at most 4 standard errors off, and the standard error small enough to mean something.
 */
final class Trials {
    private static final int SEEDS = 20;
    private static final double STANDARD_ERRORS = 4;

    private final List<Report> reports = new ArrayList<>();

    private Trials() {}

    static Trials of(Boards story) {
        return of(story, SEEDS);
    }

    static Trials of(Boards story, int seeds) {
        Trials trials = new Trials();
        Board board = story.build();
        for (int seed = 1; seed <= seeds; seed++) {
            trials.reports.add(
                    Run.of(board, Options.seed(seed)).execute(Watcher.NOBODY).report());
        }
        return trials;
    }

    List<Report> reports() {
        return reports;
    }

    /** Compares a measured number with the known one; the standard error may be this share of it at most. */
    Trials measure(String what, ToDoubleFunction<Report> measured, double known, double largestError) {
        double[] values = reports.stream().mapToDouble(measured).toArray();
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double error = Math.sqrt(squares / (values.length - 1) / values.length);
        String said = what + " is " + mean + " +- " + error + ", known is " + known;
        assertTrue(error <= largestError * known, said + ": too rough");
        assertTrue(Math.abs(mean - known) <= STANDARD_ERRORS * error, said);
        return this;
    }

    /** The mean and quantiles of the operation "ask" in units of a service time. */
    Trials mean(double known, double largestError) {
        return measure("mean", report -> latency(report, -1), known, largestError);
    }

    Trials quantile(double p, double known, double largestError) {
        return measure("p" + 100 * p, report -> latency(report, p), known, largestError);
    }

    private static double latency(Report report, double p) {
        var latency = report.operations().get("ask").latency();
        return (p < 0 ? latency.mean() : latency.quantile(p)).value() / OracleTest.SERVICE_SECONDS;
    }
}
