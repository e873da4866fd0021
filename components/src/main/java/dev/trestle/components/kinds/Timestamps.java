package dev.trestle.components.kinds;

import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.kind.Site;

/** The clocks of nodes that let the later timestamp win, and the writes that lose by them though they were made later. */
final class Timestamps {
    private final Engine engine;
    private final CommitLog log;
    private final long[] clockNanos;
    private final Counter lostUpdates;
    private final LongMap overruled = new LongMap(16);
    /** Whether a later write may have an earlier timestamp. */
    private boolean skewed;

    Timestamps(Site site, Meter meter, CommitLog log, int nodes) {
        engine = site.engine();
        this.log = log;
        lostUpdates = meter.counter("lostUpdates");
        long skew = site.settings().nanos(WideColumn.CLOCK_SKEW);
        skewed = skew > 0;
        Chance clocks = site.chance("clocks");
        clockNanos = new long[nodes];
        for (int i = 0; i < nodes; i++) {
            clockNanos[i] = skew == 0 ? 0 : clocks.below(2 * skew + 1) - skew;
        }
    }

    /** What the clock of a node shows, with what a fault adds to it. */
    long of(int instance, long faultNanos) {
        return engine.now() + clockNanos[instance] + faultNanos;
    }

    /** A fault changes clocks; timestamps from the future stay when they are right again. */
    void skewed(long faultNanos) {
        skewed |= faultNanos != 0;
    }

    /** Of two writes to a row the one with the later timestamp stays, even when the other was made after it. */
    void compare(int write, int before, int place) {
        if (before == 0 || before == write) {
            return;
        }
        int loser = LsmTree.newer(log, write, before) ? before : write;
        int winner = loser == write ? before : write;
        if (log.version(loser) > log.version(winner) && overruled.get(loser) == LongMap.NONE) {
            overruled.put(loser, winner);
            lostUpdates.value++;
            engine.journal.lost(log.entity(loser), log.key(loser), log.version(loser), engine.now(), place);
        }
    }

    /** Whether timestamps may be out of the order in which writes were made. */
    boolean mayDisagree() {
        return skewed;
    }
}
