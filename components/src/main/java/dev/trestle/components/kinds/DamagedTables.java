package dev.trestle.components.kinds;

import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;

/** Rows that are damaged in the tables of nodes without a leader: which owners find them so, and what nobody has any more. */
final class DamagedTables {
    private final Leaderless store;
    private final Engine engine;
    private final CommitLog log;
    private final LsmTree[] trees;
    private final Preference preference;
    private final Counter found;
    private final Counter lost;
    private final Damage damage = new Damage();
    /** Rows from before the run that nobody has any more, as far as that has been noticed. */
    private final LongMap missing = new LongMap(16);

    DamagedTables(Leaderless store, Engine engine, CommitLog log, LsmTree[] trees, Preference preference) {
        this.store = store;
        this.engine = engine;
        this.log = log;
        this.trees = trees;
        this.preference = preference;
        found = store.meter.counter("damagedReads");
        lost = store.meter.counter("lostWrites");
    }

    /**
     * Damages a share of the rows of a node; what no owner has any more is lost, whoever notices.
     *
     * @param settledBefore writes from then on may be on their way to some of their owners
     */
    void corrupt(int node, double share, long salt, long settledBefore) {
        damage.hit(node, log.end(), share, salt);
        int before = damage.count() - 1;
        for (int write = 1; write <= log.end(); write++) {
            int entity = log.entity(write);
            long key = log.key(write);
            boolean settled = log.time(write) < settledBefore;
            boolean newest = log.positionAt(entity, key, log.end()) == write;
            long row = LruKeys.of(entity, key);
            if (newest && isLost(row, write, settled, before + 1) && !isLost(row, write, settled, before)) {
                lost.value++;
                engine.journal.lost(entity, key, log.version(write), engine.now(), Journal.place(store.node, node));
            }
        }
    }

    /** Whether all owners that have the write, of which there is one, have it damaged, and no other one will get it. */
    private boolean isLost(long row, int write, boolean settled, int corruptions) {
        preference.of(row);
        int have = 0;
        for (int owner : preference.owners) {
            if (trees[owner].get(row) == write) {
                have++;
                if (!damage.has(owner, row, write, corruptions)) {
                    return false;
                }
            }
        }
        return have > 0 && (settled || have == preference.owners.length);
    }

    /** Whether the owner that has looked up a row found this write of it, 0 for what was there before, damaged. */
    boolean finds(int owner, long row, int write) {
        if (!damage.any() || !damage.has(owner, row, write)) {
            return false;
        }
        found.value++;
        if (write == 0 && missing.get(row) == LongMap.NONE && isLost(row, 0, true, damage.count())) {
            missing.put(row, 1);
            engine.journal.lost(
                    (int) (row >>> 48), row & (1L << 48) - 1, 0, engine.now(), Journal.place(store.node, owner));
        }
        return true;
    }

    /** The owner has been sent the row anew. */
    void repaired(int owner, long row) {
        if (damage.any()) {
            damage.repaired(owner, row);
        }
    }
}
