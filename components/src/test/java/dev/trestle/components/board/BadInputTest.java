package dev.trestle.components.board;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {
    private static final String HEAD = "{\"format\":\"trestle/1\",\"title\":\"T\"";

    private static BadBoard bad(String json) {
        BadBoard bad = assertThrows(BadBoard.class, () -> BoardJson.parse(json));
        assertEquals(1, bad.getMessage().lines().count(), bad.getMessage());
        assertTrue(bad.getMessage().startsWith(bad.path()), bad.getMessage());
        return bad;
    }

    private static String nodes(String nodes) {
        return HEAD + ",\"design\":{\"nodes\":{" + nodes + "}}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"extra\":1}|extra",
                "{\"brief\":{\"goals\":{}}}|brief.goals",
                "{\"design\":{\"nodes\":{\"lb\":{\"kind\":\"k\",\"colour\":\"red\"}}}}|design.nodes.lb.colour",
                "{\"design\":{\"edges\":{}}}|design.edges",
                "{\"script\":{\"p1\":{\"phase\":\"a\",\"duration\":\"1 s\"}}}|script.p1.duration",
            })
    void anUnknownFieldIsNamedByItsPath(String body, String path) {
        BadBoard bad = bad("{\"format\":\"trestle/1\"," + body.substring(1));
        assertEquals(path, bad.path());
        assertTrue(bad.getMessage().contains("unknown field; allowed here: "), bad.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"lb\":{\"kind\":\"k\",\"x\":\"abc\"}|design.nodes.lb.x: must be a number, not \"abc\"",
                "\"lb\":{\"kind\":5}|design.nodes.lb.kind: must be text in quotes, not 5",
                "\"lb\":{\"kind\":null}|design.nodes.lb.kind: must be text in quotes, not null",
                "\"lb\":{\"x\":1,\"y\":1}|design.nodes.lb.kind: is missing",
                "\"lb\":{\"kind\":\"k\",\"settings\":[]}|design.nodes.lb.settings: must be an object of texts, not a list",
                "\"lb\":{\"kind\":\"k\",\"settings\":{\"a\":8}}|design.nodes.lb.settings.a: must be text in quotes, not 8",
                "\"lb\":{\"kind\":\"k\",\"x\":1e7}|design.nodes.lb.x: must be between -1000000 and 1000000, not 10000000",
                "\"lb\":true|design.nodes.lb: must be an object with kind, label, x, y, settings, not true",
            })
    void aWrongTypeSaysWhatIsAllowed(String node, String message) {
        assertEquals(message, bad(nodes(node)).getMessage());
    }

    @Test
    void aWrongTypeInAListNamesTheLine() {
        String json = HEAD + ",\"brief\":{\"operations\":{\"o\":{\"steps\":[\"read A\",7]}}}}";
        assertEquals(
                "brief.operations.o.steps[1]: must be text in quotes, not 7",
                bad(json).getMessage());
        json = HEAD + ",\"brief\":{\"operations\":{\"o\":{\"steps\":\"read A\"}}}}";
        assertEquals(
                "brief.operations.o.steps: must be a list of texts, not \"read A\"",
                bad(json).getMessage());
    }

    @Test
    void anAreaHasASize() {
        String json = HEAD + ",\"design\":{\"areas\":{\"eu\":{\"kind\":\"region\",\"x\":0,\"y\":0,\"w\":0,\"h\":9}}}}";
        assertEquals(
                "design.areas.eu.w: must be between 1 and 1000000, not 0",
                bad(json).getMessage());
    }

    @Test
    void aNewerFormatIsRefusedWithAClearLine() {
        BadBoard bad = bad("{\"format\":\"trestle/2\",\"whatever\":{}}");
        assertEquals(
                "format: is \"trestle/2\", newer than this Trestle reads (trestle/1); use a newer Trestle",
                bad.getMessage());
    }

    @Test
    void aMissingOrForeignFormatSaysWhatToWrite() {
        assertEquals(
                "format: is missing; write \"format\": \"trestle/1\"", bad("{}").getMessage());
        assertEquals(
                "format: must be \"trestle/1\", not \"excalidraw\"",
                bad("{\"format\":\"excalidraw\"}").getMessage());
        assertEquals(
                "format: must be \"trestle/1\", not 1", bad("{\"format\":1}").getMessage());
    }

    @Test
    void aNameGivenTwiceIsAnError() {
        BadBoard bad = bad(nodes("\"lb\":{\"kind\":\"a\"},\"lb\":{\"kind\":\"b\"}"));
        assertEquals("design.nodes.lb", bad.path());
        assertTrue(bad.getMessage().endsWith("is given twice"), bad.getMessage());
    }

    @Test
    void textThatIsNotJsonNamesLineAndColumn() {
        assertTrue(
                bad("{\n  \"format\": \"trestle/1\",\n  oops\n}").getMessage().contains("line 3, column "));
        assertTrue(bad("{\"format\":\"trestle/1\"").getMessage().contains("is not JSON"));
        assertTrue(bad(HEAD + "} x").getMessage().contains("line 1, column "));
        assertTrue(bad(HEAD + "}{}").getMessage().contains("text after the end"));
        assertTrue(bad("").getMessage().contains("is empty"));
        assertEquals("a board is a JSON object, not a list", bad("[]").getMessage());
        assertEquals("a board is a JSON object, not 3", bad("3").getMessage());
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        assertAll(Stream.of("NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1" + "0".repeat(50), "0x10", "01", "+1")
                .map(n -> () -> assertEquals(
                        "design.nodes.lb.x",
                        bad(nodes("\"lb\":{\"kind\":\"k\",\"x\":" + n + "}")).path(),
                        n)));
    }

    @Test
    void deepNestingIsRefused() {
        String deep = HEAD + ",\"brief\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertTrue(bad(deep).getMessage().contains("is too big: "));
    }

    @Test
    void aDocumentBeyondItsLimitsIsRefused() {
        assertTrue(bad(" ".repeat(Limits.DOCUMENT_CHARS + 1)).getMessage().contains("1048577 characters"));
        String long64 = "a".repeat(Limits.TEXT_CHARS + 1);
        assertEquals(
                "design.nodes.lb.kind",
                bad(nodes("\"lb\":{\"kind\":\"" + long64 + "\"}")).path());
        assertTrue(bad(HEAD + ",\"x\":[" + "1,".repeat(Limits.TOKENS) + "1]}")
                .getMessage()
                .contains("is too big: "));
        assertTrue(bad(HEAD + ",\"" + "n".repeat(200) + "\":1}").getMessage().contains("is too big: "));
    }

    @Test
    void fiveHundredNodesAreReadAndOneMoreIsNot() {
        assertEquals(500, BoardJson.parse(nodes(many(500))).design().nodes().size());
        assertEquals(
                "design.nodes: has 501 records, more than the 500 allowed",
                bad(nodes(many(501))).getMessage());
    }

    @Test
    void twoHundredSettingsAreReadAndOneMoreIsNot() {
        assertEquals(
                200,
                BoardJson.parse(settings(200))
                        .design()
                        .nodes()
                        .get("a")
                        .settings()
                        .size());
        assertEquals("design.nodes.a.settings", bad(settings(201)).path());
    }

    private static String many(int nodes) {
        StringBuilder text = new StringBuilder("\"n0\":{\"kind\":\"k\"}");
        for (int i = 1; i < nodes; i++) {
            text.append(",\"n").append(i).append("\":{\"kind\":\"k\"}");
        }
        return text.toString();
    }

    private static String settings(int settings) {
        StringBuilder text = new StringBuilder("\"s0\":\"\"");
        for (int i = 1; i < settings; i++) {
            text.append(",\"s").append(i).append("\":\"\"");
        }
        return nodes("\"a\":{\"kind\":\"k\",\"settings\":{" + text + "}}");
    }

    @ParameterizedTest
    @CsvSource({"9a", "a.b", "a b", "''", "-a", "\u00e9", "a$", "__proto__", "constructor", "prototype"})
    void anIdOutsideThePatternIsRefused(String id) {
        assertEquals(
                "design.nodes." + id,
                bad(nodes("\"" + id + "\":{\"kind\":\"k\"}")).path());
    }

    @Test
    void anIdIsAtMost64Characters() {
        assertEquals(
                1,
                BoardJson.parse(nodes("\"" + "a".repeat(64) + "\":{\"kind\":\"k\"}"))
                        .design()
                        .nodes()
                        .size());
        bad(nodes("\"" + "a".repeat(65) + "\":{\"kind\":\"k\"}"));
    }

    @Test
    void theEndOfALinkIsANodeOrANodeAndPort() {
        String good = HEAD + ",\"design\":{\"links\":{\"l\":{\"from\":\"a\",\"to\":\"%s\"}}}}";
        assertEquals(
                "in",
                BoardJson.parse(good.formatted("b.in"))
                        .design()
                        .links()
                        .get("l")
                        .toPort());
        assertAll(Stream.of("", "b.", ".in", "b.in.x", "b c", "b.__proto__")
                .map(end -> () -> assertEquals(
                        "design.links.l.to", bad(good.formatted(end)).path(), end)));
    }
}
