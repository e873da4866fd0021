package dev.trestle.components.kinds;

import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * The log of a replicated store: every write in the order of commit, and for each key its newest place in the log.
 *
 * <p>Positions (LSN) count from 1; position 0 is before the first write. A copy that has applied the log up to a position
 * sees for each key the newest write at or before it. Cutting the log back is what a failover does to writes that the
 * new leader does not have.
 */
final class CommitLog {
    /** Small, as a store may have a thousand logs. */
    private static final int FIRST_SIZE = 64;

    private final LongMap[] newest;
    private int[] entities = new int[FIRST_SIZE];
    private long[] keys = new long[FIRST_SIZE];
    private long[] versions = new long[FIRST_SIZE];
    private long[] times = new long[FIRST_SIZE];
    /** What the writer's clock showed, which may be off; the time where nobody says so. */
    private long[] stamps = new long[FIRST_SIZE];

    private int[] before = new int[FIRST_SIZE];
    /** When each write was acknowledged, plus 1; 0 while it is not. */
    private long[] acknowledged = new long[FIRST_SIZE];

    private int end;
    /** Versions of keys that came from another shard, by entity; null where there are none. */
    private final LongMap[] brought;

    CommitLog(int entityCount) {
        newest = new LongMap[entityCount];
        brought = new LongMap[entityCount];
        for (int i = 0; i < entityCount; i++) {
            newest[i] = new LongMap(64);
        }
    }

    /** Appends a write; returns its position. */
    int append(int entity, long key, long version, long now) {
        if (++end == keys.length) {
            int length = end * 2;
            entities = Arrays.copyOf(entities, length);
            keys = Arrays.copyOf(keys, length);
            versions = Arrays.copyOf(versions, length);
            times = Arrays.copyOf(times, length);
            stamps = Arrays.copyOf(stamps, length);
            before = Arrays.copyOf(before, length);
            acknowledged = Arrays.copyOf(acknowledged, length);
        }
        acknowledged[end] = 0;
        entities[end] = entity;
        keys[end] = key;
        versions[end] = version;
        times[end] = now;
        stamps[end] = now;
        before[end] = (int) Math.max(0, newest[entity].get(key));
        newest[entity].put(key, end);
        return end;
    }

    /** The version of a key that a copy at that position sees; 0 when it was never written there. */
    long versionAt(int entity, long key, int position) {
        int at = (int) Math.max(0, newest[entity].get(key));
        while (at > position) {
            at = before[at];
        }
        return at == 0 ? broughtVersion(entity, key) : versions[at];
    }

    /** The position of the newest write of a key that a copy at that position has; 0 when it has none of this log. */
    int positionAt(int entity, long key, int position) {
        int at = (int) Math.max(0, newest[entity].get(key));
        while (at > position) {
            at = before[at];
        }
        return at;
    }

    private long broughtVersion(int entity, long key) {
        return brought[entity] == null ? 0 : Math.max(0, brought[entity].get(key));
    }

    /** Whether the key was never written here. */
    boolean isNew(int entity, long key) {
        return newest[entity].get(key) == LongMap.NONE && broughtVersion(entity, key) == 0;
    }

    /** The key goes to another shard: its newest version, 0 when it was never written, is forgotten here. */
    long takeAway(int entity, long key) {
        long version = versionAt(entity, key, end);
        newest[entity].remove(key);
        if (brought[entity] != null) {
            brought[entity].remove(key);
        }
        return version;
    }

    /** The key has come from another shard, to all copies of this one. */
    void bring(int entity, long key, long version) {
        if (brought[entity] == null) {
            brought[entity] = new LongMap(64);
        }
        brought[entity].put(key, version);
    }

    /** The writer of a position has its answer from now on. */
    void acknowledge(int position, long now) {
        acknowledged[position] = now + 1;
    }

    /** How many writes newer than that version of a key had been acknowledged at that time; looks at no more than most. */
    int behind(int entity, long key, long version, long nanos, int most) {
        int behind = 0;
        int at = (int) Math.max(0, newest[entity].get(key));
        while (at != 0 && versions[at] > version && behind < most) {
            behind += acknowledged[at] != 0 && acknowledged[at] <= nanos + 1 ? 1 : 0;
            at = before[at];
        }
        return behind;
    }

    int end() {
        return end;
    }

    int entity(int position) {
        return entities[position];
    }

    long key(int position) {
        return keys[position];
    }

    long version(int position) {
        return versions[position];
    }

    /** When it was committed, in nanoseconds: what lags are measured from. */
    long time(int position) {
        return times[position];
    }

    /** The write carries this timestamp, which decides against others, and not the time at which it was made. */
    void stamp(int position, long nanos) {
        stamps[position] = nanos;
    }

    /** The timestamp of a write, in nanoseconds. */
    long stamp(int position) {
        return stamps[position];
    }

    /** Forgets the last write; false when its key has gone to another shard, which then has it. */
    boolean cutLast() {
        if (newest[entities[end]].get(keys[end]) != end) {
            end--;
            return false;
        }
        if (before[end] == 0) {
            newest[entities[end]].remove(keys[end]);
        } else {
            newest[entities[end]].put(keys[end], before[end]);
        }
        end--;
        return true;
    }
}
