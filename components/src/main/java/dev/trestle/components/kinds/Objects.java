package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Stock;
import dev.trestle.components.load.Distribution;

/**
 * The objects of a store: any number at the same time, each read sees the last finished write. Now and then one is lost, as
 * its durability says; it cannot be read until it is written anew. What is damaged of one is mended from the rest of it, as
 * every object is stored with more than it takes to read it.
 */
final class Objects extends Behaviour {
    private static final int SERVED = FIRST_EVENT;
    private static final int LOSE_ONE = FIRST_EVENT + 1;
    private static final double YEAR_SECONDS = 365 * 86_400.0;
    /** The version of an object that is lost. */
    private static final long LOST = -1;

    private final Site site;
    private final Distribution readTime;
    private final Distribution writeTime;
    private final Chance chance;
    private final double nanosPerByte;
    private final long[] sizeBytes;
    private final LongMap[] versions;
    private final Counter reads;
    private final Counter writes;
    private final Counter lost;
    private final Counter throttled;
    private final Counter damaged;
    private final Counter repaired;
    private final Stock.Shelf stock;
    private final int prefixes;
    /** Null where there is none. */
    private final Limit readLimit;

    private final Limit writeLimit;
    private final Damage damage = new Damage();
    private final Chance damageChance;
    private final Chance lossChance;
    /** Losses per second of one object. */
    private final double lossRate;
    /** Objects that there are, by entity. */
    private final long[] counts;

    private boolean up = true;

    Objects(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        readTime = settings.distribution(ObjectStore.READ_TIME);
        writeTime = settings.distribution(ObjectStore.WRITE_TIME);
        chance = site.chance("service");
        nanosPerByte = 1e9 / settings.bytes(ObjectStore.BANDWIDTH);
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        versions = new LongMap[sizeBytes.length];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = new LongMap(64);
        }
        reads = meter.counter("reads");
        writes = meter.counter("writes");
        lost = meter.counter("lostObjects");
        throttled = meter.counter("throttled");
        damaged = meter.counter("damagedReads");
        repaired = meter.counter("repairedObjects");
        prefixes = settings.integer(ObjectStore.PREFIXES);
        readLimit = limit(settings, ObjectStore.READS_PER_PREFIX);
        writeLimit = limit(settings, ObjectStore.WRITES_PER_PREFIX);
        stock = site.stock().at(meter);
        lossChance = site.chance("loss");
        damageChance = site.chance("damage");
        lossRate = Math.max(0, -StrictMath.log(settings.ratio(ObjectStore.DURABILITY))) / YEAR_SECONDS;
        counts = site.entities().stream().mapToLong(EntityPlan::count).toArray();
    }

    private static Limit limit(Settings settings, Param perPrefix) {
        return settings.isNone(perPrefix) ? null : Limit.perSecond(settings.perSecond(perPrefix));
    }

    @Override
    public void start() {
        nextLoss(engine.call(this));
    }

    /** Objects are lost independently of each other: one in a while that is exponential. */
    private void nextLoss(Call timer) {
        long objects = 0;
        for (long count : counts) {
            objects += count;
        }
        double seconds = lossChance.exponential() / (lossRate * objects);
        if (seconds < YEAR_SECONDS) {
            engine.schedule(timer, LOSE_ONE, (long) (seconds * 1e9));
        } else {
            engine.free(timer);
        }
    }

    private void loseOne() {
        long objects = 0;
        for (long count : counts) {
            objects += count;
        }
        long chosen = lossChance.below(objects);
        int entity = 0;
        while (chosen >= counts[entity]) {
            chosen -= counts[entity++];
        }
        long version = versions[entity].get(chosen);
        lost.value++;
        versions[entity].put(chosen, LOST);
        if (version > 0) {
            engine.journal.lost(entity, chosen, version, engine.now(), Journal.place(node, 0));
        }
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
            return;
        }
        if (call.verb == Call.REQUEST) {
            call.subject = site.operations().get(call.operation).single();
        }
        boolean write = writes(call);
        Limit limit = write ? writeLimit : readLimit;
        if (limit != null && limit.admit(prefix(call), engine.now()) == Limit.REJECTED) {
            throttled.value++;
            call.outcome = Call.REJECTED;
            answer(call);
            return;
        }
        Distribution time = write ? writeTime : readTime;
        long transfer = (long) (sizeBytes[call.subject] * nanosPerByte);
        engine.schedule(call, SERVED, slowed(time.sample(chance) + transfer));
    }

    private long prefix(Call call) {
        return Long.remainderUnsigned(HashRing.mix(LruKeys.of(call.subject, call.key)), prefixes);
    }

    private boolean writes(Call call) {
        if (call.verb == Call.REQUEST) {
            return site.operations().get(call.operation).writer();
        }
        return call.verb != Call.READ;
    }

    @Override
    public void event(Call call, int type) {
        if (type == LOSE_ONE) {
            loseOne();
            nextLoss(call);
            return;
        }
        boolean write = writes(call);
        boolean created = false;
        if (!up) {
            call.outcome = Call.CRASHED;
            answer(call);
            return;
        }
        long seen = Math.max(0, versions[call.subject].get(call.key));
        if (write && stock.refuses(call, seen)) {
            answer(call);
            return;
        }
        if (write) {
            writes.value++;
            call.version = engine.version(call);
            stock.made(call, seen);
            counts[call.subject] += versions[call.subject].get(call.key) == LongMap.NONE && isNew(call) ? 1 : 0;
            versions[call.subject].put(call.key, call.version);
            mend(call);
            engine.journal.committed(call, engine.now());
            if (call.verb == Call.REQUEST
                    && site.operations().get(call.operation).fresh()) {
                site.created(call.subject, call.key);
                created = true;
            }
        } else if (versions[call.subject].get(call.key) == LOST) {
            call.outcome = Call.FAILED;
            answer(call);
            return;
        } else {
            reads.value++;
            if (damage.any() && damage.has(0, LruKeys.of(call.subject, call.key), 0)) {
                damaged.value++;
                repaired.value++;
                mend(call);
            }
            call.version = Math.max(0, versions[call.subject].get(call.key));
            call.replyBytes = sizeBytes[call.subject];
        }
        call.place = Journal.place(node, 0);
        if (call.verb == Call.REQUEST) {
            engine.journal.effect(call, write);
        }
        if (created) {
            engine.journal.created(call, null);
        }
        answer(call);
    }

    private void mend(Call call) {
        if (damage.any()) {
            damage.repaired(0, LruKeys.of(call.subject, call.key));
        }
    }

    private boolean isNew(Call call) {
        return call.key >= site.entities().get(call.subject).count();
    }

    @Override
    public void corrupt(int instance, double share) {
        damage.hit(0, 0, share, damageChance.below(Long.MAX_VALUE));
    }

    @Override
    public void crash(int instance) {
        up = false;
    }

    @Override
    public void recover(int instance) {
        up = true;
    }
}
