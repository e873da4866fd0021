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
import java.util.function.LongConsumer;

/**
 * The brokers of a topic: they store what is published in the partition of its key, copy it to the followers, and let
 * another copy lead when a leader dies. What only the dead leader had is lost. Reading is up to {@link ConsumerGroup}.
 */
final class Brokers extends Behaviour {
    private static final int APPENDED = FIRST_EVENT;
    private static final int APPLIED = FIRST_EVENT + 1;
    private static final int NOTICED = FIRST_EVENT + 2;
    private static final int TICK = FIRST_EVENT + 3;
    private static final int COMMIT = FIRST_EVENT + 4;
    private static final int REPLAY = FIRST_EVENT + 5;
    private static final int ENDED = FIRST_EVENT + 6;
    static final int MENDED = FIRST_EVENT + 7;
    static final int TRANSACTION_OVER = FIRST_EVENT + 8;
    /** Event types from here on belong to the groups of consumers. */
    static final int GROUPS = FIRST_EVENT + 9;
    /** How often the members of groups and the age of records are looked at, at least. */
    private static final long TICK_NANOS = 500_000_000;

    private final Site site;
    private final Partition[] partitions;
    private final Station[] stations;
    /** Counts up whenever a broker dies or comes back, so that an old death is not noticed late. */
    private final int[] lives;

    private final Isolation isolation;

    private final Distribution appendTime;
    private final Distribution copyTime;
    private final Chance appendChance;
    private final Chance copyChance;
    private final boolean acksAll;
    private final boolean acksNone;
    private final int minInSync;
    private final boolean unclean;
    private final boolean idempotent;
    private final long failoverNanos;
    private final long commitNanos;
    private final long tickNanos;
    private final MessageWindow stored;
    private final Counter accepted;
    private final Counter deduplicated;
    private final Counter lostMessages;
    private final Counter failovers;
    private final Shares records;
    private final Transactions transactions;
    private final DamagedRecords damage;
    private final Chance damageChance;
    /** Known when the groups are. */
    private Retention retention;

    private ConsumerGroup[] groups = {};
    private int turn;

    Brokers(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        int brokers = settings.integer(Topic.BROKERS);
        stations = new Station[brokers];
        lives = new int[brokers];
        isolation = new Isolation(engine, node, stations);
        for (int i = 0; i < brokers; i++) {
            stations[i] = new Station(engine, this, i, settings.integer(Topic.WORKERS), Integer.MAX_VALUE);
        }
        partitions = new Partition[settings.integer(Topic.PARTITIONS)];
        int copies = Math.min(brokers, settings.integer(Topic.REPLICATION));
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new Partition(i, brokers, copies);
        }
        appendTime = settings.distribution(Topic.APPEND_TIME);
        copyTime = settings.distribution(Topic.COPY_TIME);
        appendChance = site.chance("append");
        copyChance = site.chance("replication");
        acksAll = settings.text(Topic.ACKS).equals("all");
        acksNone = settings.text(Topic.ACKS).equals("0");
        minInSync = settings.integer(Topic.MIN_IN_SYNC);
        unclean = settings.flag(Topic.UNCLEAN);
        idempotent = settings.flag(Topic.IDEMPOTENT);
        stored = new MessageWindow(settings.nanos(Topic.IDEMPOTENT_FOR));
        failoverNanos = settings.nanos(Topic.FAILOVER_TIME);
        commitNanos = settings.nanos(Topic.COMMIT_INTERVAL);
        tickNanos = Math.min(TICK_NANOS, settings.nanos(Topic.SESSION) / 3);
        accepted = meter.counter("accepted");
        deduplicated = meter.counter("deduplicated");
        lostMessages = meter.counter("lostMessages");
        failovers = meter.counter("failovers");
        records = meter.shares("messages", Shares.numbered("partition", partitions.length));
        damage = new DamagedRecords(this, engine, partitions, lostMessages);
        damageChance = site.chance("damage");
        transactions = new Transactions(this, engine, settings.nanos(Topic.TRANSACTION_TIMEOUT));
    }

    @Override
    public void start() {
        Wire[] wires = site.consumers(-1);
        meter.measuresLag("from a message to the end of its handling", Shares.ends(wires));
        ConsumerGroup.Books books = new ConsumerGroup.Books(meter);
        groups = new ConsumerGroup[wires.length];
        for (int i = 0; i < wires.length; i++) {
            groups[i] = new ConsumerGroup(this, site, i, wires[i], books);
        }
        retention = new Retention(engine, meter, site.settings(), partitions, groups);
        if (groups.length > 0) {
            engine.schedule(engine.call(this), TICK, tickNanos);
            if (retention.replayNanos() >= 0) {
                engine.schedule(engine.call(this), REPLAY, retention.replayNanos());
            }
            if (commitNanos > 0) {
                engine.schedule(engine.call(this), COMMIT, commitNanos);
            }
        }
    }

    @Override
    public void behind(LongConsumer ages) {
        for (ConsumerGroup group : groups) {
            group.behind(ages);
        }
    }

    Partition partition(int index) {
        return partitions[index];
    }

    int partitions() {
        return partitions.length;
    }

    /** Whether the partition has a leader that runs. */
    boolean online(Partition partition) {
        return partition.leader >= 0 && stations[partition.leadingBroker()].up();
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public boolean up(int instance) {
        return stations[instance].up();
    }

    /** What is not answered in time is handed out again. */
    @Override
    public boolean givesUp() {
        return true;
    }

    /** Who publishes knows who leads the partition of a key; without a key any broker near takes it to a leader. */
    @Override
    public int choose(Call call) {
        if (call.keyEntity >= 0) {
            Partition partition = partitions[partitionOf(call)];
            return partition.leader < 0 ? Call.ANY : partition.leadingBroker();
        }
        int best = Call.ANY;
        long bestNanos = Long.MAX_VALUE;
        for (int broker = 0; broker < stations.length; broker++) {
            long nanos = stations[broker].up() ? engine.network().nanosTo(call, node, broker) : -1;
            if (nanos >= 0 && nanos < bestNanos) {
                best = broker;
                bestNanos = nanos;
            }
        }
        return best;
    }

    @Override
    public void arrive(Call call) {
        book(call);
        if (call.verb != Call.PUBLISH) {
            endTransaction(call);
        } else if (acksNone) {
            if (diskFull()) {
                lostMessages.value++;
            } else {
                send(copy(call));
            }
            answer(call);
        } else if (!findsNoRoom(call)) {
            send(call);
        }
    }

    /** The coordinator notes the end in its log, then marks it in each partition: two copies, one after the other. */
    private void endTransaction(Call call) {
        boolean online = false;
        for (Partition partition : partitions) {
            online |= online(partition);
        }
        if (online) {
            engine.schedule(call, ENDED, copyTime.sample(copyChance) + copyTime.sample(copyChance));
        } else {
            call.outcome = Call.REFUSED;
            answer(call);
        }
    }

    DamagedRecords damage() {
        return damage;
    }

    @Override
    public void corrupt(int instance, double share) {
        damage.corrupt(instance, share, damageChance);
    }

    Transactions transactions() {
        return transactions;
    }

    /** What a delivery has led to is committed, and with it that the delivery is done. */
    void consumed(Call delivery) {
        groups[delivery.stage].consumed(delivery);
    }

    /** Records of the partition may be seen that could not before. */
    void readOn(int partition) {
        for (ConsumerGroup group : groups) {
            group.ready(partition);
        }
    }

    /** What goes on when the publisher waits no longer. */
    private Call copy(Call call) {
        Call own = engine.call(this);
        own.message = call.message;
        own.subject = call.subject;
        own.key = call.key;
        own.keyEntity = call.keyEntity;
        own.madeNanos = call.madeNanos;
        own.sentBytes = call.sentBytes;
        own.phase = call.phase;
        own.attempt = call.attempt;
        return own;
    }

    private static boolean publisherWaits(Call call) {
        return call.wire != null;
    }

    private void send(Call call) {
        Partition partition = partitions[partitionOf(call)];
        call.step = partition.index;
        boolean met = call.wire != null && call.instance >= 0;
        if (partition.leader < 0 || met && !engine.network().joins(node, call.instance, partition.leadingBroker())) {
            call.outcome = Call.REFUSED;
            done(call);
            return;
        }
        call.instance = partition.leadingBroker();
        if (!stations[call.instance].enter(call)) {
            done(call);
        }
    }

    /** Messages of one key share a partition; those without a key are spread in turn, and stay there when sent again. */
    private int partitionOf(Call call) {
        if (call.keyEntity >= 0) {
            return (int) Math.floorMod(HashRing.mix(call.key), (long) partitions.length);
        }
        if (call.attempt > 1 && idempotent && stored.contains(call.message, engine.now())) {
            for (Partition partition : partitions) {
                if (partition.log.find(call.message, partition.high) >= 0) {
                    return partition.index;
                }
            }
        }
        return turn++ % partitions.length;
    }

    private void done(Call call) {
        if (publisherWaits(call)) {
            answer(call);
        } else {
            lostMessages.value += call.outcome == Call.OK ? 0 : 1;
            engine.free(call);
        }
    }

    @Override
    public void begin(Call call) {
        engine.schedule(call, APPENDED, stations[call.instance].slowed(appendTime.sample(appendChance)));
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case APPENDED -> appended(call);
            case APPLIED -> apply(call);
            case NOTICED -> notice(call);
            case TICK -> {
                engine.schedule(call, TICK, tickNanos);
                retention.tick();
            }
            case COMMIT -> {
                engine.schedule(call, COMMIT, commitNanos);
                retention.commit();
            }
            case REPLAY -> {
                engine.free(call);
                retention.replay();
            }
            case ENDED -> {
                transactions.end(call);
                answer(call);
            }
            case MENDED -> damage.mended(call);
            case TRANSACTION_OVER -> transactions.timedOut(call);
            default -> groups[call.stage].event(call, type);
        }
    }

    private void appended(Call call) {
        Partition partition = partitions[call.step];
        if (partition.leadingBroker() != call.instance || !transactions.takes(call.transaction)) {
            call.outcome = Call.FAILED;
        } else if (acksAll && partition.inSyncCount() < minInSync) {
            call.outcome = Call.REJECTED;
        } else {
            call.scratch = offset(partition, call);
            if (acksAll && call.scratch >= partition.high) {
                stations[call.instance].park(call);
                partition.await(call);
                return;
            }
        }
        stations[call.instance].leave(call);
        done(call);
    }

    /** The offset at which the message is stored; before the high watermark when it had been stored long ago. */
    private long offset(Partition partition, Call call) {
        if (idempotent && !stored.add(call.message, engine.now())) {
            deduplicated.value++;
            return partition.log.find(call.message, partition.high);
        }
        accepted.value++;
        long offset = partition.log.end();
        records.count(partition.index);
        partition.log.append(call, engine.now());
        transactions.stored(call, partition.index, offset);
        partition.applied[partition.leader] = offset + 1;
        copyToAll(partition);
        advance(partition);
        return offset;
    }

    private void copyToAll(Partition partition) {
        for (int copy = 0; copy < partition.brokers.length; copy++) {
            if (copy != partition.leader && stations[partition.brokers[copy]].up()) {
                copyTo(partition, copy);
            }
        }
    }

    private void copyTo(Partition partition, int copy) {
        int from = partition.leadingBroker();
        int to = partition.brokers[copy];
        if (!engine.network().joins(node, from, to)) {
            return;
        }
        long arrival = Math.max(partition.lastArrival[copy], engine.now() + copyNanos(from, to));
        partition.lastArrival[copy] = arrival;
        Call call = engine.call(this);
        call.step = partition.index;
        call.instance = copy;
        call.stage = partition.epoch;
        call.scratch = partition.log.end();
        engine.schedule(call, APPLIED, arrival - engine.now());
    }

    /** What a copy of a record takes from one broker to another. */
    long copyNanos(int from, int to) {
        return copyTime.sample(copyChance) + engine.network().apartNanos(node, from, to, copyChance);
    }

    private void apply(Call call) {
        Partition partition = partitions[call.step];
        int copy = call.instance;
        boolean valid = call.stage == partition.epoch
                && stations[partition.brokers[copy]].up()
                && engine.network().joins(node, partition.leadingBroker(), partition.brokers[copy]);
        long end = valid ? damage.copied(partition, copy, call.scratch) : call.scratch;
        engine.free(call);
        if (valid && end >= partition.applied[copy]) {
            partition.applied[copy] = end;
            partition.inSync[copy] |= end >= partition.high;
            advance(partition);
        }
        if (partition.damage != null) {
            readOn(partition.index);
        }
    }

    /** The copies have more in common than before: publishers go on and consumers see more. */
    private void advance(Partition partition) {
        long before = partition.high;
        partition.high = Math.max(before, partition.commonEnd());
        if (partition.high == before) {
            return;
        }
        for (Call call = partition.served(); call != null; call = partition.served()) {
            stations[call.instance].leave(call);
            done(call);
        }
        for (ConsumerGroup group : groups) {
            group.more(partition.index, (int) (partition.high - before));
        }
        if (groups.length == 0) {
            partition.log.dropBefore(partition.high);
        }
    }

    @Override
    public void reply(Call message, Call child) {
        groups[message.stage].reply(message, child);
    }

    @Override
    public void lose(Call call) {
        partitions[call.step].forget(call);
        engine.cancel(call);
        call.outcome = Call.CRASHED;
        done(call);
    }

    @Override
    public void crash(int instance) {
        super.crash(instance);
        for (int broker = 0; broker < stations.length; broker++) {
            if (instance < 0 || broker == instance) {
                isolation.forget(broker);
                Call notice = engine.call(this);
                notice.instance = broker;
                notice.stage = ++lives[broker];
                engine.schedule(notice, NOTICED, failoverNanos);
                for (Partition partition : partitions) {
                    partition.epoch += partition.leadingBroker() == broker ? 1 : 0;
                }
            }
        }
    }

    /** The others have missed a broker for long enough: they lead what it led, and wait no longer for its copies. */
    private void notice(Call notice) {
        int broker = notice.instance;
        boolean stillDead = notice.stage == lives[broker];
        engine.free(notice);
        if (!stillDead) {
            return;
        }
        for (Partition partition : partitions) {
            int copy = partition.copyAt(broker);
            if (copy >= 0 && copy == partition.leader) {
                elect(partition);
            } else if (copy >= 0 && partition.inSync[copy]) {
                partition.inSync[copy] = partition.leader < 0;
                advance(partition);
            }
        }
    }

    /**
     * A broker that most of the others do not hear is noticed as a dead one is. It leads on until then, for those who
     * reach it; without a majority on one side all stays as it is.
     */
    @Override
    public void rewired() {
        isolation.look();
        for (int broker = 0; broker < stations.length; broker++) {
            if (isolation.begins(broker)) {
                Call notice = engine.call(this);
                notice.instance = broker;
                notice.stage = ++lives[broker];
                engine.schedule(notice, NOTICED, failoverNanos);
            } else if (isolation.ends(broker)) {
                lives[broker]++;
            }
        }
        for (int broker = 0; broker < stations.length; broker++) {
            for (Partition partition : partitions) {
                if (stations[broker].up() && !isolation.of(broker)) {
                    returned(partition, partition.copyAt(broker));
                }
            }
        }
    }

    /** Those who wait at a leader that others have replaced are told so. */
    private void depose(Partition partition) {
        for (Call call = partition.dropped(); call != null; call = partition.dropped()) {
            stations[call.instance].leave(call);
            call.outcome = Call.FAILED;
            done(call);
        }
    }

    private void elect(Partition partition) {
        if (partition.leader >= 0 && isolation.of(partition.leadingBroker())) {
            depose(partition);
        }
        int best = -1;
        for (int copy = 0; copy < partition.brokers.length; copy++) {
            int broker = partition.brokers[copy];
            boolean may = stations[broker].up() && !isolation.of(broker) && (partition.inSync[copy] || unclean);
            if (may && (best < 0 || partition.isBetter(copy, best))) {
                best = copy;
            }
        }
        partition.epoch++;
        partition.leader = best;
        if (best < 0) {
            return;
        }
        failovers.value++;
        cutTo(partition, partition.applied[best]);
        for (int copy = 0; copy < partition.brokers.length; copy++) {
            int broker = partition.brokers[copy];
            partition.inSync[copy] &= stations[broker].up() && !isolation.of(broker);
        }
        partition.inSync[best] = true;
        goOn(partition);
    }

    /** What the new leader does not have is lost, for those who were told that it is stored and for those who were not. */
    private void cutTo(Partition partition, long end) {
        long told = acksAll ? partition.high : partition.log.end();
        lostMessages.value += Math.max(0, told - end);
        for (long offset = Math.max(end, partition.log.first()); offset < partition.log.end(); offset++) {
            stored.remove(partition.log.message(offset));
        }
        if (end < partition.high) {
            for (ConsumerGroup group : groups) {
                group.fewer(partition.index, partition.high, end);
            }
            partition.high = end;
        }
        partition.log.truncate(end);
        damage.cutTo(partition, end);
        for (int copy = 0; copy < partition.applied.length; copy++) {
            partition.applied[copy] = Math.min(partition.applied[copy], end);
        }
    }

    private void goOn(Partition partition) {
        copyToAll(partition);
        advance(partition);
        for (ConsumerGroup group : groups) {
            group.ready(partition.index);
        }
    }

    @Override
    public void recover(int instance) {
        super.recover(instance);
        for (int broker = 0; broker < stations.length; broker++) {
            if (instance < 0 || broker == instance) {
                lives[broker]++;
                for (Partition partition : partitions) {
                    returned(partition, partition.copyAt(broker));
                }
            }
        }
    }

    private void returned(Partition partition, int copy) {
        if (copy < 0) {
            return;
        }
        if (partition.leader < 0) {
            elect(partition);
        } else if (copy == partition.leader) {
            goOn(partition);
        } else if (online(partition)) {
            copyTo(partition, copy);
        }
    }

    /** What all groups have committed may go. */
    void trim(Partition partition) {
        retention.trim(partition);
    }
}
