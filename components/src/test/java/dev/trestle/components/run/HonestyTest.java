package dev.trestle.components.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.check.Finding;
import dev.trestle.components.verdict.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run may not claim: bugs that a reader of the code found, each as the board that showed it. */
class HonestyTest {
    private static Board board(String operations, String nodes, String links, String requirement, String script) {
        return BoardJson.parse("""
                {"format": "trestle/1", "title": "t",
                 "brief": {"entities": {"A": {"size": "1 KB", "count": "1000"}, "B": {"size": "1 KB", "count": "1000"}},
                           "operations": {%s}, "requirements": {"r": {"is": "%s"}}},
                 "design": {"nodes": {"people": {"kind": "clients", "x": 0, "y": 0, "settings": {}}, %s}, "links": {%s}},
                 "script": {%s}}
                """.formatted(operations, requirement, nodes, links, script));
    }

    private static String node(String id, String kind, String settings) {
        return "\"%s\": {\"kind\": \"%s\", \"x\": 0, \"y\": 0, \"settings\": {%s}}".formatted(id, kind, settings);
    }

    private static String link(String id, String from, String to) {
        return "\"%s\": {\"from\": \"%s\", \"to\": \"%s\", \"settings\": {\"latency\": \"0 ms\"}}"
                .formatted(id, from, to);
    }

    private static Board service(String requirement, String phases) {
        String settings = "\"instances\": \"2\", \"workers\": \"1\", \"serviceTime\": \"5 ms\", \"queue\": \"5\"";
        return board(
                "\"ask\": {\"rate\": \"400/s\", \"steps\": []}",
                node("app", "service", settings),
                link("l", "people", "app"),
                requirement,
                phases);
    }

    @Test
    void aRunCutShortByItsBudgetMeetsNothing() {
        Board board =
                service("ask max latency < 1 s", "\"p\": {\"order\": \"a\", \"phase\": \"steady\", \"for\": \"60 s\"}");
        RunResult cut =
                Run.of(board, new Options(1, 80_000, Options.WALL_NANOS, 2)).execute(Watcher.NOBODY);
        assertEquals("budget", cut.report().stoppedBy());
        assertEquals(Verdict.Status.UNSURE, cut.verdicts().get(0).status());
    }

    @Test
    void aDeadInstanceIsNoCapacity() {
        // 400 requests/s at 5 ms would keep both instances busy; with one dead the other is full: 100 %, not 50 %.
        Board board = service(
                "app utilization < 80 %",
                "\"p\": {\"order\": \"a\", \"phase\": \"half\", \"for\": \"20 s\", \"faults\": [\"crash app instance 1\"]}");
        RunResult result = Run.of(board, Options.seed(1)).execute(Watcher.NOBODY);
        assertTrue(
                result.report().nodes().get("app").utilization().value() > 0.7, "one instance works without a pause");
    }

    @Test
    void twoQueuesKeepTheirEventsApart() {
        String operations = "\"put\": {\"rate\": \"10/s\", \"steps\": [\"publish a\", \"publish b\"]},"
                + "\"onA\": {\"on\": \"a\", \"steps\": [\"write A\"]}, \"onB\": {\"on\": \"b\", \"steps\": [\"write B\"]}";
        String nodes = String.join(
                ",",
                node("app", "service", ""),
                node("qa", "queue", "\"events\": \"a\""),
                node("qb", "queue", "\"events\": \"b\""),
                node("wa", "worker", ""),
                node("wb", "worker", ""),
                node("da", "sql-database", "\"holds\": \"A\""),
                node("db", "sql-database", "\"holds\": \"B\""));
        String links = String.join(
                ",",
                link("l1", "people", "app"),
                link("l2", "app", "qa"),
                link("l3", "app", "qb"),
                link("l4", "qa", "wa"),
                link("l5", "qb", "wb"),
                link("l6", "wa", "da"),
                link("l7", "wb", "db"));
        Board board = board(
                operations, nodes, links, "a handled within 1 s", "\"p\": {\"phase\": \"steady\", \"for\": \"20 s\"}");
        List<Finding> findings = Run.findings(board);
        assertTrue(findings.stream().noneMatch(Finding::stops), findings.toString());
        assertEquals(
                Verdict.Status.MET,
                Run.of(board, Options.seed(1))
                        .execute(Watcher.NOBODY)
                        .verdicts()
                        .get(0)
                        .status());
    }
}
