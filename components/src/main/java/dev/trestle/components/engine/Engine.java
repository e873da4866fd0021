package dev.trestle.components.engine;

import java.util.Arrays;

/**
 * The clock and the agenda that drive one run: it delivers calls, answers and timers in the order of virtual time.
 *
 * <p>Time is in nanoseconds from 0. Ties are broken by order of scheduling, so a seed fixes every bit of a run; the
 * {@link #digest} over all events shows it. Single-threaded; allocates only while its pools grow.
 */
public final class Engine {
    /** Whether somebody in this run ties requests, so that stations have to look. */
    public boolean ties;

    private static final int ARRIVE = 0;
    private static final int REPLY = 1;
    /** A lost call, or a lost answer, is sent again: added to what was lost. Above all events of nodes. */
    private static final int RESEND = 254;

    private static final int TURN_BITS = 24;
    private static final int TYPE_BITS = 8;
    private static final int TURN_MASK = (1 << TURN_BITS) - 1;
    private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;
    /** How many events pass between two looks at the budget and the cancel flag. */
    private static final int LOOK_EVERY = 1_024;
    /** The budget is looked at, too, whenever so many more calls exist than ever before: one event can make thousands. */
    private static final int CALLS_BETWEEN_LOOKS = 1 << 16;

    /** Looked at every 1,024 events, when there are many more calls, and while a run is built; true ends the run at once. */
    public interface Stop {
        /** Nothing stops the run before its end. */
        Stop NEVER = (events, callsInUse) -> false;

        boolean now(long events, int callsInUse);
    }

    private final Agenda agenda = new Agenda();
    private Call[] calls = new Call[1_024];
    /** The mark of each call once more: a stale timer is known by it without a look at the call, which costs a cache line. */
    private long[] marks = new long[calls.length];

    private int made;
    /** At so many events there is something to look at: the budget, and the books where they are audited. */
    private long nextLook = LOOK_EVERY;

    private Call free;
    private int inUse;
    private Behaviour[] nodes = {};
    private long now;
    private long events;
    private long digest = 0x9E3779B97F4A7C15L;
    private long versions;
    private long messages;
    /** By event; empty where none ever was. */
    private boolean[] poisonedEvents = {};

    private final LongMap poison = new LongMap(64);
    private boolean spoiled;
    private boolean audited;
    /** Index of the phase of the script that runs now, and when it began. */
    private int phase;

    private long phaseStart;

    public final Journal journal = new Journal();
    /** Null where nobody traces requests. */
    private Tracer tracer;

    private Network network = new Network();

    /** Where nodes stand; to be set before the nodes start. */
    public void network(Network where) {
        network = where;
    }

    public Network network() {
        return network;
    }

    /** Hands over the nodes and starts them, in order. */
    public void start(Behaviour[] behaviours) {
        nodes = behaviours;
        for (Behaviour behaviour : behaviours) {
            behaviour.start();
        }
    }

    /** Checks the books of every node after every event: for tests, some hundred times slower. */
    public void auditEveryEvent() {
        audited = true;
        nextLook = 0;
    }

    /** Has the requests traced that are made from now on. */
    public void trace(Tracer requests) {
        tracer = requests;
    }

    /** Who traces requests, or null. */
    public Tracer tracer() {
        return tracer;
    }

    public long now() {
        return now;
    }

    public long events() {
        return events;
    }

    public int phase() {
        return phase;
    }

    /** A phase of the script begins now. */
    public void phase(int index) {
        phase = index;
        phaseStart = now;
    }

    /** How long the phase has been going on. */
    public long phaseNanos() {
        return now - phaseStart;
    }

    /** A rolling hash over (time, event) of everything that happened. */
    public long digest() {
        return digest;
    }

    public int callsInUse() {
        return inUse;
    }

    public Behaviour node(int index) {
        return nodes[index];
    }

    /** A new version number, larger than all before: the order in which writes were committed. */
    public long nextVersion() {
        return ++versions;
    }

    /** The version that a write commits: a new one, unless a cache before the store has acknowledged it with one already. */
    public long version(Call write) {
        return write.version > 0 ? write.version : nextVersion();
    }

    /** A new message number. */
    public long nextMessage() {
        return ++messages;
    }

    /** Messages of the event are poison from now on, which nobody can handle however often they come, or are not. */
    public void poison(int event, boolean poisonous) {
        if (event >= poisonedEvents.length) {
            poisonedEvents = Arrays.copyOf(poisonedEvents, event + 1);
        }
        poisonedEvents[event] = poisonous;
    }

    /** A message of the event is published: one that is poison remains so. */
    public void publishes(int event, long message) {
        if (event < poisonedEvents.length && poisonedEvents[event]) {
            poison.put(message, 1);
        }
    }

    /** The message is poison from now on, whatever its event. */
    public void spoil(long message) {
        poison.put(message, 1);
        spoiled = true;
    }

    /** Whether whoever handles the message fails. */
    public boolean isPoison(long message) {
        return (spoiled || poisonedEvents.length > 0) && poison.get(message) != LongMap.NONE;
    }

    /** A call without a parent, made by a node for itself or for a client. */
    public Call call(Behaviour node) {
        Call call = take();
        call.begin(node);
        call.madeNanos = now;
        call.arrivedNanos = now;
        call.phase = phase;
        return call;
    }

    /** A call made by another one: same operation, client, key and root. */
    public Call child(Call parent) {
        Call call = take();
        call.beginFor(parent);
        call.madeNanos = now;
        call.maker = parent.hop != null ? parent.hop : parent.maker;
        return call;
    }

    private Call take() {
        Call call = free;
        if (call == null) {
            if (made == calls.length) {
                calls = java.util.Arrays.copyOf(calls, made * 2);
                marks = java.util.Arrays.copyOf(marks, made * 2);
            }
            call = new Call(made);
            call.mark = (long) made << (TURN_BITS + TYPE_BITS);
            marks[made] = call.mark;
            calls[made++] = call;
            nextLook = (made & (CALLS_BETWEEN_LOOKS - 1)) == 0 ? 0 : nextLook;
        } else {
            free = call.nextFree;
        }
        call.used = true;
        inUse++;
        return call;
    }

    /** Gives a call back to the pool; its timers are cancelled. */
    public void free(Call call) {
        if (call.hop != null && call.root == call) {
            tracer.ended(call, now);
        }
        if (call.effects != null) {
            journal.drop(call);
        }
        cancel(call);
        call.used = false;
        call.nextFree = free;
        free = call;
        inUse--;
    }

    /** Cancels every timer of the call and makes it deaf to answers of the calls it made. */
    public void cancel(Call call) {
        int old = call.turn;
        call.turn = (old + 1) & TURN_MASK;
        call.mark = (long) call.handle << (TURN_BITS + TYPE_BITS) | (long) call.turn << TYPE_BITS;
        marks[call.handle] = call.mark;
        if (call.root == call && call.rootTurn == old) {
            call.rootTurn = call.turn;
        }
    }

    /**
     * Sends a call over a wire to an instance ({@link Call#ANY}: the node spreads it). What is lost is sent again until the
     * connection breaks, which the caller hears of as {@link Call#TIMED_OUT}; without a connection it is never answered.
     */
    public void send(Call call, Wire wire, int instance) {
        goOut(call);
        call.wire = wire;
        call.node = wire.to;
        call.instance = instance;
        wire.calls++;
        if (tracer != null) {
            tracer.sent(call, now);
        }
        long nanos = wire.forward(call, now);
        if (nanos < 0) {
            // What is connected is in use by those who were cut off before: this one has to make a connection first.
            call.connects = wire.isCut(call, true);
        }
        travel(call, ARRIVE, nanos);
    }

    /** On its way for so long, or lost with -1. */
    private void travel(Call call, int type, long nanos) {
        if (nanos >= 0) {
            schedule(call, type, nanos);
        } else if (call.wire.resending() == null) {
            lose(call);
        } else {
            long wait = call.wire.resending().wait(call);
            call.resends++;
            schedule(call, RESEND + type, wait);
        }
    }

    /** Nothing has been heard of the call, or of its answer, for as long as one waits for that. */
    private void resend(Call call, int type) {
        if (call.wire.resending().isOver(call)) {
            breakOff(call);
            return;
        }
        call.wire.resent++;
        travel(call, type, type == ARRIVE ? call.wire.forward(call, now) : call.wire.back(call, now));
    }

    /** The connection is broken, and whoever waits for an answer over it is told so. */
    private void breakOff(Call call) {
        Hop hop = call.traced();
        if (hop != null) {
            hop.lost = true;
        }
        call.outcome = Call.TIMED_OUT;
        deliver(call, REPLY);
    }

    /** Whether a cut has begun on the way while the call or its answer was under way: then it does not arrive. */
    private boolean cutOnTheWay(Call call, int type) {
        if (!network.isCut() || call.wire == null || !call.wire.isCut(call, type == ARRIVE)) {
            return false;
        }
        call.wire.lost++;
        travel(call, type, -1);
        return true;
    }

    /** The call at the parent's node on whose behalf this one is sent waits for another node from now on. */
    private void goOut(Call call) {
        Call waiter = call.parentWaits() ? call.parent : null;
        while (waiter != null && !waiter.booked) {
            // A node's calls to itself are not on its books: the one that they are made for waits.
            waiter = waiter.parentWaits() && waiter.parent.node == waiter.node ? waiter.parent : null;
        }
        call.waiter = waiter;
        if (waiter != null) {
            call.waiterStay = waiter.stay;
            if (waiter.away++ == 0) {
                waiter.node.meter.goesOut(waiter, now);
            }
        }
    }

    private void comeBack(Call call) {
        Call waiter = call.waiter;
        call.waiter = null;
        if (waiter != null && waiter.booked && waiter.stay == call.waiterStay && --waiter.away == 0) {
            waiter.node.meter.comesBack(waiter, now);
        }
    }

    /** A lost call stays out of the pool for as long as somebody waits for it. */
    private void lose(Call call) {
        Hop hop = call.traced();
        if (hop != null) {
            hop.lost = true;
        }
        if (call.parentWaits()) {
            call.lost = true;
        } else {
            comeBack(call);
            free(call);
        }
    }

    /** Stops waiting for a call that was made: its answer will be dropped. */
    public void abandon(Call child) {
        comeBack(child);
        Hop hop = child.traced();
        if (hop != null) {
            hop.gaveUp = now;
        }
        child.orphan();
        if (child.lost) {
            child.lost = false;
            free(child);
        }
    }

    /** Sends the answer of a call back to the one who made it. Behaviours use {@link Behaviour#answer}. */
    void answer(Call call) {
        Hop hop = call.traced();
        if (hop != null) {
            hop.answered(call, now);
        }
        cancel(call);
        if (call.wire == null) {
            schedule(call, REPLY, 0);
            return;
        }
        call.resends = 0;
        call.connects = false;
        long nanos = call.wire.back(call, now);
        if (call.waiter == null && !call.parentWaits()) {
            // Nobody hears it: what becomes of it on its way changes nothing more.
            free(call);
        } else {
            travel(call, REPLY, nanos);
        }
    }

    /**
     * Sends bytes back over all the wires that a call has come by, without answering it: what is pushed over an open
     * connection. The time that takes in nanoseconds, or -1 when it does not arrive.
     */
    public long pushNanos(Call held, long bytes) {
        if (!connects(held)) {
            return -1;
        }
        long nanos = 0;
        for (Call call = held; call.wire != null; call = call.parent) {
            call.replyBytes = bytes;
            long way = pushOver(call);
            if (way < 0) {
                return -1;
            }
            nanos += way;
        }
        return nanos;
    }

    private long pushOver(Call call) {
        long waited = 0;
        call.resends = 0;
        long way = call.wire.back(call, now);
        while (way < 0) {
            Wire.Resending resending = call.wire.resending();
            if (resending == null || call.wire.isCut(call, false) || resending.isOver(call)) {
                return -1;
            }
            waited += resending.wait(call);
            call.resends++;
            way = call.wire.back(call, now);
        }
        return waited + way;
    }

    /** Whether everybody on the way that a call has come by still waits for it. */
    public boolean connects(Call held) {
        for (Call call = held; call.wire != null; call = call.parent) {
            if (!call.parentWaits() || !call.node.carries(call)) {
                return false;
            }
        }
        return true;
    }

    /** Sets a timer on a call: its node's {@link Behaviour#event} is called unless the call is cancelled first. */
    public void schedule(Call call, int type, long delayNanos) {
        long time = now + delayNanos;
        // One look for three rare cases: a negative delay, a sum beyond the clock, a sum that has overflowed.
        if ((delayNanos | time | Agenda.LAST - time) < 0) {
            // What lies beyond the end of time never happens: heavy tails and slow links add up to more than the clock
            // holds.
            time = delayNanos < 0 ? now : Agenda.LAST;
        }
        agenda.add(time, call.mark | type);
    }

    /** A lane for timers that are always set this long ahead, in nanoseconds; ask once, at the start. */
    public int lane(long delayNanos) {
        return agenda.lane(delayNanos);
    }

    /** The same as {@link #schedule} with the delay of the lane; cheaper, however many such timers are pending. */
    public void scheduleInLane(Call call, int type, int lane) {
        agenda.addToLane(lane, now, call.mark | type);
    }

    /** Runs all events up to and including the given time, or until stopped; true when the time was reached. */
    public boolean runUntil(long timeNanos, Stop stop) {
        Agenda pending = agenda;
        while (pending.next(timeNanos)) {
            long time = pending.time();
            now = time;
            dispatch(time, pending.payload());
            if (++events >= nextLook && look(stop)) {
                return false;
            }
        }
        now = timeNanos;
        return true;
    }

    /** Whether the run is to end; looks at the budget less often than at the books, where those are audited. */
    private boolean look(Stop stop) {
        boolean budget = nextLook == 0 || (events & (LOOK_EVERY - 1)) == 0;
        nextLook = (events | LOOK_EVERY - 1) + 1;
        if (audited) {
            audit();
            nextLook = events + 1;
        }
        return budget && stop.now(events, inUse);
    }

    private void dispatch(long time, long payload) {
        int handle = (int) (payload >>> (TURN_BITS + TYPE_BITS));
        int type = (int) (payload ^ marks[handle]);
        if (type != (type & TYPE_MASK)) {
            return;
        }
        digest = Long.rotateLeft(digest ^ (time * 0x9E3779B97F4A7C15L + payload), 29) * 0xBF58476D1CE4E5B9L;
        Call call = calls[handle];
        if (type >= Behaviour.FIRST_EVENT && type < RESEND) {
            call.node.event(call, type);
        } else {
            travelled(call, type);
        }
    }

    private void travelled(Call call, int type) {
        if (type >= RESEND) {
            resend(call, type - RESEND);
        } else if (!cutOnTheWay(call, type)) {
            deliver(call, type);
        }
    }

    private void deliver(Call call, int type) {
        Hop hop = call.traced();
        if (type == ARRIVE) {
            call.arrivedNanos = now;
            if (hop != null) {
                hop.arrived = now;
            }
            call.node.arrive(call);
            return;
        }
        if (hop != null) {
            hop.back = now;
        }
        comeBack(call);
        if (call.parentWaits()) {
            call.parent.node.reply(call.parent, call);
        }
        free(call);
    }

    /**
     * Gives every request of a client that has not ended yet to the visitor, and every delivery that never will; which of
     * them are {@link Call#hopeless} is known from now on.
     */
    public void eachUnfinished(java.util.function.Consumer<Call> visitor) {
        for (int i = 0; i < made; i++) {
            calls[i].hopeless = false;
        }
        for (int i = 0; i < made; i++) {
            if (calls[i].used && calls[i].lost) {
                giveUpHope(calls[i]);
            }
        }
        for (int i = 0; i < made; i++) {
            Call call = calls[i];
            // The turn, too: a call may be the second life of the object that was once the root of its own request.
            boolean asked = call.root == call && call.rootWaits() && call.verb == Call.REQUEST;
            if (call.used && call.booked && (asked || call.verb == Call.DELIVER && call.hopeless)) {
                visitor.accept(call);
            }
        }
    }

    /** Gives every call that is on the books of a node to the visitor. */
    public void eachInside(java.util.function.Consumer<Call> visitor) {
        for (int i = 0; i < made; i++) {
            if (calls[i].used && calls[i].booked) {
                visitor.accept(calls[i]);
            }
        }
    }

    /** Tells the ages of the messages that a node has not brought to the end of their handling, in nanoseconds. */
    public void eachMessageOf(Behaviour node, java.util.function.LongConsumer ages) {
        for (int i = 0; i < made; i++) {
            Call call = calls[i];
            if (call.used && call.node == node && call.verb == Call.DELIVER) {
                ages.accept(now - call.arrivedNanos);
            }
        }
    }

    /** Tells the numbers of the messages that a node has and has not brought to the end of their handling. */
    public void eachMessageIn(Behaviour node, java.util.function.LongConsumer messages) {
        for (int i = 0; i < made; i++) {
            Call call = calls[i];
            if (call.used && call.node == node && call.verb == Call.DELIVER) {
                messages.accept(call.message);
            }
        }
    }

    /** Whoever waits for a lost call waits for ever, and so does who waits for that one, up to somebody who gives up. */
    private static void giveUpHope(Call lost) {
        Call call = lost.parentWaits() ? lost.parent : null;
        while (call != null && !call.node.givesUp()) {
            call.hopeless = true;
            call = call.parentWaits() ? call.parent : null;
        }
    }

    /** Checks the books of every node; throws IllegalStateException when they do not balance. */
    public void audit() {
        for (Behaviour behaviour : nodes) {
            behaviour.meter.audit(behaviour.id, now);
        }
    }
}
