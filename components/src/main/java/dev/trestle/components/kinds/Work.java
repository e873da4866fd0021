package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.load.Distribution;

/** What one query of a store takes where it is executed, by what the store is good and bad at. */
interface Work {
    /** The execution time in nanoseconds. */
    long nanos(Call call, Chance chance);

    /** Told once, before the first query, what each shard holds, and which one a key is in. */
    default void over(Rows rows, Resharding places) {}

    /** A time for reads and one for writes. */
    record Plain(Distribution read, Distribution write) implements Work {
        @Override
        public long nanos(Call call, Chance chance) {
            return (call.verb == Call.READ ? read : write).sample(chance);
        }
    }

    /**
     * Times with something on top that depends on the entity alone.
     *
     * @param readMore nanoseconds on top of a read, by entity
     * @param writeMore nanoseconds on top of every write
     */
    record More(Distribution read, Distribution write, long[] readMore, long writeMore) implements Work {
        @Override
        public long nanos(Call call, Chance chance) {
            return call.verb == Call.READ
                    ? read.sample(chance) + readMore[call.subject]
                    : write.sample(chance) + writeMore;
        }
    }
}
