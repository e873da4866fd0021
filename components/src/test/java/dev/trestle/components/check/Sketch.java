package dev.trestle.components.check;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.BoardJson;
import dev.trestle.components.board.Document;
import dev.trestle.components.board.Edit;
import java.util.List;
import java.util.Map;

/** A board drawn in a few words, starting from one without findings: users, a balancer, two servers, two stores. */
final class Sketch {
    private final Document document = Document.empty("Sketch");
    private int links;

    static Sketch sound() {
        Sketch sketch = new Sketch();
        sketch.put("entities", "Photo", Map.of("size", "500 B"));
        sketch.operation("view", Map.of("rate", "5/s", "steps", List.of("read Photo")));
        sketch.node("phones", "users").node("lb", "balancer", "instances", "2");
        sketch.node("app", "server", "instances", "2").node("db", "store", "instances", "2");
        sketch.link("phones", "lb").link("lb", "app").link("app", "db");
        return sketch;
    }

    Sketch operation(String name, Map<String, Object> operation) {
        return put("operations", name, operation);
    }

    Sketch node(String id, String kind, String... settings) {
        Map<String, Object> record = settings.length == 0
                ? Map.of("kind", kind, "x", 0, "y", 0)
                : Map.of("kind", kind, "x", 0, "y", 0, "settings", Map.of(settings[0], settings[1]));
        return put("nodes", id, record);
    }

    Sketch link(String from, String to, String... settings) {
        String id = "l" + ++links;
        return put(
                "links",
                id,
                settings.length == 0
                        ? Map.of("from", from, "to", to)
                        : Map.of("from", from, "to", to, "settings", Map.of(settings[0], settings[1])));
    }

    Sketch phase(String id, Map<String, Object> phase) {
        return put("phases", id, phase);
    }

    Sketch put(String type, String id, Map<String, Object> record) {
        Edit edit = Edit.put(type, id, record);
        if (document.apply(edit).isEmpty()) {
            throw new IllegalStateException("nothing changed by " + edit.json() + ": " + document.refusal(edit));
        }
        return this;
    }

    Sketch without(String type, String id) {
        document.apply(Edit.del(type, id));
        return this;
    }

    Board board() {
        return document.board();
    }

    /** The board after a change of its text that no edit would make, such as a link whose node is missing. */
    Board boardWith(String text, String other) {
        return BoardJson.parse(document.json().replace(text, other));
    }
}
