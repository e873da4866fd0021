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
    /** Integral of {@link #inside} over time, in call-nanoseconds, up to {@link #sinceNanos}. */
    public long insideNanos;
    /** Sum of the sojourns of the calls that left. */
    public long sojournNanos;
    /** Sum of the arrival times of the calls inside: what the audit needs to know their ages. */
    private long arrivedSumNanos;

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
    /** Delays of what follows later, such as replicas and consumers; null where there is none. */
    public Histogram lag;

    /** This node serves some reads from memory: hits and misses are counted from now on. */
    public void countsHits() {
        hits = counter("hits");
        misses = counter("misses");
    }

    /** Something of this node follows later: {@link #lagged} notes by how much. */
    public void measuresLag() {
        lag = new Histogram(SMALLEST_NANOS, LARGEST_NANOS, 2);
    }

    /** A write has reached a replica, or a message its consumer, so much later. */
    public void lagged(long nanos) {
        lag.recordValue(Math.min(Math.max(0, nanos), LARGEST_NANOS));
    }

    /** Things that wait here without being calls in a station, such as messages: now, most ever, integral over time. */
    public int backlog;

    public int backlogMax;
    public long backlogNanos;
    private long backlogSince;

    /** So many more (or fewer, when negative) wait from now on. */
    public void backlog(int change, long now) {
        backlogNanos += backlog * (now - backlogSince);
        backlogSince = now;
        backlog += change;
        backlogMax = Math.max(backlogMax, backlog);
    }

    /** A counter of this node; ask once, at the start. */
    public Counter counter(String name) {
        Counter counter = new Counter(name);
        counters.add(counter);
        return counter;
    }

    void enter(long now) {
        advance(now);
        arrivals++;
        inside++;
        arrivedSumNanos += now;
    }

    void leave(Call call, long now) {
        advance(now);
        inside--;
        long sojourn = now - call.arrivedNanos;
        arrivedSumNanos -= call.arrivedNanos;
        sojournNanos += sojourn;
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
        insideNanos += inside * (now - sinceNanos);
        sinceNanos = now;
        backlog(0, now);
    }

    /** Throws when the books do not balance: our mistake, never the board's. */
    void audit(String node, long now) {
        advance(now);
        long ages = inside * now - arrivedSumNanos;
        if (arrivals != done + failed + inside || insideNanos != sojournNanos + ages) {
            throw new IllegalStateException("the books of " + node + " do not balance at " + now + " ns: " + arrivals
                    + " in, " + done + " done, " + failed + " failed, " + inside + " inside; integral " + insideNanos
                    + ", sojourns " + sojournNanos + ", ages " + ages);
        }
        for (Station station : stations) {
            station.audit(node, now);
        }
    }
}
