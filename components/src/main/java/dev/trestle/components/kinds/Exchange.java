package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Shares;
import dev.trestle.components.engine.Station;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * A broker at work: a worker routes a message and makes its copies, the publisher is answered, and each copy goes its own
 * way to its consumer. Copies are pushed at once and come again on their own, so nothing keeps their order.
 */
final class Exchange extends Behaviour {
    private static final int ROUTED = FIRST_EVENT;
    private static final int UNANSWERED = FIRST_EVENT + 1;
    private static final int AGAIN = FIRST_EVENT + 2;
    private static final int LOOK_AGAIN = FIRST_EVENT + 3;
    /** How often is looked whether a consumer that is away has come back. */
    private static final long LOOK_AGAIN_NANOS = 100_000_000;

    private final Site site;
    private final Station[] stations;
    private final Distribution routeTime;
    private final Distribution transformTime;
    private final Chance chance;
    private final Chance damageChance;
    private final boolean durable;
    private final int answerLane;
    private final int maxReceives;
    private final long retryNanos;
    private final Counter copies;
    private final Counter delivered;
    private final Counter acknowledged;
    private final Counter redelivered;
    private final Counter ignored;
    private final Counter unroutable;
    private final Counter deadLettered;
    private final Counter dropped;
    private Subscription[] subscriptions = {};
    /** Who gets which event. */
    private boolean[][] bound = {};

    private Call timer;
    private boolean looking;
    private int turn;
    /** Counts the crashes of each instance: copies that it made before are gone with it, unless they are durable. */
    private final int[] crashes;

    Exchange(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        stations = new Station[settings.integer(PubSub.INSTANCES)];
        crashes = new int[stations.length];
        for (int i = 0; i < stations.length; i++) {
            stations[i] = new Station(engine, this, i, settings.integer(PubSub.WORKERS), settings.limit(PubSub.QUEUE));
        }
        routeTime = settings.distribution(PubSub.ROUTE_TIME);
        transformTime = settings.distribution(PubSub.TRANSFORM_TIME);
        chance = site.chance("routing");
        damageChance = site.chance("damage");
        durable = settings.flag(PubSub.DURABLE);
        answerLane = engine.lane(settings.nanos(PubSub.ANSWER_TIMEOUT));
        maxReceives = settings.integer(PubSub.MAX_RECEIVES);
        retryNanos = settings.nanos(PubSub.RETRY_DELAY);
        copies = meter.counter("copies");
        delivered = meter.counter("delivered");
        acknowledged = meter.counter("acknowledged");
        redelivered = meter.counter("redelivered");
        ignored = meter.counter("ignored");
        unroutable = meter.counter("unroutable");
        deadLettered = meter.counter("deadLettered");
        dropped = meter.counter("dropped");
    }

    @Override
    public void start() {
        Wire[] wires = site.consumers(-1);
        meter.measuresLag("from a message to the end of its handling", Shares.ends(wires));
        subscriptions = new Subscription[wires.length];
        bound = new boolean[site.events()][wires.length];
        Settings settings = site.settings();
        Bindings bindings = Bindings.of(settings.text(PubSub.BINDINGS));
        for (int i = 0; i < wires.length; i++) {
            subscriptions[i] = new Subscription(engine, meter, wires[i], settings.limit(PubSub.UNACKNOWLEDGED));
            for (int event = 0; event < bound.length; event++) {
                bound[event][i] = isBound(bindings, settings.text(PubSub.EXCHANGE), wires[i], event);
            }
        }
        timer = engine.call(this);
    }

    @Override
    public void behind(java.util.function.LongConsumer ages) {
        engine.eachMessageOf(this, ages);
    }

    private boolean isBound(Bindings bindings, String exchange, Wire wire, int event) {
        if (exchange.equals("fan-out")) {
            return true;
        }
        if (!bindings.names(wire.to.id)) {
            return Arrays.asList(site.consumers(event)).contains(wire);
        }
        return exchange.equals("direct")
                ? bindings.direct(wire.to.id, site.event(event))
                : bindings.matches(wire.to.id, site.event(event));
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public boolean up(int instance) {
        return stations[instance].up();
    }

    @Override
    public boolean givesUp() {
        return true;
    }

    @Override
    public void arrive(Call call) {
        book(call);
        if (durable && findsNoRoom(call)) {
            return;
        }
        call.instance = turn++ % stations.length;
        for (int i = 1; i < stations.length && !stations[call.instance].up(); i++) {
            call.instance = turn++ % stations.length;
        }
        if (!stations[call.instance].enter(call)) {
            answer(call);
        }
    }

    @Override
    public void begin(Call call) {
        long nanos = routeTime.sample(chance);
        for (boolean gets : bound[call.subject]) {
            nanos += gets ? transformTime.sample(chance) : 0;
        }
        engine.schedule(call, ROUTED, stations[call.instance].slowed(nanos));
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case ROUTED -> routed(call);
            case UNANSWERED -> {
                engine.abandon(call.other);
                again(call, Call.TIMED_OUT, 0);
            }
            case AGAIN -> ready(call);
            default -> {
                looking = false;
                pushAll();
            }
        }
    }

    private void routed(Call call) {
        boolean routable = false;
        for (int i = 0; i < subscriptions.length; i++) {
            if (bound[call.subject][i]) {
                routable = true;
                ready(copy(call, i));
            }
        }
        unroutable.value += routable ? 0 : 1;
        stations[call.instance].leave(call);
        answer(call);
    }

    private Call copy(Call call, int subscription) {
        copies.value++;
        Call copy = engine.call(this);
        copy.verb = Call.DELIVER;
        copy.subject = call.subject;
        copy.key = call.key;
        copy.keyEntity = call.keyEntity;
        copy.message = call.message;
        copy.sentBytes = call.sentBytes;
        copy.phase = call.phase;
        copy.madeNanos = call.madeNanos;
        copy.stage = subscription;
        copy.step = call.instance;
        copy.scratch = crashes[call.instance];
        return copy;
    }

    /** The copy can go out now: it waits behind the others of its consumer, if there are any. */
    private void ready(Call copy) {
        if (!durable && copy.scratch != crashes[copy.step]) {
            drop(copy);
            return;
        }
        Subscription subscription = subscriptions[copy.stage];
        if (!durable && !subscription.present()) {
            drop(copy);
            return;
        }
        subscription.add(copy);
        push(subscription);
    }

    private void drop(Call copy) {
        dropped.value++;
        engine.free(copy);
    }

    private void pushAll() {
        for (Subscription subscription : subscriptions) {
            push(subscription);
        }
    }

    private void push(Subscription subscription) {
        while (subscription.size() > 0 && anyUp()) {
            int instance = subscription.instance();
            if (instance < 0) {
                if (!subscription.present()) {
                    lookAgain();
                }
                return;
            }
            deliver(subscription, subscription.poll(), instance);
        }
    }

    private boolean anyUp() {
        for (Station station : stations) {
            if (station.up()) {
                return true;
            }
        }
        return false;
    }

    private void lookAgain() {
        if (!looking) {
            looking = true;
            engine.schedule(timer, LOOK_AGAIN, LOOK_AGAIN_NANOS);
        }
    }

    private void deliver(Subscription subscription, Call copy, int instance) {
        delivered.value++;
        subscription.pushed(instance);
        copy.instance = instance;
        Call child = engine.child(copy);
        copy.other = child;
        engine.send(child, subscription.wire, instance);
        engine.scheduleInLane(copy, UNANSWERED, answerLane);
    }

    @Override
    public void reply(Call copy, Call child) {
        if (child.outcome != Call.OK && child.outcome != Call.NO_ROUTE) {
            again(copy, child.outcome, retryNanos);
            return;
        }
        Subscription subscription = subscriptions[copy.stage];
        subscription.answered(copy.instance);
        if (child.outcome == Call.OK) {
            acknowledged.value++;
            meter.lagged(copy.stage, engine.now() - copy.arrivedNanos);
        } else {
            // It got what it has no operation for, and throws it away.
            ignored.value++;
        }
        engine.journal.end(copy, engine.now(), child.outcome);
        engine.free(copy);
        push(subscription);
    }

    private void again(Call copy, int outcome, long delayNanos) {
        engine.cancel(copy);
        Subscription subscription = subscriptions[copy.stage];
        subscription.answered(copy.instance);
        if (copy.attempt >= maxReceives) {
            deadLettered.value++;
            meter.lagged(copy.stage, engine.now() - copy.arrivedNanos);
            copy.outcome = outcome;
            engine.journal.end(copy, engine.now(), outcome);
            engine.free(copy);
        } else {
            copy.attempt++;
            redelivered.value++;
            engine.schedule(copy, AGAIN, delayNanos);
        }
        push(subscription);
    }

    @Override
    public void crash(int instance) {
        super.crash(instance);
        for (int i = 0; i < crashes.length; i++) {
            crashes[i] += instance < 0 || i == instance ? 1 : 0;
        }
        if (!durable) {
            for (Subscription subscription : subscriptions) {
                forget(subscription);
            }
        }
    }

    /** What waits and was at a dead instance is gone; the others keep their order. */
    private void forget(Subscription subscription) {
        int waiting = subscription.size();
        for (int i = 0; i < waiting; i++) {
            Call copy = subscription.poll();
            if (copy.scratch == crashes[copy.step]) {
                subscription.add(copy);
            } else {
                drop(copy);
            }
        }
    }

    /** A message is stored once for all its copies: whoever is handed one finds that its checksum is wrong. */
    @Override
    public void corrupt(int instance, double share) {
        long salt = damageChance.below(Long.MAX_VALUE);
        engine.eachMessageIn(this, message -> {
            if (Damage.drawn(salt, message, share)) {
                engine.spoil(message);
            }
        });
    }

    @Override
    public void recover(int instance) {
        super.recover(instance);
        pushAll();
    }
}
