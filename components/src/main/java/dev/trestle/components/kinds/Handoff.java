package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import java.util.function.IntConsumer;

/** Hinted handoff: writes that nodes keep for an owner that they do not reach, and hand over one by one when it is back. */
final class Handoff {
    private final Leaderless store;
    private final Engine engine;
    private final WideColumn.Shape shape;
    private final Hints hints;
    private final boolean[] running;
    private final boolean[] delivering;
    private final Counter hinted;
    private final Counter handedOff;

    Handoff(Leaderless store, Engine engine, WideColumn.Shape shape, int nodes) {
        this.store = store;
        this.engine = engine;
        this.shape = shape;
        hints = new Hints(nodes);
        running = new boolean[nodes];
        delivering = new boolean[nodes];
        hinted = store.meter.counter("hints");
        handedOff = store.meter.counter("handedOff");
    }

    /** Whether anybody keeps anything. */
    boolean pending() {
        return hints.size() > 0;
    }

    void each(IntConsumer writes) {
        hints.each(writes);
    }

    /** A node keeps a write for another one, unless that has been down for longer than hints are kept. */
    void hint(int target, int holder, int write) {
        if (shape.handoff() && store.downNanos(target) <= shape.hintNanos()) {
            hints.add(target, holder, write);
            hinted.value++;
        }
    }

    /** Hands the first hint for a node over; the next one follows when that is done, so that it is not flooded. */
    void deliver(int target) {
        if (!store.up(target) || delivering[target]) {
            return;
        }
        for (int i = 0; i < running.length; i++) {
            running[i] = store.up(i);
        }
        int slot = hints.first(target, running);
        if (slot < 0) {
            return;
        }
        Call task = engine.call(store);
        task.stage = Leaderless.HINT;
        task.instance = target;
        task.scratch = hints.write(slot);
        task.message = hints.holder(slot);
        hints.remove(target, slot);
        delivering[target] = true;
        engine.schedule(task, Leaderless.AT_OWNER, store.delay(shape.w(), (int) task.message, target));
    }

    /** The node has what it was handed. */
    void arrived(int target) {
        handedOff.value++;
        delivering[target] = false;
        deliver(target);
    }

    /** The node was not there: it is kept for it again. */
    void missed(Call task) {
        hints.add(task.instance, (int) task.message, (int) task.scratch);
        delivering[task.instance] = false;
        engine.free(task);
    }
}
