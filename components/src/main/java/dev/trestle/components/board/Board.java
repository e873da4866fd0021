package dev.trestle.components.board;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Everything on screen as records by id: the brief (what must be built), the design (the drawing) and the script (the
 * story of a run). Immutable; maps keep the order of the file, the script is sorted by its phases' order.
 */
public record Board(String title, Brief brief, Design design, Map<String, Phase> script) {
    public Board {
        script = sorted(script);
    }

    /** A board with a title and nothing else. */
    public static Board empty(String title) {
        return new Board(title, Brief.EMPTY, Design.EMPTY, Map.of());
    }

    private static Map<String, Phase> sorted(Map<String, Phase> script) {
        List<Entry<String, Phase>> phases = new ArrayList<>(script.entrySet());
        phases.sort((a, b) -> orderOf(a).compareTo(orderOf(b)));
        Map<String, Phase> sorted = new LinkedHashMap<>();
        phases.forEach(phase -> sorted.put(phase.getKey(), phase.getValue()));
        return Collections.unmodifiableMap(sorted);
    }

    /** A phase without an order stands where its id would. */
    private static String orderOf(Entry<String, Phase> phase) {
        return phase.getValue().order() == null
                ? phase.getKey()
                : phase.getValue().order();
    }

    /** An unmodifiable copy that keeps the order of insertion (Map.copyOf does not). */
    static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
