package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Shares;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Stock;
import dev.trestle.components.kind.Tunable;
import java.util.Arrays;
import java.util.List;

/**
 * The copies of a database at work: a query finds its shard by the key ({@link Resharding}), then a copy in it
 * ({@link ReplicaGroup}), queues for one of its workers and is executed. One that does not know the shard asks all of them
 * and waits for the last (scatter and gather). Instances are numbered shard by shard, the first of each leads at first.
 */
final class Replicas extends Behaviour implements Tunable {
    static final int APPLIED = FIRST_EVENT;
    static final int FOUND_DEAD = FIRST_EVENT + 1;
    static final int BEAT = FIRST_EVENT + 2;
    static final int SYNCED = FIRST_EVENT + 3;
    static final int SNAPSHOT_DUE = FIRST_EVENT + 4;
    static final int RISES = FIRST_EVENT + 5;
    static final int MOVE = FIRST_EVENT + 6;
    static final int SNAPSHOT = FIRST_EVENT + 7;
    private static final int SERVED = FIRST_EVENT + 8;
    private static final int WAITED = FIRST_EVENT + 9;
    private static final int MERGED = FIRST_EVENT + 10;
    /** {@link Call#stage} of a query that is one part of a scattered one, its parent. */
    private static final int PART = 1;
    /** {@link Call#stage} of what a copy does for itself, a {@link #SNAPSHOT} or a part of a {@link #MOVE}. */
    private static final int CHORE = 2;

    /** What the settings say, in the engine's units. */
    record Shape(Copying copying, Parting parting, Desk desk, Disk disk) {}

    final Shape shape;
    final Rows rows;
    final ReplicaCounters counters;

    final Chance copyChance;
    final Chance beatChance;
    final Chance fsyncChance;
    /** What each shard is asked, when there are several. */
    private final Shares queries;

    private final Staleness staleness;
    private final Work work;
    private final Chance serviceChance;
    private final Chance connectChance;
    private final Chance damageChance;
    private final boolean readLeader;
    private final boolean readFollowers;
    /** Until when each client reads from the leader, as it has just written; null where that does not count. */
    private final RecentKeys ownUntil;

    private final int copies;
    private final Station[] stations;
    /** Connections of each copy's pool that are open. */
    private final int[] open;

    private final ReplicaGroup[] groups;
    /** The shard of each instance, to spare a division. */
    private final ReplicaGroup[] groupOf;

    private final Resharding places;
    private final ReadsBy scattered;
    /** Null where nobody looks at tokens. */
    private final Fences fences;

    final Stock.Shelf stock;
    private final long[] sizeBytes;

    Replicas(Site site, Shape shape, Work work) {
        super(site.engine(), site.node(), site.id());
        this.shape = shape;
        this.work = work;
        stock = site.stock().at(meter);
        serviceChance = site.chance("service");
        copyChance = site.chance("replication");
        beatChance = site.chance("heartbeat");
        fsyncChance = site.chance("fsync");
        connectChance = site.chance("connect");
        damageChance = site.chance("damage");
        readLeader = shape.copying().readFrom().equals("leader");
        readFollowers = shape.copying().readFrom().equals("followers");
        ownUntil = shape.copying().readFrom().equals("leader after own write")
                ? new RecentKeys(Math.max(1, shape.copying().ownNanos()))
                : null;
        copies = shape.copying().copies();
        List<EntityPlan> entities = site.entities();
        sizeBytes = entities.stream().mapToLong(EntityPlan::sizeBytes).toArray();
        long[] counts = entities.stream().mapToLong(EntityPlan::count).toArray();
        boolean checksTokens = site.settings().flag(SqlDatabase.FENCING);
        fences = checksTokens ? new Fences(entities.size()) : null;
        scattered = new ReadsBy(shape.parting().scattered(), entities);
        counters = new ReplicaCounters(meter, shape, checksTokens);
        staleness = new Staleness(meter);
        places = new Resharding(this, engine, counts);
        rows = new Rows(places.atStart(), counts, sizeBytes, shape.parting().most(), copies);
        work.over(rows, places);
        groups = new ReplicaGroup[shape.parting().most()];
        stations = new Station[copies * groups.length];
        groupOf = new ReplicaGroup[stations.length];
        open = new int[stations.length];
        make();
        queries = meter.shares("queries", Shares.numbered("shard", groups.length));
        meter.levels("bytes", shard -> (long) rows.bytes(shard), Shares.numbered("shard", groups.length));
        if (copies > 1) {
            meter.measuresLag("from a write to a copy that has it", copyNames());
        }
    }

    @Override
    public void behind(java.util.function.LongConsumer ages) {
        for (ReplicaGroup group : groups) {
            group.behind(ages);
        }
    }

    /** As everywhere: a follower has the number of its instance. */
    private String[] copyNames() {
        String[] names = Shares.numbered("instance", stations.length);
        for (int i = 0; groups.length > 1 && i < names.length; i++) {
            names[i] = part(i) + " " + names[i];
        }
        return names;
    }

    @Override
    public void tune(Settings settings) {
        for (Station station : stations) {
            station.resize(Desk.of(settings).servers());
        }
    }

    private void make() {
        for (int shard = 0; shard < groups.length; shard++) {
            Station[] own = new Station[copies];
            for (int copy = 0; copy < copies; copy++) {
                int instance = shard * copies + copy;
                own[copy] = new Station(
                        engine,
                        this,
                        instance,
                        shape.desk().servers(),
                        shape.desk().queue());
                stations[instance] = own[copy];
            }
            groups[shard] = new ReplicaGroup(this, engine, own, sizeBytes.length);
            Arrays.fill(groupOf, shard * copies, (shard + 1) * copies, groups[shard]);
        }
    }

    @Override
    public void start() {
        for (ReplicaGroup group : groups) {
            group.start();
        }
        places.start();
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public String role(int instance) {
        return copies == 1 ? "" : groupOf(instance).leads(instance) ? "leader" : "follower";
    }

    @Override
    public String part(int instance) {
        return groups.length == 1 ? "" : "shard " + (instance / copies + 1);
    }

    @Override
    public boolean up(int instance) {
        return stations[instance].up();
    }

    ReplicaGroup group(int shard) {
        return groups[shard];
    }

    private ReplicaGroup groupOf(int instance) {
        return groupOf[instance];
    }

    long bytes(int entity) {
        return sizeBytes[entity];
    }

    /** Whoever asks knows the shards and who leads them. */
    @Override
    public int choose(Call call) {
        ReplicaGroup group = groups[places.shard(call.subject, call.key)];
        return call.verb == Call.READ
                ? group.reader(call, readLeader || hasJustWritten(call), readFollowers)
                : group.leader();
    }

    @Override
    public void rewired() {
        for (ReplicaGroup group : groups) {
            group.rewired();
        }
    }

    @Override
    public void arrive(Call call) {
        book(call);
        if (findsNoRoom(call)) {
            return;
        }
        boolean read = call.verb == Call.READ;
        if (!read && ownUntil != null) {
            ownUntil.put(call.client, engine.now() + shape.copying().ownNanos(), engine.now());
        }
        int shard = places.shard(call.subject, call.key);
        if (places.shards() > 1
                && (read ? scattered.has(call) || places.dealt() : places.dealt() && known(call, shard))) {
            scatter(call, shard);
        } else {
            direct(call, shard);
        }
    }

    private boolean known(Call call, int shard) {
        return rows.isOld(call.subject, call.key) || !groups[shard].log().isNew(call.subject, call.key);
    }

    private void direct(Call call, int shard) {
        queries.count(shard);
        if (call.verb != Call.READ) {
            call.instance = groups[shard].leader();
        } else if (call.instance == Call.ANY || groupOf[call.instance] != groups[shard]) {
            call.instance = groups[shard].reader(call, readLeader || hasJustWritten(call), readFollowers);
        }
        if (!enter(call)) {
            finish(call);
        }
    }

    private boolean hasJustWritten(Call call) {
        return ownUntil != null && ownUntil.latest(call.client, engine.now()) > engine.now();
    }

    /** Takes a query in, unless the copy has all the connections that it may have. */
    private boolean enter(Call call) {
        Station station = stations[call.instance];
        Desk desk = shape.desk();
        if (!desk.pooled() && station.up() && station.busy() + station.queued() >= desk.connections()) {
            counters.turnedAway.value++;
            call.outcome = Call.REJECTED;
            return false;
        }
        boolean entered = station.enter(call);
        if (entered && desk.pooled() && desk.poolWaitNanos() >= 0 && station.waits(call)) {
            engine.schedule(call, WAITED, desk.poolWaitNanos());
        }
        return entered;
    }

    /** Asks every shard; the answer is complete when the last has answered, and none when one of them has failed. */
    private void scatter(Call call, int owner) {
        counters.scatters.value++;
        int shards = places.shards();
        call.pending = shards;
        for (int shard = 0; shard < shards; shard++) {
            Call part = engine.child(call);
            part.stage = PART;
            // Where the row is not, a write finds out by looking for it.
            part.verb = shard == owner ? call.verb : Call.READ;
            part.instance = Call.ANY;
            direct(part, shard);
        }
    }

    private void gather(Call part) {
        Call call = part.parent;
        if (part.outcome != Call.OK) {
            call.outcome = part.outcome;
        } else if (part.version != 0) {
            call.version = part.version;
            call.place = part.place;
        }
        engine.free(part);
        if (--call.pending > 0) {
            return;
        }
        if (shape.parting().mergeNanos() > 0 && call.outcome == Call.OK) {
            engine.schedule(call, MERGED, shape.parting().mergeNanos() * places.shards());
        } else {
            complete(call);
        }
    }

    private void complete(Call call) {
        boolean read = call.verb == Call.READ;
        if (read && call.version == 0 && places.begun()) {
            // The row may have moved from a shard that was asked later to one that was asked before.
            ReplicaGroup group = groups[places.shard(call.subject, call.key)];
            call.instance = group.leader();
            call.version = group.versionAt(call);
        }
        if (call.place < 0) {
            call.place = Journal.place(node, Math.max(0, call.instance));
        }
        call.replyBytes = read && call.outcome == Call.OK ? sizeBytes[call.subject] : 0;
        answer(call);
    }

    /** Has a copy do something for itself, as one of the things its workers do. */
    void chore(Call chore, int instance, long nanos) {
        chore.stage = CHORE;
        chore.instance = instance;
        chore.scratch = nanos;
        if (!stations[instance].enter(chore)) {
            endChore(chore, false);
        }
    }

    private void endChore(Call chore, boolean finished) {
        if (chore.pending == SNAPSHOT) {
            groupOf(chore.instance).snapshots().ended(chore, finished);
            engine.free(chore);
        } else {
            engine.free(chore);
            places.ended(finished);
        }
    }

    @Override
    public void begin(Call call) {
        long nanos = call.stage == CHORE ? call.scratch : connect(call) + work.nanos(call, serviceChance);
        engine.schedule(call, SERVED, stations[call.instance].slowed(nanos));
    }

    /** What opening a connection takes: each query has its own, unless one of a pool is open and free. */
    private long connect(Call call) {
        Desk desk = shape.desk();
        if (desk.connectTime().mean() == 0 || desk.pooled() && stations[call.instance].busy() <= open[call.instance]) {
            return 0;
        }
        open[call.instance]++;
        counters.connected.value++;
        return desk.connectTime().sample(connectChance);
    }

    @Override
    public void event(Call call, int type) {
        ReplicaGroup group = groupOf(Math.max(0, call.instance));
        switch (type) {
            case SERVED -> served(call, group);
            case APPLIED -> group.apply(call);
            case FOUND_DEAD -> group.foundDead(call.instance % copies);
            case BEAT -> group.beat(call);
            case SYNCED -> group.disk().synced();
            case SNAPSHOT_DUE -> group.snapshots().due(call, group.applied(call.instance % copies));
            case RISES -> group.snapshots().rise(group, call.instance % copies);
            case MOVE -> places.move();
            case WAITED -> waited(call);
            default -> complete(call);
        }
    }

    private void waited(Call call) {
        Station station = stations[call.instance];
        if (station.waits(call)) {
            station.leave(call);
            call.outcome = Call.TIMED_OUT;
            finish(call);
        }
    }

    private void served(Call call, ReplicaGroup group) {
        if (call.stage == CHORE) {
            stations[call.instance].leave(call);
            endChore(call, true);
        } else if (call.verb == Call.READ) {
            if (call.stage != PART && elsewhere(call)) {
                return;
            }
            if (group.damage().hit(call) && places.shard(call.subject, call.key) == call.instance / copies) {
                damaged(call, group);
                return;
            }
            counters.reads.value++;
            call.version = group.versionAt(call);
            call.replyBytes = sizeBytes[call.subject];
            staleness.read(call, group.log());
            done(call);
        } else if (group.leads(call.instance) && fences != null && !fences.lets(call)) {
            counters.fenced.value++;
            call.outcome = Call.REJECTED;
            done(call);
        } else if (group.leads(call.instance)) {
            counters.writes.value++;
            group.commit(call);
        } else {
            // A failover has happened while it was executing: the old leader no longer takes writes.
            call.outcome = Call.FAILED;
            done(call);
        }
    }

    /** The row that was read is damaged: without checksums it is the answer, else another copy is asked, if that may be. */
    private void damaged(Call call, ReplicaGroup group) {
        group.damage().found(call);
        String checksums = shape.copying().checksums();
        int copy = checksums.equals("repair") ? group.damage().repaired(call) : -1;
        if (copy >= 0) {
            stations[call.instance].leave(call);
            // Its wait for a connection there begins anew.
            engine.cancel(call);
            call.instance = copy;
            if (!enter(call)) {
                finish(call);
            }
        } else if (checksums.equals("none")) {
            counters.reads.value++;
            call.version = Journal.DAMAGED;
            call.replyBytes = sizeBytes[call.subject];
            done(call);
        } else {
            call.outcome = Call.FAILED;
            done(call);
        }
    }

    @Override
    public void corrupt(int instance, double share) {
        for (int i = 0; i < stations.length; i++) {
            if (instance < 0 || instance == i) {
                groupOf(i).damage().corrupt(i % copies, share, damageChance.below(Long.MAX_VALUE));
            }
        }
    }

    /** Whether the key has moved to another shard while the query was here: then that one executes it. */
    boolean elsewhere(Call call) {
        if (!places.begun()) {
            return false;
        }
        int shard = places.shard(call.subject, call.key);
        if (shard == call.instance / copies) {
            return false;
        }
        counters.redirected.value++;
        stations[call.instance].leave(call);
        // Its wait for a connection there begins anew.
        engine.cancel(call);
        direct(call, shard);
        return true;
    }

    /** A row was written that was not there before. */
    void added(Call call) {
        rows.added(call.subject, call.instance / copies);
    }

    void done(Call call) {
        call.place = Journal.place(node, call.instance);
        stations[call.instance].leave(call);
        finish(call);
    }

    private void finish(Call call) {
        if (call.stage == PART) {
            gather(call);
        } else {
            answer(call);
        }
    }

    @Override
    public void lose(Call call) {
        if (call.stage == CHORE) {
            endChore(call, false);
        } else if (call.stage == PART) {
            engine.cancel(call);
            call.outcome = Call.CRASHED;
            gather(call);
        } else {
            super.lose(call);
        }
    }

    @Override
    public void crash(int instance) {
        for (int i = 0; i < stations.length; i++) {
            if (instance < 0 || i == instance) {
                open[i] = 0;
                groupOf(i).snapshots().crashed(i % copies);
            }
        }
        for (int shard = 0; shard < groups.length; shard++) {
            if (instance < 0 || instance / copies == shard) {
                groups[shard].crash(instance < 0 ? -1 : instance % copies);
            }
        }
    }

    @Override
    public void recover(int instance) {
        for (int i = 0; i < stations.length; i++) {
            if ((instance < 0 || i == instance) && !stations[i].up()) {
                groupOf(i).snapshots().comeBack(groupOf(i), i % copies);
            }
        }
    }
}
