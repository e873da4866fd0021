package dev.trestle.components.history;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Deeds;
import dev.trestle.components.engine.LongMap;

/**
 * The checker of requests that may be made more than once (RFC 9110, section 9.2.2: "the intended effect on the server of
 * multiple identical requests with that method is the same as the effect for a single such request").
 *
 * <p>It looks at everything that stores have committed for a request: at each of its tries, by each operation that it
 * calls, and by whoever handles the messages that it publishes, however often they come. What one step has done and then
 * does again is the same effect only when it leaves everything as it was: it writes or deletes under the same key, and
 * nobody else has written there since. Under another key, or as a reservation more, it has taken effect twice.
 */
public final class Idempotence {
    private static final int LONGEST_CHAIN = 64;

    private final Deeds deeds;
    private final int operation;
    private final Rows rows;
    private final Tally tally = new Tally();
    /** By message: the row in which it was sent. */
    private final LongMap sent = new LongMap(64);
    /** By request, as it was asked for in the end: its index in what is counted. */
    private final LongMap indexes = new LongMap(64);

    private boolean[] again;
    private boolean[] twice;
    private int requests;
    /** What {@link #resolve} has found: for which request a row is, as what of it, and whether that is asked about. */
    private long request;

    private long slot;
    private boolean asked;

    private Idempotence(Deeds deeds, int operation, Rows rows) {
        this.deeds = deeds;
        this.operation = operation;
        this.rows = rows;
        again = new boolean[deeds.size() + 1];
        twice = new boolean[deeds.size() + 1];
    }

    /**
     * No request for the operation may take effect twice. Checked are requests of which something was tried or delivered
     * again, or was done twice; {@link Checked#followed} are all requests for it that did anything.
     */
    public static Checked idempotent(History history, int operation, Names names) {
        Deeds deeds = history.journal().deeds();
        return deeds == null
                ? Checked.nothing()
                : new Idempotence(deeds, operation, new Rows(history.journal(), names)).check();
    }

    private Checked check() {
        for (int row = 0; row < deeds.size(); row++) {
            if (deeds.kind(row) == Deeds.SENT && sent.get(deeds.key(row)) == LongMap.NONE) {
                sent.put(deeds.key(row), row);
            }
        }
        LongMap last = new LongMap(1_024);
        for (int row = 0; row < deeds.size(); row++) {
            resolve(row);
            if (asked) {
                int index = index();
                again[index] |= deeds.kind(row) == Deeds.AGAIN;
                if (deeds.kind(row) == Deeds.EFFECT) {
                    long name = Deeds.below(request, slot);
                    long before = last.get(name);
                    last.put(name, row);
                    effect(index, before == LongMap.NONE ? -1 : (int) before, row);
                }
            }
        }
        for (int index = 0; index < requests; index++) {
            if (again[index] && !twice[index]) {
                tally.good();
            }
        }
        return tally.result();
    }

    private int index() {
        long known = indexes.get(request);
        if (known == LongMap.NONE) {
            indexes.put(request, requests);
            tally.follows();
            return requests++;
        }
        return (int) known;
    }

    /** Goes up from a message to the request that it was sent for, as far as that is known. */
    private void resolve(int row) {
        request = deeds.request(row);
        slot = deeds.slot(row);
        asked = isAsked(row);
        for (int i = 0; request < 0 && i < LONGEST_CHAIN; i++) {
            long known = sent.get(-request);
            if (known == LongMap.NONE) {
                return;
            }
            int publication = (int) known;
            slot = Deeds.below(deeds.slot(publication), slot);
            request = deeds.request(publication);
            asked |= isAsked(publication);
        }
    }

    private boolean isAsked(int row) {
        return deeds.asked(row) == operation || deeds.operation(row) == operation;
    }

    private void effect(int index, int before, int row) {
        if (before < 0 || changesNothing(deeds, before, row)) {
            again[index] |= before >= 0;
            return;
        }
        long span = deeds.time(row) - deeds.time(before);
        if (!twice[index]) {
            twice[index] = true;
            tally.bad(span, deeds.node(row), () -> rows.twice(before, row));
        } else {
            tally.shorter(span, deeds.node(row), () -> rows.twice(before, row));
        }
    }

    /** Whether what a step does again leaves everything as it was when it did it before. */
    static boolean changesNothing(Deeds deeds, int before, int row) {
        return deeds.verb(row) != Call.RESERVE
                && deeds.subject(row) == deeds.subject(before)
                && deeds.key(row) == deeds.key(before)
                && deeds.before(row) == deeds.version(before);
    }
}
