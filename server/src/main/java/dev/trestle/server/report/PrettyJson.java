package dev.trestle.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;

/** JSON for people and diffs: what fits on a line stays on one, everything else is opened. Ends with a newline. */
public final class PrettyJson {
    private static final int LINE = 140;

    private PrettyJson() {}

    public static String of(JsonNode json) {
        StringBuilder out = new StringBuilder();
        write(json, "\n", out);
        return out.append('\n').toString();
    }

    private static void write(JsonNode json, String newline, StringBuilder out) {
        String compact = json.toString();
        boolean top = newline.length() == 1;
        if (!json.isContainerNode() || json.isEmpty() || !top && compact.length() <= LINE) {
            out.append(compact);
            return;
        }
        String inner = newline + "  ";
        String before = "";
        out.append(json.isObject() ? '{' : '[');
        Iterator<String> names = json.fieldNames();
        for (JsonNode child : json) {
            out.append(before).append(inner);
            before = ",";
            if (json.isObject()) {
                out.append(TextNode.valueOf(names.next())).append(": ");
            }
            write(child, inner, out);
        }
        out.append(newline).append(json.isObject() ? '}' : ']');
    }
}
