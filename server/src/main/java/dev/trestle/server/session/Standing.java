package dev.trestle.server.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Frames that say how things stand, by session: who comes later is sent them too, until what they tell of has ended. Safe
 * for any thread.
 */
final class Standing {
    private final Map<String, Map<String, String>> frames = new ConcurrentHashMap<>();

    /** Takes the place of the frame with that key, if there is one. */
    void keep(String session, String key, String frame) {
        frames.compute(session, (id, own) -> {
            Map<String, String> kept = own == null ? new LinkedHashMap<>() : own;
            kept.put(key, frame);
            return kept;
        });
    }

    void forget(String session, String key) {
        frames.computeIfPresent(session, (id, own) -> {
            own.remove(key);
            return own.isEmpty() ? null : own;
        });
    }

    List<String> of(String session) {
        List<String> kept = new ArrayList<>();
        frames.computeIfPresent(session, (id, own) -> {
            kept.addAll(own.values());
            return own;
        });
        return kept;
    }
}
