package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;

/**
 * Records of a topic that are damaged on the disks of brokers. Their checksums tell whoever reads them, a consumer or a
 * follower: the leader then fetches the record from another copy; one that no copy has any more is lost, and readers go on
 * behind it. While only a copy that is not to be reached has it, readers of the partition wait.
 */
final class DamagedRecords {
    private final Brokers topic;
    private final Engine engine;
    private final Partition[] partitions;
    private final Counter lost;
    private final Counter found;
    private final Counter repaired;

    DamagedRecords(Brokers topic, Engine engine, Partition[] partitions, Counter lost) {
        this.topic = topic;
        this.engine = engine;
        this.partitions = partitions;
        this.lost = lost;
        found = topic.meter.counter("damagedReads");
        repaired = topic.meter.counter("repairedRecords");
    }

    /** Damages a share of what a broker has on its disk, or all with -1: what is not copied yet is still in memory. */
    void corrupt(int broker, double share, Chance chance) {
        for (Partition partition : partitions) {
            for (int copy = 0; copy < partition.brokers.length; copy++) {
                if (broker < 0 || partition.brokers[copy] == broker) {
                    partition.damage = partition.damage == null ? new Damage() : partition.damage;
                    int end = (int) Math.min(partition.applied[copy], partition.high);
                    partition.damage.hit(copy, end, share, chance.below(Long.MAX_VALUE));
                }
            }
        }
    }

    /** Whether the record that a consumer is to read is lost; one that another copy has is fetched from there. */
    boolean loses(Partition partition, long offset) {
        if (partition.mending >= 0 || !partition.isDamaged(partition.leader, offset)) {
            return false;
        }
        int source = source(partition, offset);
        if (source >= 0) {
            found.value++;
            partition.mending = offset;
            Call fetch = engine.call(topic);
            fetch.step = partition.index;
            fetch.instance = partition.leader;
            fetch.stage = partition.epoch;
            long nanos = topic.copyNanos(partition.brokers[source], partition.leadingBroker());
            engine.schedule(fetch, Brokers.MENDED, nanos);
            return false;
        }
        return isNowhere(partition, offset) && lose(partition, offset);
    }

    private boolean lose(Partition partition, long offset) {
        if (partition.lose(offset)) {
            found.value++;
            lost.value++;
        }
        return true;
    }

    /** A copy other than the leader's that is to be reached and has the record undamaged; -1 for none. */
    private int source(Partition partition, long offset) {
        for (int copy = 0; copy < partition.brokers.length; copy++) {
            int broker = partition.brokers[copy];
            boolean reached = topic.up(broker) && engine.network().joins(topic.node, broker, partition.leadingBroker());
            if (copy != partition.leader && reached && partition.hasWhole(copy, offset)) {
                return copy;
            }
        }
        return -1;
    }

    private static boolean isNowhere(Partition partition, long offset) {
        for (int copy = 0; copy < partition.brokers.length; copy++) {
            if (partition.hasWhole(copy, offset)) {
                return false;
            }
        }
        return true;
    }

    /** What the leader has fetched has come, if it still leads: readers go on. */
    void mended(Call fetch) {
        Partition partition = partitions[fetch.step];
        if (fetch.stage == partition.epoch && topic.online(partition)) {
            partition.damage.repaired(fetch.instance, partition.mending);
            repaired.value++;
        }
        partition.mending = -1;
        engine.free(fetch);
        topic.readOn(partition.index);
    }

    /** Up to where a follower gets what the leader has sent it: not beyond a record that only copies have that are away. */
    long copied(Partition partition, int copy, long end) {
        if (partition.damage == null) {
            return end;
        }
        for (long offset = Math.max(partition.applied[copy], partition.log.first()); offset < end; offset++) {
            if (!partition.isDamaged(partition.leader, offset) || partition.misses(offset)) {
                continue;
            }
            if (source(partition, offset) >= 0) {
                found.value++;
                repaired.value++;
                partition.damage.repaired(partition.leader, offset);
            } else if (isNowhere(partition, offset)) {
                lose(partition, offset);
            } else {
                return offset;
            }
        }
        return end;
    }

    /** The log of a partition ends there now, and goes on with other records. */
    void cutTo(Partition partition, long end) {
        for (int copy = 0; partition.damage != null && copy < partition.brokers.length; copy++) {
            partition.damage.cutTo(copy, (int) Math.min(Integer.MAX_VALUE, end));
        }
    }
}
