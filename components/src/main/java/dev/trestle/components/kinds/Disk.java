package dev.trestle.components.kinds;

import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.load.Distribution;
import java.util.ArrayList;
import java.util.List;

/**
 * What is on the disk of each copy: the log of writes, and from time to time a snapshot of all rows.
 *
 * @param fsyncTime of writing the log through to the disk; 0 where the time of a write includes it
 * @param grouped whether all writes that wait share one sync
 * @param snapshotNanos from one snapshot to the next; -1 for none
 * @param bytesPerSecond at which a snapshot is written, and restored
 * @param replayPerSecond writes of the log that a copy applies in a second when it starts; infinite for at once
 * @param perishable whether a crash takes the disk with it
 */
record Disk(
        Distribution fsyncTime,
        boolean grouped,
        long snapshotNanos,
        double bytesPerSecond,
        double replayPerSecond,
        boolean perishable) {
    static final Param FSYNC_TIME = Param.of(
                    "fsyncTime",
                    ParamType.DISTRIBUTION,
                    "Log to disk",
                    "0 ms",
                    "Time until the log of a write is on disk, one sync at a time; 0 where the time of a write includes it.")
            .group("Disk");
    static final Param GROUP_COMMIT = Param.of(
                    "groupCommit",
                    ParamType.FLAG,
                    "Group commit",
                    "yes",
                    "Whether all writes that wait for the disk share its next sync.")
            .group("Disk")
            .tries("yes");
    static final Param SNAPSHOT_EVERY = Param.of(
                    "snapshotEvery",
                    ParamType.DURATION,
                    "Snapshot every",
                    "none",
                    "How often each copy writes all its rows to disk, so that less of the log must be replayed after a crash.")
            .between("1 s", "365 day")
            .orNone()
            .group("Disk");
    static final Param SNAPSHOT_RATE = Param.of(
                    "snapshotRate",
                    ParamType.BYTES,
                    "Snapshot speed",
                    "200 MB",
                    "Bytes per second at which a snapshot is written by one worker, and a lost disk is filled again.")
            .between("1 KB", "100 GB")
            .group("Disk");
    static final Param REPLAY_RATE = Param.of(
                    "replayRate",
                    ParamType.RATE,
                    "Replay",
                    "none",
                    "Writes of the log that a copy that comes back applies per second before it answers; none for at once.")
            .between("1/s", "1000000000/s")
            .orNone()
            .group("Disk");
    static final Param CRASH_TAKES = Param.choice(
                    "crashTakes",
                    "A crash takes",
                    "What is lost with a crash: the memory, and the log brings everything back; or the disk, and a copy is "
                            + "made again from another one or from the last snapshot.",
                    "memory",
                    "disk")
            .group("Disk");

    static final List<Param> PARAMS =
            List.of(FSYNC_TIME, GROUP_COMMIT, SNAPSHOT_EVERY, SNAPSHOT_RATE, REPLAY_RATE, CRASH_TAKES);

    static Disk of(Settings settings) {
        return new Disk(
                settings.distribution(FSYNC_TIME),
                settings.flag(GROUP_COMMIT),
                settings.nanos(SNAPSHOT_EVERY),
                settings.bytes(SNAPSHOT_RATE),
                settings.isNone(REPLAY_RATE) ? Double.POSITIVE_INFINITY : settings.perSecond(REPLAY_RATE),
                settings.text(CRASH_TAKES).equals("disk"));
    }

    static List<String> flaws(Settings settings) {
        List<String> flaws = new ArrayList<>();
        boolean perishable = settings.text(CRASH_TAKES).equals("disk");
        if (perishable && settings.integer(SqlDatabase.FOLLOWERS) == 0 && settings.isNone(SNAPSHOT_EVERY)) {
            flaws.add("when a crash takes the disk, there is neither another copy nor a snapshot to restore");
        }
        if (!settings.isNone(REPLAY_RATE) && settings.isNone(SNAPSHOT_EVERY)) {
            flaws.add("without snapshots a copy that comes back replays the log from the beginning");
        }
        return flaws;
    }

    boolean syncs() {
        return fsyncTime.mean() > 0;
    }

    boolean snapshots() {
        return snapshotNanos > 0;
    }
}
