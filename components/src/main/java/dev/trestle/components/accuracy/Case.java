package dev.trestle.components.accuracy;

import dev.trestle.components.content.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One variant of an oracle's board.
 *
 * @param name what varies, such as "load 0.8"
 * @param set settings by path, as {@code --set} takes them
 * @param requests how many requests the stated tolerances need, all seeds together; 0 plays the script as it is
 * @param quick how many are enough to see that nothing is badly off; 0 when only the stated size tells anything
 * @param seeds how many runs tell; their spread gives the standard error. A text {@code {seed}} among the settings becomes
 *     the seed's number
 * @param expected what the report must say
 */
public record Case(
        String name, Map<String, String> set, long requests, long quick, int seeds, List<Expected> expected) {
    /** The usual number of seeds of a case whose length is counted in requests. */
    static final int SEEDS = 20;

    private static final String SEED = "{seed}";

    static Case of(Fields json) {
        long requests = json.has("requests") ? (long) json.decimal("requests") : 0;
        return new Case(
                json.text("name"),
                json.has("set") ? new LinkedHashMap<>(json.pairs("set")) : Map.of(),
                requests,
                json.has("quick") ? (long) json.decimal("quick") : requests / 50,
                json.has("seeds") ? json.number("seeds") : requests == 0 ? 1 : SEEDS,
                json.texts("expect").stream().map(Expected::parse).toList());
    }

    /** Whether there is a quick size. */
    public boolean hasQuick() {
        return scripted() || quick > 0;
    }

    /** Its settings for a seed. */
    Map<String, String> set(int seed) {
        Map<String, String> seeded = new LinkedHashMap<>();
        set.forEach((path, value) -> seeded.put(path, value.replace(SEED, "" + seed)));
        return seeded;
    }

    /** Whether every seed has a board of its own. */
    boolean varied() {
        return set.values().stream().anyMatch(value -> value.contains(SEED));
    }

    /** Whether it plays its script as it is. */
    boolean scripted() {
        return requests == 0;
    }
}
