package dev.trestle.components.board;

import dev.trestle.components.board.Field.Form;
import dev.trestle.components.board.Field.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of record that a board holds and an edit can name: where each stands in the JSON, and its fields. */
enum RecordType {
    BOARD("", "title!", "text"),
    ASSUMPTIONS("brief.assumptions", "is!", "says"),
    ENTITIES("brief.entities", "size", "count", "popularity", "fields"),
    OPERATIONS("brief.operations", "api", "rate", "on", "every", "steps:TEXTS"),
    REQUIREMENTS("brief.requirements", "is!"),
    NODES("design.nodes", "kind!", "label", "x?:NUMBER", "y?:NUMBER", "settings:SETTINGS"),
    LINKS("design.links", "from!:END", "to!:END", "label", "settings:SETTINGS"),
    AREAS("design.areas", "kind!", "x!:NUMBER", "y!:NUMBER", "w!:SIZE", "h!:SIZE", "label", "settings:SETTINGS"),
    NOTES("design.notes", "x?:NUMBER", "y?:NUMBER", "w:SIZE", "h:SIZE", "text"),
    PHASES("script", "order", "phase!", "for", "load", "faults:TEXTS");

    private final String at;
    private final List<Field> fields = new ArrayList<>();

    /** Fields are written {@code name}, then {@code !} when required or {@code ?} when placed, then {@code :FORM}. */
    RecordType(String at, String... fields) {
        this.at = at;
        for (String field : fields) {
            String[] parts = field.split(":");
            Need need = parts[0].endsWith("!") ? Need.REQUIRED : parts[0].endsWith("?") ? Need.PLACED : Need.OPTIONAL;
            String name = need == Need.OPTIONAL ? parts[0] : parts[0].substring(0, parts[0].length() - 1);
            this.fields.add(new Field(name, parts.length < 2 ? Form.TEXT : Form.valueOf(parts[1]), need));
        }
    }

    /** The type that an edit's {@code t} names; throws {@link BadBoard}. */
    static RecordType named(String name) {
        for (RecordType type : values()) {
            if (type.word().equals(name)) {
                return type;
            }
        }
        throw new BadBoard(
                "t",
                "must be one of "
                        + Stream.of(values()).map(RecordType::word).collect(Collectors.joining(", ")) + ", not "
                        + Field.shown(name));
    }

    /** The word for this type in an edit. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where the records stand in the document, dotted; empty for the board itself. */
    String at() {
        return at;
    }

    /** The most records of this type in one board. */
    int limit() {
        return this == NODES ? Limits.NODES : this == LINKS ? Limits.LINKS : Limits.RECORDS;
    }

    /** The path of a record, for complaints. */
    String path(String id) {
        return at.isEmpty() ? id : at + "." + id;
    }

    List<Field> fields() {
        return fields;
    }

    /** The field of that name; throws {@link BadBoard} naming those allowed. */
    Field field(String path, String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        throw new BadBoard(path + "." + name, "unknown field; allowed here: " + names());
    }

    /** Throws unless the value is a whole record of this type with a good id. */
    void check(String id, Object value) {
        String path = path(id);
        Field.checkId(path, id);
        if (!(value instanceof Map<?, ?> record)) {
            throw new BadBoard(path, "must be an object with " + names() + ", not " + Field.shown(value));
        }
        for (Map.Entry<?, ?> entry : record.entrySet()) {
            String name = entry.getKey().toString();
            field(path, name).check(path + "." + name, entry.getValue());
        }
        for (Field field : fields) {
            if (field.need() != Need.OPTIONAL && !record.containsKey(field.name())) {
                throw new BadBoard(path + "." + field.name(), "is missing");
            }
        }
    }

    /** Throws when a record has come to hold more settings than allowed. */
    static void checkSettings(String path, Map<String, Object> record) {
        if (record.get("settings") instanceof Map<?, ?> settings && settings.size() > Limits.SETTINGS) {
            throw new BadBoard(path + ".settings", "more than the " + Limits.SETTINGS + " settings allowed");
        }
    }

    private String names() {
        return fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }
}
