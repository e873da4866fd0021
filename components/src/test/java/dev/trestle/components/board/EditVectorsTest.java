package dev.trestle.components.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases that the browser's apply runs too: both must change the same boards in the same way. */
class EditVectorsTest {
    @TestFactory
    Stream<DynamicTest> bothSidesApplyAlike() throws IOException {
        try (InputStream in = EditVectorsTest.class.getResourceAsStream("/edit-vectors.json")) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ((List<?>) JsonReader.read(json))
                    .stream().map(BoardTree::map).map(v -> dynamicTest((String) v.get("name"), () -> run(v)));
        }
    }

    private static void run(Map<String, Object> vector) {
        Document document = Document.parse(JsonWriter.compact(vector.get("before")));
        List<Edit> effective = List.of();
        try {
            effective = document.apply(Edit.of("", vector.get("edit")));
        } catch (BadBoard notAnEdit) {
            assertEquals(List.of(), vector.get("effective"), notAnEdit.getMessage());
        }
        assertEquals(JsonWriter.compact(vector.get("after")), document.json());
        assertEquals(
                JsonWriter.canonical(vector.get("effective")),
                JsonWriter.canonical(JsonReader.read(Edit.json(effective))));
    }
}
