package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;

/** Rows of a shard that are damaged on the disks of its copies: who finds them, who repairs them, and what is lost. */
final class DamagedRows {
    private final Replicas store;
    private final ReplicaGroup group;
    private final Engine engine;
    private final int first;
    private final int copies;
    private final Damage damage = new Damage();
    /** Rows from before the run that nobody has any more, as far as that has been noticed. */
    private final LongMap missing = new LongMap(16);

    /** @param first instance number of the first of the copies */
    DamagedRows(Replicas store, ReplicaGroup group, Engine engine, int first, int copies) {
        this.store = store;
        this.group = group;
        this.engine = engine;
        this.first = first;
        this.copies = copies;
    }

    /** Damages a share of the rows of a copy; what no copy has any more is lost, whoever notices. */
    void corrupt(int copy, double share, long salt) {
        CommitLog log = group.log();
        damage.hit(copy, group.leads(first + copy) ? log.end() : group.applied(copy), share, salt);
        int before = damage.count() - 1;
        for (int position = 1; position <= log.end(); position++) {
            int entity = log.entity(position);
            long key = log.key(position);
            boolean newest = log.positionAt(entity, key, log.end()) == position;
            if (newest && isLost(entity, key, before + 1) && !isLost(entity, key, before)) {
                store.counters.lost.value++;
                engine.journal.lost(entity, key, log.version(position), engine.now(), place(copy));
            }
        }
    }

    private int place(int copy) {
        return Journal.place(store.node, first + copy);
    }

    /** Whether every copy has the newest write of a row, and has it damaged, by the corruptions up to that number. */
    private boolean isLost(int entity, long key, int corruptions) {
        int newest = group.log().positionAt(entity, key, group.log().end());
        long row = LruKeys.of(entity, key);
        for (int copy = 0; copy < copies; copy++) {
            if (group.positionAt(copy, entity, key) != newest || !damage.has(copy, row, newest, corruptions)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the copy that executes a read finds the row damaged on its disk. */
    boolean hit(Call read) {
        return damage.any() && isBad(read.instance - first, read.subject, read.key);
    }

    private boolean isBad(int copy, int entity, long key) {
        return damage.has(copy, LruKeys.of(entity, key), group.positionAt(copy, entity, key));
    }

    /** A damaged row has been read: one from before the run is lost when no copy has it any more. */
    void found(Call read) {
        store.counters.damaged.value++;
        long row = LruKeys.of(read.subject, read.key);
        boolean old = group.log().positionAt(read.subject, read.key, group.log().end()) == 0;
        if (old && isLost(read.subject, read.key, damage.count()) && missing.get(row) == LongMap.NONE) {
            missing.put(row, 1);
            engine.journal.lost(read.subject, read.key, 0, engine.now(), place(read.instance - first));
        }
    }

    /**
     * The row is fetched from another copy that is to be reached and has the same of it, undamaged: the instance number of
     * that copy, -1 when there is none.
     */
    int repaired(Call read) {
        int from = read.instance - first;
        int position = group.positionAt(from, read.subject, read.key);
        for (int i = 1; i < copies; i++) {
            int copy = (from + i) % copies;
            boolean same = group.positionAt(copy, read.subject, read.key) == position;
            if (same && group.reaches(from, copy) && !isBad(copy, read.subject, read.key)) {
                damage.repaired(from, LruKeys.of(read.subject, read.key));
                store.counters.repaired.value++;
                return first + copy;
            }
        }
        return -1;
    }

    /** The log of a copy ends there now, and goes on with other writes. */
    void cutTo(int copy, int position) {
        damage.cutTo(copy, position);
    }

    /** A copy has all its rows anew. */
    void replaced(int copy) {
        damage.replaced(copy);
    }
}
