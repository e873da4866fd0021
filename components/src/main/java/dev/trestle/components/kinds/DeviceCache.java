package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.kind.OperationPlan;

/**
 * What people's devices keep: each person's own answers to operations that are one read, for a time to live. What the
 * same person writes is dropped. Devices have room for all of it.
 */
final class DeviceCache {
    private final long ttlNanos;
    /** When an answer was kept, plus 1, by person and key; 0 where it was dropped. */
    private final RecentKeys keptAt;

    private final RecentKeys versions;
    private final Counter hits;
    private final Counter misses;

    DeviceCache(Meter meter, long ttlNanos) {
        this.ttlNanos = ttlNanos;
        keptAt = new RecentKeys(ttlNanos);
        versions = new RecentKeys(ttlNanos);
        meter.countsHits();
        hits = meter.hits;
        misses = meter.misses;
    }

    private static boolean keeps(OperationPlan operation) {
        return operation.single() >= 0 && !operation.writer();
    }

    private static long place(Call root, int entity) {
        return HashRing.mix(HashRing.mix(root.client) + LruKeys.of(entity, root.key));
    }

    /** Whether the person's device has the answer; the request then has its version. */
    boolean answers(Call root, OperationPlan operation, long now) {
        if (!keeps(operation)) {
            return false;
        }
        long place = place(root, operation.single());
        long kept = keptAt.latest(place, now);
        if (kept == 0 || now - (kept - 1) >= ttlNanos) {
            misses.value++;
            return false;
        }
        hits.value++;
        root.subject = operation.single();
        root.version = versions.latest(place, now);
        return true;
    }

    /** A good answer of that version has come. */
    void keep(Call root, OperationPlan operation, long version, long now) {
        if (keeps(operation)) {
            long place = place(root, operation.single());
            keptAt.put(place, now + 1, now);
            versions.put(place, version, now);
        }
        for (int i = 0; i < operation.writes().size(); i++) {
            keptAt.put(place(root, operation.writes().get(i)), 0, now);
        }
    }
}
