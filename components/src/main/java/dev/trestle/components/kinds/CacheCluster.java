package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Station;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.CachePattern;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * The nodes of a cache at work: a command queues for a thread of the node that owns its key, then hits, misses, fills or
 * drops; a cache in the way (read-through, write-through) asks the store itself, without holding the thread.
 */
final class CacheCluster extends Behaviour {
    private static final int SERVED = FIRST_EVENT;

    private final Site site;
    private final Distribution serviceTime;
    private final Chance serviceChance;
    private final Chance jitterChance;
    private final long ttlNanos;
    private final double jitter;
    private final long overheadBytes;
    private final boolean through;
    private final boolean updates;
    private final Station[] stations;
    private final LruKeys[] contents;
    private final HashRing ring;
    private final long[] sizeBytes;
    private final Counter evictions;
    private final Counter reads;
    /** Ways to the store by operation, entity and whether it is a write: links may let only some operations pass. */
    private Wire[][][][] stores;

    private int turn;

    CacheCluster(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        serviceTime = settings.distribution(Cache.SERVICE_TIME);
        serviceChance = site.chance("service");
        jitterChance = site.chance("jitter");
        ttlNanos = settings.nanos(Cache.TTL);
        jitter = settings.ratio(Cache.JITTER);
        overheadBytes = settings.bytes(Cache.OVERHEAD);
        through = new Cache().cachePattern(settings) == CachePattern.THROUGH;
        updates = settings.text(Cache.PATTERN).equals("write-through");
        int nodes = settings.integer(Cache.NODES);
        stations = new Station[nodes];
        contents = new LruKeys[nodes];
        for (int i = 0; i < nodes; i++) {
            stations[i] = new Station(engine, this, i, settings.integer(Cache.THREADS), Integer.MAX_VALUE);
            contents[i] = new LruKeys(settings.bytes(Cache.CAPACITY));
        }
        ring = new HashRing(nodes, settings.integer(Cache.VIRTUAL_NODES));
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        meter.countsHits();
        reads = meter.counter("reads");
        evictions = meter.counter("evictions");
    }

    @Override
    public void start() {
        stores = new Wire[site.operations().size()][sizeBytes.length][2][];
        for (int operation = 0; through && operation < stores.length; operation++) {
            for (int entity = 0; entity < sizeBytes.length; entity++) {
                stores[operation][entity][0] = site.data(entity, false, operation);
                stores[operation][entity][1] = site.data(entity, true, operation);
            }
        }
        warm();
    }

    private void warm() {
        double capacity = (double) site.settings().bytes(Cache.CAPACITY) * contents.length;
        double ttlSeconds = ttlNanos < 0 ? Double.POSITIVE_INFINITY : ttlNanos / 1e9;
        boolean[] held = new boolean[sizeBytes.length];
        Arrays.fill(held, true);
        Warmth warmth = new Warmth(site, new Warmth.Room(1, capacity, overheadBytes, ttlSeconds, false), 0, held);
        for (LruKeys content : contents) {
            content.makeRoom(warmth.entries() / contents.length);
        }
        warmth.fill((key, size) -> {
            long expires = ttlNanos < 0 ? Long.MAX_VALUE : (long) (warmth.expiresInSeconds() * 1e9);
            contents[ring.owner(key)].load(key, size, expires);
        });
        for (LruKeys content : contents) {
            content.loaded();
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
        call.instance = ring.owner(LruKeys.of(call.subject, call.key));
        if (!stations[call.instance].enter(call)) {
            answer(call);
        }
    }

    @Override
    public void begin(Call call) {
        engine.schedule(call, SERVED, stations[call.instance].slowed(serviceTime.sample(serviceChance)));
    }

    @Override
    public void event(Call call, int type) {
        switch (call.verb) {
            case Call.READ -> read(call);
            case Call.FILL -> {
                put(call, call.version);
                done(call, Call.OK);
            }
            default -> change(call);
        }
    }

    private void read(Call call) {
        reads.value++;
        LruKeys content = contents[call.instance];
        int slot = content.use(LruKeys.of(call.subject, call.key), engine.now());
        if (slot >= 0) {
            meter.hits.value++;
            call.version = content.version(slot);
            call.replyBytes = sizeBytes[call.subject];
            done(call, Call.OK);
            return;
        }
        meter.misses.value++;
        if (through) {
            askStore(call);
        } else {
            done(call, Call.MISS);
        }
    }

    /** A write or a delete: the caller has changed the store itself (aside), or wants us to. */
    private void change(Call call) {
        if (through) {
            askStore(call);
        } else {
            contents[call.instance].remove(LruKeys.of(call.subject, call.key));
            done(call, Call.OK);
        }
    }

    private void askStore(Call call) {
        stations[call.instance].park(call);
        Wire[] ways = stores[call.operation][call.subject][call.verb == Call.READ ? 0 : 1];
        Call child = engine.child(call);
        engine.send(child, ways[turn++ % ways.length], Call.ANY);
    }

    @Override
    public void reply(Call call, Call child) {
        if (child.outcome == Call.OK) {
            call.version = child.version;
            if (call.verb == Call.READ || updates && call.verb == Call.WRITE) {
                put(call, child.version);
            } else {
                contents[call.instance].remove(LruKeys.of(call.subject, call.key));
            }
            call.replyBytes = child.replyBytes;
        }
        call.place = child.place;
        stations[call.instance].leave(call);
        call.outcome = child.outcome;
        answer(call);
    }

    private void put(Call call, long version) {
        LruKeys content = contents[call.instance];
        long before = content.evictions();
        content.put(LruKeys.of(call.subject, call.key), version, sizeBytes[call.subject] + overheadBytes, expires());
        evictions.value += content.evictions() - before;
    }

    private long expires() {
        if (ttlNanos < 0) {
            return Long.MAX_VALUE;
        }
        double shortened = jitter == 0 ? 1 : 1 - jitter * jitterChance.uniform();
        return engine.now() + (long) (ttlNanos * shortened);
    }

    private void done(Call call, int outcome) {
        call.place = Journal.place(node, call.instance);
        stations[call.instance].leave(call);
        call.outcome = outcome;
        answer(call);
    }

    /** A crashed node comes back empty: memory is gone. */
    @Override
    public void crash(int instance) {
        super.crash(instance);
        flush(instance);
    }

    /** Forgets everything on an instance, or on all with -1. */
    void flush(int instance) {
        for (int i = 0; i < contents.length; i++) {
            if (instance < 0 || i == instance) {
                contents[i].clear();
            }
        }
    }
}
