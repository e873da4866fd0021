package dev.trestle.components.kinds;

import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Meter;

/** What a store with copies counts; what its settings rule out is counted too, but kept off the report. */
final class ReplicaCounters {
    final Counter reads;
    final Counter writes;
    final Counter lost;
    final Counter failovers;
    final Counter scatters;
    final Counter keysMoved;
    final Counter keysChecked;
    final Counter redirected;
    final Counter logSyncs;
    final Counter snapshots;
    final Counter replayed;
    final Counter turnedAway;
    final Counter connected;
    final Counter fenced;
    final Counter damaged;
    final Counter repaired;

    /** @param fences whether writes with an old token are refused */
    ReplicaCounters(Meter meter, Replicas.Shape shape, boolean fences) {
        Meter unseen = new Meter();
        reads = meter.counter("reads");
        writes = meter.counter("writes");
        lost = meter.counter("lostWrites");
        failovers = meter.counter("failovers");
        scatters = (shape.parting().most() > 1 ? meter : unseen).counter("scattered");
        Meter moves = shape.parting().reshards() ? meter : unseen;
        keysMoved = moves.counter("keysMoved");
        keysChecked = moves.counter("keysChecked");
        redirected = moves.counter("redirected");
        Disk disk = shape.disk();
        logSyncs = (disk.syncs() ? meter : unseen).counter("logSyncs");
        snapshots = (disk.snapshots() ? meter : unseen).counter("snapshots");
        replayed = (Double.isInfinite(disk.replayPerSecond()) ? unseen : meter).counter("replayedWrites");
        Desk desk = shape.desk();
        turnedAway = (desk.connections() == Integer.MAX_VALUE ? unseen : meter).counter("tooManyConnections");
        connected = (desk.connectTime().mean() > 0 ? meter : unseen).counter("connectionsOpened");
        fenced = (fences ? meter : unseen).counter("fenced");
        damaged = meter.counter("damagedReads");
        repaired = meter.counter("repairedRows");
    }
}
