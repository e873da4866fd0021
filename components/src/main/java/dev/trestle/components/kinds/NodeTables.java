package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Station;

/** What nodes without a leader have on their disks: what looking up a row there takes, and compactions, one at a time a node. */
final class NodeTables {
    private final Leaderless store;
    private final Engine engine;
    private final WideColumn.Shape shape;
    private final LsmTree[] trees;
    private final Station[] stations;
    private final Chance service;
    private final boolean[] compacting;
    private final Counter tablesRead;
    private final Counter filtersAsked;
    private final Counter falsePositives;
    private final Counter flushes;
    private final Counter compactions;
    private final Counter compactedBytes;

    NodeTables(
            Leaderless store,
            Engine engine,
            WideColumn.Shape shape,
            LsmTree[] trees,
            Station[] stations,
            Chance service) {
        this.store = store;
        this.engine = engine;
        this.shape = shape;
        this.trees = trees;
        this.stations = stations;
        this.service = service;
        compacting = new boolean[trees.length];
        tablesRead = store.meter.counter("tablesRead");
        filtersAsked = store.meter.counter("filtersAsked");
        falsePositives = store.meter.counter("falsePositives");
        flushes = store.meter.counter("flushes");
        compactions = store.meter.counter("compactions");
        compactedBytes = store.meter.counter("compactedBytes");
    }

    /** Reads the row on the owner's disk; what it costs depends on how many tables that takes. */
    long lookUp(Call task) {
        LsmTree tree = trees[task.instance];
        task.scratch = tree.get(LruKeys.of(task.subject, task.key));
        tablesRead.value += tree.touched;
        filtersAsked.value += tree.asked;
        falsePositives.value += tree.falsePositives;
        long nanos = shape.read().sample(service);
        for (int i = 0; i < tree.touched; i++) {
            nanos += shape.table().sample(service);
        }
        return nanos;
    }

    /** The newest write of the row that a node has. */
    int newest(int owner, long row) {
        return trees[owner].get(row);
    }

    /** The newest version of the row that a reader of so many owners sees; see {@link Preference#seen}. */
    long seen(Preference preference, long row, boolean[] away, int quorum) {
        return preference.seen(row, trees, away, quorum);
    }

    void put(int owner, long row, int write) {
        if (trees[owner].put(row, write)) {
            flushes.value++;
            compact(owner);
        }
    }

    /** Begins a compaction where there is something to do and none under way. */
    void compact(int owner) {
        if (compacting[owner]) {
            return;
        }
        long bytes = trees[owner].pickCompaction();
        if (bytes > 0 && store.up(owner)) {
            Call compaction = engine.call(store);
            compaction.stage = Leaderless.COMPACTION;
            compaction.instance = owner;
            compaction.scratch = (long) (bytes * shape.nanosPerCompactedByte());
            compacting[owner] = stations[owner].enter(compaction);
        }
    }

    void compacted(Call compaction) {
        int owner = compaction.instance;
        compactedBytes.value += trees[owner].compacted();
        compactions.value++;
        compacting[owner] = false;
        stations[owner].leave(compaction);
        engine.free(compaction);
        compact(owner);
    }

    /** The node has crashed with it. */
    void lose(Call compaction) {
        compacting[compaction.instance] = false;
        engine.free(compaction);
    }
}
