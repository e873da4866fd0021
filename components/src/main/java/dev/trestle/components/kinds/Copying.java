package dev.trestle.components.kinds;

import dev.trestle.components.load.Distribution;

/**
 * How the copies of a shard follow its leader and take its place, in the engine's units.
 *
 * @param followers copies beside the leader
 * @param replication {@code async}, {@code semi-sync} or {@code sync}
 * @param readFrom {@code leader}, {@code any}, {@code followers} or {@code leader after own write}
 * @param ownNanos for how long after a write its client reads from the leader, where that is asked for
 * @param copyTime from a write until a follower has it
 * @param beatTime of an answer to a heartbeat from a copy that runs
 * @param beatNanos from one heartbeat to the next; -1 where a death is known at once
 * @param missedBeats heartbeats in a row without an answer that make a copy dead
 * @param failoverNanos from then until what follows is done; -1 for never
 * @param checksums {@code repair}, {@code detect} or {@code none}: what becomes of a read of a damaged row
 */
record Copying(
        int followers,
        String replication,
        String readFrom,
        long ownNanos,
        Distribution copyTime,
        Distribution beatTime,
        long beatNanos,
        int missedBeats,
        long failoverNanos,
        String checksums) {

    boolean sync() {
        return replication.equals("sync");
    }

    boolean semiSync() {
        return replication.equals("semi-sync");
    }

    int copies() {
        return 1 + followers;
    }

    /** Whether anything is ever done about a dead copy. */
    boolean watched() {
        return failoverNanos >= 0 && followers > 0;
    }

    boolean beats() {
        return watched() && beatNanos > 0;
    }
}
