package dev.trestle.server.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.board.JsonReader;
import io.javalin.http.Context;

/** JSON of the web side: one strict mapper, bounded in depth and size. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.JSON_DEPTH)
                            .maxStringLength(Limits.JSON_STRING)
                            .maxDocumentLength(Limits.BODY_BYTES)
                            .maxNameLength(128)
                            .maxNumberLength(40)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectMapper STORED = new ObjectMapper();

    private Json() {}

    /** The object in a request's body; an empty body is an empty object. Throws {@link BadInput}. */
    public static ObjectNode body(Context ctx) {
        String text = ctx.body();
        if (text.isBlank()) return MAPPER.createObjectNode();
        return object(text, "body");
    }

    /** Parses an object; {@code field} is what the message calls it. Throws {@link BadInput}. */
    public static ObjectNode object(String text, String field) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) return object;
        } catch (JsonProcessingException e) {
            throw new BadInput(field, "json", place(field, e) + "is not JSON: " + JsonReader.words(e));
        }
        throw new BadInput(field, "json", field + ": must be a JSON object");
    }

    /** A document of our own that was stored: without the limits for what people send. */
    public static JsonNode stored(String text) {
        try {
            return STORED.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document is not JSON", e);
        }
    }

    /** A text field of {@code object}, or {@code fallback} where it is absent; refuses anything that is not a text. */
    public static String text(JsonNode object, String field, String fallback) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) return fallback;
        if (!value.isTextual()) throw new BadInput(field, "type", field + ": must be a text");
        return value.textValue();
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Prints any tree or record; what comes out is safe inside a script block of type application/json. */
    public static String print(Object value) {
        try {
            return MAPPER.writeValueAsString(value)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot print " + value.getClass(), e);
        }
    }

    public static void send(Context ctx, Object value) {
        ctx.contentType("application/json; charset=utf-8").result(print(value));
    }

    private static String place(String field, JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return field + ": " + (at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ");
    }
}
