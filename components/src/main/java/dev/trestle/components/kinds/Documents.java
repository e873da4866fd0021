package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.load.Distribution;

/** What a query of documents takes: references are looked up one by one, and without an index every document is looked at. */
final class Documents implements Work {
    private final Distribution read;
    private final Distribution write;
    private final long lookupNanos;
    private final long scanNanos;
    private final long indexNanos;
    private Rows rows;

    /**
     * @param lookupNanos on top of a read, for its references
     * @param scanNanos on top of a read, for each document that its shard has
     * @param indexNanos on top of a write, for its indexes
     */
    Documents(Distribution read, Distribution write, long lookupNanos, long scanNanos, long indexNanos) {
        this.read = read;
        this.write = write;
        this.lookupNanos = lookupNanos;
        this.scanNanos = scanNanos;
        this.indexNanos = indexNanos;
    }

    @Override
    public void over(Rows rowsOfShards, Resharding places) {
        rows = rowsOfShards;
    }

    @Override
    public long nanos(Call call, Chance chance) {
        if (call.verb != Call.READ) {
            return write.sample(chance) + indexNanos;
        }
        long scan = scanNanos == 0 ? 0 : (long) (scanNanos * rows.at(call.subject, call.instance));
        return read.sample(chance) + lookupNanos + scan;
    }
}
