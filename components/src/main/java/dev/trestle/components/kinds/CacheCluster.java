package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.KeyTrace;
import dev.trestle.components.engine.Shares;
import dev.trestle.components.engine.Station;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.CachePattern;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Stock;
import dev.trestle.components.kind.Tunable;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * The nodes of a cache at work: a command queues for a thread of the node that owns its key, then hits, misses, fills or
 * drops; a cache in the way (all patterns but cache-aside) asks the store itself, without holding the thread.
 */
final class CacheCluster extends Behaviour implements Tunable {
    private static final int SERVED = FIRST_EVENT;
    private static final int LEASE_ENDS = FIRST_EVENT + 1;
    private static final int FLUSH = FIRST_EVENT + 2;
    private static final int FLUSH_LOST = FIRST_EVENT + 3;
    /** A write to the store that brings no answer for so long is tried again with the next flush. */
    private static final long FLUSH_PATIENCE = 2_000_000_000L;

    private final Site site;
    private Distribution serviceTime;
    private final Chance serviceChance;
    private final Chance jitterChance;
    private final Chance damageChance;
    private long ttlNanos;
    private final double jitter;
    private final long overheadBytes;
    private final boolean through;
    private final boolean updates;
    private final boolean around;
    private final boolean replaces;
    private final long flushNanos;
    /** Null where everybody goes to the store by himself. */
    private final Flights flights;

    private final long leaseNanos;
    /** By node, for write-back; null with other patterns. */
    private final DirtyEntries[] dirty;

    private final Station[] stations;
    private final LruKeys[] contents;
    private final HashRing ring;
    private final long[] sizeBytes;
    private final Stock.Shelf stock;
    private final Counter evictions;
    private final Counter reads;
    private final Counter fetches;
    private final Counter expired;
    private final Counter coalesced;
    private final Counter flushed;
    private final Counter lostWrites;
    /** Ways to the store by operation, entity and whether it is a write: links may let only some operations pass. */
    private Wire[][][][] stores;

    /** What is asked for, for the curve of misses by size. */
    private KeyTrace trace;

    private int turn;

    CacheCluster(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        serviceTime = settings.distribution(Cache.SERVICE_TIME);
        serviceChance = site.chance("service");
        jitterChance = site.chance("jitter");
        damageChance = site.chance("damage");
        ttlNanos = settings.nanos(Cache.TTL);
        jitter = settings.ratio(Cache.JITTER);
        overheadBytes = settings.bytes(Cache.OVERHEAD);
        through = new Cache().cachePattern(settings) == CachePattern.THROUGH;
        String pattern = settings.text(Cache.PATTERN);
        updates = pattern.equals("write-through");
        around = pattern.equals("write-around");
        replaces =
                pattern.equals("cache-aside") && settings.text(Cache.ON_WRITE).equals("update");
        flushNanos = settings.nanos(Cache.FLUSH);
        flights = settings.flag(Cache.SINGLE_FLIGHT) ? new Flights() : null;
        leaseNanos = settings.nanos(Cache.LEASE);
        int nodes = settings.integer(Cache.NODES);
        stations = new Station[nodes];
        contents = new LruKeys[nodes];
        for (int i = 0; i < nodes; i++) {
            stations[i] = new Station(engine, this, i, settings.integer(Cache.THREADS), Integer.MAX_VALUE);
            contents[i] = keys(i);
        }
        dirty = pattern.equals("write-back") ? new DirtyEntries[nodes] : null;
        for (int i = 0; dirty != null && i < nodes; i++) {
            dirty[i] = new DirtyEntries();
        }
        ring = new HashRing(nodes, settings.integer(Cache.VIRTUAL_NODES));
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        meter.countsHits();
        meter.levels("keys", node -> contents[node].size(), Shares.numbered("node", contents.length));
        stock = site.stock().at(meter);
        reads = meter.counter("reads");
        evictions = meter.counter("evictions");
        fetches = meter.counter("fetches");
        expired = meter.counter("expired");
        coalesced = meter.counter("coalesced");
        flushed = meter.counter("flushed");
        lostWrites = meter.counter("lostWrites");
    }

    /** What is there stays as long as it fits, and until the time that was given to it. */
    @Override
    public void tune(Settings settings) {
        serviceTime = settings.distribution(Cache.SERVICE_TIME);
        ttlNanos = settings.nanos(Cache.TTL);
        for (int i = 0; i < stations.length; i++) {
            stations[i].resize(settings.integer(Cache.THREADS));
            long before = contents[i].evictions();
            contents[i].resize(settings.bytes(Cache.CAPACITY));
            evictions.value += contents[i].evictions() - before;
        }
    }

    private LruKeys keys(int instance) {
        long capacity = site.settings().bytes(Cache.CAPACITY);
        return switch (site.settings().text(Cache.EVICTION)) {
            case "LFU" -> new LfuKeys(capacity);
            case "FIFO" -> new FifoKeys(capacity);
            case "MRU" -> new MruKeys(capacity);
            case "RANDOM" -> new RandomKeys(capacity, site.chance("eviction " + instance));
            default -> new LruKeys(capacity);
        };
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
        for (int i = 0; dirty != null && i < dirty.length; i++) {
            Call timer = engine.call(this);
            timer.instance = i;
            engine.schedule(timer, FLUSH, flushNanos);
        }
        String eviction = site.settings().text(Cache.EVICTION);
        trace = Reuse.of(site, reuse()).evicting(eviction);
        meter.keys = trace;
        if (eviction.equals("LFU") || eviction.equals("MRU")) {
            site.thinned(site.id() + " starts empty, as nobody knows the steady state of " + eviction);
        } else {
            warm(eviction.equals("LRU"));
        }
    }

    private Reuse.Shape reuse() {
        long[] sizes = new long[sizeBytes.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = sizeBytes[i] + overheadBytes;
        }
        int writes = around ? Reuse.PASSES : updates || dirty != null ? Reuse.PUTS : Reuse.DROPS;
        return new Reuse.Shape(
                contents.length, ring, site.settings().bytes(Cache.CAPACITY), ttlNanos, jitter, sizes, writes);
    }

    private void warm(boolean useCounts) {
        double capacity = (double) site.settings().bytes(Cache.CAPACITY) * contents.length;
        double ttlSeconds = ttlNanos < 0 ? Double.POSITIVE_INFINITY : ttlNanos / 1e9;
        boolean[] held = new boolean[sizeBytes.length];
        Arrays.fill(held, true);
        Warmth.Room room = new Warmth.Room(1, capacity, overheadBytes, ttlSeconds, useCounts, false);
        Warmth warmth = new Warmth(site, room, 0, held);
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

    /** Whether a caller who has written to the store beside it sends it the new entry; the last to come stays. */
    boolean replaces() {
        return replaces;
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public boolean up(int instance) {
        return stations[instance].up();
    }

    /** Whoever asks a cache knows its ring. */
    @Override
    public int choose(Call call) {
        return ring.owner(LruKeys.of(call.subject, call.key));
    }

    @Override
    public void arrive(Call call) {
        book(call);
        call.instance = choose(call);
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
        switch (type) {
            case LEASE_ENDS -> handOn(call);
            case FLUSH -> flushDirty(call);
            case FLUSH_LOST -> {
                engine.abandon(call.other);
                stored(call, false);
            }
            default -> serve(call);
        }
    }

    private void serve(Call call) {
        switch (call.verb) {
            case Call.READ -> read(call);
            case Call.FILL -> {
                put(call, call.version);
                land(call, Call.OK);
                done(call, Call.OK);
            }
            default -> change(call);
        }
    }

    private void read(Call call) {
        reads.value++;
        LruKeys content = contents[call.instance];
        long key = LruKeys.of(call.subject, call.key);
        trace.asked(call.instance, key, sizeBytes[call.subject] + overheadBytes, engine.now());
        long expirations = content.expirations();
        int slot = content.use(key, engine.now());
        expired.value += content.expirations() - expirations;
        long waiting = slot < 0 && dirty != null ? dirty[call.instance].version(key) : 0;
        if (slot >= 0 || waiting > 0) {
            meter.hits.value++;
            call.version = slot >= 0 ? content.version(slot) : waiting;
            call.replyBytes = sizeBytes[call.subject];
            done(call, Call.OK);
            return;
        }
        meter.misses.value++;
        if (flights != null && joins(call, key)) {
            return;
        }
        fetch(call);
    }

    private void fetch(Call call) {
        fetches.value++;
        if (through) {
            askStore(call);
        } else {
            done(call, Call.MISS);
        }
    }

    /** Whether somebody fetches that entry already, so that the call waits for him; otherwise it is the one. */
    private boolean joins(Call call, long key) {
        Call flight = flights.of(key);
        if (flight != null) {
            coalesced.value++;
            stations[call.instance].park(call);
            call.other = flight.other;
            flight.other = call;
            return true;
        }
        flight = engine.call(this);
        flight.instance = call.instance;
        flights.begin(key, flight);
        engine.schedule(flight, LEASE_ENDS, leaseNanos);
        return false;
    }

    /** The entry that a call brings is there, or will not come: all who waited for it get the same. */
    private void land(Call call, int outcome) {
        Call flight = flights == null ? null : flights.of(LruKeys.of(call.subject, call.key));
        if (flight == null) {
            return;
        }
        flights.end(flight);
        Call waiter = flight.other;
        while (waiter != null) {
            Call next = waiter.other;
            waiter.other = null;
            waiter.version = call.version;
            waiter.replyBytes = outcome == Call.OK ? sizeBytes[call.subject] : 0;
            done(waiter, outcome);
            waiter = next;
        }
        engine.free(flight);
    }

    /** The one who fetched has brought nothing for the time of the lease: the next one goes. */
    private void handOn(Call flight) {
        Call next = flight.other;
        if (next == null) {
            flights.end(flight);
            engine.free(flight);
            return;
        }
        flight.other = next.other;
        next.other = null;
        engine.schedule(flight, LEASE_ENDS, leaseNanos);
        fetches.value++;
        if (through) {
            send(next);
        } else {
            done(next, Call.MISS);
        }
    }

    /** A write or a delete: the caller has changed the store itself (aside), or wants us to. */
    private void change(Call call) {
        if (dirty != null && (call.verb == Call.WRITE || call.verb == Call.RESERVE && knows(call) > 0)) {
            long seen = knows(call);
            if (stock.refuses(call, seen)) {
                done(call, Call.MISS);
                return;
            }
            call.version = engine.version(call);
            stock.made(call, seen);
            engine.journal.committed(call, engine.now());
            dirty[call.instance].put(LruKeys.of(call.subject, call.key), call.version, call.operation);
            put(call, call.version);
            traceWrite(call, true);
            done(call, Call.OK);
        } else if (through) {
            askStore(call);
        } else {
            contents[call.instance].remove(LruKeys.of(call.subject, call.key));
            traceWrite(call, false);
            done(call, Call.OK);
        }
    }

    /** The version of what the call is about that is in here, be it up to date or not; 0 for none, or where none matters. */
    private long knows(Call call) {
        if (!stock.counts(call.subject)) {
            return 0;
        }
        long key = LruKeys.of(call.subject, call.key);
        long waiting = dirty[call.instance].version(key);
        int slot = waiting > 0 ? -1 : contents[call.instance].use(key, engine.now());
        return slot < 0 ? waiting : contents[call.instance].version(slot);
    }

    private void traceWrite(Call call, boolean put) {
        long key = LruKeys.of(call.subject, call.key);
        if (put) {
            trace.put(call.instance, key, sizeBytes[call.subject] + overheadBytes, engine.now());
        } else {
            trace.drop(call.instance, key);
        }
    }

    private void askStore(Call call) {
        stations[call.instance].park(call);
        send(call);
    }

    private void send(Call call) {
        Wire[] ways = stores[call.operation][call.subject][call.verb == Call.READ ? 0 : 1];
        Call child = engine.child(call);
        call.other = child;
        engine.send(child, ways[turn++ % ways.length], Call.ANY);
    }

    /** Writes to the store what has changed since; a call of our own for each, which waits for the answer. */
    private void flushDirty(Call timer) {
        DirtyEntries entries = dirty[timer.instance];
        for (int i = 0; i < entries.count(); i++) {
            if (!entries.onItsWay(i)) {
                entries.send(i);
                Call task = engine.call(this);
                task.instance = timer.instance;
                task.scratch = entries.keyAt(i);
                task.verb = Call.WRITE;
                task.operation = entries.operationAt(i);
                task.subject = (int) (task.scratch >>> 48);
                task.key = task.scratch & (1L << 48) - 1;
                task.keyEntity = task.subject;
                task.version = entries.versionAt(i);
                task.sentBytes = sizeBytes[task.subject];
                engine.schedule(task, FLUSH_LOST, FLUSH_PATIENCE);
                send(task);
            }
        }
        engine.schedule(timer, FLUSH, flushNanos);
    }

    /** The store has answered a write of a flush, or never will. */
    private void stored(Call task, boolean done) {
        flushed.value += done ? 1 : 0;
        dirty[task.instance].answered(task.scratch, task.version, done);
        engine.free(task);
    }

    @Override
    public void reply(Call call, Call child) {
        call.other = null;
        if (dirty != null && call.verb == Call.WRITE) {
            stored(call, child.outcome == Call.OK);
            return;
        }
        if (child.outcome == Call.OK) {
            call.version = child.version;
            if (call.verb != Call.READ && !around) {
                traceWrite(call, updates && call.verb == Call.WRITE);
            }
            if (call.verb == Call.READ
                    || updates && call.verb == Call.WRITE
                    || dirty != null && call.verb == Call.RESERVE) {
                put(call, child.version);
            } else if (!around) {
                contents[call.instance].remove(LruKeys.of(call.subject, call.key));
            }
            call.replyBytes = child.replyBytes;
        }
        if (call.verb == Call.READ) {
            land(call, child.outcome);
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
        for (int i = flights == null ? -1 : flights.count() - 1; i >= 0; i--) {
            Call flight = flights.get(i);
            if (instance < 0 || flight.instance == instance) {
                flights.end(flight);
                engine.free(flight);
            }
        }
    }

    @Override
    public void flush(int instance) {
        for (int i = 0; i < contents.length; i++) {
            if (instance < 0 || i == instance) {
                contents[i].clear();
                trace.clear(i);
                forgetDirty(i);
            }
        }
    }

    /** Damaged entries are found by their checksums and dropped, those included that the store does not have yet. */
    @Override
    public void corrupt(int instance, double share) {
        for (int i = 0; i < contents.length; i++) {
            if (instance < 0 || i == instance) {
                int one = i;
                long salt = damageChance.below(Long.MAX_VALUE);
                contents[i].removeShare(share, salt, key -> trace.drop(one, key));
                DirtyEntries entries = dirty == null ? null : dirty[i];
                for (int at = entries == null ? -1 : entries.count() - 1; at >= 0; at--) {
                    if (Damage.drawn(salt, entries.keyAt(at), share) && !entries.onItsWay(at)) {
                        lose(entries, at, i);
                        entries.forget(at);
                    }
                }
            }
        }
    }

    private void lose(DirtyEntries entries, int at, int instance) {
        long key = entries.keyAt(at);
        lostWrites.value++;
        engine.journal.lost(
                (int) (key >>> 48),
                key & (1L << 48) - 1,
                entries.versionAt(at),
                engine.now(),
                Journal.place(node, instance));
    }

    /** What was acknowledged and is not in the store yet is lost with the memory; what is on its way may still arrive. */
    private void forgetDirty(int instance) {
        DirtyEntries entries = dirty == null ? null : dirty[instance];
        for (int i = 0; entries != null && i < entries.count(); i++) {
            if (!entries.onItsWay(i)) {
                lose(entries, i, instance);
            }
        }
        if (entries != null) {
            entries.clear();
        }
    }
}
