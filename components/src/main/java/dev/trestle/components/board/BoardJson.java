package dev.trestle.components.board;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Boards as JSON text, both ways. Reading is strict: an unknown field, a wrong type, a newer format or anything beyond
 * {@link Limits} is a {@link BadBoard} that names the path. Printing is stable: equal boards give equal text.
 */
public final class BoardJson {
    private BoardJson() {}

    /** The board in a JSON text; nodes and notes without a place get one; throws {@link BadBoard}. */
    public static Board parse(String json) {
        return board(BoardTree.parse(json));
    }

    /** The board as JSON, one record a line, records in their order, absent fields left out; ends with a newline. */
    public static String print(Board board) {
        return JsonWriter.pretty(tree(board));
    }

    static Board board(Map<String, Object> tree) {
        Map<String, Object> brief = BoardTree.group(tree, "brief");
        return new Board(
                (String) tree.get("title"),
                new Brief(
                        (String) brief.get("text"),
                        records(tree, RecordType.ASSUMPTIONS, f -> new Assumption(f.text("is"), f.text("says"))),
                        records(tree, RecordType.ENTITIES, Fields::entity),
                        records(tree, RecordType.OPERATIONS, Fields::operation),
                        records(tree, RecordType.REQUIREMENTS, f -> new RequirementLine(f.text("is")))),
                new Design(
                        records(tree, RecordType.NODES, Fields::node),
                        records(tree, RecordType.LINKS, Fields::link),
                        records(tree, RecordType.AREAS, Fields::area),
                        records(tree, RecordType.NOTES, Fields::note)),
                records(tree, RecordType.PHASES, Fields::phase));
    }

    private static <R> Map<String, R> records(Map<String, Object> tree, RecordType type, Function<Fields, R> read) {
        Map<String, R> records = new LinkedHashMap<>();
        BoardTree.group(tree, type.at())
                .forEach((id, record) -> records.put(id, read.apply(new Fields(BoardTree.map(record)))));
        return records;
    }

    /** The fields of one record that has been checked against its type. */
    private record Fields(Map<String, Object> map) {
        String text(String name) {
            return (String) map.get(name);
        }

        Double number(String name) {
            return (Double) map.get(name);
        }

        @SuppressWarnings("unchecked") // checked as Form.TEXTS
        List<String> texts(String name) {
            return (List<String>) map.getOrDefault(name, List.of());
        }

        @SuppressWarnings("unchecked") // checked as Form.SETTINGS
        Map<String, String> settings() {
            return (Map<String, String>) map.getOrDefault("settings", Map.of());
        }

        Entity entity() {
            return new Entity(text("size"), text("count"), text("popularity"), text("fields"));
        }

        Operation operation() {
            return new Operation(text("api"), text("rate"), text("on"), text("every"), texts("steps"));
        }

        Node node() {
            return new Node(text("kind"), text("label"), number("x"), number("y"), settings());
        }

        Link link() {
            return new Link(text("from"), text("to"), text("label"), settings());
        }

        Area area() {
            return new Area(
                    text("kind"), number("x"), number("y"), number("w"), number("h"), text("label"), settings());
        }

        Note note() {
            return new Note(number("x"), number("y"), number("w"), number("h"), text("text"));
        }

        Phase phase() {
            return new Phase(text("order"), text("phase"), text("for"), text("load"), texts("faults"));
        }
    }

    private static Map<String, Object> tree(Board board) {
        Brief brief = board.brief();
        Design design = board.design();
        return fields(
                "format",
                BoardTree.FORMAT,
                "title",
                board.title(),
                "brief",
                fields(
                        "text", brief.text(),
                        "assumptions", all(brief.assumptions(), a -> fields("is", a.is(), "says", a.says())),
                        "entities", all(brief.entities(), BoardJson::entity),
                        "operations", all(brief.operations(), BoardJson::operation),
                        "requirements", all(brief.requirements(), r -> fields("is", r.is()))),
                "design",
                fields(
                        "nodes", all(design.nodes(), BoardJson::node),
                        "links", all(design.links(), BoardJson::link),
                        "areas", all(design.areas(), BoardJson::area),
                        "notes", all(design.notes(), BoardJson::note)),
                "script",
                all(board.script(), BoardJson::phase));
    }

    private static <R> Map<String, Object> all(Map<String, R> records, Function<R, Map<String, Object>> write) {
        Map<String, Object> all = new LinkedHashMap<>();
        records.forEach((id, record) -> all.put(id, write.apply(record)));
        return all;
    }

    private static Map<String, Object> entity(Entity e) {
        return fields("size", e.size(), "count", e.count(), "popularity", e.popularity(), "fields", e.fields());
    }

    private static Map<String, Object> operation(Operation o) {
        return fields("api", o.api(), "rate", o.rate(), "on", o.on(), "every", o.every(), "steps", o.steps());
    }

    private static Map<String, Object> node(Node n) {
        return fields("kind", n.kind(), "label", n.label(), "x", n.x(), "y", n.y(), "settings", n.settings());
    }

    private static Map<String, Object> link(Link l) {
        return fields("from", l.from(), "to", l.to(), "label", l.label(), "settings", l.settings());
    }

    private static Map<String, Object> area(Area a) {
        return fields(
                "kind",
                a.kind(),
                "x",
                a.x(),
                "y",
                a.y(),
                "w",
                a.w(),
                "h",
                a.h(),
                "label",
                a.label(),
                "settings",
                a.settings());
    }

    private static Map<String, Object> note(Note n) {
        return fields("x", n.x(), "y", n.y(), "w", n.w(), "h", n.h(), "text", n.text());
    }

    private static Map<String, Object> phase(Phase p) {
        return fields(
                "order", p.order(), "phase", p.phase(), "for", p.duration(), "load", p.load(), "faults", p.faults());
    }

    /** Names and values in turn; null, empty lists and empty maps are left out. */
    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            boolean empty = value == null
                    || value instanceof List<?> list && list.isEmpty()
                    || value instanceof Map<?, ?> map && map.isEmpty();
            if (!empty) {
                fields.put((String) namesAndValues[i], value);
            }
        }
        return fields;
    }
}
