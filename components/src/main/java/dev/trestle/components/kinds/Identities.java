package dev.trestle.components.kinds;

import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * Which result is which: a window that is fired again after a restart has the message number that it had before, so that
 * whoever receives it twice can know. Only results since the last checkpoint can come again; the others are forgotten.
 */
final class Identities {
    private final Engine engine;
    private long[] what = new long[64];
    private long[] number = new long[64];
    private int size;
    /** Where the checkpoint that is under way cuts. */
    private int barrier;
    /** Results from before the last restart that have not come again yet. */
    private final LongMap past = new LongMap(8);

    /** Whether the last one asked for had been there before. */
    private boolean again;

    Identities(Engine engine) {
        this.engine = engine;
    }

    /** The message number of a result, by a hash of what it is. */
    long of(long hash) {
        long known = past.size() == 0 ? LongMap.NONE : past.remove(hash);
        again = known != LongMap.NONE;
        long message = again ? known : engine.nextMessage();
        if (size == what.length) {
            what = Arrays.copyOf(what, 2 * size);
            number = Arrays.copyOf(number, 2 * size);
        }
        what[size] = hash;
        number[size++] = message;
        return message;
    }

    /** Whether the result that was asked for last had been there before a restart. */
    boolean again() {
        return again;
    }

    void barrier() {
        barrier = size;
    }

    /** What came before the barrier never comes again. */
    void completed() {
        System.arraycopy(what, barrier, what, 0, size - barrier);
        System.arraycopy(number, barrier, number, 0, size - barrier);
        size -= barrier;
        barrier = 0;
    }

    /** Everything since the last completed checkpoint may come again. */
    void restart() {
        for (int i = 0; i < size; i++) {
            past.put(what[i], number[i]);
        }
        size = 0;
        barrier = 0;
    }
}
