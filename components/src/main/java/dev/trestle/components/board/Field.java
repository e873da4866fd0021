package dev.trestle.components.board;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One field of a record type: its name, its form, and whether a record can be without it. */
record Field(String name, Form form, Need need) {
    /** What a value must look like. */
    enum Form {
        TEXT("text in quotes"),
        NUMBER("a number"),
        SIZE("a number"),
        END("a node's id, or node.port"),
        TEXTS("a list of texts"),
        SETTINGS("an object of texts");

        private final String words;

        Form(String words) {
            this.words = words;
        }
    }

    /** PLACED: may be absent in a file, where reading gives it a place; an edit must say it. */
    enum Need {
        REQUIRED,
        PLACED,
        OPTIONAL
    }

    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final String ID_WORDS =
            "an id is letters, digits, _ and -, starts with a letter or _ and has at most " + Limits.ID_CHARS
                    + " characters";
    // Names that mean something to JavaScript objects: refused so that no client can be tricked through them.
    private static final List<String> FORBIDDEN = List.of("__proto__", "constructor", "prototype");

    /** Throws unless the text may be the id of a record, a setting or a port. */
    static void checkId(String path, String id) {
        if (FORBIDDEN.contains(id)) {
            throw new BadBoard(path, "the name " + id + " is not allowed");
        }
        if (id.length() > Limits.ID_CHARS || !ID.matcher(id).matches()) {
            throw new BadBoard(path, ID_WORDS + ", not " + shown(id));
        }
    }

    /** Throws unless the value has this field's form. */
    void check(String path, Object value) {
        switch (form) {
            case TEXT -> text(path, value);
            case NUMBER -> number(path, value, -Limits.COORDINATE);
            case SIZE -> number(path, value, 1);
            case END -> end(path, value);
            case TEXTS -> texts(path, value);
            case SETTINGS -> settings(path, value);
        }
    }

    private void text(String path, Object value) {
        if (!(value instanceof String)) {
            throw new BadBoard(path, "must be text in quotes, not " + shown(value));
        }
        if (((String) value).length() > Limits.TEXT_CHARS) {
            throw new BadBoard(path, "is longer than " + Limits.TEXT_CHARS + " characters");
        }
    }

    private void number(String path, Object value, double least) {
        if (!(value instanceof Double number)) {
            throw new BadBoard(path, "must be a number, not " + shown(value));
        }
        if (!(number >= least && number <= Limits.COORDINATE)) {
            throw new BadBoard(
                    path,
                    "must be between " + JsonWriter.number(least) + " and " + JsonWriter.number(Limits.COORDINATE)
                            + ", not " + JsonWriter.number(number));
        }
    }

    private void end(String path, Object value) {
        text(path, value);
        for (String part : ((String) value).split("\\.", 2)) {
            checkId(path, part);
        }
    }

    private void texts(String path, Object value) {
        if (!(value instanceof List<?> list)) {
            throw new BadBoard(path, "must be " + form.words + ", not " + shown(value));
        }
        if (list.size() > Limits.LINES) {
            throw new BadBoard(path, "has " + list.size() + " lines, more than the " + Limits.LINES + " allowed");
        }
        for (int i = 0; i < list.size(); i++) {
            text(path + "[" + i + "]", list.get(i));
        }
    }

    private void settings(String path, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new BadBoard(path, "must be " + form.words + ", not " + shown(value));
        }
        if (map.size() > Limits.SETTINGS) {
            throw new BadBoard(path, "has " + map.size() + " settings, more than the " + Limits.SETTINGS + " allowed");
        }
        for (Map.Entry<?, ?> setting : map.entrySet()) {
            String name = setting.getKey().toString();
            checkId(path + "." + name, name);
            text(path + "." + name, setting.getValue());
        }
    }

    /** A value as a reader would write it, shortened: for complaints. */
    static String shown(Object value) {
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "a list";
        }
        String json = JsonWriter.compact(value);
        return json.length() <= 60 ? json : json.substring(0, 57) + "...";
    }
}
