package dev.trestle.components.board;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON text to plain values: maps in order, lists, strings, doubles, booleans and null. Strict: no duplicate names, no
 * text after the end, finite numbers, everything within {@link Limits}. Throws {@link BadBoard} with path and place.
 */
public final class JsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.DEPTH)
                    .maxDocumentLength(Limits.DOCUMENT_CHARS)
                    .maxTokenCount(Limits.TOKENS)
                    .maxStringLength(Limits.TEXT_CHARS)
                    .maxNameLength(Limits.NAME_CHARS)
                    .maxNumberLength(Limits.NUMBER_DIGITS)
                    .build())
            .build();

    private final JsonParser parser;
    private String path = "";

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /** The value in a text that holds exactly one JSON value; throws {@link BadBoard}. */
    public static Object read(String json) {
        if (json.length() > Limits.DOCUMENT_CHARS) { // the parser itself counts only when it fills a buffer
            throw new BadBoard(
                    "", "has " + json.length() + " characters, more than the " + Limits.DOCUMENT_CHARS + " allowed");
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            return new JsonReader(parser).document();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory could not be read", e);
        }
    }

    private Object document() throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw new BadBoard("", "is empty; a JSON object is expected");
            }
            Object value = value();
            if (parser.nextToken() != null) {
                throw new BadBoard("", place() + "text after the end of the document");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new BadBoard(reached(parser.getParsingContext()), "is too big: " + words(e));
        } catch (JsonProcessingException e) {
            throw new BadBoard(reached(parser.getParsingContext()), place() + "is not JSON: " + words(e));
        }
    }

    private Object value() throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new BadBoard(path, place() + "is not JSON: unexpected " + token);
        };
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        String outer = path;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            path = outer.isEmpty() ? name : outer + "." + name;
            if (map.containsKey(name)) {
                throw new BadBoard(path, place() + "is given twice");
            }
            parser.nextToken();
            map.put(name, value());
        }
        path = outer;
        return map;
    }

    private List<Object> list() throws IOException {
        List<Object> list = new ArrayList<>();
        String outer = path;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            path = outer + "[" + list.size() + "]";
            list.add(value());
        }
        path = outer;
        return list;
    }

    private Double number() throws IOException {
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw new BadBoard(path, place() + "is a number too large to hold");
        }
        return number == 0 ? 0.0 : number; // -0 is 0: JavaScript prints both alike, and so do we
    }

    /** Where the parser stands: it reads a value together with its name, one step before our own path. */
    private static String reached(JsonStreamContext context) {
        Deque<String> steps = new ArrayDeque<>();
        for (JsonStreamContext at = context; at != null && steps.size() < 8; at = at.getParent()) {
            if (at.inArray()) {
                steps.addFirst("[" + Math.max(0, at.getCurrentIndex()) + "]");
            } else if (at.getCurrentName() != null) {
                steps.addFirst("." + at.getCurrentName());
            }
        }
        String path = String.join("", steps);
        return path.startsWith(".") ? path.substring(1) : path;
    }

    private String place() {
        return "line " + parser.currentLocation().getLineNr() + ", column "
                + parser.currentLocation().getColumnNr() + ": ";
    }

    /** The parser's own words as one line, without the names of its options; where it tells of a place, with that. */
    public static String words(JsonProcessingException e) {
        String words = e.getOriginalMessage();
        words = words == null ? "unreadable" : words.lines().findFirst().orElse("unreadable");
        return words.replaceAll(", from `[^`]*`", "")
                .replaceAll(": enable `.*", "")
                .replaceAll(
                        "\\(start marker at \\[Source: .*?; line: (\\d+), column: (\\d+)]\\)",
                        "(begun in line $1, column $2)")
                .replaceAll("\\[Source: .*?; line: (\\d+), column: (\\d+)]", "line $1, column $2");
    }
}
