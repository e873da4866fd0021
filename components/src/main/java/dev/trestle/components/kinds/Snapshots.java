package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;

/**
 * Snapshots of the copies of one shard, and how a copy comes back after a crash. A snapshot occupies one worker of its copy
 * for as long as its bytes take. A copy that comes back replays the log since its last snapshot before it answers; one whose
 * disk is gone is filled from the running copy that has most, or, when there is none, from its last snapshot: then what was
 * written since is lost.
 */
final class Snapshots {
    private final Replicas store;
    private final Engine engine;
    private final Disk disk;
    private final int first;
    private final int shard;
    /** Where in the log the last snapshot of each copy was begun that is finished. */
    private final int[] kept;

    private final boolean[] running;
    private final Call[] rising;

    Snapshots(Replicas store, Engine engine, int first, int copies) {
        this.store = store;
        this.engine = engine;
        this.first = first;
        disk = store.shape.disk();
        shard = first / copies;
        kept = new int[copies];
        running = new boolean[copies];
        rising = new Call[copies];
    }

    void start() {
        for (int copy = 0; copy < kept.length; copy++) {
            rising[copy] = engine.call(store);
            rising[copy].instance = first + copy;
            if (disk.snapshots()) {
                Call due = engine.call(store);
                due.instance = first + copy;
                engine.schedule(due, Replicas.SNAPSHOT_DUE, disk.snapshotNanos());
            }
        }
    }

    /** Begins a snapshot unless the last one is still under way or the copy is down. */
    void due(Call due, int position) {
        int copy = due.instance - first;
        engine.schedule(due, Replicas.SNAPSHOT_DUE, disk.snapshotNanos());
        if (running[copy] || !store.up(due.instance)) {
            return;
        }
        Call chore = engine.call(store);
        chore.pending = Replicas.SNAPSHOT;
        chore.repeat = position;
        running[copy] = true;
        store.chore(chore, due.instance, (long) (store.rows.bytes(shard) / disk.bytesPerSecond() * 1e9));
    }

    /** A snapshot has come to its end, or its copy to its own. */
    void ended(Call chore, boolean finished) {
        int copy = chore.instance - first;
        running[copy] = false;
        if (finished) {
            store.counters.snapshots.value++;
            kept[copy] = chore.repeat;
        }
    }

    void cutTo(int position) {
        for (int copy = 0; copy < kept.length; copy++) {
            kept[copy] = Math.min(kept[copy], position);
        }
    }

    /** A copy starts again; it runs when it has what it needs. */
    void comeBack(ReplicaGroup group, int copy) {
        double seconds = disk.perishable()
                ? store.rows.bytes(shard) / disk.bytesPerSecond()
                : (group.applied(copy) - kept[copy]) / disk.replayPerSecond();
        engine.cancel(rising[copy]);
        if (seconds > 0) {
            store.counters.replayed.value += disk.perishable() ? 0 : group.applied(copy) - kept[copy];
            engine.schedule(rising[copy], Replicas.RISES, (long) (seconds * 1e9));
        } else {
            rise(group, copy);
        }
    }

    /** The copy has crashed (again). */
    void crashed(int copy) {
        engine.cancel(rising[copy]);
    }

    void rise(ReplicaGroup group, int copy) {
        if (disk.perishable()) {
            int source = group.mostComplete(copy);
            int has = source < 0 ? kept[copy] : group.applied(source);
            if (group.leads(first + copy)) {
                group.cutTo(has, copy);
            }
            group.restored(copy, Math.min(has, group.log().end()));
            kept[copy] = Math.min(kept[copy], has);
        }
        group.rise(copy);
    }
}
