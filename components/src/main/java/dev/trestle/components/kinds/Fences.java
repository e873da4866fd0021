package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.LongMap;

/**
 * The newest fencing token that a store has seen for each key: a write that shows an older one comes from somebody whose
 * lock has run out, and is refused (Kleppmann, How to do distributed locking, 2016). Writes without a token pass.
 */
final class Fences {
    private final LongMap[] newest;

    Fences(int entities) {
        newest = new LongMap[entities];
        for (int i = 0; i < entities; i++) {
            newest[i] = new LongMap(64);
        }
    }

    /** Whether the write may pass; its token is the newest then. */
    boolean lets(Call write) {
        if (write.token == 0) {
            return true;
        }
        LongMap tokens = newest[write.subject];
        if (tokens.get(write.key) > write.token) {
            return false;
        }
        tokens.put(write.key, write.token);
        return true;
    }
}
