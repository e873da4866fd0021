package dev.trestle.components.board;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One change of a board: put a whole record, set some of its properties, or delete it. Immutable. Values are texts,
 * doubles, lists of texts, maps (settings) and, in a set, null for what goes away.
 *
 * @param op what is done
 * @param type the record's type in edits: nodes, links, assumptions... or board
 * @param id the record's id ({@code board} for the board itself)
 * @param p put: the record; set: value by path, where {@code settings.name} reaches one setting; del: empty
 * @param guard set only: value by path that a property must still have (null = absent), else it is skipped
 */
public record Edit(Op op, String type, String id, Map<String, Object> p, Map<String, Object> guard) {
    /** The three operations. */
    public enum Op {
        PUT,
        SET,
        DEL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<String> FIELDS = List.of("o", "t", "id", "p", "if");

    public Edit {
        p = plain(p);
        guard = plain(guard);
    }

    /** A copy in which every number is a double, as in what {@link JsonReader} reads. */
    private static Map<String, Object> plain(Map<String, Object> values) {
        Map<String, Object> plain = new LinkedHashMap<>();
        values.forEach((name, value) -> plain.put(name, value instanceof Number n ? (Object) n.doubleValue() : value));
        return Collections.unmodifiableMap(plain);
    }

    /** Puts a record in place of any that has this id. */
    public static Edit put(String type, String id, Map<String, Object> record) {
        return new Edit(Op.PUT, type, id, record, Map.of());
    }

    /** Sets properties of a record that exists. */
    public static Edit set(String type, String id, Map<String, Object> properties) {
        return new Edit(Op.SET, type, id, properties, Map.of());
    }

    /** Deletes a record; a node takes its links with it. */
    public static Edit del(String type, String id) {
        return new Edit(Op.DEL, type, id, Map.of(), Map.of());
    }

    /** The edit in a JSON object {@code {"o","t","id","p","if"}}; throws {@link BadBoard} when it is not one. */
    public static Edit parse(String json) {
        return of("", JsonReader.read(json));
    }

    /** The edits in a JSON array; throws {@link BadBoard} naming the first that is not one. */
    public static List<Edit> list(String json) {
        if (!(JsonReader.read(json) instanceof List<?> values)) {
            throw new BadBoard("", "edits are a JSON list");
        }
        List<Edit> edits = new ArrayList<>();
        for (Object value : values) {
            edits.add(of("[" + edits.size() + "]", value));
        }
        return edits;
    }

    /** This edit as compact JSON. */
    public String json() {
        return JsonWriter.compact(tree());
    }

    /** Edits as a compact JSON array. */
    public static String json(List<Edit> edits) {
        return JsonWriter.compact(edits.stream().map(Edit::tree).toList());
    }

    static Edit of(String path, Object value) {
        if (!(value instanceof Map)) {
            throw new BadBoard(path, "an edit is an object with o, t, id, p and if, not " + Field.shown(value));
        }
        Map<String, Object> map = BoardTree.map(value);
        BoardTree.checkNames(path, map, FIELDS);
        return new Edit(
                op(map.get("o")),
                RecordType.named(text("t", map)).word(),
                text("id", map),
                object("p", map),
                object("if", map));
    }

    private static Op op(Object word) {
        for (Op op : Op.values()) {
            if (op.word().equals(word)) {
                return op;
            }
        }
        throw new BadBoard("o", "must be put, set or del, not " + Field.shown(word));
    }

    private static String text(String name, Map<String, Object> map) {
        if (map.get(name) instanceof String text) {
            return text;
        }
        throw new BadBoard(name, "must be text in quotes, not " + Field.shown(map.get(name)));
    }

    private static Map<String, Object> object(String name, Map<String, Object> map) {
        Object value = map.getOrDefault(name, Map.of());
        if (value instanceof Map) {
            return BoardTree.map(value);
        }
        throw new BadBoard(name, "must be an object, not " + Field.shown(value));
    }

    private Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("o", op.word());
        tree.put("t", type);
        tree.put("id", id);
        if (op != Op.DEL) {
            tree.put("p", p);
        }
        if (!guard.isEmpty()) {
            tree.put("if", guard);
        }
        return tree;
    }
}
