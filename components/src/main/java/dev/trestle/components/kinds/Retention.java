package dev.trestle.components.kinds;

import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.kind.Settings;

/** How long the records of a topic are kept: until they are too old, or every group is through with them for good. */
final class Retention {
    private final Engine engine;
    private final Partition[] partitions;
    private final ConsumerGroup[] groups;
    private final long nanos;
    private final Replay replay;
    private final Counter expired;
    private final Counter replayed;

    Retention(Engine engine, Meter meter, Settings settings, Partition[] partitions, ConsumerGroup[] groups) {
        this.engine = engine;
        this.partitions = partitions;
        this.groups = groups;
        nanos = settings.nanos(Topic.RETENTION);
        replay = new Replay(settings);
        expired = meter.counter("expired");
        replayed = meter.counter("replayed");
    }

    /** When groups are set back, in nanoseconds; -1 for never. */
    long replayNanos() {
        return replay.atNanos;
    }

    void replay() {
        replayed.value += replay.play(groups, partitions);
    }

    /** Looks who is there, and which records have grown too old. */
    void tick() {
        for (ConsumerGroup group : groups) {
            group.look();
        }
        for (Partition partition : partitions) {
            expire(partition);
        }
    }

    /** Records grow too old, whether anybody has read them or not; not those that are being worked on. */
    private void expire(Partition partition) {
        long limit = partition.high;
        for (ConsumerGroup group : groups) {
            limit = Math.min(limit, group.mayExpire(partition.index));
        }
        long first = partition.log.first();
        while (first < limit && engine.now() - partition.log.stored(first) > nanos) {
            first++;
        }
        if (first > partition.log.first()) {
            for (ConsumerGroup group : groups) {
                expired.value += group.expired(partition.index, first);
            }
            partition.log.dropBefore(first);
        }
    }

    /** The groups say up to where they have read. */
    void commit() {
        for (ConsumerGroup group : groups) {
            group.commit();
        }
        for (Partition partition : partitions) {
            trim(partition);
        }
    }

    /** What all groups have committed is of no use to this run any more, but for a replay. */
    void trim(Partition partition) {
        long done = partition.high;
        for (ConsumerGroup group : groups) {
            done = Math.min(done, group.committed(partition.index));
        }
        partition.log.dropBefore(replay.mayGo(partition, done));
    }
}
