package dev.trestle.components.kinds;

import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;

/** Rows that are damaged on the disks of some of several leaders: which region has them whole, and what none has any more. */
final class DamagedRegions {
    private final Leaders store;
    private final Engine engine;
    private final CommitLog log;
    /** By region, its newest write of each row. */
    private final LongMap[] newest;

    private final Counter found;
    private final Counter repaired;
    private final Counter lost;
    private final Damage damage = new Damage();
    /** Rows from before the run that no region has any more, as far as that has been noticed. */
    private final LongMap missing = new LongMap(16);

    DamagedRegions(Leaders store, Engine engine, CommitLog log, LongMap[] newest) {
        this.store = store;
        this.engine = engine;
        this.log = log;
        this.newest = newest;
        found = store.meter.counter("damagedReads");
        repaired = store.meter.counter("repairedRows");
        lost = store.meter.counter("lostWrites");
    }

    /** Damages a share of the rows of a region; what no region has any more is lost, whoever notices. */
    void corrupt(int region, double share, long salt) {
        damage.hit(region, log.end(), share, salt);
        int before = damage.count() - 1;
        for (int write = 1; write <= log.end(); write++) {
            long row = LruKeys.of(log.entity(write), log.key(write));
            if (write(region, row) == write && isLost(row, write, before + 1) && !isLost(row, write, before)) {
                lost.value++;
                tell(region, row, log.version(write));
            }
        }
    }

    private int write(int region, long row) {
        return (int) Math.max(0, newest[region].get(row));
    }

    /** Whether this write of a row is damaged in every region; one that has another write has a newer one or will get this. */
    private boolean isLost(long row, int write, int corruptions) {
        for (int region = 0; region < newest.length; region++) {
            if (write(region, row) != write || !damage.has(region, row, write, corruptions)) {
                return false;
            }
        }
        return true;
    }

    private void tell(int region, long row, long version) {
        int place = Journal.place(store.node, region);
        engine.journal.lost((int) (row >>> 48), row & (1L << 48) - 1, version, engine.now(), place);
    }

    /** Whether a region that reads a row finds it damaged; one from before the run is lost when no region has it whole. */
    boolean finds(int region, long row) {
        int write = write(region, row);
        if (!damage.any() || !damage.has(region, row, write)) {
            return false;
        }
        found.value++;
        if (write == 0 && missing.get(row) == LongMap.NONE && isLost(row, 0, damage.count())) {
            missing.put(row, 1);
            tell(region, row, 0);
        }
        return true;
    }

    /** The row comes from a region that is to be reached and has the same of it, undamaged: its number, -1 for none. */
    int repaired(int region, long row) {
        int write = write(region, row);
        for (int i = 1; i < newest.length; i++) {
            int other = (region + i) % newest.length;
            boolean same = write(other, row) == write && !damage.has(other, row, write);
            if (same && store.up(other) && engine.network().joins(store.node, region, other)) {
                damage.repaired(region, row);
                repaired.value++;
                return other;
            }
        }
        return -1;
    }

    /** A region has a newer write of the row. */
    void written(int region, long row) {
        if (damage.any()) {
            damage.repaired(region, row);
        }
    }
}
