package dev.trestle.components.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {
    private static Document photo() {
        return Document.parse(BoardJsonTest.photo());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"o\":\"put\",\"t\":\"nodes\",\"id\":\"n\",\"p\":{\"kind\":\"k\"}}|design.nodes.n.x: is missing",
                "{\"o\":\"put\",\"t\":\"nodes\",\"id\":\"n\",\"p\":{\"kind\":\"k\",\"x\":0,\"y\":0,\"z\":1}}"
                        + "|design.nodes.n.z: unknown field; allowed here: kind, label, x, y, settings",
                "{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"n\",\"p\":{\"x\":\"1\"}}|design.nodes.n.x: must be a number, not \"1\"",
                "{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"n\",\"p\":{\"kind\":null}}|design.nodes.n.kind: cannot be removed",
                "{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"n\",\"p\":{\"x\":null}}|design.nodes.n.x: cannot be removed",
                "{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"n\",\"p\":{\"settings\":{}}}"
                        + "|design.nodes.n.settings: is set one setting at a time, as settings.name",
                "{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"n\",\"p\":{\"settings.a\":8}}"
                        + "|design.nodes.n.settings.a: must be text in quotes, not 8",
                "{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"n\",\"p\":{\"label.a\":\"8\"}}"
                        + "|design.nodes.n.label.a: only settings have something inside; label has not",
                "{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"n\",\"p\":{}}"
                        + "|design.nodes.n: set says in \"p\" what to set; it is empty",
                "{\"o\":\"set\",\"t\":\"board\",\"id\":\"b\",\"p\":{\"title\":\"T\"}}"
                        + "|id: the board itself has the id \"board\", not \"b\"",
                "{\"o\":\"set\",\"t\":\"board\",\"id\":\"board\",\"p\":{\"title\":null}}|board.title: cannot be removed",
                "{\"o\":\"del\",\"t\":\"board\",\"id\":\"board\"}|o: the board itself can only be set, not del",
                "{\"o\":\"del\",\"t\":\"nodes\",\"id\":\"n\",\"p\":{\"x\":1}}|design.nodes.n: del takes no \"p\"",
                "{\"o\":\"del\",\"t\":\"nodes\",\"id\":\"n\",\"if\":{\"x\":1}}|design.nodes.n: \"if\" belongs to set alone",
                "{\"o\":\"del\",\"t\":\"nodes\",\"id\":\"__proto__\"}"
                        + "|design.nodes.__proto__: the name __proto__ is not allowed",
            })
    void refusesWhatNoBoardCouldTakeAndChangesNothing(String json, String refusal) {
        Document document = photo();
        String before = document.sha256();
        Edit edit = Edit.parse(json);
        assertEquals(refusal, document.refusal(edit));
        assertEquals(List.of(), document.apply(edit));
        assertEquals(before, document.sha256());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"o\":\"move\",\"t\":\"nodes\",\"id\":\"n\"}|o: must be put, set or del, not \"move\"",
                "{\"o\":\"del\",\"t\":\"nodes\"}|id: must be text in quotes, not null",
                "{\"o\":\"del\",\"t\":\"nodes\",\"id\":\"n\",\"v\":1}|v: unknown field; allowed here: o, t, id, p, if",
                "{\"o\":\"put\",\"t\":\"nodes\",\"id\":\"n\",\"p\":[]}|p: must be an object, not a list",
                "[]|an edit is an object with o, t, id, p and if, not a list",
            })
    void whatIsNotAnEditIsSaidInOneLine(String json, String message) {
        assertEquals(
                message, assertThrows(BadBoard.class, () -> Edit.parse(json)).getMessage());
    }

    @Test
    void aSetOfWhatIsGoneIsNoMistake() {
        Edit edit = Edit.set("nodes", "gone", Map.of("x", 1));
        assertNull(photo().refusal(edit));
        assertEquals(List.of(), photo().apply(edit));
    }

    @Test
    void editsSurviveTheWire() {
        Edit guarded = Edit.parse(
                "{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"n7\",\"p\":{\"x\":10,\"label\":null},\"if\":{\"x\":9.5}}");
        assertEquals(
                "{\"o\":\"set\",\"t\":\"nodes\",\"id\":\"n7\",\"p\":{\"x\":10,\"label\":null},\"if\":{\"x\":9.5}}",
                guarded.json());
        List<Edit> edits = List.of(guarded, Edit.del("links", "l"), Edit.put("requirements", "r", Map.of("is", "x")));
        assertEquals(edits, Edit.list(Edit.json(edits)));
    }

    @Test
    void anAppliedEditDoesNotChangeLaterThroughTheBoard() {
        Document document = Document.empty("T");
        List<Edit> put = document.apply(
                Edit.put("nodes", "n", Map.of("kind", "k", "x", 1, "y", 2, "settings", Map.of("a", "1"))));
        document.apply(Edit.set("nodes", "n", Map.of("settings.a", "2", "x", 5)));
        assertEquals(Map.of("a", "1"), put.get(0).p().get("settings"));
        assertEquals(1.0, put.get(0).p().get("x"));
        assertEquals(
                new Node("k", null, 5, 2, Map.of("a", "2")),
                document.board().design().nodes().get("n"));
    }

    @Test
    void theHashSeesContentAndNotOrder() {
        Document one = Document.empty("T");
        Document two = Document.empty("T");
        Edit a = Edit.put("requirements", "a", Map.of("is", "x"));
        Edit b = Edit.put("requirements", "b", Map.of("is", "y"));
        one.apply(a);
        one.apply(b);
        two.apply(b);
        assertNotEquals(one.sha256(), two.sha256());
        two.apply(a);
        assertEquals(one.sha256(), two.sha256());
        two.apply(Edit.del("requirements", "a"));
        two.apply(Edit.del("requirements", "b"));
        assertEquals(Document.empty("T").sha256(), two.sha256());
    }

    @Test
    void theHashIsSha256OfTheCanonicalJson() {
        // printf '{"format":"trestle/1","title":"T"}' | sha256sum
        assertEquals(
                "ac2a75952e2f1dae36f7c692d679780868c442780fa4e50b8ab4024b1aed971d",
                Document.empty("T").sha256());
    }

    @Test
    void emptyCollectionsInAFileDoNotCount() {
        Document spelled = Document.parse(
                "{\"format\":\"trestle/1\",\"title\":\"T\",\"brief\":{},\"design\":{\"nodes\":{},\"links\":{}},\"script\":{}}");
        assertEquals(Document.empty("T").json(), spelled.json());
    }

    @Test
    void aPropertyIsSetByItsPathInTheJson() {
        Document document = photo();
        document.set("design.nodes.app.settings.instances", "3");
        document.set("design.nodes.app.x", "12.5");
        document.set("brief.assumptions.users.is", "1 Muser");
        document.set("script.p2.for", "5 s");
        document.set("brief.operations.fanout.steps", "read Photo; write Feed");
        document.set("title", "Other");
        Board board = document.board();
        assertEquals("3", board.design().nodes().get("app").settings().get("instances"));
        assertEquals(12.5, board.design().nodes().get("app").x());
        assertEquals("1 Muser", board.brief().assumptions().get("users").is());
        assertEquals("5 s", board.script().get("p2").duration());
        assertEquals(
                List.of("read Photo", "write Feed"),
                board.brief().operations().get("fanout").steps());
        assertEquals("Other", board.title());
    }

    @ParameterizedTest
    @CsvSource({
        "design.nodes.zz.settings.a, design.nodes.zz",
        "design.nodes.app, design.nodes.app",
        "design.nodes.app.size, design.nodes.app.size",
        "design.nodes.app.x, design.nodes.app.x",
        "design.links.l1.to, design.links.l1.to",
        "nonsense, nonsense",
    })
    void aPathThatCannotBeSetIsNamed(String path, String named) {
        BadBoard bad = assertThrows(BadBoard.class, () -> photo().set(path, "nowhere"));
        assertTrue(bad.getMessage().startsWith(named + ": "), bad.getMessage());
    }

    @Test
    void aBoardFullOfNodesRefusesOneMoreAndTakesChanges() {
        Document document = Document.empty("T");
        for (int i = 0; i < Limits.NODES; i++) {
            assertEquals(
                    1,
                    document.apply(Edit.put("nodes", "n" + i, Map.of("kind", "k", "x", i, "y", 0)))
                            .size());
        }
        Edit more = Edit.put("nodes", "more", Map.of("kind", "k", "x", 0, "y", 0));
        assertTrue(document.refusal(more).startsWith("design.nodes.more: the board is full: at most 500 nodes"));
        assertNull(document.refusal(Edit.set("nodes", "n1", Map.of("x", 9))));
        document.apply(Edit.del("nodes", "n1"));
        assertNull(document.refusal(more));
    }

    @Test
    void aRecordTakesTwoHundredSettingsAndNotOneMore() {
        Document document = Document.empty("T");
        document.apply(Edit.put("nodes", "n", Map.of("kind", "k", "x", 0, "y", 0)));
        for (int i = 0; i < Limits.SETTINGS; i++) {
            assertEquals(
                    1,
                    document.apply(Edit.set("nodes", "n", Map.of("settings.s" + i, "v")))
                            .size());
        }
        assertTrue(document.refusal(Edit.set("nodes", "n", Map.of("settings.more", "v")))
                .startsWith("design.nodes.n.settings: "));
        assertNull(document.refusal(Edit.set("nodes", "n", Map.of("settings.s1", "w"))));
    }

    @Test
    void whatEditsCanBuildCanAlwaysBeRead() {
        Document document = Document.empty("T");
        String page = "\u0001".repeat(8_000); // each character takes six in JSON
        int notes = 0;
        while (!document.apply(Edit.put("notes", "n" + notes, Map.of("x", 0, "y", 0, "text", page)))
                .isEmpty()) {
            notes++;
        }
        assertEquals(20, notes); // 48,000 characters each, of a million
        assertEquals(
                20,
                BoardJson.parse(BoardJson.print(document.board()))
                        .design()
                        .notes()
                        .size());
        assertEquals(
                20, Document.parse(document.json()).board().design().notes().size());
    }
}
