package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.LongMap;
import java.util.Arrays;

/**
 * The transactions of those who publish to a topic: all that an operation publishes is seen by consumers when it commits,
 * or never. Records of an open one hold up those behind them in their partitions (read committed, up to the last stable
 * offset); one that is open for too long is aborted. Where a consumer's handler publishes, the transaction commits the
 * position of what it has read, too: it takes, works and tells exactly once.
 */
final class Transactions {
    /** One that is open: its records by partition and offset. Pooled. */
    private static final class Open {
        private long number;
        private long client;
        private int[] partitions = new int[4];
        private long[] offsets = new long[4];
        private int size;
        private Call timer;
        private Open next;
    }

    private final Brokers topic;
    private final Engine engine;
    private final int timeoutLane;
    /** Open ones by their numbers, and their places in {@link #opened}. */
    private final LongMap places = new LongMap(64);

    private Open[] opened = new Open[64];
    private int made;
    private Open free;
    private final MessageSet committed = new MessageSet();
    private final MessageSet aborted = new MessageSet();
    private final Counter commits;
    private final Counter aborts;

    Transactions(Brokers topic, Engine engine, long timeoutNanos) {
        this.topic = topic;
        this.engine = engine;
        timeoutLane = engine.lane(timeoutNanos);
        commits = topic.meter.counter("transactions");
        aborts = topic.meter.counter("aborted");
    }

    /** Whether a record may not be seen yet. */
    boolean hides(long transaction) {
        return transaction != 0 && places.get(transaction) != LongMap.NONE;
    }

    /** Whether a record will never be seen. */
    boolean aborted(long transaction) {
        return transaction != 0 && aborted.contains(transaction);
    }

    /**
     * Whether a message of that transaction may be stored: not when it is over. A late copy of what is committed would open
     * it again, and hide its records until it timed out; then nobody who had not read them yet would ever see them.
     */
    boolean takes(long transaction) {
        return transaction == 0 || !aborted.contains(transaction) && !committed.contains(transaction);
    }

    /** A record of a transaction has been stored. */
    void stored(Call call, int partition, long offset) {
        if (call.transaction == 0) {
            return;
        }
        long place = places.get(call.transaction);
        Open open = place == LongMap.NONE ? begin(call) : opened[(int) place];
        if (open.size == open.offsets.length) {
            open.partitions = Arrays.copyOf(open.partitions, 2 * open.size);
            open.offsets = Arrays.copyOf(open.offsets, 2 * open.size);
        }
        open.partitions[open.size] = partition;
        open.offsets[open.size++] = offset;
    }

    private Open begin(Call call) {
        Open open = free;
        if (open == null) {
            if (made == opened.length) {
                opened = Arrays.copyOf(opened, 2 * made);
            }
            open = new Open();
            open.timer = engine.call(topic);
            open.timer.step = made;
            opened[made++] = open;
        } else {
            free = open.next;
        }
        open.number = call.transaction;
        open.client = call.client;
        open.size = 0;
        places.put(open.number, open.timer.step);
        engine.scheduleInLane(open.timer, Brokers.TRANSACTION_OVER, timeoutLane);
        return open;
    }

    /** It has been open for too long: whoever wants to commit it later is refused. */
    void timedOut(Call timer) {
        end(opened[timer.step], false);
    }

    /** The publisher asks for the end of its transaction; the outcome says whether it has it. */
    void end(Call call) {
        long place = places.get(call.transaction);
        if (call.verb == Call.ABORT) {
            aborted.add(call.transaction);
            if (place != LongMap.NONE) {
                end(opened[(int) place], false);
            }
        } else if (!call.parentWaits() || !call.parent.parentWaits()) {
            // Nobody waits for this any more: it is asked again, or left to its timeout.
            call.outcome = Call.FAILED;
        } else if (place == LongMap.NONE) {
            // Asked again for what is done; or nothing of it was ever stored.
            call.outcome = aborted.contains(call.transaction) ? Call.FAILED : Call.OK;
        } else {
            boolean well = commitsPosition(call.parent.parent);
            end(opened[(int) place], well);
            call.outcome = well ? Call.OK : Call.FAILED;
        }
    }

    /** What a handler has read is committed with what it publishes, unless its group has given the message to another one. */
    private static boolean commitsPosition(Call work) {
        if (work.verb != Call.DELIVER || !(work.wire.from instanceof Brokers from)) {
            return true;
        }
        if (!work.parentWaits()) {
            return false;
        }
        from.consumed(work.parent);
        work.transaction = Call.COMMITTED;
        return true;
    }

    private void end(Open open, boolean commit) {
        engine.cancel(open.timer);
        places.remove(open.number);
        (commit ? commits : aborts).value++;
        (commit ? committed : aborted).add(open.number);
        for (int i = 0; i < open.size; i++) {
            Partition partition = topic.partition(open.partitions[i]);
            long offset = open.offsets[i];
            // A failover may have lost it.
            boolean there = offset >= partition.log.first() && offset < partition.log.end();
            if (commit && there && partition.log.transaction(offset) == open.number) {
                partition.log.published(engine.journal, offset, open.client, engine.now());
            }
        }
        for (int i = 0; i < open.size; i++) {
            topic.readOn(open.partitions[i]);
        }
        open.next = free;
        free = open;
    }
}
