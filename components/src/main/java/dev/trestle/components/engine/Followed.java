package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * Which keys a history follows: of each subject all at first, and half of those that are left each time there is too much,
 * chosen by hash. A key is followed from the start or not at all, as the keys of a smaller share are among those of a
 * larger one (SHARDS: Waldspurger, Park, Garthwaite and Ahmad, FAST 2015): of those that are, the history tells everything.
 */
final class Followed {
    private static final long SALT = 0x9E3779B97F4A7C15L;
    private static final int SMALLEST = 48;

    /** By subject: how often its keys have been halved. */
    private byte[] halved = new byte[8];
    /** When nothing more was taken in, though its keys were followed; {@link Long#MAX_VALUE} before. */
    private long[] closed = {};

    Followed() {
        more(halved.length);
    }

    private void more(int length) {
        int before = closed.length;
        halved = Arrays.copyOf(halved, length);
        closed = Arrays.copyOf(closed, length);
        Arrays.fill(closed, before, length, Long.MAX_VALUE);
    }

    boolean has(int subject, long key) {
        return subject >= halved.length || in(subject, key, halved[subject]);
    }

    private static boolean in(int subject, long key, int halvings) {
        long x = (key + 1) * SALT + subject;
        x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return (x ^ x >>> 31) >>> 1 >>> Long.SIZE - 1 - halvings == 0;
    }

    /** Whether the key would still be followed, were its subject's halved once more. */
    boolean survives(int subject, long key) {
        return in(subject, key, halved[subject] + 1);
    }

    boolean halve(int subject) {
        if (halved[subject] == SMALLEST) {
            return false;
        }
        halved[subject]++;
        return true;
    }

    /** The share of the subject's keys that are followed. */
    double share(int subject) {
        return subject < halved.length ? Math.scalb(1.0, -halved[subject]) : 1;
    }

    boolean open(int subject) {
        if (subject >= halved.length) {
            more(Math.max(subject + 1, 2 * halved.length));
        }
        return closed[subject] == Long.MAX_VALUE;
    }

    /** Nothing more of the subject is taken in from that time on. */
    void close(int subject, long nanos) {
        closed[subject] = Math.min(closed[subject], nanos);
    }

    /** Up to when all is known of the subject's keys that are followed; {@link Long#MAX_VALUE} for the whole run. */
    long knownUntil(int subject) {
        return subject < closed.length ? closed[subject] : Long.MAX_VALUE;
    }
}
