package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * Copies of shards that are damaged on the disks of their nodes: a search that comes upon it asks another copy, and a copy
 * that is known to be damaged is built anew from a whole one, which takes its bytes over the node's bandwidth for that.
 */
final class DamagedShards {
    private final Scatter store;
    private final Engine engine;
    private final CommitLog log;
    private final int copies;
    /** How long building one copy anew takes; negative where copies stand in storage that mends itself. */
    private final long rebuildNanos;

    private final Counter found;
    private final Counter repaired;
    private final Counter rebuilt;
    private final Counter lost;
    /** By shard; of storage that mends itself there is one for all. */
    private final Damage[] damage;
    /** How often each shard had been hit before the last time. */
    private final int[] before;

    private boolean any;
    /** By copy, counted on over the shards: whether anything of it is damaged, and whether it is being built anew. */
    private final boolean[] damaged;

    private final boolean[] away;
    /** Documents from before the run that no copy has any more, as far as that has been noticed. */
    private final LongMap missing = new LongMap(16);

    DamagedShards(Scatter store, Engine engine, CommitLog log, Scatter.Shape shape) {
        this.store = store;
        this.engine = engine;
        this.log = log;
        copies = shape.copies();
        rebuildNanos = shape.rebuildNanos();
        found = store.meter.counter("damagedReads");
        repaired = store.meter.counter("repairedRows");
        rebuilt = store.meter.counter("rebuiltCopies");
        lost = store.meter.counter("lostWrites");
        damage = new Damage[mendsItself() ? 1 : shape.shards()];
        Arrays.setAll(damage, shard -> new Damage());
        before = new int[damage.length];
        damaged = new boolean[mendsItself() ? 0 : shape.shards() * copies];
        away = new boolean[damaged.length];
    }

    private boolean mendsItself() {
        return rebuildNanos < 0;
    }

    /** Whether a copy of a shard is being built anew, and not to be asked. */
    boolean isAway(int shard, int copy) {
        return any && !mendsItself() && away[shard * copies + copy];
    }

    /** Damages a share of each copy that stands on a node, or of all with -1; what no copy has any more is lost. */
    void corrupt(int node, double share, Chance chance) {
        any = true;
        for (int shard = 0; shard < damage.length; shard++) {
            before[shard] = damage[shard].count();
            for (int copy = 0; copy < (mendsItself() ? 1 : copies); copy++) {
                if (mendsItself() || node < 0 || store.node(shard, copy) == node) {
                    damage[shard].hit(copy, log.end(), share, chance.below(Long.MAX_VALUE));
                    markDamaged(shard, copy);
                }
            }
        }
        for (int write = 1; write <= log.end() && !mendsItself(); write++) {
            tellIfLost(write);
        }
    }

    private void markDamaged(int shard, int copy) {
        if (!mendsItself()) {
            damaged[shard * copies + copy] = true;
        }
    }

    private void tellIfLost(int write) {
        int entity = log.entity(write);
        long key = log.key(write);
        int shard = store.shard(entity, key);
        long row = LruKeys.of(entity, key);
        boolean newest = log.positionAt(entity, key, log.end()) == write;
        int now = damage[shard].count();
        if (newest && isLost(shard, row, write, now) && !isLost(shard, row, write, before[shard])) {
            lost.value++;
            engine.journal.lost(entity, key, log.version(write), engine.now(), store.place(shard));
        }
    }

    private boolean isLost(int shard, long row, int write, int corruptions) {
        for (int copy = 0; copy < copies; copy++) {
            if (!damage[shard].has(copy, row, write, corruptions)) {
                return false;
            }
        }
        return true;
    }

    /** Where a document was last written, in the log, if that was in this shard; what else it looks into is older. */
    private int position(int shard, Call part) {
        boolean own = mendsItself() || store.shard(part.subject, part.key) == shard;
        return own ? log.positionAt(part.subject, part.key, log.end()) : 0;
    }

    /** Whether a part of a read has come upon something damaged and cannot answer. */
    boolean finds(int shard, int copy, Call part) {
        if (!any) {
            return false;
        }
        long row = LruKeys.of(part.subject, part.key);
        int write = position(shard, part);
        if (mendsItself()) {
            mend(row, write);
            return false;
        }
        if (!damage[shard].has(copy, row, write)) {
            return false;
        }
        found.value++;
        boolean own = store.shard(part.subject, part.key) == shard;
        if (own && write == 0 && missing.get(row) == LongMap.NONE && isLost(shard, row, 0, damage[shard].count())) {
            missing.put(row, 1);
            engine.journal.lost(part.subject, part.key, 0, engine.now(), store.place(shard));
        }
        rebuild(shard, copy);
        return true;
    }

    private void mend(long row, int write) {
        if (damage[0].has(0, row, write)) {
            found.value++;
            repaired.value++;
            damage[0].repaired(0, row);
        }
    }

    /** Whether another copy that is to be reached can answer the part. */
    boolean answers(int shard, int copy, Call part) {
        long row = LruKeys.of(part.subject, part.key);
        return store.runs(shard, copy) && !isAway(shard, copy) && !damage[shard].has(copy, row, position(shard, part));
    }

    private void rebuild(int shard, int copy) {
        int id = shard * copies + copy;
        if (!away[id] && hasWhole(shard)) {
            away[id] = true;
            Call timer = engine.call(store);
            timer.step = shard;
            timer.instance = copy;
            engine.schedule(timer, Scatter.REBUILT, rebuildNanos);
        }
    }

    private boolean hasWhole(int shard) {
        for (int copy = 0; copy < copies; copy++) {
            if (!damaged[shard * copies + copy] && store.runs(shard, copy)) {
                return true;
            }
        }
        return false;
    }

    /** The time for it is over: the copy is whole, unless it or the others have stopped meanwhile; then that begins anew. */
    void rebuilt(Call timer) {
        int id = timer.step * copies + timer.instance;
        if (store.runs(timer.step, timer.instance) && hasWhole(timer.step)) {
            rebuilt.value++;
            away[id] = false;
            damaged[id] = false;
            damage[timer.step].replaced(timer.instance);
            engine.free(timer);
        } else {
            engine.schedule(timer, Scatter.REBUILT, rebuildNanos);
        }
    }
}
