package dev.trestle.server.web;

import java.util.Map;

/**
 * What is wrong with which field of a board: one clear line by dotted path such as {@code brief.entities.Photo.size}.
 *
 * @param byPath path to line
 */
public record FieldErrors(Map<String, String> byPath) {
    /** The line for {@code path} or for a part of it ({@code steps[2]} belongs to {@code steps}), or null. */
    public String at(String path) {
        String exact = byPath.get(path);
        if (exact != null) return exact;
        for (Map.Entry<String, String> entry : byPath.entrySet()) {
            String key = entry.getKey();
            if (key.startsWith(path + "[") || key.startsWith(path + ".")) return entry.getValue();
        }
        return null;
    }
}
