package dev.trestle.components.run;

import static dev.trestle.components.run.Boards.board;
import static dev.trestle.components.run.Boards.clients;
import static dev.trestle.components.run.Boards.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.run.Comparison.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two boards are compared replication by replication. */
class ComparisonTest {
    private static Boards station(String serviceTime) {
        return board().operation("ask", "80/s")
                .path(clients(), service("app", "instances", "1", "workers", "1", "serviceTime", serviceTime))
                .requires("ask mean latency < 1 s")
                .phase("warm-up", "20 s", "average")
                .phase("steady", "60 s", "average");
    }

    private static Comparison compare(Board first, Board second) {
        return Comparison.of(first, second, Options.seed(1), Watcher.NOBODY);
    }

    private static Difference line(Comparison comparison, String what) {
        return comparison.differences().stream()
                .filter(one -> one.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBoardDoesNotDifferFromItself() {
        Board board = station("exponential(10 ms)").build();
        Comparison same = compare(board, board);
        same.differences().forEach(one -> {
            assertEquals(0, one.difference().low(), 0, one.what());
            assertEquals(0, one.difference().high(), 0, one.what());
            assertEquals(0, one.better(), one.what());
        });
        assertTrue(same.notes().isEmpty());
    }

    @Test
    void aLittleFasterShowsLongBeforeTheIntervalsPart() {
        // M/M/1: 1 / (100 - 80) s against 1 / (1 / 0.0098 - 80) s; the difference is 5.45 ms of 50.
        Comparison comparison = compare(
                station("exponential(10 ms)").build(),
                station("exponential(9.8 ms)").build());
        Difference mean = line(comparison, "ask mean latency");
        assertTrue(mean.difference().high() < 0, mean.toString());
        assertEquals(2, mean.better());
        var one = comparison.first().report().operations().get("ask").latency().mean();
        var two = comparison.second().report().operations().get("ask").latency().mean();
        assertTrue(two.high() > one.low(), "their own intervals overlap");
        // Eight runs of 60 s know the mean to some 15 %, the difference of the two with the same luck much better.
        assertTrue(mean.difference().halfWidth() < one.halfWidth() / 2, mean + " against " + one);
    }

    @Test
    void figuresAreThoseOfARunOfEachBoardAlone() {
        Board board = station("exponential(10 ms)").build();
        Comparison comparison = compare(board, station("exponential(9 ms)").build());
        var ask = Run.of(board, Options.seed(1))
                .execute(Watcher.NOBODY)
                .report()
                .operations()
                .get("ask");
        Difference mean = line(comparison, "ask mean latency");
        assertEquals(ask.latency().mean().value(), mean.first());
        assertEquals(mean.second() - mean.first(), mean.difference().value(), 1e-15);
        assertEquals(
                ask.latency().quantile(0.99).value(),
                line(comparison, "ask p99 latency").first());
        assertEquals(
                ask.availability().value(), line(comparison, "ask availability").first());
    }

    @Test
    void aVerdictThatFlipsIsNamed() {
        // M/M/1: the means are 50 ms and 1 / (1 / 0.005 - 80) s = 8.3 ms.
        Boards slow = station("exponential(10 ms)").requires("ask mean latency < 20 ms");
        Boards fast = station("exponential(5 ms)").requires("ask mean latency < 20 ms");
        Comparison comparison = compare(slow.build(), fast.build());
        assertEquals(
                List.of("r2 ask mean latency < 20 ms: missed with A, met with B"),
                comparison.flips().stream().map(Comparison.Flip::line).toList());
        assertTrue(compare(slow.build(), slow.build()).flips().isEmpty());
    }

    @Test
    void everyRequirementAndMeasureHasALine() {
        Comparison comparison = compare(
                station("exponential(10 ms)").build(),
                station("exponential(9 ms)").build());
        assertEquals("r1", line(comparison, "ask mean latency < 1 s").requirement());
        for (String what : new String[] {
            "ask mean latency",
            "ask p50 latency",
            "ask p99 latency",
            "ask p99.9 latency",
            "ask throughput",
            "ask availability",
            "cost",
            "cost per operation"
        }) {
            line(comparison, what);
        }
    }

    @Test
    void bothRunUnderTheScriptOfTheFirst() {
        Board second = board().operation("ask", "80/s")
                .path(clients(), service("app", "instances", "1", "workers", "1", "serviceTime", "exponential(10 ms)"))
                .phase("steady", "3 s", "average")
                .build();
        Comparison comparison = compare(station("exponential(10 ms)").build(), second);
        assertEquals(80, comparison.second().report().simulatedSeconds());
        assertEquals(1, comparison.notes().size());
    }
}
