package dev.trestle.components.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random edits, sensible and not: whatever comes, the document stays a board, and every change can be taken back. */
class DocumentFuzzTest {
    private static final int STEPS = 500;

    private static final List<String> TYPES = List.of(
            "assumptions",
            "entities",
            "operations",
            "requirements",
            "nodes",
            "links",
            "areas",
            "notes",
            "phases",
            "nodes",
            "links",
            "links",
            "board");
    private static final List<String> IDS = List.of("a", "b", "c", "d", "e", "f", "__proto__", "9", "a.b", "");
    private static final List<String> PATHS = List.of(
            "kind",
            "label",
            "x",
            "y",
            "w",
            "from",
            "to",
            "settings.a",
            "settings.b",
            "settings",
            "settings.__proto__",
            "settings.a.b",
            "is",
            "says",
            "steps",
            "rate",
            "text",
            "title",
            "for",
            "order",
            "phase",
            "zz",
            "");

    private final Map<String, Object> none = Map.of();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void noEditBreaksTheDocument(long seed) {
        Random random = new Random(seed);
        Document document = Document.parse(BoardJsonTest.photo());
        Document replica = Document.parse(BoardJsonTest.photo());
        int changes = 0;
        for (int step = 0; step < STEPS; step++) {
            String before = document.sha256();
            Edit edit = random(random);
            String refusal = document.refusal(edit);
            List<Edit> effective = document.apply(edit);
            String where = "seed " + seed + " step " + step + " " + edit.json();

            assertTrue(refusal == null || effective.isEmpty(), where);
            assertEquals(effective.isEmpty(), before.equals(document.sha256()), where);
            assertNull(dangling(document.board()), where);
            for (Edit one : Edit.list(Edit.json(effective))) { // the log: what happened, over the wire
                assertEquals(List.of(one), replica.apply(one), where);
                assertNull(dangling(replica.board()), where);
            }
            assertEquals(document.sha256(), replica.sha256(), where);
            changes += effective.size();
            if (step % 50 == 0) {
                assertEquals(document.board(), BoardJson.parse(BoardJson.print(document.board())), where);
                assertEquals(document.sha256(), Document.parse(document.json()).sha256(), where);
            }
        }
        assertTrue(changes > STEPS / 10, "too few edits made sense: " + changes);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 9, 16, 25})
    void puttingBackWhatADeletionTookRestoresTheBoard(long seed) {
        Random random = new Random(seed);
        Document document = Document.parse(BoardJsonTest.photo());
        int restored = 0;
        for (int step = 0; step < STEPS; step++) {
            document.apply(random(random));
            Edit del = Edit.del(pick(random, TYPES), pick(random, IDS));
            String before = document.sha256();
            Map<String, Object> tree = BoardTree.map(JsonReader.read(document.json()));
            List<Edit> gone = new ArrayList<>(document.apply(del));
            Collections.reverse(gone);
            for (Edit one : gone) {
                RecordType type = RecordType.named(one.type());
                Object record = BoardTree.group(tree, type.at()).get(one.id());
                assertEquals(
                        1,
                        document.apply(Edit.put(one.type(), one.id(), BoardTree.map(record)))
                                .size());
                restored++;
            }
            assertEquals(before, document.sha256(), "seed " + seed + " step " + step + " " + del.json());
        }
        assertTrue(restored > 20, "too few deletions: " + restored);
    }

    private static String dangling(Board board) {
        Map<String, Node> nodes = board.design().nodes();
        return board.design().links().entrySet().stream()
                .filter(l -> !nodes.containsKey(l.getValue().fromNode())
                        || !nodes.containsKey(l.getValue().toNode()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private Edit random(Random random) {
        String type = pick(random, TYPES);
        String id = type.equals("board") && random.nextBoolean() ? "board" : pick(random, IDS);
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> Edit.put(type, id, record(random, type));
            case 3, 4 -> new Edit(Edit.Op.SET, type, id, properties(random), guard(random));
            default -> Edit.del(type, id);
        };
    }

    private Map<String, Object> record(Random random, String type) {
        Map<String, Object> record = new LinkedHashMap<>();
        if (type.equals("board")) {
            return none;
        }
        for (Field field : RecordType.named(type).fields()) {
            boolean wanted = field.need() != Field.Need.OPTIONAL || random.nextInt(3) == 0;
            if (wanted && random.nextInt(40) > 0) {
                record.put(field.name(), random.nextInt(40) == 0 ? anything(random) : fitting(random, field));
            }
        }
        return record;
    }

    private static Object fitting(Random random, Field field) {
        return switch (field.form()) {
            case TEXT -> pick(random, List.of("one", "two", "", "\u00e9 \"quoted\"\n", "\ud800"));
            case NUMBER -> (random.nextInt(2_000) - 1_000) / 8.0;
            case SIZE -> 1.0 + random.nextInt(500);
            case END -> pick(random, List.of("a", "b", "c", "d.in", "e.out", "phones", "missing"));
            case TEXTS -> List.of("read A", "write B x" + random.nextInt(9)).subList(0, random.nextInt(3));
            case SETTINGS -> random.nextBoolean() ? Map.of() : Map.of("a", "" + random.nextInt(9));
        };
    }

    private static Object anything(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> null;
            case 1 -> "text";
            case 2 -> random.nextInt(100) / 4.0;
            case 3 -> Boolean.TRUE;
            case 4 -> List.of("x");
            case 5 -> Map.of("a", "b");
            default -> "b";
        };
    }

    private Map<String, Object> properties(Random random) {
        Map<String, Object> properties = new HashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            properties.put(pick(random, PATHS.subList(0, random.nextInt(4) == 0 ? PATHS.size() : 9)), anything(random));
        }
        return properties;
    }

    private Map<String, Object> guard(Random random) {
        return random.nextInt(4) == 0 ? properties(random) : none;
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
