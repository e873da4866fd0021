package dev.trestle.components.history;

import dev.trestle.components.engine.Deeds;
import dev.trestle.components.engine.LongMap;

/** What was done twice to a store for one message: by its number, the first two rows of such deeds. */
final class Repeats {
    private final LongMap firsts = new LongMap(8);
    private final LongMap seconds = new LongMap(8);

    private Repeats() {}

    /** Finds them among all deeds; none when there is no record of deeds (null). */
    static Repeats of(Deeds deeds) {
        Repeats repeats = new Repeats();
        if (deeds == null) {
            return repeats;
        }
        LongMap last = new LongMap(1_024);
        for (int row = 0; row < deeds.size(); row++) {
            if (deeds.kind(row) == Deeds.EFFECT && deeds.request(row) < 0) {
                long name = Deeds.below(deeds.request(row), deeds.slot(row));
                long before = last.get(name);
                last.put(name, row);
                if (before != LongMap.NONE && !Idempotence.changesNothing(deeds, (int) before, row)) {
                    repeats.note(-deeds.request(row), (int) before, row);
                }
            }
        }
        return repeats;
    }

    private void note(long message, int first, int second) {
        if (!has(message)) {
            firsts.put(message, first);
            seconds.put(message, second);
        }
    }

    boolean has(long message) {
        return seconds.get(message) != LongMap.NONE;
    }

    int first(long message) {
        return (int) firsts.get(message);
    }

    int second(long message) {
        return (int) seconds.get(message);
    }
}
