package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Journal;
import java.util.Arrays;

/**
 * The records of one partition by offset, as columns in a ring that grows. Offsets only go up; what everybody has done
 * with is dropped at the front, what a failover has lost is cut off at the end. Times in nanoseconds.
 */
final class RecordLog {
    private long[] message = new long[64];
    private long[] key = new long[64];
    private long[] made = new long[64];
    private long[] stored = new long[64];
    private long[] sentBytes = new long[64];
    private long[] transaction = new long[64];
    private int[] event = new int[64];
    private int[] keyEntity = new int[64];
    private int[] phase = new int[64];
    private long first;
    private long end;

    /** The oldest offset that is kept. */
    long first() {
        return first;
    }

    /** The offset that the next record gets. */
    long end() {
        return end;
    }

    /** Puts what was published at the end. */
    void append(Call call, long now) {
        if (end - first == message.length) {
            grow();
        }
        int at = at(end++);
        message[at] = call.message;
        key[at] = call.key;
        made[at] = call.madeNanos;
        stored[at] = now;
        sentBytes[at] = call.sentBytes;
        transaction[at] = call.transaction;
        event[at] = call.subject;
        keyEntity[at] = call.keyEntity;
        phase[at] = call.phase;
    }

    /** Makes a delivery of the record. */
    void fill(Call delivery, long offset) {
        int at = at(offset);
        delivery.verb = Call.DELIVER;
        delivery.message = message[at];
        delivery.key = key[at];
        delivery.madeNanos = made[at];
        delivery.sentBytes = sentBytes[at];
        delivery.subject = event[at];
        delivery.keyEntity = keyEntity[at];
        delivery.phase = phase[at];
    }

    long message(long offset) {
        return message[at(offset)];
    }

    /** The transaction that it belongs to; 0 for none. */
    long transaction(long offset) {
        return transaction[at(offset)];
    }

    /** Notes in the history that the record has been published, as its transaction is committed. */
    void published(Journal journal, long offset, long client, long now) {
        int at = at(offset);
        long about = journal.about(event[at], message[at], keyEntity[at], key[at]);
        journal.published(event[at], message[at], about, client, made[at], now);
    }

    int event(long offset) {
        return event[at(offset)];
    }

    /** When the leader stored it. */
    long stored(long offset) {
        return stored[at(offset)];
    }

    /** The first offset that was stored at that time or later; the end when there is none. */
    long since(long nanos) {
        long low = first;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (stored[at(middle)] < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The offset of a message at or after another offset; -1 when it is not there. */
    long find(long number, long from) {
        for (long offset = Math.max(first, from); offset < end; offset++) {
            if (message[at(offset)] == number) {
                return offset;
            }
        }
        return -1;
    }

    /** Forgets what lies before the offset. */
    void dropBefore(long offset) {
        first = Math.max(first, Math.min(offset, end));
    }

    /** Forgets the offset and what lies behind it. */
    void truncate(long offset) {
        end = Math.min(end, offset);
        first = Math.min(first, end);
    }

    private int at(long offset) {
        return (int) offset & message.length - 1;
    }

    private void grow() {
        // Both halves get the same, so that every offset finds its record in the one that it falls into now.
        message = doubled(message);
        key = doubled(key);
        made = doubled(made);
        stored = doubled(stored);
        sentBytes = doubled(sentBytes);
        transaction = doubled(transaction);
        event = doubled(event);
        keyEntity = doubled(keyEntity);
        phase = doubled(phase);
    }

    private static long[] doubled(long[] column) {
        long[] twice = Arrays.copyOf(column, 2 * column.length);
        System.arraycopy(column, 0, twice, column.length, column.length);
        return twice;
    }

    private static int[] doubled(int[] column) {
        int[] twice = Arrays.copyOf(column, 2 * column.length);
        System.arraycopy(column, 0, twice, column.length, column.length);
        return twice;
    }
}
