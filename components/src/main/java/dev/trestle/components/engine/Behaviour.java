package dev.trestle.components.engine;

/**
 * What a node does: it gets calls, works on them for some virtual time, makes calls of its own and answers.
 *
 * <p>One object per node and run, used by one thread. Nothing in here may allocate per call, read a wall clock or depend
 * on hash order. Every call that {@link #arrive} is given is answered exactly once by {@link #answer}.
 */
public abstract class Behaviour {
    /** Event types below this number belong to the engine. */
    protected static final int FIRST_EVENT = 2;

    protected final Engine engine;
    /** Index of the node in the plan. */
    public final int node;
    /** Its id on the board. */
    public final String id;

    public final Meter meter = new Meter();
    /** A fault's factor on the times of a node that has no stations. */
    private double slowness = 1;

    private long skewNanos;
    private boolean diskFull;

    protected Behaviour(Engine engine, int node, String id) {
        this.engine = engine;
        this.node = node;
        this.id = id;
    }

    /** Called once at time 0, after all nodes and wires exist. */
    public void start() {}

    /** A call comes in over a wire; {@link Call#instance} may be {@link Call#ANY}. */
    public abstract void arrive(Call call);

    /**
     * The instance that a call without one goes to. Asked where the call is sent, and only when this node or the sender
     * stands at several places; {@link Call#ANY} for a node that is met wherever it is nearest.
     */
    public int choose(Call call) {
        return Call.ANY;
    }

    /**
     * Whether a request of this node may be answered now that the node which handles it is through with it. Where not,
     * it is held there until {@link #wake}.
     */
    public boolean releases(Call call) {
        return true;
    }

    /** A request that this node holds may be answered: asks again whether it is to be. */
    public void wake(Call call) {
        throw new IllegalStateException(id + " holds no requests");
    }

    /** Whether a call that is here is still connected to where it came from: false once this node has lost its state. */
    public boolean carries(Call call) {
        return call.isHere();
    }

    /** What is cut off from what has changed: see {@link Network#joins}. */
    public void rewired() {}

    /** An answer to a call that {@code call} made has come back; the child is freed afterwards. */
    public void reply(Call call, Call child) {
        throw new IllegalStateException(id + " got an answer that it did not ask for");
    }

    /** A timer that this node set on a call has run out. */
    public void event(Call call, int type) {
        throw new IllegalStateException(id + " got event " + type + " that it did not schedule");
    }

    /** A server of one of this node's stations takes the call. */
    public void begin(Call call) {
        throw new IllegalStateException(id + " has no stations");
    }

    /** The instance that held the call has crashed: cancel what the call waits for and answer it. */
    public void lose(Call call) {
        engine.cancel(call);
        call.outcome = Call.CRASHED;
        answer(call);
    }

    /** A call that waited in a queue is not worked on any more, as its twin has begun elsewhere: answer it. */
    public void withdraw(Call call) {
        engine.cancel(call);
        call.outcome = Call.WITHDRAWN;
        answer(call);
    }

    /**
     * Tells the ages, in nanoseconds, of all that has not followed yet and would be noted by {@link Meter#lagged}: messages
     * that nobody has handled, writes that a copy has not applied. Asked at the ends of phases only.
     */
    public void behind(java.util.function.LongConsumer ages) {}

    /** How many instances this node has. */
    public int instances() {
        return 1;
    }

    /** What an instance is at the moment, such as {@code leader}; empty where all are alike. */
    public String role(int instance) {
        return "";
    }

    /** The part of the node that an instance belongs to, such as {@code shard 2}; empty where there are no parts. */
    public String part(int instance) {
        return "";
    }

    /** Whether calls that this node makes are given up after a while when no answer comes. */
    public boolean givesUp() {
        return false;
    }

    /** How many deliveries an instance wants to have at the same time. */
    public int takes(int instance) {
        return meter.stations.get(instance).servers();
    }

    /** Whether an instance is running. */
    public boolean up(int instance) {
        return true;
    }

    /** Kills an instance, or all with -1. */
    public void crash(int instance) {
        for (Station station : meter.stations) {
            if (instance < 0 || station.instance == instance) {
                station.crash();
            }
        }
    }

    /** Brings an instance back, or all with -1. */
    public void recover(int instance) {
        for (Station station : meter.stations) {
            if (instance < 0 || station.instance == instance) {
                station.recover();
            }
        }
    }

    /** Multiplies service times from now on; 1 is normal. All instances with -1, and then a node without stations too. */
    public void slow(int instance, double factor) {
        if (instance < 0) {
            slowness = factor;
        }
        for (Station station : meter.stations) {
            if (instance < 0 || station.instance == instance) {
                station.slowness = factor;
            }
        }
    }

    /** A time of a node without stations under the current fault, in nanoseconds. */
    protected final long slowed(long nanos) {
        return slowness == 1 ? nanos : Math.min(Agenda.LAST, (long) (nanos * slowness));
    }

    /** Forgets what an instance, or all with -1, keeps of what others hold; it goes on running. */
    public void flush(int instance) {}

    /**
     * Damages what an instance, or each of them with -1, has stored: a share of it, between 0 and 1. Asked only of nodes
     * whose kind can be corrupted.
     */
    public void corrupt(int instance, double share) {
        throw new IllegalStateException(id + " has stored nothing that could be damaged");
    }

    /** The clocks of every other instance are ahead by so long from now on, those of the second, fourth...; 0 is normal. */
    public void skew(long nanos) {
        skewNanos = nanos;
    }

    /** What the clock of an instance shows beyond the time, by a fault, in nanoseconds. */
    protected final long skewNanos(int instance) {
        return (instance & 1) * skewNanos;
    }

    /** From now on there is room on the disks of this node, or none. */
    public final void disks(boolean full) {
        diskFull = full;
    }

    protected final boolean diskFull() {
        return diskFull;
    }

    /** Rejects a call that would store something while the disks are full; false when it may go on. */
    protected final boolean findsNoRoom(Call call) {
        if (!diskFull || call.verb != Call.WRITE && call.verb != Call.RESERVE && call.verb != Call.PUBLISH) {
            return false;
        }
        call.outcome = Call.REJECTED;
        answer(call);
        return true;
    }

    /** Multiplies the load that this node issues from now on; 1 is normal. */
    public void traffic(double factor) {}

    /** A new phase of the script begins now. */
    public void phase() {}

    /** Books the call in; to be called first in {@link #arrive}. */
    protected final void book(Call call) {
        meter.enter(call, engine.now());
    }

    /** Books out a call that nobody is to be told of. */
    protected final void unbook(Call call) {
        meter.leave(call, engine.now());
    }

    /** Books the call out and sends the answer back; {@link Call#outcome} says how it ended. */
    protected final void answer(Call call) {
        meter.leave(call, engine.now());
        engine.answer(call);
    }
}
