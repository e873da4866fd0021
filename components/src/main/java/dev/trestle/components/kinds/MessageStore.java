package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Shares;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * The messages of a queue. Each is a call of the queue's own; delivering it makes a child call to a consumer with a free
 * worker, whose good answer is the acknowledgement. Oldest first; a message that failed comes back after a while.
 */
final class MessageStore extends Behaviour {
    /** When an instance asks that does not get messages by itself. */
    private static final class Poll {
        private final long nanos;
        private final Call timer;
        /** When it asks next, had it been told each time before that there is nothing. */
        private long next;

        private boolean asks;
        /** Whether the timer is set. */
        private boolean waits;

        Poll(long nanos, Call timer) {
            this.nanos = nanos;
            this.timer = timer;
        }
    }

    private static final int ACCEPTED = FIRST_EVENT;
    private static final int INVISIBLE_NO_MORE = FIRST_EVENT + 1;
    private static final int LOOK_AGAIN = FIRST_EVENT + 2;
    private static final int READY_AGAIN = FIRST_EVENT + 3;
    private static final int SWEEP = FIRST_EVENT + 4;
    private static final int POLL = FIRST_EVENT + 5;
    /** In so many steps the age of those that wait is looked at, once a second at most. */
    private static final int SWEEPS = 20;

    private static final long SECOND = 1_000_000_000;
    /** How long a queue without a consumer that is up waits before it looks again. */
    private static final long LOOK_AGAIN_NANOS = 100_000_000;

    private final Site site;
    private final Distribution publishTime;
    private final Chance publishChance;
    private final Chance damageChance;
    private final boolean durable;
    private final int capacity;
    private final boolean atMostOnce;
    private final boolean confirms;
    private final long retentionNanos;
    /** Null where messages have no order. */
    private final MessageGroups groups;

    private final int visibilityLane;
    private final int maxReceives;
    private final long retryDelayNanos;
    private final int prefetch;
    /** Null where a message that is sent again is another message. */
    private final MessageWindow sent;

    private final Counter deduplicated;
    private final Counter accepted;
    private final Counter delivered;
    private final Counter acknowledged;
    private final Counter redelivered;
    private final Counter deadLettered;
    private final Counter unconfirmed;
    private final Counter dropped;
    private final Counter expired;
    private final Counter unheard;
    private final Counter emptyPolls;
    private Wire[] slotWire;
    /** By slot: which of the consumers it is of. */
    private int[] slotConsumer;

    private int[] slotInstance;
    private int[] slotInFlight;
    /** Null where the queue hands out by itself, else when the instance asks. */
    private Poll[] polls;

    private int nextSlot;
    private Call head;
    private Call tail;
    private Call lookAgain;
    private boolean looking;
    private boolean up = true;
    /** Changes when a crash loses the messages; those delivered before it are not known any more. */
    private int memory;

    MessageStore(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        publishTime = settings.distribution(Queue.PUBLISH_TIME);
        publishChance = site.chance("publish");
        damageChance = site.chance("damage");
        durable = settings.flag(Queue.DURABLE);
        capacity = settings.limit(Queue.CAPACITY);
        atMostOnce = settings.text(Queue.DELIVERY).equals("at-most-once");
        confirms = settings.flag(Queue.CONFIRM);
        retentionNanos = settings.isNone(Queue.RETENTION) ? Long.MAX_VALUE : settings.nanos(Queue.RETENTION);
        String order = settings.text(Queue.ORDER);
        groups = order.equals("unordered") ? null : new MessageGroups(order.equals("per-key"));
        visibilityLane = engine.lane(settings.nanos(Queue.VISIBILITY));
        maxReceives = settings.integer(Queue.MAX_RECEIVES);
        retryDelayNanos = settings.nanos(Queue.RETRY_DELAY);
        prefetch = settings.integer(Queue.PREFETCH);
        sent = settings.isNone(Queue.DEDUPLICATE) ? null : new MessageWindow(settings.nanos(Queue.DEDUPLICATE));
        deduplicated = meter.counter("deduplicated");
        accepted = meter.counter("accepted");
        delivered = meter.counter("delivered");
        acknowledged = meter.counter("acknowledged");
        redelivered = meter.counter("redelivered");
        deadLettered = meter.counter("deadLettered");
        unconfirmed = meter.counter("unconfirmed");
        dropped = meter.counter("dropped");
        expired = meter.counter("expired");
        unheard = meter.counter("lostUnheard");
        emptyPolls = meter.counter("emptyPolls");
    }

    @Override
    public void start() {
        Wire[] consumers = site.consumers(-1);
        meter.measuresLag("from a message to the end of its handling", Shares.ends(consumers));
        int slots = 0;
        for (Wire consumer : consumers) {
            slots += consumer.to.instances();
        }
        slotWire = new Wire[slots];
        slotConsumer = new int[slots];
        slotInstance = new int[slots];
        slotInFlight = new int[slots];
        polls = new Poll[slots];
        int slot = 0;
        for (Wire consumer : consumers) {
            for (int instance = 0; instance < consumer.to.instances(); instance++) {
                polls[slot] = poll(consumer.to, slot);
                slotWire[slot] = consumer;
                slotConsumer[slot] = Arrays.asList(consumers).indexOf(consumer);
                slotInstance[slot++] = instance;
            }
        }
        lookAgain = engine.call(this);
        if (retentionNanos != Long.MAX_VALUE) {
            engine.schedule(engine.call(this), SWEEP, sweepNanos());
        }
    }

    private Poll poll(Behaviour consumer, int slot) {
        if (!(consumer instanceof Consuming worker) || worker.pollNanos() == 0) {
            return null;
        }
        Call timer = engine.call(this);
        timer.scratch = slot;
        return new Poll(worker.pollNanos(), timer);
    }

    private long sweepNanos() {
        return Math.max(SECOND, retentionNanos / SWEEPS);
    }

    @Override
    public void behind(java.util.function.LongConsumer ages) {
        engine.eachMessageOf(this, ages);
    }

    /** Whoever is handed a damaged message finds that its checksum is wrong, however often that is tried. */
    @Override
    public void corrupt(int instance, double share) {
        long salt = damageChance.below(Long.MAX_VALUE);
        engine.eachMessageIn(this, message -> {
            if (Damage.drawn(salt, message, share)) {
                engine.spoil(message);
            }
        });
    }

    /** A message that is not acknowledged in time is delivered again. */
    @Override
    public boolean givesUp() {
        return true;
    }

    @Override
    public boolean up(int instance) {
        return up;
    }

    @Override
    public void arrive(Call call) {
        book(call);
        if (confirms) {
            take(call);
        } else {
            take(copy(call));
            answer(call);
        }
    }

    /** What is stored when the publisher does not wait for it. */
    private Call copy(Call call) {
        Call own = engine.call(this);
        describe(own, call);
        return own;
    }

    private static void describe(Call message, Call call) {
        message.subject = call.subject;
        message.key = call.key;
        message.keyEntity = call.keyEntity;
        message.message = call.message;
        message.sentBytes = call.sentBytes;
        message.phase = call.phase;
        message.madeNanos = call.madeNanos;
    }

    private void take(Call call) {
        if (!up) {
            call.outcome = Call.REFUSED;
            taken(call);
        } else if (meter.backlog >= capacity || durable && diskFull()) {
            call.outcome = Call.REJECTED;
            taken(call);
        } else {
            engine.schedule(call, ACCEPTED, slowed(publishTime.sample(publishChance)));
        }
    }

    /** The publisher is told what became of its message, if it waits for that. */
    private void taken(Call call) {
        if (call.wire != null) {
            answer(call);
        } else {
            unheard.value += call.outcome == Call.OK ? 0 : 1;
            engine.free(call);
        }
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case ACCEPTED -> accept(call);
            case INVISIBLE_NO_MORE -> {
                engine.abandon(call.other);
                again(call, Call.TIMED_OUT);
            }
            case READY_AGAIN -> ready(call);
            case POLL -> {
                polls[(int) call.scratch].waits = false;
                asked((int) call.scratch);
            }
            case SWEEP -> {
                engine.schedule(call, SWEEP, sweepNanos());
                sweep();
                dispatch();
            }
            default -> {
                looking = false;
                dispatch();
            }
        }
    }

    private void accept(Call call) {
        if (!up || meter.backlog >= capacity) {
            call.outcome = up ? Call.REJECTED : Call.CRASHED;
            taken(call);
            return;
        }
        if (sent != null && !sent.add(call.message, engine.now())) {
            deduplicated.value++;
            taken(call);
            return;
        }
        Call message = engine.call(this);
        message.verb = Call.DELIVER;
        message.stage = memory;
        describe(message, call);
        taken(call);
        accepted.value++;
        meter.backlog(1, engine.now());
        if (groups == null || groups.enter(message)) {
            line(message);
        }
        dispatch();
    }

    /** The message is ready; it has its turn in its group. */
    private void line(Call message) {
        message.other = null;
        if (tail == null) {
            head = message;
        } else {
            tail.other = message;
        }
        tail = message;
    }

    private Call unline() {
        Call message = head;
        head = message.other;
        if (head == null) {
            tail = null;
        }
        return message;
    }

    private boolean old(Call message) {
        return engine.now() - message.arrivedNanos > retentionNanos;
    }

    /** Drops those that are ready and too old; those behind them in their groups are looked at when it is their turn. */
    private void sweep() {
        Call message = head;
        head = null;
        tail = null;
        while (message != null) {
            Call next = message.other;
            if (old(message)) {
                expire(message);
            } else {
                line(message);
            }
            message = next;
        }
    }

    private void expire(Call message) {
        expired.value++;
        meter.lagged(engine.now() - message.arrivedNanos);
        meter.backlog(-1, engine.now());
        close(message);
    }

    /** The queue is through with the message, and the next of its group has its turn. */
    private void close(Call message) {
        Call next = groups == null || message.stage != memory ? null : groups.leave(message);
        engine.free(message);
        if (next != null) {
            line(next);
        }
    }

    /** The instance asks for messages, and gets what there is. */
    private void asked(int slot) {
        Poll poll = polls[slot];
        if (poll == null) {
            dispatch();
            return;
        }
        emptyPolls.value += head == null ? 1 : 0;
        poll.asks = true;
        dispatch();
        poll.asks = false;
        poll.next = engine.now() + poll.nanos;
        dispatch();
    }

    /** Whether the instance may have a message now; when it has to ask first, it is known when it will. */
    private boolean open(int slot) {
        Poll poll = polls[slot];
        if (poll == null || poll.asks) {
            return true;
        }
        if (!poll.waits) {
            poll.waits = true;
            long late = Math.max(0, engine.now() - poll.next);
            long vain = (late + poll.nanos - 1) / poll.nanos;
            emptyPolls.value += vain;
            poll.next += vain * poll.nanos;
            engine.schedule(poll.timer, POLL, poll.next - engine.now());
        }
        return false;
    }

    private void dispatch() {
        while (up && head != null) {
            int slot = freeSlot();
            if (slot < 0) {
                return;
            }
            Call message = unline();
            if (old(message)) {
                expire(message);
            } else {
                meter.backlog(-1, engine.now());
                deliver(message, slot);
            }
        }
    }

    /** The next consumer instance in turn that has a free worker; -1 when there is none. */
    private int freeSlot() {
        boolean anyUp = false;
        for (int i = 0; i < slotWire.length; i++) {
            int slot = nextSlot + i < slotWire.length ? nextSlot + i : nextSlot + i - slotWire.length;
            Behaviour consumer = slotWire[slot].to;
            if (consumer.up(slotInstance[slot])) {
                anyUp = true;
                int takes = consumer.takes(slotInstance[slot]);
                if (slotInFlight[slot] < takes + prefetch && open(slot)) {
                    nextSlot = slot + 1 == slotWire.length ? 0 : slot + 1;
                    return slot;
                }
            }
        }
        if (!anyUp && !looking) {
            looking = true;
            engine.schedule(lookAgain, LOOK_AGAIN, LOOK_AGAIN_NANOS);
        }
        return -1;
    }

    private void deliver(Call message, int slot) {
        delivered.value++;
        slotInFlight[slot]++;
        message.scratch = slot;
        Call child = engine.child(message);
        message.other = child;
        engine.send(child, slotWire[slot], slotInstance[slot]);
        engine.scheduleInLane(message, INVISIBLE_NO_MORE, visibilityLane);
    }

    @Override
    public void reply(Call message, Call child) {
        if (child.outcome != Call.OK) {
            again(message, child.outcome);
            return;
        }
        int slot = (int) message.scratch;
        slotInFlight[slot]--;
        acknowledged.value++;
        meter.lagged(slotConsumer[slot], engine.now() - message.arrivedNanos);
        engine.journal.end(message, engine.now(), Call.OK);
        close(message);
        asked(slot);
    }

    private void ready(Call message) {
        if (message.stage != memory) {
            forget(message);
            return;
        }
        meter.backlog(1, engine.now());
        line(message);
        dispatch();
    }

    private void forget(Call message) {
        dropped.value++;
        engine.free(message);
    }

    /** The delivery failed: again later, or to the dead letters. */
    private void again(Call message, int outcome) {
        engine.cancel(message);
        int slot = (int) message.scratch;
        slotInFlight[slot]--;
        if (message.stage != memory) {
            forget(message);
        } else if (atMostOnce || message.attempt >= maxReceives) {
            (atMostOnce ? unconfirmed : deadLettered).value++;
            meter.lagged(slotConsumer[slot], engine.now() - message.arrivedNanos);
            message.outcome = outcome;
            engine.journal.end(message, engine.now(), outcome);
            close(message);
        } else {
            message.attempt++;
            redelivered.value++;
            // One that timed out has waited long enough; one that failed waits, or it would fail at once again.
            engine.schedule(message, READY_AGAIN, outcome == Call.TIMED_OUT ? 0 : retryDelayNanos);
        }
        asked(slot);
    }

    @Override
    public void crash(int instance) {
        up = false;
        if (durable) {
            return;
        }
        while (head != null) {
            meter.backlog(-1, engine.now());
            forget(unline());
        }
        for (Call call = waiting(); call != null; call = waiting()) {
            meter.backlog(-1, engine.now());
            forget(call);
        }
        memory++;
    }

    /** One that waits for the others of its group; null when there is none. */
    private Call waiting() {
        return groups == null ? null : groups.takeAny();
    }

    @Override
    public void recover(int instance) {
        up = true;
        dispatch();
    }
}
