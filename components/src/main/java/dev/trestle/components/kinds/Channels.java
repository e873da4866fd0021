package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the records of a stream processor come from: partitions of topics, which can be read again from an offset, and
 * links from anything else, which cannot. Each has its own latest event time, and the least of them is the watermark.
 */
final class Channels {
    private static final long NEVER = Long.MIN_VALUE;

    private final List<ConsumerGroup> groups = new ArrayList<>();
    /** By group: the channel of its partition 0. */
    private int[] first = {};
    /** By number of the link: the channel of one that is no topic, or -1. */
    private int[] links = {};

    private int count;
    /** By channel: latest event time, when the last record came, the offset that comes next. */
    private long[] latest = new long[8];

    private long[] seen = new long[8];
    private long[] position = new long[8];

    /** The partitions of a topic are channels from now on. */
    void add(ConsumerGroup group) {
        groups.add(group);
        first = Arrays.copyOf(first, groups.size());
        first[groups.size() - 1] = open(group.partitions(), 0);
    }

    private int open(int more, long now) {
        int from = count;
        count += more;
        if (count > latest.length) {
            int length = Math.max(count, 2 * latest.length);
            latest = Arrays.copyOf(latest, length);
            seen = Arrays.copyOf(seen, length);
            position = Arrays.copyOf(position, length);
        }
        Arrays.fill(latest, from, count, NEVER);
        Arrays.fill(seen, from, count, now);
        return from;
    }

    /** The channel that a delivery came by, whose sender still waits for the answer. */
    int of(Call delivery, long now) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).wire() == delivery.wire) {
                return first[i] + (int) delivery.parent.scratch;
            }
        }
        return of(delivery.wire, now);
    }

    private int of(Wire wire, long now) {
        int length = links.length;
        if (wire.index >= length) {
            links = Arrays.copyOf(links, wire.index + 1);
            Arrays.fill(links, length, links.length, -1);
        }
        if (links[wire.index] < 0) {
            links[wire.index] = open(1, now);
        }
        return links[wire.index];
    }

    /** A record of the channel is read; false when it was read before, so that only its answer was lost. */
    boolean read(int channel, Call delivery) {
        for (int i = 0; i < groups.size(); i++) {
            ConsumerGroup group = groups.get(i);
            if (group.wire() == delivery.wire) {
                long offset = group.reading(channel - first[i]);
                boolean isNew = offset >= position[channel];
                position[channel] = Math.max(position[channel], offset + 1);
                return isNew;
            }
        }
        return true;
    }

    /** The group goes on from another offset than the one behind the last. */
    void moved(ConsumerGroup group, int partition, long offset) {
        position[first[groups.indexOf(group)] + partition] = offset;
    }

    void saw(int channel, long eventNanos, long now) {
        latest[channel] = Math.max(latest[channel], eventNanos);
        seen[channel] = now;
    }

    /** The least of the latest event times; channels without a record for so long (-1: for ever) are left out. */
    long least(long now, long idleNanos) {
        long least = Long.MAX_VALUE;
        for (int channel = 0; channel < count; channel++) {
            if (idleNanos < 0 || now - seen[channel] <= idleNanos) {
                least = Math.min(least, latest[channel]);
            }
        }
        return least == Long.MAX_VALUE ? NEVER : least;
    }

    int size() {
        return count;
    }

    /** Writes down up to where each channel was read. */
    long[] positions(long[] into) {
        long[] copy = into.length < count ? new long[count] : into;
        System.arraycopy(position, 0, copy, 0, count);
        return copy;
    }

    /** Tells the topics up to where they were read. */
    void commit(long[] positions) {
        for (int i = 0; i < groups.size(); i++) {
            for (int partition = 0; partition < groups.get(i).partitions(); partition++) {
                groups.get(i).commit(partition, positions[first[i] + partition]);
            }
        }
    }

    /** Reads again from what was committed last, and knows no event times; how many records come again. */
    long restart(long now) {
        Arrays.fill(latest, 0, count, NEVER);
        Arrays.fill(seen, 0, count, now);
        long again = 0;
        for (int i = 0; i < groups.size(); i++) {
            for (int partition = 0; partition < groups.get(i).partitions(); partition++) {
                long from = groups.get(i).resumes(partition);
                again += Math.max(0, position[first[i] + partition] - from);
                position[first[i] + partition] = from;
            }
            groups.get(i).restart();
        }
        return again;
    }
}
