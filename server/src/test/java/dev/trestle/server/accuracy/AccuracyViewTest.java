package dev.trestle.server.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.accuracy.Oracle;
import dev.trestle.components.accuracy.Recording;
import dev.trestle.components.accuracy.Row;
import dev.trestle.server.accuracy.AccuracyView.OracleView;
import dev.trestle.server.accuracy.AccuracyView.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyViewTest {
    @Test
    void everyOracleIsThereWithEveryFigureThatItExpects() {
        AccuracyView view = AccuracyView.read();
        assertEquals(Oracle.ids().size(), view.oracles().size());
        long figures = Oracle.ids().stream()
                .map(Oracle::of)
                .flatMap(oracle -> oracle.cases().stream())
                .mapToLong(one -> one.expected().size())
                .sum();
        assertEquals(figures, view.holds() + view.rough() + view.off() + view.unrecorded());
    }

    @Test
    void nothingIsShownAsMeasuredThatWasNotRecordedForTheOracleAsItIs() {
        for (OracleView view : AccuracyView.read().oracles()) {
            boolean kept = Recording.of(view.id())
                    .filter(recording -> recording.isOf(Oracle.of(view.id())))
                    .isPresent();
            assertEquals(kept, view.recorded() != null, view.id());
            view.cases()
                    .forEach(one -> one.rows().forEach(row -> {
                        assertEquals(kept, !row.result().equals("none"), view.id());
                        assertEquals(kept, !row.measured().equals("–"), view.id());
                    }));
        }
    }

    @Test
    void aRecordingOfAnotherToleranceOrRuleIsNotOfTheOracle() {
        Oracle oracle = Oracle.of("p17-tiny-caches");
        List<Row> rows = oracle.cases().stream()
                .flatMap(one -> one.expected().stream()
                        .map(line -> new Row(
                                one.name(),
                                line.measure().toString(),
                                line.known(),
                                line.known(),
                                0,
                                line.tolerance(),
                                20,
                                false)))
                .toList();
        assertTrue(new Recording("2026-01-02", "1", "here", 3, rows).isOf(oracle));
        Row first = rows.get(0);
        assertFalse(withFirst(rows, first, 2 * first.tolerance(), false).isOf(oracle));
        assertFalse(withFirst(rows, first, first.tolerance(), true).isOf(oracle));
    }

    private static Recording withFirst(List<Row> rows, Row first, double tolerance, boolean shape) {
        List<Row> changed = new java.util.ArrayList<>(rows);
        changed.set(
                0, new Row(first.name(), first.measure(), first.known(), first.measured(), 0, tolerance, 20, shape));
        return new Recording("2026-01-02", "1", "here", 3, changed);
    }

    @Test
    void theTolerancesEndsAreTheEndsOfTheBand() {
        Span span = Span.of(new Row("x", "ask mean latency", 10, 10.1, 0, 0.1, 20, false));
        assertEquals(88, span.mean());
        assertEquals(
                60,
                Span.of(new Row("x", "ask mean latency", 10, 10, 0, 0.1, 20, false))
                        .mean());
        assertNull(Span.of(new Row("x", "ask mean latency", 10, 10, 0, 0, 20, false)), "what is exact has no band");
    }

    @Test
    void figuresOfARowShareTheirUnit() {
        Figure figure = Figure.of("ask p99 latency in steady", 0.0102);
        assertEquals("10.200 ms", figure.print(0.0102));
        assertEquals("± 2 %", figure.tolerance(0.0102, 0.000204));
        assertEquals("−1.50 %", figure.error(-0.015, 0.0102));
        assertEquals("60.386 %", Figure.of("cache hit ratio", 0.603845).print(0.60386));
        assertEquals("559/s", Figure.of("db rate in late", 559).print(559));
    }
}
