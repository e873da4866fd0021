package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.engine.Meter;
import java.util.Arrays;

/**
 * Where the keys of a hashing balancer went the last time: how many move when an instance joins or leaves (Karger et al.,
 * STOC 1997: only those of the one that joins or leaves).
 */
final class Moves {
    private final Targets targets;
    private final LongMap lastSlot = new LongMap(1_024);
    private final LongMap lastNanos = new LongMap(1_024);
    /** Since when each slot has been healthy, seen at the health checks; -1 while it is not. */
    private long[] since = {};

    private final Counter returning;
    private final Counter moved;
    private final Counter needless;

    Moves(Targets targets, Meter meter) {
        this.targets = targets;
        returning = meter.counter("returning");
        moved = meter.counter("moved");
        needless = meter.counter("moved needlessly");
    }

    /** The health of the slots may have changed. */
    void checked(long now) {
        int known = since.length;
        since = known == targets.count() ? since : Arrays.copyOf(since, targets.count());
        for (int slot = 0; slot < since.length; slot++) {
            boolean was = slot >= known || since[slot] >= 0;
            since[slot] = !targets.healthy(slot) ? -1 : was ? since[slot] : now;
        }
    }

    /** The request goes to the slot. */
    void goes(Choice choice, Call call, int slot) {
        long about = choice.about(call);
        if (about == LongMap.NONE) {
            return;
        }
        long before = lastSlot.get(about);
        if (before != LongMap.NONE) {
            returning.value++;
            if (before != slot) {
                moved.value++;
                long then = lastNanos.get(about);
                needless.value += there((int) before, then) && there(slot, then) ? 1 : 0;
            }
        }
        lastSlot.put(about, slot);
        lastNanos.put(about, call.arrivedNanos);
    }

    private boolean there(int slot, long then) {
        return slot >= since.length || since[slot] >= 0 && since[slot] <= then;
    }
}
