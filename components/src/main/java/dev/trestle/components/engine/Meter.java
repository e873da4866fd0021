package dev.trestle.components.engine;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The books of one node, written by the hot path and read between events.
 *
 * <p>Conservation (Little's law as an identity): the integral of the number inside over time equals the sum of the
 * sojourns of those who left plus the ages of those still inside, to the nanosecond.
 */
public final class Meter {
    /** Sojourns are kept from 1 microsecond to 1 hour at 3 significant digits. */
    static final long SMALLEST_NANOS = 1_000;

    static final long LARGEST_NANOS = 3_600_000_000_000L;

    public long arrivals;
    public long done;
    public long failed;
    public int inside;
    /**
     * Integral of {@link #inside} over time, in call-nanoseconds, up to {@link #sinceNanos}; a million calls inside for
     * three hours leave the numbers, and so does the other side of the account: both wrap round and still agree.
     */
    public long insideNanos;
    /** Sum of the sojourns of the calls that left. */
    public long sojournNanos;
    /** Sum of the arrival times of the calls inside: what the audit needs to know their ages. */
    private long arrivedSumNanos;

    /** Calls inside that wait for the answer of another node, and the integral over time. */
    public int away;

    public double awayNanos;
    /** Time that calls which left had spent here without waiting for other nodes, by {@link Call#origin operation}. */
    public long[] ownNanos = {};

    private long sinceNanos;
    /** Failures by outcome, see {@link Call#words}. */
    public final long[] failures = new long[8];

    public final List<Counter> counters = new ArrayList<>();
    public final List<Station> stations = new ArrayList<>();
    /** Times that done calls spent at the node, since the start of the current phase. */
    public final Histogram sojourns = new Histogram(SMALLEST_NANOS, LARGEST_NANOS, 2);

    /** Reads served from memory and not; null where that means nothing. */
    public Counter hits;

    public Counter misses;
    /** Delays of what followed since the current phase began, such as replicas and consumers; null where nothing does. */
    public Histogram lag;

    /** This node serves some reads from memory: hits and misses are counted from now on. */
    public void countsHits() {
        hits = counter("hits");
        misses = counter("misses");
    }

    /** Something of this node follows later: {@link #lagged} notes by how much. */
    public void measuresLag() {
        lag = new Histogram(SMALLEST_NANOS, 2 * SMALLEST_NANOS, 2);
        lag.setAutoResize(true);
    }

    /** A write has reached a replica, or a message its consumer, so much later. */
    public void lagged(long nanos) {
        lag.recordValue(Math.min(Math.max(0, nanos), LARGEST_NANOS));
    }

    /** Things that wait here without being calls in a station, such as messages: now, and the integral over time. */
    public int backlog;

    public double backlogNanos;
    /** Instances that are paid for now, and the integral over time; 0 where their number never changes. */
    private int rented;

    public double rentedNanos;
    /** All that waits at the node now: the queues of all its stations together and its backlog. */
    public int waiting;
    /** The most that waited at the same time since the current phase began. */
    public int waitingMax;

    private long backlogSince;

    /** So many more (or fewer, when negative) wait from now on. */
    public void backlog(int change, long now) {
        backlogNanos += (double) backlog * (now - backlogSince);
        backlogSince = now;
        backlog += change;
        waits(change);
    }

    /** So many more (or fewer, when negative) instances are paid for from now on. */
    public void rents(int change, long now) {
        advance(now);
        rented += change;
    }

    /** So many more (or fewer, when negative) wait at the node from now on. */
    void waits(int change) {
        waiting += change;
        if (waiting > waitingMax) {
            waitingMax = waiting;
        }
    }

    /** A new stretch of measuring begins: what was noted of single calls, and the most that waited, begin anew. */
    public void restart() {
        sojourns.reset();
        waitingMax = waiting;
        if (lag != null) {
            lag.reset();
        }
    }

    /** A counter of this node; ask once, at the start. */
    public Counter counter(String name) {
        Counter counter = new Counter(name);
        counters.add(counter);
        return counter;
    }

    /** The operations of a run are numbered below this: what {@link #ownNanos} has room for. */
    public void operations(int count) {
        ownNanos = new long[count];
    }

    void enter(Call call, long now) {
        advance(now);
        call.booked = true;
        call.stay++;
        arrivals++;
        inside++;
        arrivedSumNanos += now;
    }

    /** A call inside waits for another node from now on. */
    void goesOut(Call call, long now) {
        advance(now);
        away++;
        call.awaySince = now;
    }

    /** It waits no longer. */
    void comesBack(Call call, long now) {
        advance(now);
        away--;
        call.awayNanos += now - call.awaySince;
    }

    void leave(Call call, long now) {
        advance(now);
        if (call.away > 0) {
            call.away = 0;
            comesBack(call, now);
        }
        call.booked = false;
        inside--;
        long sojourn = now - call.arrivedNanos;
        arrivedSumNanos -= call.arrivedNanos;
        sojournNanos += sojourn;
        int operation = call.origin >= 0 ? call.origin : call.operation;
        if (operation >= 0 && operation < ownNanos.length) {
            ownNanos[operation] += sojourn - call.awayNanos;
        }
        if (call.outcome == Call.OK || call.outcome == Call.MISS) {
            done++;
            sojourns.recordValue(Math.min(sojourn, LARGEST_NANOS));
        } else {
            failed++;
            failures[call.outcome]++;
        }
    }

    /** Brings the integrals up to now. */
    public void advance(long now) {
        long passed = now - sinceNanos;
        insideNanos += inside * passed;
        awayNanos += (double) away * passed;
        rentedNanos += (double) rented * passed;
        sinceNanos = now;
        backlog(0, now);
    }

    /** Throws when the books do not balance: our mistake, never the board's. */
    void audit(String node, long now) {
        advance(now);
        long ages = (long) inside * now - arrivedSumNanos;
        if (arrivals != done + failed + inside || insideNanos != sojournNanos + ages) {
            throw new IllegalStateException("the books of " + node + " do not balance at " + now + " ns: " + arrivals
                    + " in, " + done + " done, " + failed + " failed, " + inside + " inside; integral " + insideNanos
                    + ", sojourns " + sojournNanos + ", ages " + ages);
        }
        if (away < 0 || away > inside) {
            throw new IllegalStateException(away + " of " + inside + " calls at " + node + " wait for others");
        }
        int queued = backlog;
        for (Station station : stations) {
            station.audit(node, now);
            queued += station.queued();
        }
        if (queued != waiting) {
            throw new IllegalStateException(
                    queued + " wait at " + node + " at " + now + " ns, but " + waiting + " are on its books");
        }
    }
}
