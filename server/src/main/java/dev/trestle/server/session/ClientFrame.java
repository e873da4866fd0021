package dev.trestle.server.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a browser may send. Parsing is strict: an unknown kind, field or type is a {@link BadFrame}. */
sealed interface ClientFrame {
    /** The version of the protocol that this server speaks. */
    int VERSION = 1;

    /**
     * The first frame: who this tab is and the last edit it has ({@code -1}: nothing yet).
     *
     * @param resumeToken the page's own secret, by which a second connection is the same page again; may be empty
     */
    record Hello(String clientId, String resumeToken, long lastSeq) implements ClientFrame {}

    /** One atomic mutation; {@code edits} is still JSON, because what is wrong with it is the person's to read. */
    record Ops(long cseq, String edits) implements ClientFrame {}

    /** Where a person is: only the newest counts. */
    record Pres(ObjectNode data) implements ClientFrame {}

    /** The tab saw a hole or a wrong hash. */
    record Resync(long lastSeq) implements ClientFrame {}

    record Ping(long t) implements ClientFrame {}

    ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(64 << 10)
                            .maxDocumentLength(64 << 10)
                            .maxNameLength(128)
                            .maxNumberLength(40)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{6,26}");

    /** Fields by kind, the kind itself aside. */
    Map<String, Set<String>> FIELDS = Map.of(
            "hello", Set.of("pv", "clientId", "lastSeq", "resumeToken", "sv", "unacked"),
            "ops", Set.of("cseq", "base", "ops"),
            "pres", Set.of("n", "d"),
            "resync", Set.of("lastSeq"),
            "ping", Set.of("t"));

    /** Reads one frame; throws {@link BadFrame}. */
    static ClientFrame parse(String text) {
        JsonNode frame;
        try {
            frame = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BadFrame(Close.BAD_FRAME, "not JSON");
        }
        String kind = frame != null && frame.isObject() ? frame.path("k").asText("") : "";
        checkFields(kind, frame);
        return switch (kind) {
            case "hello" -> hello(frame);
            case "ops" -> new Ops(number(frame, "cseq", 1), ops(frame));
            case "pres" -> pres(frame);
            case "resync" -> new Resync(number(frame, "lastSeq", -1));
            default -> new Ping(number(frame, "t", 0));
        };
    }

    private static void checkFields(String kind, JsonNode frame) {
        Set<String> known = FIELDS.get(kind);
        if (known == null) {
            throw new BadFrame(Close.BAD_FRAME, "unknown frame");
        }
        for (Iterator<String> names = frame.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("k") && !known.contains(name)) {
                throw new BadFrame(Close.BAD_FRAME, kind + " has a field that it must not have");
            }
        }
    }

    private static Hello hello(JsonNode frame) {
        if (number(frame, "pv", 0) != VERSION) {
            throw new BadFrame(Close.RELOAD, "this server speaks version " + VERSION);
        }
        String clientId = frame.path("clientId").asText("");
        if (!CLIENT_ID.matcher(clientId).matches()) {
            throw new BadFrame(Close.BAD_FRAME, "clientId must be 6 to 26 letters, digits, - or _");
        }
        String token = frame.path("resumeToken").asText("");
        if (!token.isEmpty() && !CLIENT_ID.matcher(token).matches()) {
            throw new BadFrame(Close.BAD_FRAME, "resumeToken must be like clientId");
        }
        return new Hello(clientId, token, number(frame, "lastSeq", -1));
    }

    private static String ops(JsonNode frame) {
        JsonNode ops = frame.path("ops");
        if (!ops.isArray()) {
            throw new BadFrame(Close.BAD_FRAME, "ops must be a list");
        }
        return ops.toString();
    }

    private static Pres pres(JsonNode frame) {
        if (!(frame.path("d") instanceof ObjectNode data)) {
            throw new BadFrame(Close.BAD_FRAME, "d must be an object");
        }
        return new Pres(data);
    }

    private static long number(JsonNode frame, String field, long least) {
        JsonNode value = frame.path(field);
        // 2^53: the last integer that JavaScript counts exactly.
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() > 1L << 53) {
            throw new BadFrame(Close.BAD_FRAME, field + " must be an integer");
        }
        if (value.longValue() < least) {
            throw new BadFrame(Close.BAD_FRAME, field + " must be at least " + least);
        }
        return value.longValue();
    }
}
