package dev.trestle.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.run.Options;
import dev.trestle.components.run.Run;
import dev.trestle.components.run.Watcher;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Losses, loads and ways back, as data and as tables. */
class EvidenceTest {
    /** One balancer before two instances that could each do ten times the load. */
    private static final Board BOARD = BoardJson.parse("""
            {"format": "trestle/1", "title": "One balancer",
             "brief": {"operations": {"get": {"api": "GET /", "rate": "100/s", "steps": []}},
                       "requirements": {"up": {"is": "get availability >= 90 % in steady"},
                                        "loss": {"is": "survives loss of any instance"},
                                        "room": {"is": "headroom >= 1 x"},
                                        "back": {"is": "recovers within 4 s"}}},
             "design": {"nodes": {"users": {"kind": "clients", "x": 0, "y": 0,
                                            "settings": {"timeout": "500 ms", "retries": "3"}},
                                  "lb": {"kind": "load-balancer", "label": "Balancer", "x": 200, "y": 0,
                                         "settings": {"instances": "1", "healthInterval": "100 ms"}},
                                  "app": {"kind": "service", "x": 400, "y": 0, "settings": {
                                          "instances": "2", "workers": "1", "serviceTime": "1 ms"}}},
                        "links": {"l1": {"from": "users", "to": "lb"}, "l2": {"from": "lb", "to": "app"}}},
             "script": {"p1": {"order": "a", "phase": "steady", "for": "5 s", "load": "average"},
                        "p2": {"order": "b", "phase": "stopped", "for": "10 s", "load": "average",
                               "faults": ["crash app for 2 s"]}}}
            """);

    private static final ObjectNode REPORT =
            ReportJson.of(Run.of(BOARD, Options.seed(1)).execute(Watcher.NOBODY));

    private static JsonNode verdict(String id) {
        for (JsonNode verdict : REPORT.path("verdicts")) {
            if (verdict.path("id").asText().equals(id)) return verdict;
        }
        throw new IllegalStateException(id);
    }

    @Test
    void lossesAreDataWithWhatTheyFlip() {
        JsonNode verdict = verdict("loss");
        assertEquals("missed", verdict.path("verdict").asText(), verdict.toString());
        assertEquals(2, verdict.path("lossesAsked").asInt());
        assertEquals("lb", verdict.path("singlePoints").path(0).asText());
        JsonNode balancer = verdict.path("losses").path(0);
        assertEquals("Balancer instance 1 of 1", balancer.path("what").asText());
        assertEquals("lb", balancer.path("node").asText());
        assertEquals(1, balancer.path("instance").asInt());
        JsonNode flip = balancer.path("flips").path(0);
        assertEquals("up", flip.path("id").asText());
        assertEquals(1, flip.path("before").asDouble());
        assertEquals(0, flip.path("after").asDouble());
        JsonNode app = verdict.path("losses").path(1);
        assertEquals(2, app.path("alike").asInt());
        assertTrue(app.path("flips").isEmpty(), app.toString());
    }

    @Test
    void theTableSaysWhatEachLossBreaks() {
        Evidence.Table table = Evidence.of(verdict("loss"));
        assertEquals(List.of("Loss of", "What it breaks"), table.head());
        assertEquals(
                List.of("Balancer instance 1 of 1", "up get availability >= 90 % in steady: 100 % -> 0 %"),
                table.rows().get(0).cells());
        assertEquals("lb", table.rows().get(0).node());
        assertEquals("missed", table.rows().get(0).verdict());
        assertEquals(
                List.of("app instance 1 of 2, for 2 alike", "nothing"),
                table.rows().get(1).cells());
        assertEquals("met", table.rows().get(1).verdict());
    }

    @Test
    void lossesThatWereNotTriedAreCounted() {
        ObjectNode verdict = verdict("loss").deepCopy();
        verdict.put("lossesAsked", 5);
        Evidence.Table table = Evidence.of(verdict);
        assertEquals(List.of("3 more", "not tried"), table.rows().get(2).cells());
    }

    @Test
    void loadsAreDataWithWhatBreaksFirst() {
        JsonNode verdict = verdict("room");
        assertEquals("met", verdict.path("verdict").asText(), verdict.toString());
        // 2,000 a second can be done: twenty times the load, and what is late by half a second fails.
        double most = verdict.path("measured").asDouble();
        assertTrue(most >= 10 && most < 24, verdict.toString());
        assertEquals("up", verdict.path("breaks").path(0).path("id").asText());
        assertEquals(verdict.path("loads").size(), Evidence.of(verdict).rows().size());
        assertEquals(
                1,
                Evidence.of(verdict).rows().stream()
                        .filter(row -> !row.cells().get(2).isEmpty())
                        .count());
        assertEquals(most, verdict.path("interval").path(0).asDouble());
    }

    @Test
    void waysBackAreDataWithTheLevelsOfBefore() {
        JsonNode verdict = verdict("back");
        assertEquals("met", verdict.path("verdict").asText(), verdict.toString());
        JsonNode back = verdict.path("returns").path(0);
        assertEquals("crash app", back.path("what").asText());
        assertEquals(7, back.path("ended").asDouble(), 1e-9);
        assertEquals(8, back.path("seconds").size());
        assertEquals(0, back.path("notBack").asInt());
        assertEquals(0, back.path("before").path("errors").asDouble());
        assertEquals("crash app", Evidence.of(verdict).rows().get(0).cells().get(0));
    }

    @Test
    void otherVerdictsHaveNoTable() {
        assertNull(Evidence.of(verdict("up")));
        assertFalse(verdict("up").has("losses"));
    }

    @Test
    void reportsHaveTheTables() {
        Subject subject = Subject.of(BOARD).with(REPORT, null);
        String markdown = MarkdownReport.of(subject);
        assertTrue(markdown.contains("Balancer instance 1 of 1"), markdown);
        assertTrue(markdown.contains("What breaks first"), markdown);
        String html = HtmlReport.of(subject);
        assertTrue(html.contains("Losses that were tried for loss"), html);
        assertTrue(html.contains("Ways back for back"), html);
    }
}
