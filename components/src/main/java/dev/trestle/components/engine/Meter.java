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

    /** What follows may do so after a weekend: lags are kept up to a year. */
    static final long LARGEST_LAG_NANOS = 366L * 24 * LARGEST_NANOS;

    private static final long LARGEST_BACKLOG = Integer.MAX_VALUE;

    public long arrivals;
    public long done;
    public long failed;
    public int inside;
    /** Integral of {@link #inside} over time, in call-nanoseconds, as of the last {@link #advance}. */
    public long insideNanos;
    /** Sum of the sojourns of the calls that left. */
    public long sojournNanos;
    /** Sum of the arrival times of the calls inside: what the audit needs to know their ages. */
    private long arrivedSumNanos;

    /** Calls inside that wait for the answer of another node, and the integral over time. */
    public int away;

    public long awayNanos;
    /**
     * Time that calls which left had spent here without waiting for other nodes, by the phase in which their request was
     * made and by its {@link Call#origin operation}.
     */
    public long[][] ownNanos = {};
    /** What has come in since the beginning. */
    public Asked asked = new Asked(0, 0);

    /**
     * What integrals are made of: each change of a count by d at time t takes d t away, so that the integral up to now is
     * this plus the count times now. One addition a change; where the sum wraps, the integral comes out right all the same.
     */
    private long insideArea;

    /** The integrals in full, where they are more than a long holds. */
    public final Odometer insideTotal = new Odometer();

    public final Odometer awayTotal = new Odometer();
    public final Odometer backlogTotal = new Odometer();
    public final Odometer rentedTotal = new Odometer();

    private long awayArea;
    private long backlogArea;
    private long rentedArea;
    /** Failures by outcome, see {@link Call#words}. */
    public final long[] failures = new long[Call.ENDS];

    public final List<Counter> counters = new ArrayList<>();
    public final List<Station> stations = new ArrayList<>();
    /** Times that done calls spent at the node, since somebody last reset them; null until somebody {@link #watch watches}. */
    public Histogram sojourns;

    /** Reads served from memory and not; null where that means nothing. */
    public Counter hits;

    public Counter misses;
    /** Delays of what followed since the current phase began, such as replicas and consumers; null where nothing does. */
    public Histogram lag;

    /** The same since somebody last reset them; null where nothing follows, and until somebody {@link #watch watches}. */
    public Histogram recentLag;

    /** Somebody looks at the {@link #sojourns} and at the {@link #recentLag} while the run goes on: they are noted from now on. */
    public void watch() {
        sojourns = new Histogram(SMALLEST_NANOS, LARGEST_NANOS, 2);
        recentLag = lag == null ? null : lags();
    }

    /** The {@link #sojourns} begin anew. */
    public void forgetSojourns() {
        if (sojourns != null) {
            sojourns.reset();
        }
    }

    /** This node serves some reads from memory: hits and misses are counted from now on. */
    public void countsHits() {
        hits = counter("hits");
        misses = counter("misses");
    }

    /** How the delays of {@link #lag} are distributed over all that is measured; null where nothing follows. */
    public Delays delays;
    /** What is spread over parts of the node. */
    public final List<Shares> shares = new ArrayList<>();
    /** What its caches are asked for; null where it keeps no keys. */
    public KeyTrace keys;
    /** For how many nanoseconds the backlog was so large, over all that is measured; null where there is none. */
    public Histogram backlogLevels;

    private Histogram markedLevels;
    private long levelSince;
    private boolean measured;

    /** Something of this node follows later: {@link #lagged} notes by how much. */
    public void measuresLag() {
        measuresLag("lag");
    }

    /**
     * The same with words for the report.
     *
     * @param what the delay, such as {@code from a write to a follower that has it}
     * @param parts names of those that follow, where they are to be told apart
     */
    public void measuresLag(String what, String... parts) {
        lag = lags();
        delays = new Delays(what, parts);
    }

    /** An empty histogram of lags: from 1 microsecond to a year at 2 significant digits. */
    public static Histogram lags() {
        return new Histogram(SMALLEST_NANOS, LARGEST_LAG_NANOS, 2);
    }

    /** What such a histogram notes for a lag. */
    public static long lag(long nanos) {
        return Math.min(Math.max(0, nanos), LARGEST_LAG_NANOS);
    }

    /** A write has reached a replica, or a message its consumer, so much later. */
    public void lagged(long nanos) {
        lagged(-1, nanos);
    }

    /** The same at one of the parts that {@link #measuresLag} has named. */
    public void lagged(int part, long nanos) {
        long bounded = lag(nanos);
        lag.recordValue(bounded);
        if (recentLag != null) {
            recentLag.recordValue(bounded);
        }
        delays.record(part, bounded);
    }

    /** Something is spread over parts of the node, and counted by part from now on; ask once, at the start. */
    public Shares shares(String what, String... parts) {
        shares.add(new Shares(what, parts, null));
        return shares.get(shares.size() - 1);
    }

    /** The same for what parts hold rather than are given. */
    public void levels(String what, Shares.Level level, String... parts) {
        shares.add(new Shares(what, parts, level));
    }

    /** A measured stretch of the script begins or ends now: what distributions are made of counts in those only. */
    public void measure(boolean counts, long now) {
        noteLevel(now);
        measured = counts;
        for (Shares each : shares) {
            each.measure(counts);
        }
        if (delays != null) {
            delays.measure(counts);
        }
        if (keys != null) {
            keys.measure(counts);
        }
    }

    /** What distributions are made of from now on may be {@link #takeBack taken back}: nobody knows yet whether it counts. */
    public void mark(long now) {
        noteLevel(now);
        markedLevels = backlogLevels == null ? null : backlogLevels.copy();
        shares.forEach(Shares::mark);
        if (delays != null) {
            delays.mark();
        }
        if (keys != null) {
            keys.mark();
        }
    }

    /** It does not count. */
    public void takeBack(long now) {
        noteLevel(now);
        if (backlogLevels != null) {
            backlogLevels.reset();
        }
        if (markedLevels != null) {
            backlogLevels.add(markedLevels);
        }
        shares.forEach(Shares::takeBack);
        if (delays != null) {
            delays.takeBack();
        }
        if (keys != null) {
            keys.takeBack();
        }
    }

    /** Notes for how long the backlog has been as large as it is now. */
    public void noteLevel(long now) {
        if (measured && backlogLevels != null && now > levelSince) {
            backlogLevels.recordValueWithCount(backlog, now - levelSince);
        }
        levelSince = now;
    }

    /** Things that wait here without being calls in a station, such as messages: now, and the integral over time. */
    public int backlog;

    public long backlogNanos;
    /** Instances that are paid for now, and the integral over time; 0 where their number never changes. */
    private int rented;

    public long rentedNanos;
    /** All that waits at the node now: the queues of all its stations together and its backlog. */
    public int waiting;
    /** The most that waited at the same time since the current phase began. */
    public int waitingMax;

    /** So many more (or fewer, when negative) wait from now on. */
    public void backlog(int change, long now) {
        if (change != 0) {
            if (backlogLevels == null) {
                backlogLevels = new Histogram(LARGEST_BACKLOG, 2);
            }
            noteLevel(now);
        }
        backlogArea -= change * now;
        backlog += change;
        waits(change);
    }

    /** So many more (or fewer, when negative) instances are paid for from now on. */
    public void rents(int change, long now) {
        rentedArea -= change * now;
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

    /**
     * What {@link #ownNanos} and {@link #asked} have room for: the slots of a run's load, its operations, and its entities or
     * events, whichever are more.
     */
    public void operations(int slots, int count, int subjects) {
        ownNanos = new long[slots][count];
        asked = new Asked(count, subjects);
    }

    void enter(Call call, long now) {
        call.booked = true;
        call.stay++;
        arrivals++;
        asked.count(call);
        inside++;
        insideArea -= now;
        arrivedSumNanos += call.arrivedNanos;
    }

    /** A call inside waits for another node from now on. */
    void goesOut(Call call, long now) {
        away++;
        awayArea -= now;
        call.awayNanos -= now;
    }

    /** It waits no longer. */
    void comesBack(Call call, long now) {
        away--;
        awayArea += now;
        call.awayNanos += now;
    }

    void leave(Call call, long now) {
        if (call.away > 0) {
            call.away = 0;
            comesBack(call, now);
        }
        call.booked = false;
        inside--;
        insideArea += now;
        long sojourn = now - call.arrivedNanos;
        arrivedSumNanos -= call.arrivedNanos;
        sojournNanos += sojourn;
        int operation = call.asked();
        if (operation >= 0 && call.phase < ownNanos.length) {
            ownNanos[call.phase][operation] += sojourn - call.awayNanos;
        }
        if (call.outcome == Call.OK || call.outcome == Call.MISS) {
            done++;
            if (sojourns != null) {
                sojourns.recordValue(Math.min(sojourn, LARGEST_NANOS));
            }
        } else {
            failed++;
            failures[call.outcome]++;
        }
    }

    /** Brings the integrals up to now. */
    public void advance(long now) {
        insideNanos = insideArea + inside * now;
        awayNanos = awayArea + away * now;
        rentedNanos = rentedArea + rented * now;
        backlogNanos = backlogArea + backlog * now;
        insideTotal.shows(insideNanos);
        awayTotal.shows(awayNanos);
        rentedTotal.shows(rentedNanos);
        backlogTotal.shows(backlogNanos);
    }

    /** The sum of the ages of the calls inside, in nanoseconds. */
    public long ageNanos(long now) {
        return inside * now - arrivedSumNanos;
    }

    /** Throws when the books do not balance: our mistake, never the board's. */
    void audit(String node, long now) {
        advance(now);
        long ages = ageNanos(now);
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
