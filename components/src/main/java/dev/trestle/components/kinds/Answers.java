package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.KeyTrace;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import java.util.List;

/**
 * The answers that the instances of a {@link Proxy} keep, each its own, least recently used first to go. An answer to a
 * write that passes an instance drops what that instance kept of the key, as caches of HTTP do (RFC 9111, 4.4).
 */
final class Answers {
    private final Site site;
    private final LruKeys[] copies;
    private final long ttlNanos;
    private final double left;
    /** By operation: the entity that it reads where its answers are kept, else -1. */
    private final int[] entityOf;

    private final int[][] writesOf;
    /** By entity, as kept. */
    private final long[] bytesOf;
    /** What is asked for, for the curve of misses by size. */
    private KeyTrace trace;

    /** @param left share of the bytes that is left of what is kept */
    Answers(Site site, int instances, double left) {
        this.site = site;
        this.left = left;
        Settings settings = site.settings();
        ttlNanos = settings.nanos(Proxy.TTL);
        copies = new LruKeys[instances];
        for (int i = 0; i < instances; i++) {
            copies[i] = new LruKeys(settings.bytes(Proxy.CAPACITY));
        }
        bytesOf = site.entities().stream()
                .mapToLong(entity -> Math.max(1, (long) (entity.sizeBytes() * left)))
                .toArray();
        List<String> names = settings.names(Proxy.CACHES);
        entityOf = new int[site.operations().size()];
        writesOf = new int[entityOf.length][];
        for (OperationPlan operation : site.operations()) {
            int entity = operation.single();
            boolean kept = entity >= 0
                    && !operation.writer()
                    && (names.isEmpty()
                            || names.contains(site.entities().get(entity).name()));
            entityOf[operation.index()] = kept ? entity : -1;
            writesOf[operation.index()] =
                    operation.writes().stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** Fills the copies as they would be found in the middle of a long life; the trace of what they are asked for. */
    KeyTrace warm() {
        boolean[] held = new boolean[bytesOf.length];
        for (int entity : entityOf) {
            if (entity >= 0) {
                held[entity] = true;
            }
        }
        long[] sizes = new long[bytesOf.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = held[i] ? bytesOf[i] : 0;
        }
        double bytes = site.settings().bytes(Proxy.CAPACITY);
        trace = Reuse.of(site, new Reuse.Shape(copies.length, null, bytes, ttlNanos, 0, sizes, Reuse.DROPS));
        // Requests go over the instances in turn: an equal share of the reads each. Sizes are before compression.
        double ttlSeconds = ttlNanos / 1e9 / copies.length;
        double capacity = site.settings().bytes(Proxy.CAPACITY) / left;
        Warmth.Room room = new Warmth.Room(copies.length, capacity, 0, ttlSeconds, true, false);
        for (int i = 0; i < copies.length; i++) {
            LruKeys copy = copies[i];
            Warmth warmth = new Warmth(site, room, i, held);
            copy.makeRoom(warmth.entries());
            warmth.fill((key, size) -> copy.load(
                    key, bytesOf[(int) (key >>> 48)], (long) (warmth.expiresInSeconds() * 1e9 * copies.length)));
            copy.loaded();
        }
        return trace;
    }

    boolean keeps(int operation) {
        return entityOf[operation] >= 0;
    }

    /** Answers the call from what its instance keeps; false when it has nothing fresh. */
    boolean found(Call call, Engine engine) {
        int entity = entityOf[call.operation];
        LruKeys copy = copies[call.instance];
        trace.asked(call.instance, LruKeys.of(entity, call.key), bytesOf[entity], engine.now());
        int slot = copy.use(LruKeys.of(entity, call.key), engine.now());
        if (slot < 0) {
            return false;
        }
        call.version = copy.version(slot);
        call.subject = entity;
        call.replyBytes = bytesOf[entity];
        call.place = Journal.place(site.node(), call.instance);
        engine.journal.effect(call, false);
        return true;
    }

    /** A good answer passes: a read is kept, a write makes what was kept out of date. */
    void passed(Call call, long now) {
        int entity = entityOf[call.operation];
        if (entity >= 0) {
            copies[call.instance].put(LruKeys.of(entity, call.key), call.version, bytesOf[entity], now + ttlNanos);
        }
        for (int written : writesOf[call.operation]) {
            copies[call.instance].remove(LruKeys.of(written, call.key));
            trace.drop(call.instance, LruKeys.of(written, call.key));
        }
    }

    /** A share of what an instance keeps, or each with -1, is damaged, found so by its checksums and dropped. */
    void damaged(int instance, double share, Chance chance) {
        for (int i = 0; i < copies.length; i++) {
            if (instance < 0 || i == instance) {
                int one = i;
                copies[i].removeShare(share, chance.below(Long.MAX_VALUE), key -> trace.drop(one, key));
            }
        }
    }

    /** Empties the copy of an instance, or all with -1. */
    void forget(int instance) {
        for (int i = 0; i < copies.length; i++) {
            if (instance < 0 || i == instance) {
                copies[i].clear();
                trace.clear(i);
            }
        }
    }
}
