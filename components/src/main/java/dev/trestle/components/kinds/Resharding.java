package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * Where every key lives now, also while shards are added or taken away. The mover goes over all keys in order, batch by
 * batch: the shards that lose keys read them, then those that get them write them, each with one worker of its leader; then
 * the batch changes hands at once, with what was written in the meantime. Keys that are new since the beginning of the move
 * live where they shall stay.
 */
final class Resharding {
    /** To look at a key and see whether it moves. */
    private static final long LOOK_NANOS = 1_000;

    private static final long MOST_LOOKED_AT = 100_000;
    private static final long BATCH_BYTES = 1_000_000;
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final Replicas store;
    private final Engine engine;
    private final Parting parting;
    private final long[] counts;
    private Sharding before;
    /** Null while nothing moves. */
    private Sharding after;

    private boolean begun;
    /** Keys that came between the start of the run and that of the move, and have not moved yet; by entity. */
    private final LongMap[] late;

    private int[] lateEntities = {};
    private long[] lateKeys = {};
    private int lateCount;
    /** All keys before this place have changed hands; after the last entity stand the late keys. */
    private int atEntity;

    private long atKey;
    /** The end of the batch that is being copied, and how many bytes of it each shard reads and writes. */
    private int toEntity;

    private long toKey;
    private final long[] out;
    private final long[] in;
    private Call timer;
    private int open;
    private boolean reading;
    private boolean broken;

    Resharding(Replicas store, Engine engine, long[] counts) {
        this.store = store;
        this.engine = engine;
        this.counts = counts;
        parting = store.shape.parting();
        before = new Sharding(parting.rule(), parting.shards(), counts);
        late = new LongMap[counts.length];
        out = new long[parting.most()];
        in = new long[parting.most()];
    }

    void start() {
        if (parting.reshards()) {
            timer = engine.call(store);
            engine.schedule(timer, Replicas.MOVE, parting.reshardNanos());
        }
    }

    /** The shard that has a key now. */
    int shard(int entity, long key) {
        return after == null || !hasMoved(entity, key) ? before.shard(entity, key) : after.shard(entity, key);
    }

    private boolean hasMoved(int entity, long key) {
        if (key >= 0 && key < counts[entity]) {
            return entity < atEntity || entity == atEntity && key < atKey;
        }
        return late[entity].get(key) == LongMap.NONE;
    }

    /** Whether keys have ever begun to move. */
    boolean begun() {
        return begun;
    }

    Sharding atStart() {
        return before;
    }

    /** Shards that must be asked for what may be anywhere: both the old and the new ones while keys move. */
    int shards() {
        return after == null ? before.shards() : Math.max(before.shards(), after.shards());
    }

    /** Whether a row's place does not follow from its key. */
    boolean dealt() {
        return before.dealt() || after != null && after.dealt();
    }

    /** It is time to begin, or to copy the batch that has been looked through, perhaps once more. */
    void move() {
        if (begun) {
            copy(true);
            return;
        }
        begun = true;
        after = before.over(parting.reshardTo());
        collectLate();
        nextBatch();
    }

    private void collectLate() {
        for (int entity = 0; entity < late.length; entity++) {
            late[entity] = new LongMap(64);
        }
        for (int shard = 0; shard < before.shards(); shard++) {
            CommitLog log = store.group(shard).log();
            for (int position = 1; position <= log.end(); position++) {
                int entity = log.entity(position);
                long key = log.key(position);
                boolean old = key >= 0 && key < counts[entity];
                if (!old && late[entity].get(key) == LongMap.NONE) {
                    late[entity].put(key, 1);
                    remember(entity, key);
                }
            }
        }
    }

    private void remember(int entity, long key) {
        if (lateCount == lateKeys.length) {
            lateKeys = Arrays.copyOf(lateKeys, Math.max(64, 2 * lateCount));
            lateEntities = Arrays.copyOf(lateEntities, lateKeys.length);
        }
        lateKeys[lateCount] = key;
        lateEntities[lateCount++] = entity;
    }

    private void nextBatch() {
        Arrays.fill(out, 0);
        Arrays.fill(in, 0);
        toEntity = atEntity;
        toKey = atKey;
        long bytes = 0;
        long looked = 0;
        for (; looked < MOST_LOOKED_AT && bytes < BATCH_BYTES && !ended(); looked++) {
            int entity = entity(toEntity, toKey);
            long key = key(toEntity, toKey);
            int from = before.shard(entity, key);
            int to = after.shard(entity, key);
            if (from != to) {
                long size = store.rows.size(entity);
                out[from] += size;
                in[to] += size;
                bytes += size;
            }
            toKey++;
        }
        if (looked == 0) {
            before = after;
            after = null;
        } else {
            engine.schedule(timer, Replicas.MOVE, looked * LOOK_NANOS);
        }
    }

    /** Whether the batch has come to the end of all keys; else its end stands before a key. */
    private boolean ended() {
        while (toEntity <= counts.length && toKey >= keys(toEntity)) {
            if (toEntity == counts.length) {
                return true;
            }
            toEntity++;
            toKey = 0;
        }
        return false;
    }

    private long keys(int entity) {
        return entity == counts.length ? lateCount : counts[entity];
    }

    private int entity(int place, long key) {
        return place == counts.length ? lateEntities[(int) key] : place;
    }

    private long key(int place, long key) {
        return place == counts.length ? lateKeys[(int) key] : key;
    }

    /** Has every shard read, or write, its part of the batch. */
    private void copy(boolean fromOld) {
        reading = fromOld;
        broken = false;
        open = 1;
        long[] bytes = fromOld ? out : in;
        for (int shard = 0; shard < bytes.length; shard++) {
            if (bytes[shard] > 0) {
                Call chore = engine.call(store);
                chore.pending = Replicas.MOVE;
                open++;
                long nanos = (long) (bytes[shard] / parting.moveBytesPerSecond() * 1e9);
                store.chore(chore, store.group(shard).leader(), nanos);
            }
        }
        ended(true);
    }

    /** A shard has read or written its part, or has died over it. */
    void ended(boolean finished) {
        broken |= !finished;
        if (--open > 0) {
            return;
        }
        if (broken) {
            engine.schedule(timer, Replicas.MOVE, RETRY_NANOS);
        } else if (reading) {
            copy(false);
        } else {
            changeHands();
            nextBatch();
        }
    }

    private void changeHands() {
        int place = atEntity;
        long key = atKey;
        while (place < toEntity || place == toEntity && key < toKey) {
            if (key >= keys(place)) {
                place++;
                key = 0;
            } else {
                handOver(entity(place, key), key(place, key));
                key++;
            }
        }
        atEntity = toEntity;
        atKey = toKey;
    }

    private void handOver(int entity, long key) {
        int from = before.shard(entity, key);
        int to = after.shard(entity, key);
        store.counters.keysChecked.value++;
        late[entity].remove(key);
        if (from == to) {
            return;
        }
        store.counters.keysMoved.value++;
        store.rows.moved(entity, from, to);
        long version = store.group(from).log().takeAway(entity, key);
        if (version > 0) {
            store.group(to).log().bring(entity, key, version);
        }
    }
}
