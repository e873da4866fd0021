package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;

/** Resolvers at work: a request whose resolver has no fresh answer first waits for a lookup. */
final class Resolving extends Behaviour {
    private static final int LOOKED_UP = FIRST_EVENT;
    /** Resolvers that room is made for at the start; more find theirs as they come. */
    private static final int MOST_FORESEEN = 1 << 16;

    private final Site site;
    private final Distribution lookup;
    private final Chance chance;
    private final long ttlNanos;
    private final int resolvers;
    /** When each resolver knows the answer, and until when it may use it. */
    private final LongMap knownFrom;

    private final LongMap freshUntil;
    private final Counter lookups;
    private Wire[][] ways;
    private boolean up = true;

    Resolving(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        lookup = settings.distribution(Dns.LOOKUP);
        chance = site.chance("lookup");
        ttlNanos = settings.nanos(Dns.TTL);
        resolvers = settings.integer(Dns.RESOLVERS);
        knownFrom = new LongMap(Math.min(resolvers, MOST_FORESEEN));
        freshUntil = new LongMap(Math.min(resolvers, MOST_FORESEEN));
        lookups = meter.counter("lookups");
    }

    @Override
    public void start() {
        ways = new Wire[site.operations().size()][];
        for (int i = 0; i < ways.length; i++) {
            ways[i] = site.requests(i);
        }
    }

    @Override
    public boolean up(int instance) {
        return up;
    }

    @Override
    public void arrive(Call call) {
        book(call);
        long now = engine.now();
        long resolver = Long.remainderUnsigned(HashRing.mix(call.client), resolvers);
        if (freshUntil.get(resolver) > now) {
            wait(call, knownFrom.get(resolver) - now);
        } else if (!up) {
            call.outcome = Call.REFUSED;
            answer(call);
        } else {
            lookups.value++;
            long took = slowed(lookup.sample(chance));
            knownFrom.put(resolver, now + took);
            freshUntil.put(resolver, now + took + ttlNanos);
            wait(call, took);
        }
    }

    /** Who asks while the resolver is asking waits for the same answer. */
    private void wait(Call call, long nanos) {
        if (nanos <= 0) {
            forward(call);
        } else {
            engine.schedule(call, LOOKED_UP, nanos);
        }
    }

    @Override
    public void event(Call call, int type) {
        forward(call);
    }

    private void forward(Call call) {
        Wire[] targets = ways[call.operation];
        int target = (int) Long.remainderUnsigned(HashRing.mix(call.client + 1), targets.length);
        engine.send(engine.child(call), targets[target], Call.ANY);
    }

    @Override
    public void reply(Call call, Call child) {
        call.takeAnswer(child);
        answer(call);
    }

    /** Down, it answers no lookup; resolvers go on with what they remember. */
    @Override
    public void crash(int instance) {
        up = false;
    }

    @Override
    public void recover(int instance) {
        up = true;
    }
}
