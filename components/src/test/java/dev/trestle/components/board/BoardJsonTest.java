package dev.trestle.components.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoardJsonTest {
    static String photo() {
        try (InputStream in = BoardJsonTest.class.getResourceAsStream("/board-photo.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final String HEAD = "{\"format\": \"trestle/1\", \"title\": \"T\"";

    @Test
    void readsEveryRecordType() {
        Board board = BoardJson.parse(photo());
        assertEquals("Photo sharing", board.title());
        assertEquals(
                new Assumption("10 Muser", "monthly active"),
                board.brief().assumptions().get("users"));
        assertEquals(
                new Entity("photoSize", "240 M", "zipf 1.0", null),
                board.brief().entities().get("PhotoFile"));
        assertEquals(
                new Operation(null, null, "posted", null, List.of("read Follower", "write Feed x200")),
                board.brief().operations().get("fanout"));
        assertEquals(
                new RequirementLine("all availability >= 99.9 %"),
                board.brief().requirements().get("r2"));
        assertEquals(
                new Node("load-balancer", null, 240, 200.5, Map.of("algorithm", "least-connections")),
                board.design().nodes().get("lb"));
        assertEquals(
                new Link("lb.out", "app", null, Map.of("only", "reads")),
                board.design().links().get("l2"));
        assertEquals(
                new Area("region", 200, 100, 700, 400, "eu-1", Map.of()),
                board.design().areas().get("eu"));
        assertEquals(40, board.design().notes().get("n1").y());
        assertNull(board.design().notes().get("n1").w());
    }

    @Test
    void splitsTheEndsOfALink() {
        Link link = BoardJson.parse(photo()).design().links().get("l2");
        assertEquals("lb", link.fromNode());
        assertEquals("out", link.fromPort());
        assertEquals("app", link.toNode());
        assertNull(link.toPort());
    }

    @Test
    void sortsTheScriptByOrderAndKeepsOtherRecordsAsWritten() {
        Board board = BoardJson.parse(photo());
        assertEquals(List.of("p1", "p2", "p3"), List.copyOf(board.script().keySet()));
        assertEquals(
                List.of("users", "uploads", "views", "photoSize", "peak"),
                List.copyOf(board.brief().assumptions().keySet()));
        assertEquals("10 s", board.script().get("p1").duration());
        assertEquals(
                List.of("crash lb", "recover lb after 15 s"),
                board.script().get("p3").faults());
    }

    @Test
    void whatIsPrintedReadsBackAsTheSameBoard() {
        Board board = BoardJson.parse(photo());
        String printed = BoardJson.print(board);
        assertEquals(board, BoardJson.parse(printed));
        assertEquals(printed, BoardJson.print(BoardJson.parse(printed)));
    }

    @Test
    void printsARecordALine() {
        String printed = BoardJson.print(BoardJson.parse(photo()));
        assertTrue(printed.contains("\n      \"uploads\": {\"is\": \"2 photo/user/month\"},\n"), printed);
        assertTrue(
                printed.contains("\n    \"p1\": {\"order\": \"a\", \"phase\": \"warm-up\", \"for\": \"10 s\""),
                printed);
        assertTrue(printed.contains("\"x\": 240, \"y\": 200.5"), printed);
        assertTrue(printed.endsWith("}\n"));
    }

    @Test
    void anEmptyBoardPrintsItsFormatAndTitle() {
        assertEquals("{\n  \"format\": \"trestle/1\",\n  \"title\": \"New\"\n}\n", BoardJson.print(Board.empty("New")));
    }

    @Test
    void aBoardOfAssumptionsAloneIsABoard() {
        Board board = BoardJson.parse("{\"format\":\"trestle/1\",\"brief\":{\"assumptions\":{\"a\":{\"is\":\"1\"}}}}");
        assertEquals("Untitled", board.title());
        assertEquals("1", board.brief().assumptions().get("a").is());
    }

    @Test
    void placesNodesThatAFileLeavesUnplaced() {
        Board board = BoardJson.parse(
                HEAD
                        + ",\"design\":{\"nodes\":{\"a\":{\"kind\":\"k\"},\"b\":{\"kind\":\"k\"},\"c\":{\"kind\":\"k\",\"x\":7}}}}");
        assertEquals(
                new Node("k", null, 40, 80, Map.of()), board.design().nodes().get("a"));
        assertEquals(
                new Node("k", null, 240, 80, Map.of()), board.design().nodes().get("b"));
        assertEquals(
                new Node("k", null, 7, 80, Map.of()), board.design().nodes().get("c"));
    }

    @Test
    void numbersPrintAsJavaScriptPrintsThem() {
        // ECMA-262 Number::toString: decimal notation from 1e-6 up to 1e21, shortest digits
        assertEquals("0", JsonWriter.number(0));
        assertEquals("-12", JsonWriter.number(-12));
        assertEquals("0.1", JsonWriter.number(0.1));
        assertEquals("200.5", JsonWriter.number(200.5));
        assertEquals("0.000001", JsonWriter.number(1e-6));
        assertEquals("1e-7", JsonWriter.number(1e-7));
        assertEquals("-1.25e-9", JsonWriter.number(-1.25e-9));
        assertEquals("0.30000000000000004", JsonWriter.number(0.1 + 0.2));
        assertEquals("100000000000000000000", JsonWriter.number(1e20));
        assertEquals("1e+21", JsonWriter.number(1e21));
        assertEquals("2e-23", JsonWriter.number(2e-23));
    }

    @Test
    void canonicalTextSortsKeysAndEscapesAsJavaScriptDoes() {
        Object value = JsonReader.read("{\"b\": [1, true, null], \"a\": \"\\u0001\\ud800 \\u00e9\\n\\/\", \"B\": {}}");
        assertEquals("{\"B\":{},\"a\":\"\\u0001\\ud800 \u00e9\\n/\",\"b\":[1,true,null]}", JsonWriter.canonical(value));
    }

    @Test
    void aBadBoardIsNotABoard() {
        assertThrows(BadBoard.class, () -> BoardJson.parse("{}"));
    }
}
