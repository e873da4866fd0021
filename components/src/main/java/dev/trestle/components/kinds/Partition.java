package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.LongMap;

/**
 * One partition of a topic: its log at the leader, how much of it each copy has, and who waits for the copies.
 *
 * <p>Consumers see what every copy in sync has, up to the high watermark. Copies are numbered from 0 in the order in which
 * brokers hold them; the first leads at the start.
 */
final class Partition {
    final int index;
    /** The brokers that hold a copy. */
    final int[] brokers;

    final RecordLog log = new RecordLog();
    /** Up to where each copy has the log, and when the last of it that is on its way arrives. */
    final long[] applied;

    final long[] lastArrival;
    final boolean[] inSync;
    /** The copy that leads; -1 while nobody may. */
    int leader;
    /** Changes when the leader dies; what is on its way to copies from before that is void. */
    int epoch;
    /** The high watermark: the end of what all copies in sync have. */
    long high;
    /** What is damaged of the copies, by the offset of a record and the end behind it; null until something is. */
    Damage damage;
    /** Records that no copy has any more. */
    private LongMap missing;
    /** The record that the leader fetches from another copy at the moment; -1 for none. */
    long mending = -1;
    /** Publishers that wait for the copies, by offset, linked by {@link Call#other}. */
    private Call waitingHead;

    private Call waitingTail;

    Partition(int index, int brokers, int copies) {
        this.index = index;
        this.brokers = new int[copies];
        applied = new long[copies];
        lastArrival = new long[copies];
        inSync = new boolean[copies];
        for (int i = 0; i < copies; i++) {
            this.brokers[i] = (index + i) % brokers;
            inSync[i] = true;
        }
    }

    /** The broker that leads; -1 for none. */
    int leadingBroker() {
        return leader < 0 ? -1 : brokers[leader];
    }

    /** Which copy a broker holds; -1 for none. */
    int copyAt(int broker) {
        for (int i = 0; i < brokers.length; i++) {
            if (brokers[i] == broker) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a copy is to lead rather than another one: one in sync, and then one that has more. */
    boolean isBetter(int copy, int than) {
        return inSync[copy] != inSync[than] ? inSync[copy] : applied[copy] > applied[than];
    }

    /** Whether a copy has a record, and has it undamaged. */
    boolean hasWhole(int copy, long offset) {
        return applied[copy] > offset && !isDamaged(copy, offset);
    }

    boolean isDamaged(int copy, long offset) {
        return damage != null && damage.has(copy, offset, (int) (offset + 1));
    }

    /** No copy has the record any more; false when that was known. */
    boolean lose(long offset) {
        missing = missing == null ? new LongMap(16) : missing;
        boolean known = misses(offset);
        missing.put(offset, 1);
        return !known;
    }

    /** Whether no copy has the record any more. */
    boolean misses(long offset) {
        return missing != null && missing.get(offset) != LongMap.NONE;
    }

    int inSyncCount() {
        int count = 0;
        for (boolean one : inSync) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** What all copies in sync have. */
    long commonEnd() {
        long end = log.end();
        for (int i = 0; i < applied.length; i++) {
            if (inSync[i]) {
                end = Math.min(end, applied[i]);
            }
        }
        return end;
    }

    /** The publisher waits until the high watermark has passed {@link Call#scratch}. */
    void await(Call call) {
        if (waitingTail == null) {
            waitingHead = call;
            waitingTail = call;
        } else if (waitingTail.scratch <= call.scratch) {
            waitingTail.other = call;
            waitingTail = call;
        } else {
            awaitAmong(call);
        }
    }

    /** One that has sent again waits for what it had sent before. */
    private void awaitAmong(Call call) {
        Call before = null;
        Call after = waitingHead;
        while (after.scratch <= call.scratch) {
            before = after;
            after = after.other;
        }
        call.other = after;
        if (before == null) {
            waitingHead = call;
        } else {
            before.other = call;
        }
    }

    /** The next publisher whose record all copies in sync have, which waits no longer; null when there is none. */
    Call served() {
        Call call = waitingHead;
        if (call == null || call.scratch >= high) {
            return null;
        }
        waitingHead = call.other;
        if (waitingHead == null) {
            waitingTail = null;
        }
        call.other = null;
        return call;
    }

    /** The next publisher that waits, which waits no longer, served or not; null when there is none. */
    Call dropped() {
        Call call = waitingHead;
        if (call != null) {
            forget(call);
        }
        return call;
    }

    /** The publisher does not wait any more. Does nothing for one that does not wait. */
    void forget(Call lost) {
        Call before = null;
        for (Call call = waitingHead; call != null; call = call.other) {
            if (call == lost) {
                if (before == null) {
                    waitingHead = call.other;
                } else {
                    before.other = call.other;
                }
                if (waitingTail == call) {
                    waitingTail = before;
                }
                call.other = null;
                return;
            }
            before = call;
        }
    }
}
