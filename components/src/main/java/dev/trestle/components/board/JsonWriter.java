package dev.trestle.components.board;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plain values (see {@link JsonReader}) to JSON text, character for character what JavaScript's {@code JSON.stringify}
 * writes, so that browser and server can compare hashes of the canonical form.
 */
final class JsonWriter {
    private static final int LINE = 120;

    private final StringBuilder out = new StringBuilder();
    private final boolean sorted;
    private final String comma;
    private final String colon;

    private JsonWriter(boolean sorted, boolean spaced) {
        this.sorted = sorted;
        this.comma = spaced ? ", " : ",";
        this.colon = spaced ? ": " : ":";
    }

    /** Without any space, keys as they stand. */
    static String compact(Object value) {
        return new JsonWriter(false, false).value(value).out.toString();
    }

    /** Without any space, keys sorted by UTF-16 code unit: equal content gives equal text. */
    static String canonical(Object value) {
        return new JsonWriter(true, false).value(value).out.toString();
    }

    /** On one line with spaces after commas and colons. */
    static String line(Object value) {
        return new JsonWriter(false, true).value(value).out.toString();
    }

    /** A board's tree for people and diffs: a record a line, opened further only where that line would be too long. */
    static String pretty(Map<String, Object> board) {
        JsonWriter writer = new JsonWriter(false, true);
        writer.open(board, 0, "\n");
        return writer.out.append('\n').toString();
    }

    private void open(Map<?, ?> map, int depth, String newline) {
        String inner = newline + "  ";
        String before = "";
        out.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(before).append(inner);
            before = ",";
            text(entry.getKey().toString());
            out.append(colon);
            // brief and design hold maps of records, the script holds records
            boolean script = depth == 0 && entry.getKey().equals("script");
            pretty(entry.getValue(), script ? 2 : depth + 1, inner);
        }
        out.append(newline).append('}');
    }

    private void pretty(Object value, int depth, String newline) {
        if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
            value(value);
            return;
        }
        int start = out.length();
        if (depth > 2) {
            value(value);
            if (out.length() - out.lastIndexOf("\n") - 1 <= LINE) {
                return;
            }
            out.setLength(start);
        }
        open(map, depth, newline);
    }

    private JsonWriter value(Object value) {
        if (value instanceof String text) {
            text(text);
        } else if (value instanceof Map<?, ?> map) {
            map(sorted ? new TreeMap<>(map) : map);
        } else if (value instanceof List<?> list) {
            list(list);
        } else if (value instanceof Double number) {
            out.append(number(number));
        } else {
            out.append(value); // null, true, false
        }
        return this;
    }

    private void map(Map<?, ?> map) {
        String before = "";
        out.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(before);
            before = comma;
            text(entry.getKey().toString());
            out.append(colon);
            value(entry.getValue());
        }
        out.append('}');
    }

    private void list(List<?> list) {
        String before = "";
        out.append('[');
        for (Object item : list) {
            out.append(before);
            before = comma;
            value(item);
        }
        out.append(']');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                out.append(c).append(text.charAt(++i));
            } else {
                character(c);
            }
        }
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || Character.isSurrogate(c)) {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    /** ECMAScript's Number::toString: the shortest decimals that read back as the same double. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= 17; digits++) { // Double.toString of Java 17 is not always the shortest
            shortest = exact.round(new MathContext(digits));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -6 && exponent < 21) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "") + "e"
                + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
