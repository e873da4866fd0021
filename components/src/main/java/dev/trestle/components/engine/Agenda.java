package dev.trestle.components.engine;

/**
 * The set of pending events of a run: pairs of a time and a payload, handed out by time, and at one time in the order
 * in which they were scheduled.
 *
 * <p>Times are virtual nanoseconds from 0 to {@link #LAST}; an event may not lie before the one handed out last. A
 * payload is any number. Nothing is allocated once the arrays have grown to the largest number pending.
 *
 * <p>The structure is a ladder queue of one rung (Tang, Goh and Thng, ACM TOMACS 15(3), 2005): the few next events in
 * a sorted run, those behind them in a ring of unsorted buckets, the rest in a heap. The width of a bucket follows the
 * rate of events. As long as only a handful is pending, all of it stands in the sorted run. Timers of constant delay go
 * round all that, in lanes. Not safe for use by several threads.
 */
public final class Agenda {
    /** The last time that can be scheduled, in nanoseconds: 146 years. */
    public static final long LAST = (1L << 62) - 1;

    private static final int FEWEST_BUCKETS = 256;
    private static final int MOST_BUCKETS = 1 << 21;
    private static final int WIDEST_SHIFT = 36;
    private static final int SHORTEST_TRIAL = 256;
    private static final int PATIENCE = 24;
    /** The most events that a bucket of the right width holds on average. */
    private static final int TO_A_BUCKET = 16;

    /** So few events stand in the sorted run, all of them, until there are more than the other number. */
    private static final int FEW = 24;

    private static final int NO_LONGER_FEW = 48;
    /** Later than every event. */
    private static final long NO_END = LAST + 1;

    /** Work on the near events that is always tolerable. */
    private static final int SOME_WORK = 12_288;

    private final NearEvents near = new NearEvents();
    private final Buckets buckets = new Buckets();
    private final FarEvents far = new FarEvents();
    private final Lanes lanes = new Lanes();
    /**
     * Payloads of events that were scheduled at the time that they are for, as a ring: all others at that time came before. So
     * what takes no time, as a hop between two parts of one machine, costs a few nanoseconds.
     */
    private long[] atOnce = new long[64];

    private int atOnceFirst;
    private int atOnceCount;

    private long time;
    private long payload;
    private long order;

    /** Events before this time go to the near events. */
    private long nearEnd;

    /** A trial of the present bucket width: events drained, when it began, how many events it lasts. */
    private long drained;

    private long trialStart;
    private long trialLength = SHORTEST_TRIAL;

    /** Schedules an event; throws IllegalArgumentException when it lies in the past or after {@link #LAST}. */
    public void add(long timeNanos, long payload) {
        if (timeNanos <= time) {
            addAtOnce(timeNanos, payload);
        } else if (timeNanos < nearEnd) {
            if (!near.fill(timeNanos, payload, order++)) {
                addToRun(timeNanos, payload, order - 1);
            }
        } else if (buckets.covers(timeNanos)) {
            buckets.add(timeNanos, payload, order++);
        } else {
            far.add(checked(timeNanos), payload, order++);
        }
    }

    /** Returns the lane of the events that are always scheduled this long ahead, opening it at its first use. */
    public int lane(long delayNanos) {
        if (delayNanos < 0 || delayNanos > LAST) {
            throw new IllegalArgumentException("a lane's delay must be 0 to " + LAST + " ns, not " + delayNanos);
        }
        return lanes.lane(delayNanos);
    }

    /** Schedules an event a lane's delay after now; now may never go back. */
    public void addToLane(int lane, long nowNanos, long payload) {
        long timeNanos = nowNanos + lanes.delay(lane);
        if (timeNanos <= time) {
            addAtOnce(timeNanos, payload);
        } else {
            lanes.add(lane, checked(timeNanos), payload, order++);
        }
    }

    private void addAtOnce(long timeNanos, long payload) {
        checked(timeNanos);
        if (atOnceCount == atOnce.length) {
            long[] longer = new long[2 * atOnceCount];
            for (int i = 0; i < atOnceCount; i++) {
                longer[i] = atOnce[atOnceFirst + i & atOnce.length - 1];
            }
            atOnce = longer;
            atOnceFirst = 0;
        }
        atOnce[atOnceFirst + atOnceCount++ & atOnce.length - 1] = payload;
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    public int size() {
        return near.size() + buckets.size() + far.size() + lanes.size() + atOnceCount;
    }

    /** Removes the earliest event and makes it the current one; false when there is none. */
    public boolean next() {
        return next(LAST);
    }

    /** The same, but false also when the earliest event lies after this time: then nothing is removed. */
    public boolean next(long limitNanos) {
        long one = near.timeAt(NearEvents.ONE);
        long other = near.timeAt(NearEvents.OTHER);
        long run = near.runTime();
        if (run < one && run < other && run < lanes.firstTime() && atOnceCount == 0) {
            return run <= limitNanos && takeFromRun(run);
        }
        if (one < other) {
            if (one <= limitNanos && isBeforeTheRest(one)) {
                return takeFrom(NearEvents.ONE, one);
            }
        } else if (other < one && other <= limitNanos && isBeforeTheRest(other)) {
            return takeFrom(NearEvents.OTHER, other);
        }
        if (atOnceCount > 0 && time <= limitNanos && !othersNow()) {
            return takeAtOnce();
        }
        return nextOfAll(limitNanos);
    }

    /** Whether a time in one of the places in front comes before whatever does not stand in those. */
    private boolean isBeforeTheRest(long timeNanos) {
        return timeNanos < near.runTime() && timeNanos < lanes.firstTime() && atOnceCount == 0;
    }

    private boolean takeFrom(int place, long timeNanos) {
        time = timeNanos;
        payload = near.payloadAt(place);
        near.removeAt(place);
        return true;
    }

    private boolean takeFromRun(long timeNanos) {
        time = timeNanos;
        payload = near.runPayload();
        near.removeFromRun();
        return true;
    }

    /** The same where the earliest may be in a lane, or in a bucket that is not sorted yet. */
    private boolean nextOfAll(long limit) {
        long laneTime = lanes.firstTime();
        if (!near.ready() && (laneTime < nearEnd || !refill(laneTime))) {
            return laneTime <= limit && takeFromLane(laneTime);
        }
        long nearTime = near.firstTime();
        if (laneTime < nearTime || laneTime == nearTime && lanes.firstOrder() < near.firstOrder()) {
            return laneTime <= limit && takeFromLane(laneTime);
        }
        return nearTime <= limit && takeFromNear();
    }

    /** The current event's time in nanoseconds. */
    public long time() {
        return time;
    }

    /** The current event's payload. */
    public long payload() {
        return payload;
    }

    /** Whether events of the current time are left that were scheduled before it came. */
    private boolean othersNow() {
        if (lanes.firstTime() <= time) {
            return true;
        }
        return (near.ready() || nearEnd <= time && refill(time)) && near.firstTime() <= time;
    }

    private boolean takeAtOnce() {
        payload = atOnce[atOnceFirst];
        atOnceFirst = atOnceFirst + 1 & atOnce.length - 1;
        atOnceCount--;
        return true;
    }

    private boolean takeFromNear() {
        time = near.firstTime();
        payload = near.firstPayload();
        near.removeFirst();
        return true;
    }

    private boolean takeFromLane(long laneTime) {
        time = laneTime;
        payload = lanes.firstPayload();
        lanes.removeFirst();
        return true;
    }

    private void addToRun(long timeNanos, long payload, long order) {
        near.insertIntoRun(timeNanos, payload, order);
        if (nearEnd == NO_END) {
            if (near.areMoreThan(NO_LONGER_FEW)) {
                spill(WIDEST_SHIFT);
            }
        } else if (near.work() > SOME_WORK && near.work() > tolerable()) {
            spill(Math.max(0, buckets.shift() - 1));
        }
    }

    private long checked(long timeNanos) {
        if (timeNanos < time || timeNanos > LAST) {
            throw new IllegalArgumentException(
                    "an event at " + timeNanos + " ns is not within " + time + " (now) and " + LAST + " ns");
        }
        return timeNanos;
    }

    /** Sorts the earliest bucket into the empty near events; if it begins after the limit, moves on to the limit: false. */
    private boolean refill(long limit) {
        if (buckets.size() + far.size() <= FEW) {
            gather();
            return near.ready();
        }
        if (buckets.size() == 0 && !far.isEmpty() && far.firstTime() <= limit) {
            buckets.startAtTime(far.firstTime());
            callFar();
        }
        if (buckets.size() > 0) {
            long bucket = buckets.firstFilled();
            if (bucket << buckets.shift() <= limit) {
                refillFrom(bucket);
                return near.ready();
            }
        }
        if (limit != Lanes.NEVER) {
            buckets.startAtTime(limit);
            nearEnd = limit;
            callFar();
        }
        return false;
    }

    /** Brings all events into the empty near events, where they stay while they are few. */
    private void gather() {
        nearEnd = NO_END;
        buckets.unload(near);
        while (!far.isEmpty()) {
            near.insert(far.firstTime(), far.firstPayload(), far.firstOrder());
            far.removeFirst();
        }
    }

    private void refillFrom(long bucket) {
        drained += buckets.drain(bucket, near);
        nearEnd = buckets.start();
        callFar();
        if (drained >= trialLength || near.work() > tolerable()) {
            tune();
        }
    }

    /** Brings the far events that the ring covers by now into it. */
    private void callFar() {
        while (!far.isEmpty() && buckets.covers(far.firstTime())) {
            buckets.add(far.firstTime(), far.firstPayload(), far.firstOrder());
            far.removeFirst();
        }
    }

    /** The work on the near events that is no sign of a wrong width: it pays for a rebuild when it is exceeded. */
    private long tolerable() {
        return PATIENCE * drained + 12L * size() + SOME_WORK;
    }

    /** After a trial: 8 to 16 events to a bucket (measured best), and at least as many buckets as events. */
    private void tune() {
        int shift = shiftOf(TO_A_BUCKET * ((nearEnd - trialStart) / drained));
        if (near.work() > tolerable()) {
            shift = Math.min(shift, Math.max(0, buckets.shift() - 1));
        }
        int wanted = wantedBuckets();
        boolean wrongWidth = Math.abs(shift - buckets.shift()) > 1;
        boolean wrongCount = wanted > buckets.buckets() || 8 * wanted < buckets.buckets();
        if (wrongWidth || wrongCount || near.work() > tolerable()) {
            buckets.reshape(shift, wanted, nearEnd, far);
            callFar();
        }
        beginTrial(Math.min(2 * trialLength, Math.max(SHORTEST_TRIAL, size())));
    }

    /** Spreads the crowd in the near events over buckets that begin now and are not wider than 2^widestShift. */
    private void spill(int widestShift) {
        near.ready();
        long span = near.lastTime() - near.firstTime();
        int shift = Math.min(widestShift, shiftOf(TO_A_BUCKET * (span / near.size())));
        nearEnd = time;
        buckets.reshape(shift, wantedBuckets(), nearEnd, far);
        while (near.ready()) {
            addBehind(near.firstTime(), near.firstPayload(), near.firstOrder());
            near.removeFirst();
        }
        callFar();
        beginTrial(SHORTEST_TRIAL);
    }

    private void addBehind(long timeNanos, long payload, long order) {
        if (buckets.covers(timeNanos)) {
            buckets.add(timeNanos, payload, order);
        } else {
            far.add(timeNanos, payload, order);
        }
    }

    private void beginTrial(long length) {
        near.forgetWork();
        drained = 0;
        trialStart = nearEnd;
        trialLength = length;
    }

    private int wantedBuckets() {
        int pending = buckets.size() + far.size() + near.size();
        int wanted = Integer.highestOneBit(Math.max(1, pending - 1)) << 1;
        return Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, wanted));
    }

    private static int shiftOf(long width) {
        return Math.min(WIDEST_SHIFT, 63 - Long.numberOfLeadingZeros(Math.max(1, width)));
    }
}
