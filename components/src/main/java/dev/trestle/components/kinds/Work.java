package dev.trestle.components.kinds;

import dev.trestle.components.load.Distribution;

/**
 * What queries cost in a store of {@link Replicas}: where relational, document, search and analytic stores differ.
 *
 * @param read execution time of a read at one copy
 * @param readMore by entity, nanoseconds for what a read of it goes through besides; divided over shards that are all asked
 * @param write execution time of a write
 * @param writeMore what a write takes besides: a log on disk, indexes
 * @param scattered by entity, whether its reads do not know the shard
 * @param refreshNanos how often what was written becomes visible; 0 at once
 */
record Work(
        Distribution read,
        double[] readMore,
        Distribution write,
        Distribution writeMore,
        boolean[] scattered,
        long refreshNanos) {}
