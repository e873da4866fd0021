package dev.trestle.components.kinds;

import dev.trestle.components.kind.Settings;
import java.util.List;

/** The one time in a run at which groups of a topic are set back: until then it keeps what they will want again. */
final class Replay {
    /** When it is, in nanoseconds; -1 for never. */
    final long atNanos;

    private final long sinceNanos;
    private final List<String> names;
    private boolean over;

    Replay(Settings settings) {
        atNanos = settings.nanos(Topic.REPLAY_AT);
        sinceNanos = atNanos - settings.nanos(Topic.REPLAY_BACK);
        names = settings.names(Topic.REPLAY_GROUPS);
        over = atNanos < 0;
    }

    /** Of records that nobody needs any more, those before this offset may go. */
    long mayGo(Partition partition, long done) {
        return over ? done : Math.min(done, partition.log.since(sinceNanos));
    }

    /** Sets the groups back, as far as there are records of that time; how many come again. */
    long play(ConsumerGroup[] groups, Partition[] partitions) {
        over = true;
        long again = 0;
        for (ConsumerGroup group : groups) {
            if (names.isEmpty() || names.contains(group.wire().to.id)) {
                for (Partition partition : partitions) {
                    again += group.seek(partition.index, partition.log.since(sinceNanos));
                }
            }
        }
        return again;
    }
}
