package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Tunable;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;
import java.util.List;

/**
 * Gateways at work: what {@link Proxying} does, with authentication and translation on the worker's time, one limit for
 * all instances, a {@link Breaker} and a timeout for each node behind, and {@link Aggregation}.
 */
final class Gating extends Proxying implements Tunable {
    private static final int GIVE_UP = FIRST_OWN_EVENT;

    private final Distribution authentication;
    private final Distribution translation;
    private final Chance chance;
    private final boolean[] anonymous;
    private final boolean[] translated;
    /** Null where there is none. */
    private Limit limit;

    private final boolean perClient;
    private final int failuresToOpen;
    private final long pauseNanos;
    private final long timeoutNanos;
    private final Aggregation aggregation;
    private Wire[] backends = {};
    private Breaker[] breakers = {};
    private int turn;
    private int timeouts;
    private final Counter limited;
    private final Counter broken;
    private final Counter opened;
    private final Counter timedOut;

    Gating(Site site) {
        super(site, Compression.NONE, false);
        Settings settings = site.settings();
        authentication = settings.distribution(ApiGateway.AUTH_TIME);
        translation = settings.distribution(ApiGateway.TRANSLATION_TIME);
        chance = site.chance("gate");
        anonymous = named(settings.names(ApiGateway.ANONYMOUS));
        List<String> names = settings.names(ApiGateway.TRANSLATES);
        translated = named(names);
        if (names.isEmpty()) {
            Arrays.fill(translated, true);
        }
        tune(settings);
        perClient = settings.text(RateLimiter.PER).equals("client");
        failuresToOpen = settings.limit(ApiGateway.BREAKER);
        pauseNanos = settings.nanos(ApiGateway.PAUSE);
        timeoutNanos = settings.nanos(ApiGateway.TIMEOUT);
        aggregation = new Aggregation(this, site, named(settings.names(ApiGateway.AGGREGATES)));
        limited = meter.counter("limited");
        broken = meter.counter("broken");
        opened = meter.counter("opened");
        timedOut = meter.counter("timed out");
    }

    /** Counts begin anew, as when a gateway is configured again. */
    @Override
    public void tune(Settings settings) {
        limit = settings.isNone(ApiGateway.LIMIT) ? null : RateLimiter.limit(settings);
    }

    @Override
    public void start() {
        super.start();
        aggregation.start();
        for (int i = 0; i < anonymous.length; i++) {
            for (Wire wire : site.requests(i)) {
                if (backend(wire) < 0) {
                    int count = backends.length;
                    backends = Arrays.copyOf(backends, count + 1);
                    breakers = Arrays.copyOf(breakers, count + 1);
                    backends[count] = wire;
                    breakers[count] = Breaker.afterInARow(failuresToOpen, pauseNanos);
                }
            }
        }
        if (timeoutNanos >= 0) {
            timeouts = engine.lane(timeoutNanos);
        }
    }

    @Override
    void forward(Call call) {
        if (aggregation.runs(call)) {
            aggregation.proceed(call, aggregation.program(call));
        } else if (aggregation.part(call) && !call.parentWaits()) {
            engine.free(call);
        } else {
            super.forward(call);
        }
    }

    @Override
    void end(Call call) {
        if (aggregation.part(call)) {
            aggregation.joined(call);
        } else {
            super.end(call);
        }
    }

    private int backend(Wire wire) {
        for (int i = 0; i < backends.length; i++) {
            if (backends[i] == wire) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean givesUp() {
        return timeoutNanos >= 0;
    }

    @Override
    long workNanos(Call call) {
        long nanos = super.workNanos(call);
        if (!anonymous[call.operation]) {
            nanos += authentication.sample(chance);
        }
        return translated[call.operation] ? nanos + translation.sample(chance) : nanos;
    }

    @Override
    long admit(Call call) {
        if (limit == null) {
            return 0;
        }
        long wait = limit.admit(perClient ? call.client : 0, engine.now());
        if (wait == Limit.REJECTED) {
            limited.value++;
        }
        return wait;
    }

    /** Each in turn whose breaker lets it through. */
    @Override
    Wire way(Wire[] targets) {
        for (int i = 0; i < targets.length; i++) {
            Wire way = targets[turn++ % targets.length];
            if (breakers[backend(way)].lets(engine.now())) {
                return way;
            }
        }
        broken.value++;
        return null;
    }

    @Override
    void sending(Call call, Call child, Wire way) {
        call.scratch = backend(way);
        if (timeoutNanos >= 0) {
            call.other = child;
            engine.scheduleInLane(call, GIVE_UP, timeouts);
        }
    }

    @Override
    public void event(Call call, int type) {
        if (type != GIVE_UP) {
            super.event(call, type);
            return;
        }
        engine.abandon(call.other);
        timedOut.value++;
        ended(call, false);
        call.outcome = Call.TIMED_OUT;
        end(call);
    }

    @Override
    public void reply(Call call, Call child) {
        if (timeoutNanos >= 0) {
            engine.cancel(call);
            call.other = null;
        }
        ended(call, child.outcome == Call.OK || child.outcome == Call.MISS);
        if (aggregation.part(call)) {
            call.takeAnswer(child);
            end(call);
        } else {
            super.reply(call, child);
        }
    }

    private void ended(Call call, boolean well) {
        if (breakers[(int) call.scratch].ended(well, engine.now())) {
            opened.value++;
        }
    }
}
