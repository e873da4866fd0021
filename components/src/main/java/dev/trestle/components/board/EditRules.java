package dev.trestle.components.board;

import dev.trestle.components.board.Field.Form;
import dev.trestle.components.board.Field.Need;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which edits can make sense on some board: known fields, right types, good ids. What a board holds is not asked. */
final class EditRules {
    private EditRules() {}

    /** Throws {@link BadBoard} unless some board could take the edit. */
    static void check(RecordType type, Edit edit) {
        String path = type.path(edit.id());
        if (type == RecordType.BOARD) {
            checkBoard(edit);
        }
        Field.checkId(path, edit.id());
        if (edit.op() != Edit.Op.SET && !edit.guard().isEmpty()) {
            throw new BadBoard(path, "\"if\" belongs to set alone");
        }
        switch (edit.op()) {
            case PUT -> type.check(edit.id(), edit.p());
            case SET -> checkSet(type, path, edit.p());
            case DEL -> {
                if (!edit.p().isEmpty()) {
                    throw new BadBoard(path, "del takes no \"p\"");
                }
            }
        }
    }

    private static void checkBoard(Edit edit) {
        if (!edit.id().equals("board")) {
            throw new BadBoard("id", "the board itself has the id \"board\", not " + Field.shown(edit.id()));
        }
        if (edit.op() != Edit.Op.SET) {
            throw new BadBoard(
                    "o", "the board itself can only be set, not " + edit.op().word());
        }
    }

    private static void checkSet(RecordType type, String path, Map<String, Object> properties) {
        if (properties.isEmpty()) {
            throw new BadBoard(path, "set says in \"p\" what to set; it is empty");
        }
        if (properties.size() > Limits.SETTINGS) {
            throw new BadBoard(
                    path, "sets " + properties.size() + " properties, more than the " + Limits.SETTINGS + " allowed");
        }
        properties.forEach((name, value) -> checkProperty(type, path, name, value));
    }

    private static void checkProperty(RecordType type, String path, String name, Object value) {
        String at = path + "." + name;
        int dot = name.indexOf('.');
        Field field = type.field(path, dot < 0 ? name : name.substring(0, dot));
        if (field.form() == Form.SETTINGS) {
            if (dot < 0) {
                throw new BadBoard(at, "is set one setting at a time, as settings.name");
            }
            String setting = name.substring(dot + 1);
            Field.checkId(at, setting);
            if (value != null) {
                field.check(path + "." + field.name(), Map.of(setting, value));
            }
            return;
        }
        if (dot >= 0) {
            throw new BadBoard(at, "only settings have something inside; " + field.name() + " has not");
        }
        if (value != null) {
            field.check(at, value);
        } else if (field.need() != Need.OPTIONAL) {
            throw new BadBoard(at, "cannot be removed");
        }
    }

    /** The edit that writes a value, given as text, at a path of the board's JSON; throws {@link BadBoard}. */
    static Edit at(String path, String value) {
        if (path.equals("title") || path.equals("brief.text")) {
            String name = path.substring(path.indexOf('.') + 1);
            return Edit.set("board", "board", Map.of(name, value));
        }
        for (RecordType type : RecordType.values()) {
            if (type != RecordType.BOARD && path.startsWith(type.at() + ".")) {
                String[] parts = path.substring(type.at().length() + 1).split("\\.", 2);
                if (parts.length == 2) {
                    Map<String, Object> p = new HashMap<>();
                    p.put(parts[1], typed(type, path, parts, value));
                    return Edit.set(type.word(), parts[0], p);
                }
            }
        }
        throw new BadBoard(path, "is not the path of a property, such as design.nodes.app.settings.instances");
    }

    private static Object typed(RecordType type, String path, String[] idAndName, String value) {
        String name = idAndName[1];
        int dot = name.indexOf('.');
        Form form = type.field(type.path(idAndName[0]), dot < 0 ? name : name.substring(0, dot))
                .form();
        return switch (form) {
            case NUMBER, SIZE -> number(path, value);
            case TEXTS -> List.of(value.split("\\s*;\\s*"));
            case TEXT, END, SETTINGS -> value;
        };
    }

    private static Double number(String path, String value) {
        try {
            return Double.valueOf(value);
        } catch (NumberFormatException e) {
            throw new BadBoard(path, "must be a number, not " + Field.shown(value));
        }
    }
}
