package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.List;

/**
 * The copies of a database at work: queries find their shard by the key, then a copy in it ({@link ReplicaGroup}), queue
 * for one of its workers and are executed. A read that does not know the shard asks all of them and waits for the last
 * (scatter and gather). Instances are numbered shard by shard, the first of each leads at first.
 */
final class Replicas extends Behaviour {
    static final int APPLIED = FIRST_EVENT + 1;
    static final int FAIL_OVER = FIRST_EVENT + 2;
    static final int REFRESH = FIRST_EVENT + 3;
    private static final int SERVED = FIRST_EVENT;
    /** {@link Call#stage} of a read that is one part of a scattered one, its parent. */
    private static final int PART = 1;

    final Distribution copyTime;
    final Chance copyChance;
    final boolean semiSync;
    final boolean sync;
    final long failoverNanos;
    final Counter lost;
    final Counter failovers;
    final long refreshNanos;
    private final Work work;
    private final Chance serviceChance;
    private final Chance fsyncChance;
    private final boolean readLeader;
    private final boolean readFollowers;
    /** Until when each client reads from the leader, as it has just written; null where that does not count. */
    private final LongMap ownUntil;

    private final long ownNanos;
    private final int connections;
    private final int copies;
    private final Station[] stations;
    private final ReplicaGroup[] groups;
    private final Sharding sharding;
    /** Entities whose reads do not know the shard. */
    private final boolean[] scattered;

    private final long[] sizeBytes;
    private final Counter reads;
    private final Counter writes;
    private final Counter scatters;
    private final Counter turnedAway;

    Replicas(Site site, Work work) {
        super(site.engine(), site.node(), site.id());
        Settings settings = site.settings();
        this.work = work;
        refreshNanos = work.refreshNanos();
        String replication = settings.text(SqlDatabase.REPLICATION);
        sync = replication.equals("sync");
        semiSync = replication.equals("semi-sync");
        copyTime = settings.distribution(sync || semiSync ? SqlDatabase.SYNC_TIME : SqlDatabase.LAG);
        serviceChance = site.chance("service");
        fsyncChance = site.chance("fsync");
        copyChance = site.chance("replication");
        String readFrom = settings.text(SqlDatabase.READ_FROM);
        readLeader = readFrom.equals("leader");
        readFollowers = readFrom.equals("followers");
        ownUntil = readFrom.equals("leader after own write") ? new LongMap(1_024) : null;
        ownNanos = settings.nanos(SqlDatabase.OWN_WINDOW);
        failoverNanos = settings.nanos(SqlDatabase.FAILOVER);
        connections = settings.limit(SqlDatabase.CONNECTIONS);
        copies = 1 + settings.integer(SqlDatabase.FOLLOWERS);
        List<EntityPlan> entities = site.entities();
        sizeBytes = entities.stream().mapToLong(EntityPlan::sizeBytes).toArray();
        groups = new ReplicaGroup[settings.integer(SqlDatabase.SHARDS)];
        sharding = new Sharding(
                settings.text(SqlDatabase.SHARD_BY),
                groups.length,
                entities.stream().mapToLong(EntityPlan::count).toArray());
        scattered = work.scattered();
        stations = new Station[copies * groups.length];
        make(settings.integer(SqlDatabase.WORKERS), settings.limit(SqlDatabase.QUEUE));
        reads = meter.counter("reads");
        writes = meter.counter("writes");
        lost = meter.counter("lostWrites");
        failovers = meter.counter("failovers");
        scatters = meter.counter("scattered");
        turnedAway = meter.counter("tooManyConnections");
        if (copies > 1 || refreshNanos > 0) {
            meter.measuresLag();
        }
    }

    private void make(int workers, int queue) {
        for (int shard = 0; shard < groups.length; shard++) {
            Station[] own = new Station[copies];
            for (int copy = 0; copy < copies; copy++) {
                int instance = shard * copies + copy;
                own[copy] = new Station(engine, this, instance, workers, queue);
                stations[instance] = own[copy];
            }
            groups[shard] = new ReplicaGroup(this, engine, own, sizeBytes.length);
        }
    }

    @Override
    public void start() {
        for (ReplicaGroup group : groups) {
            group.start();
        }
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public String role(int instance) {
        String shard = groups.length == 1 ? "" : " of shard " + (instance / copies + 1);
        String rank = copies == 1 ? "" : group(instance).leads(instance) ? "leader" : "follower";
        return copies == 1 && groups.length > 1 ? shard.substring(" of ".length()) : rank + shard;
    }

    @Override
    public boolean up(int instance) {
        return stations[instance].up();
    }

    private ReplicaGroup group(int instance) {
        return groups[instance / copies];
    }

    @Override
    public void arrive(Call call) {
        book(call);
        boolean read = call.verb == Call.READ;
        if (read && groups.length > 1 && scattered[call.subject]) {
            scatter(call);
            return;
        }
        ReplicaGroup group = groups[sharding.shard(call.subject, call.key)];
        if (!read) {
            call.instance = group.leader();
            if (ownUntil != null) {
                ownUntil.put(call.client, engine.now() + ownNanos);
            }
        } else if (call.instance == Call.ANY || groups.length > 1) {
            call.instance = group.reader(readLeader || hasJustWritten(call), readFollowers);
        }
        if (!enter(call)) {
            answer(call);
        }
    }

    private boolean hasJustWritten(Call call) {
        return ownUntil != null && ownUntil.get(call.client) > engine.now();
    }

    /** Takes a query in, unless the copy has all the connections that it may have. */
    private boolean enter(Call call) {
        Station station = stations[call.instance];
        if (station.up() && station.busy() + station.queued() >= connections) {
            turnedAway.value++;
            call.outcome = Call.REJECTED;
            return false;
        }
        return station.enter(call);
    }

    /** Asks every shard; the answer is complete when the last has answered, and none when one of them has failed. */
    private void scatter(Call call) {
        scatters.value++;
        call.pending = groups.length;
        for (ReplicaGroup group : groups) {
            Call part = engine.child(call);
            part.stage = PART;
            part.instance = group.reader(readLeader || hasJustWritten(call), readFollowers);
            if (!enter(part)) {
                gather(part);
            }
        }
    }

    private void gather(Call part) {
        Call call = part.parent;
        if (part.outcome != Call.OK) {
            call.outcome = part.outcome;
        } else if (part.version > 0) {
            call.version = part.version;
        }
        call.place = Journal.place(node, part.instance);
        engine.free(part);
        if (--call.pending == 0) {
            call.replyBytes = call.outcome == Call.OK ? sizeBytes[call.subject] : 0;
            answer(call);
        }
    }

    @Override
    public void begin(Call call) {
        long nanos;
        if (call.verb == Call.READ) {
            // What lies in all shards is gone through by all of them at the same time.
            int parts = scattered[call.subject] ? groups.length : 1;
            nanos = work.read().sample(serviceChance) + (long) (work.readMore()[call.subject] / parts);
        } else {
            nanos = work.write().sample(serviceChance) + work.writeMore().sample(fsyncChance);
        }
        engine.schedule(call, SERVED, stations[call.instance].slowed(nanos));
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case SERVED -> served(call);
            case APPLIED -> group(call.instance).apply(call);
            case REFRESH -> group(call.instance).refresh(call);
            default -> group(call.instance).failOver();
        }
    }

    private void served(Call call) {
        ReplicaGroup group = group(call.instance);
        if (call.verb == Call.READ) {
            reads.value++;
            call.version = group.versionAt(call);
            call.replyBytes = sizeBytes[call.subject];
            done(call);
        } else if (group.leads(call.instance)) {
            writes.value++;
            group.commit(call);
        } else {
            // A failover has happened while it was executing: the old leader no longer takes writes.
            call.outcome = Call.FAILED;
            done(call);
        }
    }

    void done(Call call) {
        call.place = Journal.place(node, call.instance);
        stations[call.instance].leave(call);
        if (call.stage == PART) {
            gather(call);
        } else {
            answer(call);
        }
    }

    @Override
    public void lose(Call call) {
        group(call.instance).forget(call);
        if (call.stage == PART) {
            engine.cancel(call);
            call.outcome = Call.CRASHED;
            gather(call);
        } else {
            super.lose(call);
        }
    }

    @Override
    public void crash(int instance) {
        for (int shard = 0; shard < groups.length; shard++) {
            if (instance < 0 || instance / copies == shard) {
                boolean led = groups[shard].leaderUp();
                for (int i = shard * copies; i < (shard + 1) * copies; i++) {
                    if (instance < 0 || i == instance) {
                        stations[i].crash();
                    }
                }
                if (led && !groups[shard].leaderUp()) {
                    groups[shard].leaderDied();
                }
            }
        }
    }

    @Override
    public void recover(int instance) {
        super.recover(instance);
        for (int shard = 0; shard < groups.length; shard++) {
            if (instance < 0 || instance / copies == shard) {
                groups[shard].recovered();
            }
        }
    }
}
