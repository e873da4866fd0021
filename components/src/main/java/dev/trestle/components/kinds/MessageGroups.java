package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * Messages that keep an order: of each group one is ready or in work at a time, the others wait behind it. A group is there
 * for as long as it has messages.
 */
final class MessageGroups {
    private final boolean byKey;
    private final LongMap known = new LongMap(64);
    /** By group: those that wait behind the first, linked by {@link Call#other}. */
    private Call[] head = new Call[64];

    private Call[] tail = new Call[64];
    /** Groups that are free to be used again. */
    private int[] free = new int[64];

    private int freed;
    private int used;

    /** @param byKey whether each key is a group, and a message without one none; else all are one group */
    MessageGroups(boolean byKey) {
        this.byKey = byKey;
    }

    private boolean none(Call message) {
        return byKey && message.keyEntity < 0;
    }

    private long group(Call message) {
        return byKey ? HashRing.mix(message.key * 31 + message.keyEntity) : 0;
    }

    /** A message has come; whether it is the turn of that one, or it waits here for the others of its group. */
    boolean enter(Call message) {
        if (none(message)) {
            return true;
        }
        long slot = known.get(group(message));
        if (slot == LongMap.NONE) {
            known.put(group(message), open());
            return true;
        }
        int at = (int) slot;
        message.other = null;
        if (head[at] == null) {
            head[at] = message;
        } else {
            tail[at].other = message;
        }
        tail[at] = message;
        return false;
    }

    private int open() {
        if (freed > 0) {
            return free[--freed];
        }
        if (used == head.length) {
            head = Arrays.copyOf(head, 2 * used);
            tail = Arrays.copyOf(tail, 2 * used);
            free = Arrays.copyOf(free, 2 * used);
        }
        return used++;
    }

    /** The group is through with the message; the one whose turn it is now, or null. */
    Call leave(Call message) {
        if (none(message)) {
            return null;
        }
        int at = (int) known.get(group(message));
        Call next = head[at];
        if (next == null) {
            known.remove(group(message));
            free[freed++] = at;
            return null;
        }
        head[at] = next.other;
        next.other = null;
        return next;
    }

    /** Takes out one of those that wait, whatever its turn, when all is forgotten; null when none is left. */
    Call takeAny() {
        while (used > 0) {
            Call call = head[used - 1];
            if (call != null) {
                head[used - 1] = call.other;
                return call;
            }
            used--;
        }
        known.clear();
        freed = 0;
        return null;
    }
}
