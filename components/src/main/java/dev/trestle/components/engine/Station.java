package dev.trestle.components.engine;

/**
 * A number of servers (workers, connections, threads) behind one queue, first come first served; where {@link #urgentFirst}
 * is set, urgent calls before all others, without taking a server from anybody.
 *
 * <p>{@link #enter} takes a free server at once or queues the call; the owner's {@link Behaviour#begin} is called when a
 * server takes it, and the owner calls {@link #leave} when it is done. A crash empties the station.
 */
public final class Station {
    private final Engine engine;
    private final Behaviour owner;
    /** Which instance of the node this is. */
    public final int instance;

    private int servers;
    /** How many there are to be: fewer than there are while those that are too many still serve. */
    private int wanted;

    private final int capacity;
    private int busy;
    private int queued;
    private final Line urgent = new Line();
    private final Line ordinary = new Line();
    /** Those of the queued calls that are not urgent. */
    private int expendable;

    private Call servingHead;
    /** Calls that wait for other nodes without holding a server. */
    private Call parkedHead;

    private int parked;
    private boolean up = true;
    /** Whether {@link Call#urgent} calls are served before those that are not; to be set before the first call. */
    public boolean urgentFirst;
    /** A fault's factor on service times. */
    public double slowness = 1;

    /** Calls taken in. */
    public long entered;

    public long rejected;
    /** The most that ever waited at this instance. */
    public int queueMax;
    /** Integral of busy servers and of queued calls over time, as of the last {@link #advance}. */
    public long busyNanos;

    public long queueNanos;
    /** Integral of available servers over time. */
    public long serverNanos;

    /** What the integrals are made of, as in {@link Meter}. */
    private long busyArea;

    private long queueArea;
    /** The integrals in full, where they are more than a long holds. */
    public final Odometer busyTotal = new Odometer();

    public final Odometer queueTotal = new Odometer();
    public final Odometer serverTotal = new Odometer();
    private long sinceNanos;

    /**
     * @param servers at least 1
     * @param capacity how many may wait, Integer.MAX_VALUE for any number
     */
    public Station(Engine engine, Behaviour owner, int instance, int servers, int capacity) {
        if (servers < 1) {
            throw new IllegalArgumentException("a station needs at least one server, not " + servers);
        }
        this.engine = engine;
        this.owner = owner;
        this.instance = instance;
        this.servers = servers;
        wanted = servers;
        this.capacity = capacity;
        owner.meter.stations.add(this);
    }

    /** Takes the call in; false when the station is down or the queue is full (the call's outcome then says which). */
    public boolean enter(Call call) {
        if (!up) {
            call.outcome = Call.REFUSED;
            return false;
        }
        if (busy < servers) {
            if (engine.ties && !call.mayBegin()) {
                call.outcome = Call.WITHDRAWN;
                return false;
            }
            entered++;
            seat(call, false);
            return true;
        }
        if (queued >= capacity) {
            rejected++;
            call.outcome = Call.REJECTED;
            return false;
        }
        entered++;
        call.seat = 1;
        line(call).join(call);
        expendable += call.urgent ? 0 : 1;
        queued++;
        queueArea -= engine.now();
        owner.meter.waits(1);
        queueMax = Math.max(queueMax, queued);
        Hop hop = call.traced();
        if (hop != null) {
            hop.queues(instance, engine.now());
        }
        return true;
    }

    private Line line(Call call) {
        return urgentFirst && call.urgent ? urgent : ordinary;
    }

    /** Whether one more call would be rejected. */
    public boolean full() {
        return up && busy == servers && queued >= capacity;
    }

    /** Whether the call waits in the queue. */
    public boolean waits(Call call) {
        return call.seat == 1;
    }

    /** Whether a server works on the call, or it is parked. */
    public boolean serves(Call call) {
        return call.seat > 1;
    }

    /** Who has waited longest among those that are served last, or null when nobody waits. */
    public Call oldest() {
        return ordinary.first != null ? ordinary.first : urgent.first;
    }

    /** The last who came of those in the queue that are not urgent, or null. */
    public Call leastUrgent() {
        if (expendable == 0) {
            return null;
        }
        Call call = ordinary.last;
        while (call.urgent) {
            call = call.previous;
        }
        return call;
    }

    /** Rejects a call that waits in the queue; its outcome then says so, and the owner answers it. */
    public void evict(Call call) {
        rejected++;
        call.outcome = Call.REJECTED;
        leave(call);
    }

    /** The call gives its server back; the first in the queue takes it. Does nothing for a call that is not here. */
    public void leave(Call call) {
        if (call.seat == 0) {
            return;
        }
        if (call.seat == 1) {
            Hop hop = call.traced();
            if (hop != null) {
                hop.unqueued(engine.now());
            }
            unlinkQueued(call);
            return;
        }
        if (call.seat == 3) {
            unlinkParked(call);
            return;
        }
        unlinkServing(call);
        callFromQueue();
    }

    /** Whether the call stays in the instance without a server. */
    public boolean isParked(Call call) {
        return call.seat == 3;
    }

    /** The call gives its server back but stays in the instance until {@link #leave}: asynchronous waiting. */
    public void park(Call call) {
        unlinkServing(call);
        parked++;
        call.seat = 3;
        call.previous = null;
        call.next = parkedHead;
        if (parkedHead != null) {
            parkedHead.previous = call;
        }
        parkedHead = call;
        callFromQueue();
    }

    private void callFromQueue() {
        while (busy < servers && queued > 0) {
            Call first = urgent.first != null ? urgent.first : ordinary.first;
            unlinkQueued(first);
            if (engine.ties && first.booked && !first.mayBegin()) {
                owner.withdraw(first);
            } else {
                seat(first, true);
            }
        }
    }

    private void seat(Call call, boolean queued) {
        long now = engine.now();
        busy++;
        busyArea -= now;
        Hop hop = call.traced();
        if (hop != null) {
            hop.seated(instance, queued, now);
        }
        call.seat = 2;
        call.previous = null;
        call.next = servingHead;
        if (servingHead != null) {
            servingHead.previous = call;
        }
        servingHead = call;
        owner.begin(call);
    }

    private void unlinkParked(Call call) {
        parked--;
        if (call.previous == null) {
            parkedHead = call.next;
        }
        unlink(call);
    }

    private void unlinkServing(Call call) {
        busy--;
        busyArea += engine.now();
        if (servers > wanted) {
            advance();
            servers--;
        }
        Hop hop = call.traced();
        if (hop != null) {
            hop.unseated(engine.now());
        }
        if (call.previous == null) {
            servingHead = call.next;
        }
        unlink(call);
    }

    private static void unlink(Call call) {
        if (call.previous != null) {
            call.previous.next = call.next;
        }
        if (call.next != null) {
            call.next.previous = call.previous;
        }
        call.next = null;
        call.previous = null;
        call.seat = 0;
    }

    private void unlinkQueued(Call call) {
        queued--;
        queueArea += engine.now();
        owner.meter.waits(-1);
        expendable -= call.urgent ? 0 : 1;
        line(call).leave(call);
        unlink(call);
    }

    /** The instance dies: everything inside fails with {@link Call#CRASHED}; new calls are refused. */
    public void crash() {
        advance();
        up = false;
        while (servingHead != null) {
            Call call = servingHead;
            unlinkServing(call);
            owner.lose(call);
        }
        while (parkedHead != null) {
            Call call = parkedHead;
            unlinkParked(call);
            owner.lose(call);
        }
        while (queued > 0) {
            Call call = oldest();
            unlinkQueued(call);
            owner.lose(call);
        }
    }

    /** The instance is back, empty. */
    public void recover() {
        advance();
        up = true;
    }

    public boolean up() {
        return up;
    }

    public int busy() {
        return busy;
    }

    public int queued() {
        return queued;
    }

    /** Whether nobody is inside: neither in the queue nor at a server nor waiting for another node. */
    public boolean empty() {
        return busy + queued + parked == 0;
    }

    public int servers() {
        return servers;
    }

    /**
     * So many servers from now on, at least 1. Those who are served stay: of more servers that are too many each goes when
     * it is free.
     */
    public void resize(int wanted) {
        advance();
        this.wanted = wanted;
        servers = Math.max(wanted, busy);
        if (up) {
            callFromQueue();
        }
    }

    /** A service time under the current fault, in nanoseconds. */
    public long slowed(long nanos) {
        return slowness == 1 ? nanos : Math.min(Agenda.LAST, (long) (nanos * slowness));
    }

    /** Brings the integrals up to now. */
    public void advance() {
        long now = engine.now();
        busyNanos = busyArea + busy * now;
        queueNanos = queueArea + queued * now;
        // A dead instance offers no capacity: counting it would make the living ones look idle.
        serverNanos += up ? servers * (now - sinceNanos) : 0;
        sinceNanos = now;
        busyTotal.shows(busyNanos);
        queueTotal.shows(queueNanos);
        serverTotal.shows(serverNanos);
    }

    void audit(String node, long now) {
        int serving = 0;
        for (Call call = servingHead; call != null; call = call.next) {
            serving++;
        }
        int waiting = length(urgent) + length(ordinary);
        if (serving != busy
                || waiting != queued
                || busy > servers
                || queued > capacity
                || (queued > 0 && busy < servers)) {
            throw new IllegalStateException(
                    "station " + instance + " of " + node + " at " + now + " ns: " + busy + " busy (" + serving
                            + " listed) of " + servers + ", " + queued + " queued (" + waiting + " listed)");
        }
    }

    private static int length(Line line) {
        int length = 0;
        for (Call call = line.first; call != null; call = call.next) {
            length++;
        }
        return length;
    }
}
