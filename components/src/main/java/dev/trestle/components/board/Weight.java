package dev.trestle.components.board;

import java.util.List;
import java.util.Map;

/** How much a document holds, kept up with every change: what edits built must stay within what reading allows. */
final class Weight {
    // What a record's line has beside it: quotes, colon, comma, indent; and the collections round the records.
    private static final int LINE = 24;
    private static final int FRAME_TOKENS = 100;

    private int records;
    private long chars;
    private long tokens = FRAME_TOKENS;

    void add(String id, Object record) {
        records++;
        chars += chars(id, record);
        tokens += tokens(record);
    }

    void subtract(String id, Object record) {
        records--;
        chars -= chars(id, record);
        tokens -= tokens(record);
    }

    int records() {
        return records;
    }

    boolean hasRoomFor(String id, Object properties) {
        return chars + chars(id, properties) <= Limits.EDITED_CHARS && tokens + tokens(properties) <= Limits.TOKENS;
    }

    private static long chars(String id, Object record) {
        return id.length() + LINE + (long) JsonWriter.line(record).length();
    }

    private static long tokens(Object value) {
        if (value instanceof Map<?, ?> map) {
            return 3
                    + map.size()
                    + map.values().stream().mapToLong(Weight::tokens).sum();
        }
        if (value instanceof List<?> list) {
            return 2 + list.size();
        }
        return 1;
    }
}
