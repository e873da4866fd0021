package dev.trestle.components.board;

import dev.trestle.components.board.Field.Need;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Board JSON as a tree of plain values that is known to be well formed: every field known, typed and within limits. */
final class BoardTree {
    static final String FORMAT = "trestle/1";

    private static final List<String> ROOT = List.of("format", "title", "brief", "design", "script");

    // Where records without a place are put: rows of a grid that leaves room for a node and its label.
    private static final int COLUMNS = 6;
    private static final double LEFT = 40;
    private static final double TOP = 80;
    private static final double ACROSS = 200;
    private static final double DOWN = 140;

    private BoardTree() {}

    /** The tree of a board's JSON, complete with title and places; throws {@link BadBoard}. */
    static Map<String, Object> parse(String json) {
        Object value = JsonReader.read(json.startsWith("\uFEFF") ? json.substring(1) : json);
        if (!(value instanceof Map)) {
            throw new BadBoard("", "a board is a JSON object, not " + Field.shown(value));
        }
        Map<String, Object> root = map(value);
        checkFormat(root);
        checkNames("", root, ROOT);
        root.putIfAbsent("title", "Untitled");
        RecordType.BOARD.field("", "title").check("title", root.get("title"));
        checkGroup(root, "brief", List.of("text", "assumptions", "entities", "operations", "requirements"));
        checkGroup(root, "design", List.of("nodes", "links", "areas", "notes"));
        Map<String, Object> brief = group(root, "brief");
        if (brief.containsKey("text")) {
            RecordType.BOARD.field("brief", "text").check("brief.text", brief.get("text"));
        }
        int records = 0;
        for (RecordType type : RecordType.values()) {
            records += checkRecords(root, type);
        }
        if (records > Limits.RECORDS) {
            throw new BadBoard("", "has " + records + " records, more than the " + Limits.RECORDS + " allowed");
        }
        return root;
    }

    /** The map at a dotted path of one or two names; empty and unattached when absent. */
    static Map<String, Object> group(Map<String, Object> root, String path) {
        Map<String, Object> at = root;
        for (String name : path.split("\\.")) {
            Object value = at.get(name);
            if (value == null) {
                return new LinkedHashMap<>();
            }
            at = map(value);
        }
        return at;
    }

    @SuppressWarnings("unchecked") // JSON names are strings: JsonReader and the printers make no other maps
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static void checkFormat(Map<String, Object> root) {
        Object format = root.get("format");
        if (!root.containsKey("format")) {
            throw new BadBoard("format", "is missing; write \"format\": \"" + FORMAT + "\"");
        }
        if (FORMAT.equals(format)) {
            return;
        }
        if (format instanceof String text && text.matches("trestle/[0-9]{1,9}") && !text.equals("trestle/0")) {
            throw new BadBoard(
                    "format",
                    "is " + Field.shown(text) + ", newer than this Trestle reads (" + FORMAT
                            + "); use a newer Trestle");
        }
        throw new BadBoard("format", "must be \"" + FORMAT + "\", not " + Field.shown(format));
    }

    static void checkNames(String path, Map<String, Object> map, List<String> allowed) {
        for (String name : map.keySet()) {
            if (!allowed.contains(name)) {
                String at = path.isEmpty() ? name : path + "." + name;
                throw new BadBoard(at, "unknown field; allowed here: " + String.join(", ", allowed));
            }
        }
    }

    private static void checkGroup(Map<String, Object> root, String name, List<String> allowed) {
        if (root.containsKey(name)) {
            checkMap(name, root.get(name));
            checkNames(name, map(root.get(name)), allowed);
        }
    }

    private static void checkMap(String path, Object value) {
        if (!(value instanceof Map)) {
            throw new BadBoard(path, "must be an object, not " + Field.shown(value));
        }
    }

    private static int checkRecords(Map<String, Object> root, RecordType type) {
        if (type == RecordType.BOARD) {
            return 0;
        }
        int dot = type.at().indexOf('.');
        Map<String, Object> parent = dot < 0 ? root : group(root, type.at().substring(0, dot));
        String name = type.at().substring(dot + 1);
        if (!parent.containsKey(name)) {
            return 0;
        }
        checkMap(type.at(), parent.get(name));
        Map<String, Object> records = map(parent.get(name));
        if (records.size() > type.limit()) {
            throw new BadBoard(
                    type.at(), "has " + records.size() + " records, more than the " + type.limit() + " allowed");
        }
        int position = 0;
        for (Map.Entry<String, Object> entry : records.entrySet()) {
            if (entry.getValue() instanceof Map) {
                place(type, map(entry.getValue()), position++);
            }
            type.check(entry.getKey(), entry.getValue());
        }
        return records.size();
    }

    private static void place(RecordType type, Map<String, Object> record, int position) {
        for (Field field : type.fields()) {
            if (field.need() == Need.PLACED) {
                boolean across = field.name().equals("x");
                record.putIfAbsent(
                        field.name(),
                        across ? LEFT + ACROSS * (position % COLUMNS) : TOP + DOWN * (position / COLUMNS));
            }
        }
    }
}
