package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Station;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * Gateways at work: every person's connection has a home, one of the instances. Those whose home dies come back one by
 * one, each after a backoff, with a handshake that a worker has to do; while they are away they neither send nor get.
 */
final class Connecting extends Behaviour {
    private static final int FRAME_READ = FIRST_EVENT;
    private static final int PUSHED = FIRST_EVENT + 1;
    private static final int CONNECT = FIRST_EVENT + 2;
    private static final int SHAKEN = FIRST_EVENT + 3;
    private static final int DRAIN = FIRST_EVENT + 4;
    private static final int HAND_OVER = FIRST_EVENT + 5;
    private static final int AWAY = -1;
    /** Doubling more often than this would leave the numbers. */
    private static final int MOST_DOUBLINGS = 30;

    private final Site site;
    private final Distribution hop;
    private final Distribution handshakeTime;
    private final Distribution pushTime;
    private final Chance workChance;
    private final Chance backoffChance;
    private final int limit;
    private final long lifetimeNanos;
    private final long backoffNanos;
    private final long longestBackoffNanos;
    private final boolean jitter;
    private final int audience;
    private final boolean retry;
    private final Station[] stations;
    /** The instance that holds each person's connection, or {@link #AWAY}. */
    private final int[] home;
    /** Connections that each instance holds or shakes hands for. */
    private final int[] held;

    private final Counter connects;
    private final Counter turnedAway;
    private final Counter broken;
    private final Counter drained;
    private final Counter pushed;
    private final Counter missed;
    private Wire[][] ways;
    private Call drainTimer;
    private int nextDrained;
    /** The instance that is replaced during the run and takes no connections meanwhile. */
    private final int replaced;

    private final long replacedAtNanos;
    private final long handOverNanos;
    private final long replaceNanos;
    private boolean closed;
    private int nextHandedOver;
    private long handOverEveryNanos;
    private int nextInstance;
    private int turn;

    Connecting(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        hop = settings.distribution(WebsocketGateway.HOP);
        handshakeTime = settings.distribution(WebsocketGateway.HANDSHAKE_TIME);
        pushTime = settings.distribution(WebsocketGateway.PUSH_TIME);
        workChance = site.chance("work");
        backoffChance = site.chance("backoff");
        limit = WebsocketGateway.room(settings);
        lifetimeNanos = settings.nanos(WebsocketGateway.LIFETIME);
        replaced = settings.integer(WebsocketGateway.DRAIN_INSTANCE) - 1;
        replacedAtNanos = settings.nanos(WebsocketGateway.DRAIN_AT);
        handOverNanos = settings.nanos(WebsocketGateway.DRAIN_TIME);
        replaceNanos = settings.nanos(WebsocketGateway.REPLACE_TIME);
        backoffNanos = settings.nanos(WebsocketGateway.BACKOFF);
        longestBackoffNanos = settings.nanos(WebsocketGateway.LONGEST_BACKOFF);
        jitter = settings.flag(WebsocketGateway.JITTER);
        audience = settings.integer(WebsocketGateway.AUDIENCE);
        retry = settings.text(WebsocketGateway.OFFLINE).equals("retry");
        home = new int[settings.integer(WebsocketGateway.CONNECTED)];
        stations = new Station[settings.integer(WebsocketGateway.INSTANCES)];
        held = new int[stations.length];
        for (int i = 0; i < stations.length; i++) {
            int workers = settings.integer(WebsocketGateway.WORKERS);
            stations[i] = new Station(engine, this, i, workers, settings.limit(WebsocketGateway.QUEUE));
        }
        connects = meter.counter("connects");
        turnedAway = meter.counter("turned away");
        broken = meter.counter("broken");
        drained = meter.counter("drained");
        pushed = meter.counter("pushed");
        missed = meter.counter("missed");
        meter.measuresLag("from a lost connection to a new one");
    }

    @Override
    public void start() {
        ways = new Wire[site.operations().size()][];
        for (int i = 0; i < ways.length; i++) {
            ways[i] = site.requests(i);
        }
        Arrays.fill(home, AWAY);
        for (int person = 0; person < home.length; person++) {
            int instance = person % stations.length;
            if (held[instance] < limit) {
                home[person] = instance;
                held[instance]++;
            } else {
                comeBack(person);
            }
        }
        if (lifetimeNanos > 0) {
            drainTimer = engine.call(this);
            engine.schedule(drainTimer, DRAIN, lifetimeNanos / home.length);
        }
        if (replacedAtNanos >= 0 && replaced < stations.length) {
            engine.schedule(engine.call(this), HAND_OVER, replacedAtNanos);
        }
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
    public void arrive(Call call) {
        book(call);
        if (call.verb == Call.DELIVER) {
            deliver(call);
            return;
        }
        call.instance = home[person(call.client)];
        if (call.instance == AWAY) {
            call.outcome = Call.REFUSED;
            answer(call);
        } else if (!stations[call.instance].enter(call)) {
            answer(call);
        }
    }

    private int person(long number) {
        return (int) Long.remainderUnsigned(number, home.length);
    }

    private void deliver(Call call) {
        call.operation = site.handlerOperation(call.subject);
        if (call.operation < 0) {
            call.outcome = Call.NO_ROUTE;
            answer(call);
            return;
        }
        site.meter(call.operation).offer(call.phase);
        if (call.instance == Call.ANY) {
            call.instance = nextInstance++ % stations.length;
        }
        if (!site.handler(call.subject).steps().isEmpty()) {
            // A gateway pushes; what else the event triggers is for a worker.
            call.outcome = Call.NO_ROUTE;
            close(call);
        } else if (!stations[call.instance].enter(call)) {
            close(call);
        }
    }

    @Override
    public void begin(Call call) {
        Station station = stations[call.instance];
        switch (call.verb) {
            case Call.OWN -> engine.schedule(call, SHAKEN, station.slowed(handshakeTime.sample(workChance)));
            case Call.DELIVER -> engine.schedule(call, PUSHED, station.slowed(push(call)));
            default -> engine.schedule(call, FRAME_READ, station.slowed(hop.sample(workChance)));
        }
    }

    /** Pushes to those of the audience who are connected; the time that takes. */
    private long push(Call call) {
        long nanos = 0;
        call.pending = 0;
        long about = HashRing.mix(call.keyEntity < 0 ? call.message : call.key);
        for (int i = 0; i < audience; i++) {
            if (home[person(HashRing.mix(about + i))] == AWAY) {
                call.pending++;
                missed.value++;
            } else {
                pushed.value++;
                nanos += pushTime.sample(workChance);
            }
        }
        return nanos;
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case FRAME_READ -> {
                stations[call.instance].park(call);
                Wire[] targets = ways[call.operation];
                engine.send(engine.child(call), targets[turn++ % targets.length], Call.ANY);
            }
            case PUSHED -> {
                stations[call.instance].leave(call);
                call.outcome = retry && call.pending > 0 ? Call.FAILED : Call.OK;
                close(call);
            }
            case CONNECT -> connect(call);
            case SHAKEN -> {
                stations[call.instance].leave(call);
                if (isClosed(call.instance)) {
                    held[call.instance]--;
                    connect(call);
                    return;
                }
                home[(int) call.scratch] = call.instance;
                connects.value++;
                meter.lagged(engine.now() - call.madeNanos);
                engine.free(call);
            }
            case HAND_OVER -> handOver(call);
            default -> drain();
        }
    }

    @Override
    public void reply(Call call, Call child) {
        call.takeAnswer(child);
        stations[call.instance].leave(call);
        answer(call);
    }

    /** The person has lost the connection and will try to get one. */
    private void comeBack(int person) {
        Call call = engine.call(this);
        call.scratch = person;
        backOff(call);
    }

    /** Exponential backoff, with full jitter where there is any (Brooker, AWS, 2015). */
    private void backOff(Call call) {
        int doublings = Math.min(call.attempt++ - 1, MOST_DOUBLINGS);
        double longest = Math.min(longestBackoffNanos, backoffNanos * (double) (1L << doublings));
        engine.schedule(call, CONNECT, (long) (jitter ? longest * backoffChance.uniform() : longest));
    }

    /** Tries the next instance in turn that is up and has room. */
    private void connect(Call call) {
        for (int i = 0; i < stations.length; i++) {
            int instance = nextInstance++ % stations.length;
            if (stations[instance].up() && !isClosed(instance) && held[instance] < limit) {
                call.instance = instance;
                held[instance]++;
                if (!stations[instance].enter(call)) {
                    held[instance]--;
                    break;
                }
                return;
            }
        }
        turnedAway.value++;
        backOff(call);
    }

    /** The next connection has lived long enough: its person connects anew at once, wherever there is room now. */
    private void drain() {
        int person = nextDrained;
        nextDrained = person + 1 == home.length ? 0 : person + 1;
        if (home[person] != AWAY) {
            reconnect(person);
        }
        engine.schedule(drainTimer, DRAIN, lifetimeNanos / home.length);
    }

    private void reconnect(int person) {
        held[home[person]]--;
        home[person] = AWAY;
        drained.value++;
        Call call = engine.call(this);
        call.scratch = person;
        connect(call);
    }

    private boolean isClosed(int instance) {
        return closed && instance == replaced;
    }

    /** The instance closes, gives up its connections one after another, and is open again a while after the last. */
    private void handOver(Call timer) {
        if (!closed) {
            closed = true;
            handOverEveryNanos = handOverNanos / Math.max(1, held[replaced]);
        }
        while (nextHandedOver < home.length && home[nextHandedOver] != replaced) {
            nextHandedOver++;
        }
        if (nextHandedOver < home.length) {
            reconnect(nextHandedOver++);
            engine.schedule(timer, HAND_OVER, handOverEveryNanos);
        } else if (engine.now() < replacedAtNanos + handOverNanos + replaceNanos) {
            engine.schedule(timer, HAND_OVER, replacedAtNanos + handOverNanos + replaceNanos - engine.now());
        } else {
            closed = false;
            engine.free(timer);
        }
    }

    @Override
    public void lose(Call call) {
        engine.cancel(call);
        if (call.verb == Call.OWN) {
            backOff(call);
            return;
        }
        call.outcome = Call.CRASHED;
        close(call);
    }

    /** All connections of a dead instance break, and everybody who had one wants another. */
    @Override
    public void crash(int instance) {
        super.crash(instance);
        for (int person = 0; person < home.length; person++) {
            if (home[person] != AWAY && !stations[home[person]].up()) {
                home[person] = AWAY;
                broken.value++;
                comeBack(person);
            }
        }
        for (int i = 0; i < stations.length; i++) {
            if (!stations[i].up()) {
                held[i] = 0;
            }
        }
    }

    /** Answers, and closes the books of a handler's operation: it has no client who would. */
    private void close(Call call) {
        if (call.verb == Call.DELIVER) {
            long now = engine.now();
            site.meter(call.operation).end(call.phase, engine.phase(), call.outcome, now - call.arrivedNanos);
            if (call.outcome == Call.OK) {
                int group = site.broadcasts(call.wire.from.node) ? node : -1;
                engine.journal.handled(call, group, now, Journal.place(node, call.instance));
            }
        }
        answer(call);
    }
}
