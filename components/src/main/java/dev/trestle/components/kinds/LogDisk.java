package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Engine;

/**
 * The disk under the log of a leader: one sync at a time. Writes that are executed wait for it; with group commit all that
 * wait share the next one (DeWitt et al., SIGMOD 1984), else each has its own.
 */
final class LogDisk {
    private final Replicas store;
    private final Engine engine;
    private final ReplicaGroup group;
    private final Disk disk;
    private final Chance chance;
    private final Call timer;
    /** Writes that wait, oldest first, linked by {@link Call#other}; the first ones are those that the sync is for. */
    private Call first;

    private Call last;
    private int waiting;
    private int syncing;

    LogDisk(Replicas store, Engine engine, ReplicaGroup group, Chance chance) {
        this.store = store;
        this.engine = engine;
        this.group = group;
        this.chance = chance;
        disk = store.shape.disk();
        timer = engine.call(store);
    }

    void write(Call call) {
        call.other = null;
        if (last == null) {
            first = call;
        } else {
            last.other = call;
        }
        last = call;
        waiting++;
        if (syncing == 0) {
            sync();
        }
    }

    private void sync() {
        syncing = disk.grouped() ? waiting : 1;
        store.counters.logSyncs.value++;
        timer.instance = group.leader();
        engine.schedule(timer, Replicas.SYNCED, group.slowed(disk.fsyncTime().sample(chance)));
    }

    void synced() {
        int done = syncing;
        syncing = 0;
        for (int i = 0; i < done; i++) {
            group.committed(poll());
        }
        if (waiting > 0) {
            sync();
        }
    }

    private Call poll() {
        Call call = first;
        first = call.other;
        call.other = null;
        last = first == null ? null : last;
        waiting--;
        return call;
    }

    /** The leader leads no more: the next of its writes that will never be committed, or null when there is none left. */
    Call drop() {
        engine.cancel(timer);
        syncing = 0;
        return waiting == 0 ? null : poll();
    }
}
