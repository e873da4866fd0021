package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.KeyTrace;
import dev.trestle.components.engine.Shares;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;
import java.util.List;

/** The edges of a CDN at work: real copies per edge, pulled through on a miss; all else passes on to the origin. */
final class Edges extends Behaviour {
    private static final long SECOND = 1_000_000_000L;

    private static final int HIT = FIRST_EVENT;
    private static final int CONNECTED = FIRST_EVENT + 1;

    private final Site site;
    private final Distribution hitTime;
    private final Chance chance;
    private final long ttlNanos;
    /** Regions with people in them; instance i is an edge of region i modulo their number. */
    private final int regions;

    private final LruKeys[] copies;
    private final long[] sizeBytes;
    private final boolean[] cacheable;
    private final int[] subject;
    private Wire[][] ways;
    private int turn;
    private final boolean[] up;
    /** What is known of the copies at each edge that memory was too small for; null for one that came back empty. */
    private final Warmth[] before;

    private final Chance lateChance;
    private final Chance damageChance;
    private final Shares shares;
    /** What is asked for, for the curve of misses by size. */
    private KeyTrace trace;

    private final boolean decrypts;
    private final Distribution tlsTime;
    private final Chance tlsChance;
    private final long keepAliveNanos;
    /** Until when each person's connection is open; null where opening one takes no time. */
    private final RecentKeys openUntil;

    private final Counter handshakes;

    Edges(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        hitTime = settings.distribution(Cdn.HIT_TIME);
        chance = site.chance("hit");
        ttlNanos = settings.nanos(Cdn.TTL);
        regions = Math.max(1, site.engine().network().spots(site.node()));
        copies = new LruKeys[settings.integer(Cdn.EDGES) * regions];
        up = new boolean[copies.length];
        Arrays.fill(up, true);
        before = new Warmth[copies.length];
        lateChance = site.chance("late");
        damageChance = site.chance("damage");
        for (int i = 0; i < copies.length; i++) {
            copies[i] = keys(settings, i);
        }
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        decrypts = settings.text(Cdn.TLS).equals("edge");
        tlsTime = settings.distribution(Cdn.TLS_TIME);
        tlsChance = site.chance("tls");
        keepAliveNanos = settings.nanos(Cdn.KEEP_ALIVE);
        openUntil = decrypts && tlsTime.mean() > 0 ? new RecentKeys(SECOND + 2 * keepAliveNanos) : null;
        handshakes = meter.counter("handshakes");
        List<String> names = settings.names(Cdn.CACHES);
        cacheable = new boolean[site.operations().size()];
        subject = new int[cacheable.length];
        for (OperationPlan operation : site.operations()) {
            int entity = operation.single();
            cacheable[operation.index()] = decrypts
                    && entity >= 0
                    && !operation.writer()
                    && (names.isEmpty()
                            || names.contains(site.entities().get(entity).name()));
            subject[operation.index()] = entity;
        }
        meter.countsHits();
        shares = meter.shares("requests", Shares.numbered("edge", copies.length));
    }

    private LruKeys keys(Settings settings, int edge) {
        long capacity = settings.bytes(Cdn.CAPACITY);
        return switch (settings.text(Cdn.EVICTION)) {
            case "LFU" -> new LfuKeys(capacity);
            case "FIFO" -> new FifoKeys(capacity);
            case "RANDOM" -> new RandomKeys(capacity, site.chance("eviction " + edge));
            default -> new LruKeys(capacity);
        };
    }

    @Override
    public void start() {
        ways = new Wire[site.operations().size()][];
        for (int i = 0; i < ways.length; i++) {
            ways[i] = site.requests(i);
        }
        warm();
    }

    private void warm() {
        boolean[] held = new boolean[sizeBytes.length];
        for (int i = 0; i < cacheable.length; i++) {
            if (cacheable[i]) {
                held[subject[i]] = true;
            }
        }
        String eviction = site.settings().text(Cdn.EVICTION);
        long[] sizes = new long[sizeBytes.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = held[i] ? sizeBytes[i] : 0;
        }
        long capacity = site.settings().bytes(Cdn.CAPACITY);
        trace = Reuse.of(site, new Reuse.Shape(copies.length, null, capacity, ttlNanos, 0, sizes, Reuse.PASSES))
                .evicting(eviction);
        meter.keys = trace;
        if (eviction.equals("LFU")) {
            site.thinned(site.id() + " starts empty, as nobody knows the steady state of " + eviction);
            return;
        }
        // Each edge serves its own people, who read the same things: an equal share of the reads.
        double ttlSeconds = ttlNanos / 1e9 / copies.length;
        boolean useCounts = eviction.equals("LRU");
        Warmth.Room room = new Warmth.Room(copies.length, capacity, 0, ttlSeconds, useCounts, useCounts);
        for (int i = 0; i < copies.length; i++) {
            LruKeys copy = copies[i];
            Warmth warmth = new Warmth(site, room, i, held);
            copy.makeRoom(warmth.entries());
            warmth.fill((key, size) -> copy.load(key, size, (long) (warmth.expiresInSeconds() * 1e9 * copies.length)));
            copy.loaded();
            before[i] = useCounts ? warmth : null;
        }
    }

    @Override
    public int instances() {
        return copies.length;
    }

    @Override
    public boolean up(int instance) {
        return up[instance];
    }

    @Override
    public void arrive(Call call) {
        book(call);
        call.instance = choose(call);
        if (call.instance < 0) {
            call.outcome = Call.REFUSED;
            answer(call);
            return;
        }
        shares.count(call.instance);
        long shakes = handshake(call);
        if (shakes > 0) {
            engine.schedule(call, CONNECTED, shakes);
        } else {
            look(call);
        }
    }

    /** The time until the person's connection is open; 0 where it is still open from before. */
    private long handshake(Call call) {
        if (openUntil == null) {
            return 0;
        }
        long now = engine.now();
        long until = openUntil.latest(call.client, now);
        boolean open = until > 0 && until >= now;
        long nanos = open ? 0 : slowed(tlsTime.sample(tlsChance));
        handshakes.value += open ? 0 : 1;
        openUntil.put(call.client, now + nanos + keepAliveNanos, now);
        return nanos;
    }

    private void look(Call call) {
        if (cacheable[call.operation]) {
            int entity = subject[call.operation];
            trace.asked(call.instance, LruKeys.of(entity, call.key), sizeBytes[entity], engine.now());
            int slot = copies[call.instance].use(LruKeys.of(subject[call.operation], call.key), engine.now());
            if (slot < 0 && wasThere(call)) {
                slot = copies[call.instance].use(LruKeys.of(subject[call.operation], call.key), engine.now());
            }
            if (slot >= 0) {
                meter.hits.value++;
                call.version = copies[call.instance].version(slot);
                engine.schedule(call, HIT, slowed(hitTime.sample(chance)));
                return;
            }
            meter.misses.value++;
        }
        Wire[] origins = ways[call.operation];
        int next = turn++;
        engine.send(engine.child(call), origins[origins.length == 1 ? 0 : next % origins.length], Call.ANY);
    }

    /** Whether a key that is asked for the first time has been there from the start; then it is put in, as of then. */
    private boolean wasThere(Call call) {
        Warmth warmth = before[call.instance];
        int entity = subject[call.operation];
        double chance = warmth == null ? 0 : warmth.leftOut(entity, call.key);
        if (chance <= 0 || !lateChance.happens(chance)) {
            return false;
        }
        long expires = engine.now() + (long) (ttlNanos * lateChance.uniform());
        copies[call.instance].put(LruKeys.of(entity, call.key), 0, sizeBytes[entity], expires);
        return true;
    }

    /** The edge of their region that a person always meets, or the next one there that runs, or the nearest elsewhere. */
    @Override
    public int choose(Call call) {
        int each = copies.length / regions;
        int own = each == 1 ? 0 : (int) Long.remainderUnsigned(HashRing.mix(call.client), each);
        int best = -1;
        long bestNanos = 0;
        for (int further = 0; further < each && (best < 0 || regions > 1); further++) {
            int row = own + further < each ? own + further : own + further - each;
            for (int edge = row * regions; edge < (row + 1) * regions; edge++) {
                long nanos = up[edge] ? engine.network().nanosTo(call, node, edge) : -1;
                if (nanos >= 0 && (best < 0 || nanos < bestNanos)) {
                    best = edge;
                    bestNanos = nanos;
                }
            }
        }
        return best;
    }

    @Override
    public void event(Call call, int type) {
        if (type == CONNECTED) {
            look(call);
            return;
        }
        call.subject = subject[call.operation];
        call.replyBytes = sizeBytes[call.subject];
        call.place = Journal.place(node, call.instance);
        engine.journal.effect(call, false);
        answer(call);
    }

    @Override
    public void reply(Call call, Call child) {
        call.takeAnswer(child);
        if (child.outcome == Call.OK && cacheable[call.operation]) {
            copies[call.instance].put(
                    LruKeys.of(subject[call.operation], call.key),
                    child.version,
                    sizeBytes[subject[call.operation]],
                    engine.now() + ttlNanos);
        }
        answer(call);
    }

    /** A lost edge comes back empty; its people are led to the next one meanwhile. */
    @Override
    public void crash(int instance) {
        flush(instance);
        for (int i = 0; i < copies.length; i++) {
            up[i] &= instance >= 0 && i != instance;
        }
    }

    @Override
    public void flush(int instance) {
        for (int i = 0; i < copies.length; i++) {
            if (instance < 0 || i == instance) {
                copies[i].clear();
                trace.clear(i);
                before[i] = null;
            }
        }
    }

    /** Damaged copies are found by their checksums and dropped: the origin has them. */
    @Override
    public void corrupt(int instance, double share) {
        for (int i = 0; i < copies.length; i++) {
            if (instance < 0 || i == instance) {
                int one = i;
                copies[i].removeShare(share, damageChance.below(Long.MAX_VALUE), key -> trace.drop(one, key));
            }
        }
    }

    @Override
    public void recover(int instance) {
        for (int i = 0; i < copies.length; i++) {
            up[i] |= instance < 0 || i == instance;
        }
    }
}
