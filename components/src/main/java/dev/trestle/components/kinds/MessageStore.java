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
    private static final int ACCEPTED = FIRST_EVENT;
    private static final int INVISIBLE_NO_MORE = FIRST_EVENT + 1;
    private static final int LOOK_AGAIN = FIRST_EVENT + 2;
    private static final int READY_AGAIN = FIRST_EVENT + 3;
    /** How long a queue without a consumer that is up waits before it looks again. */
    private static final long LOOK_AGAIN_NANOS = 100_000_000;

    private final Site site;
    private final Distribution publishTime;
    private final Chance publishChance;
    private final boolean durable;
    private final int capacity;
    private final boolean atMostOnce;
    private final int visibilityLane;
    private final int maxReceives;
    private final long retryDelayNanos;
    private final int prefetch;
    private final Counter accepted;
    private final Counter delivered;
    private final Counter acknowledged;
    private final Counter redelivered;
    private final Counter deadLettered;
    private final Counter unconfirmed;
    private final Counter dropped;
    private Wire[] slotWire;
    /** By slot: which of the consumers it is of. */
    private int[] slotConsumer;

    private int[] slotInstance;
    private int[] slotInFlight;
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
        durable = settings.flag(Queue.DURABLE);
        capacity = settings.limit(Queue.CAPACITY);
        atMostOnce = settings.text(Queue.DELIVERY).equals("at-most-once");
        visibilityLane = engine.lane(settings.nanos(Queue.VISIBILITY));
        maxReceives = settings.integer(Queue.MAX_RECEIVES);
        retryDelayNanos = settings.nanos(Queue.RETRY_DELAY);
        prefetch = settings.integer(Queue.PREFETCH);
        accepted = meter.counter("accepted");
        delivered = meter.counter("delivered");
        acknowledged = meter.counter("acknowledged");
        redelivered = meter.counter("redelivered");
        deadLettered = meter.counter("deadLettered");
        unconfirmed = meter.counter("unconfirmed");
        dropped = meter.counter("dropped");
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
        int slot = 0;
        for (Wire consumer : consumers) {
            for (int instance = 0; instance < consumer.to.instances(); instance++) {
                slotWire[slot] = consumer;
                slotConsumer[slot] = Arrays.asList(consumers).indexOf(consumer);
                slotInstance[slot++] = instance;
            }
        }
        lookAgain = engine.call(this);
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
        if (!up) {
            call.outcome = Call.REFUSED;
            answer(call);
        } else if (meter.backlog >= capacity) {
            call.outcome = Call.REJECTED;
            answer(call);
        } else {
            engine.schedule(call, ACCEPTED, slowed(publishTime.sample(publishChance)));
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
            default -> {
                looking = false;
                dispatch();
            }
        }
    }

    private void accept(Call call) {
        if (!up || meter.backlog >= capacity) {
            call.outcome = up ? Call.REJECTED : Call.CRASHED;
            answer(call);
            return;
        }
        Call message = engine.call(this);
        message.verb = Call.DELIVER;
        message.subject = call.subject;
        message.key = call.key;
        message.keyEntity = call.keyEntity;
        message.message = call.message;
        message.sentBytes = call.sentBytes;
        message.phase = call.phase;
        message.madeNanos = call.madeNanos;
        answer(call);
        accepted.value++;
        append(message);
        dispatch();
    }

    private void append(Call message) {
        message.other = null;
        if (tail == null) {
            head = message;
        } else {
            tail.other = message;
        }
        tail = message;
        meter.backlog(1, engine.now());
    }

    private void dispatch() {
        while (up && head != null) {
            int slot = freeSlot();
            if (slot < 0) {
                return;
            }
            Call message = head;
            head = message.other;
            if (head == null) {
                tail = null;
            }
            meter.backlog(-1, engine.now());
            deliver(message, slot);
        }
    }

    /** The next consumer instance in turn that has a free worker; -1 when there is none. */
    private int freeSlot() {
        boolean anyUp = false;
        for (int i = 0; i < slotWire.length; i++) {
            int slot = (nextSlot + i) % slotWire.length;
            Behaviour consumer = slotWire[slot].to;
            if (consumer.up(slotInstance[slot])) {
                anyUp = true;
                int servers = consumer.meter.stations.get(slotInstance[slot]).servers();
                if (slotInFlight[slot] < servers + prefetch) {
                    nextSlot = slot + 1;
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
        message.stage = memory;
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
        slotInFlight[(int) message.scratch]--;
        acknowledged.value++;
        meter.lagged(slotConsumer[(int) message.scratch], engine.now() - message.arrivedNanos);
        engine.journal.end(message, engine.now(), Call.OK);
        engine.free(message);
        dispatch();
    }

    private void ready(Call message) {
        if (message.stage != memory) {
            forget(message);
            return;
        }
        append(message);
        dispatch();
    }

    private void forget(Call message) {
        dropped.value++;
        engine.free(message);
    }

    /** The delivery failed: again later, or to the dead letters. */
    private void again(Call message, int outcome) {
        engine.cancel(message);
        slotInFlight[(int) message.scratch]--;
        if (message.stage != memory) {
            forget(message);
        } else if (atMostOnce || message.attempt >= maxReceives) {
            (atMostOnce ? unconfirmed : deadLettered).value++;
            message.outcome = outcome;
            engine.journal.end(message, engine.now(), outcome);
            engine.free(message);
        } else {
            message.attempt++;
            redelivered.value++;
            // One that timed out has waited long enough; one that failed waits, or it would fail at once again.
            engine.schedule(message, READY_AGAIN, outcome == Call.TIMED_OUT ? 0 : retryDelayNanos);
        }
        dispatch();
    }

    @Override
    public void crash(int instance) {
        up = false;
        while (!durable && head != null) {
            Call message = head;
            head = message.other;
            meter.backlog(-1, engine.now());
            forget(message);
        }
        if (!durable) {
            tail = null;
            memory++;
        }
    }

    @Override
    public void recover(int instance) {
        up = true;
        dispatch();
    }
}
