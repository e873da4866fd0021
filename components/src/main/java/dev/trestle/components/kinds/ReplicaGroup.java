package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Network;
import dev.trestle.components.engine.Station;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * One shard of a database: a leader and its followers, a log of their own. Copy 0 leads at first. A write is committed at
 * the leader, then copied; with synchronous replication the writer waits, holding its place at the leader, until enough
 * followers have it. When the leader is found dead, by heartbeats or at once, and the failover time has passed, the running
 * follower that has most of the log takes over, and what only the old leader had is lost. A dead follower is found in the
 * same way, and writers wait for it no longer until it has caught up again.
 */
final class ReplicaGroup {
    private final Replicas store;
    private final Engine engine;
    private final Copying copying;
    /** Number of its first copy among the instances of the node. */
    private final int first;

    private final Station[] stations;
    private final CommitLog log;
    private final LogDisk disk;
    private final Snapshots snapshots;
    private final DamagedRows damage;
    /** Up to where each copy has applied the log, and when its last copy in flight arrives. */
    private final int[] applied;

    private final long[] lastArrival;
    /** Whether synchronous writers wait for the copy; one that comes back must first be where the log ended then. */
    private final boolean[] member;

    private final int[] joinsAt;
    /** Heartbeats in a row that each copy has not answered. */
    private final int[] missed;

    private final Call[] watches;
    /** Whether the copy runs, but is cut off from a majority that hear each other. */
    private final boolean[] severed;
    /** Writes that wait for followers, oldest first, linked by {@link Call#other}. */
    private Call waitingHead;

    private Call waitingTail;
    private int leader;
    private int turn;
    /** Changes when the leader dies; copies in flight from before that are void. */
    private int epoch;

    ReplicaGroup(Replicas store, Engine engine, Station[] stations, int entities) {
        this.store = store;
        this.engine = engine;
        this.stations = stations;
        copying = store.shape.copying();
        first = stations[0].instance;
        applied = new int[stations.length];
        lastArrival = new long[stations.length];
        member = new boolean[stations.length];
        Arrays.fill(member, true);
        joinsAt = new int[stations.length];
        missed = new int[stations.length];
        watches = new Call[stations.length];
        severed = new boolean[stations.length];
        log = new CommitLog(entities);
        damage = new DamagedRows(store, this, engine, first, stations.length);
        disk = store.shape.disk().syncs() ? new LogDisk(store, engine, this, store.fsyncChance) : null;
        snapshots = new Snapshots(store, engine, first, stations.length);
    }

    void start() {
        for (int i = 0; i < stations.length; i++) {
            watches[i] = engine.call(store);
            watches[i].instance = first + i;
        }
        if (copying.beats()) {
            Call beat = engine.call(store);
            beat.instance = first;
            engine.schedule(beat, Replicas.BEAT, copying.beatNanos());
        }
        snapshots.start();
    }

    Snapshots snapshots() {
        return snapshots;
    }

    CommitLog log() {
        return log;
    }

    /** Up to where a copy has applied the log. */
    int applied(int copy) {
        return applied[copy];
    }

    /** Instance number of the leader. */
    int leader() {
        return first + leader;
    }

    boolean leads(int instance) {
        return instance == first + leader;
    }

    long slowed(long nanos) {
        return stations[leader].slowed(nanos);
    }

    /**
     * Instance number of the copy that answers the next read: of those that run and are to be reached the nearest, in turn;
     * the leader when no other may.
     */
    int reader(Call call, boolean fromLeader, boolean fromFollowers) {
        if (fromLeader || stations.length == 1) {
            return first + leader;
        }
        int best = -1;
        long bestNanos = Long.MAX_VALUE;
        for (int i = 0; i < stations.length && bestNanos > 0; i++) {
            int copy = turn + i < stations.length ? turn + i : turn + i - stations.length;
            if (stations[copy].up() && !(fromFollowers && copy == leader)) {
                long nanos = engine.network().nanosTo(call, store.node, first + copy);
                if (nanos >= 0 && nanos < bestNanos) {
                    best = copy;
                    bestNanos = nanos;
                }
            }
        }
        turn = best < 0 ? turn : best + 1;
        return first + (best < 0 ? leader : best);
    }

    /** What the copy that answers sees of a key. */
    long versionAt(Call call) {
        int copy = call.instance - first;
        int position = copy == leader ? log.end() : applied[copy];
        return log.versionAt(call.subject, call.key, position);
    }

    /** The position of the newest write of a row that a copy has. */
    int positionAt(int copy, int entity, long key) {
        return log.positionAt(entity, key, copy == leader ? log.end() : applied[copy]);
    }

    /** Whether two copies hear each other and the second one runs. */
    boolean reaches(int copy, int other) {
        return stations[other].up() && !severed[other] && hears(copy, other) && hears(other, copy);
    }

    DamagedRows damage() {
        return damage;
    }

    /** The leader has executed a write, which now goes to its disk. */
    void commit(Call call) {
        if (disk == null) {
            committed(call);
        } else {
            disk.write(call);
        }
    }

    /** The disk that syncs the log of the leader. */
    LogDisk disk() {
        return disk;
    }

    /** A write is in the leader's log for good: it is acknowledged now or when enough followers have it. */
    void committed(Call call) {
        if (store.elsewhere(call)) {
            return;
        }
        // Looked at and written at one moment, by the only one who may: none is sold twice.
        long seen = store.stock.counts(call.subject) ? log.versionAt(call.subject, call.key, log.end()) : 0;
        if (store.stock.refuses(call, seen)) {
            store.done(call);
            return;
        }
        if (!store.rows.isOld(call.subject, call.key) && log.isNew(call.subject, call.key)) {
            store.added(call);
        }
        call.version = engine.version(call);
        store.stock.made(call, seen);
        int position = log.append(call.subject, call.key, call.version, engine.now());
        engine.journal.committed(call, engine.now());
        applied[leader] = position;
        for (int i = 0; i < stations.length; i++) {
            if (i != leader && stations[i].up()) {
                copyTo(i, position);
            }
        }
        if (safe() >= position) {
            log.acknowledge(position, engine.now());
            store.done(call);
        } else {
            await(call, position);
        }
    }

    /** Up to where the log is with as many followers as a writer waits for. */
    private int safe() {
        if (!copying.sync() && !copying.semiSync()) {
            return log.end();
        }
        int least = Integer.MAX_VALUE;
        int most = -1;
        for (int i = 0; i < stations.length; i++) {
            if (i != leader && member[i]) {
                least = Math.min(least, applied[i]);
                most = Math.max(most, applied[i]);
            }
        }
        return most < 0 ? log.end() : copying.sync() ? least : most;
    }

    private void await(Call call, int position) {
        call.scratch = position;
        call.other = null;
        if (waitingTail == null) {
            waitingHead = call;
        } else {
            waitingTail.other = call;
        }
        waitingTail = call;
    }

    /** Followers have got further: some writers may go on. */
    private void release() {
        int safe = safe();
        while (waitingHead != null && waitingHead.scratch <= safe) {
            Call call = pollWaiting();
            log.acknowledge((int) call.scratch, engine.now());
            store.done(call);
        }
    }

    private Call pollWaiting() {
        Call call = waitingHead;
        waitingHead = call.other;
        waitingTail = waitingHead == null ? null : waitingTail;
        call.other = null;
        return call;
    }

    /** Sends the log up to a position to a follower; the order of the log is kept on the way. */
    private void copyTo(int follower, int position) {
        if (!hears(follower, leader)) {
            return;
        }
        Network network = engine.network();
        long apart = network.apartNanos(store.node, first + leader, first + follower, store.copyChance);
        network.carried(store.node, first + leader, first + follower, store.bytes(log.entity(position)));
        long arrival = engine.now() + copying.copyTime().sample(store.copyChance) + apart;
        lastArrival[follower] = Math.max(lastArrival[follower], arrival);
        Call copy = engine.call(store);
        copy.instance = first + follower;
        copy.scratch = position;
        copy.stage = epoch;
        engine.schedule(copy, Replicas.APPLIED, lastArrival[follower] - engine.now());
    }

    void apply(Call copy) {
        int follower = copy.instance - first;
        int position = (int) copy.scratch;
        boolean valid = copy.stage == epoch && stations[follower].up() && follower != leader;
        valid &= hears(follower, leader);
        engine.free(copy);
        if (!valid || position <= applied[follower]) {
            return;
        }
        while (applied[follower] < position) {
            store.meter.lagged(first + follower, engine.now() - log.time(++applied[follower]));
        }
        member[follower] |= position >= joinsAt[follower];
        release();
    }

    /** The ages of the writes that followers do not have yet. */
    void behind(LongConsumer ages) {
        for (int i = 0; i < stations.length; i++) {
            for (int position = applied[i] + 1; i != leader && position <= log.end(); position++) {
                ages.accept(engine.now() - log.time(position));
            }
        }
    }

    /** Asks every copy whether it is there; one that has not answered for long enough is dead, be it only slow. */
    void beat(Call beat) {
        for (int i = 0; i < stations.length; i++) {
            long answer = stations[i].slowed(copying.beatTime().sample(store.beatChance));
            if (stations[i].up() && !severed[i] && answer <= copying.beatNanos()) {
                missed[i] = 0;
                engine.cancel(watches[i]);
            } else if (++missed[i] == copying.missedBeats()) {
                engine.schedule(watches[i], Replicas.FOUND_DEAD, copying.failoverNanos());
            }
        }
        engine.schedule(beat, Replicas.BEAT, copying.beatNanos());
    }

    /** Kills a copy, or all with -1. */
    void crash(int copy) {
        boolean led = stations[leader].up();
        if (led && (copy < 0 || copy == leader)) {
            dropWriters(false);
        }
        for (int i = 0; i < stations.length; i++) {
            if ((copy < 0 || i == copy) && stations[i].up()) {
                stations[i].crash();
                severed[i] = false;
                engine.cancel(watches[i]);
                if (copying.watched() && !copying.beats()) {
                    engine.schedule(watches[i], Replicas.FOUND_DEAD, copying.failoverNanos());
                }
            }
        }
        if (led && !stations[leader].up()) {
            breakOff();
        }
    }

    /** A dead leader sends nothing more: what has not arrived at a follower by now is only on the leader's disk. */
    private void breakOff() {
        epoch++;
        Arrays.fill(lastArrival, engine.now());
    }

    /** Forgets the writers that wait; those of a leader that still runs are told that it leads no more. */
    private void dropWriters(boolean told) {
        while (waitingHead != null) {
            tell(pollWaiting(), told);
        }
        Call call = disk == null ? null : disk.drop();
        while (call != null) {
            tell(call, told);
            call = disk.drop();
        }
    }

    private void tell(Call call, boolean told) {
        if (told) {
            call.outcome = Call.FAILED;
            store.done(call);
        }
    }

    /** A copy runs again with what it has on disk, catches up with the log, and leads on if nobody else does. */
    void rise(int copy) {
        stations[copy].recover();
        comeBack(copy);
        catchUp();
        release();
    }

    private void comeBack(int copy) {
        engine.cancel(watches[copy]);
        missed[copy] = 0;
        joinsAt[copy] = log.end();
        member[copy] |= applied[copy] >= log.end();
    }

    private void catchUp() {
        for (int i = 0; stations[leader].up() && i < stations.length; i++) {
            if (i != leader && stations[i].up() && applied[i] < log.end()) {
                copyTo(i, log.end());
            }
        }
    }

    private boolean hears(int one, int other) {
        return engine.network().joins(store.node, first + other, first + one);
    }

    /** How many running copies hear that one and it hears, itself included. */
    private int joined(int copy) {
        int joined = 0;
        for (int i = 0; i < stations.length; i++) {
            joined += stations[i].up() && hears(i, copy) && hears(copy, i) ? 1 : 0;
        }
        return joined;
    }

    /**
     * What is cut off from what has changed. A copy that a majority does not hear is as good as dead to it, and found so
     * in the same way; without a majority nobody can tell which side is the one cut off, and all stays as it is. A leader
     * goes on until another one has taken over, and what it takes meanwhile is lost.
     */
    void rewired() {
        boolean majority = false;
        for (int i = 0; i < stations.length; i++) {
            majority |= stations[i].up() && 2 * joined(i) > stations.length;
        }
        for (int i = 0; i < stations.length; i++) {
            boolean before = severed[i];
            severed[i] = majority && stations[i].up() && 2 * joined(i) <= stations.length;
            if (severed[i] && !before && copying.watched() && !copying.beats()) {
                engine.schedule(watches[i], Replicas.FOUND_DEAD, copying.failoverNanos());
            } else if (before && !severed[i] && stations[i].up()) {
                comeBack(i);
            }
        }
        catchUp();
        release();
    }

    /** A copy has been without a sign of life for so long that something is done about it. */
    void foundDead(int copy) {
        if (copy == leader) {
            failOver();
        } else {
            member[copy] = false;
            release();
        }
    }

    private void failOver() {
        int best = mostComplete(leader);
        if (best < 0) {
            engine.schedule(watches[leader], Replicas.FOUND_DEAD, copying.failoverNanos());
            return;
        }
        store.counters.failovers.value++;
        dropWriters(true);
        breakOff();
        int oldLeader = leader;
        leader = best;
        cutTo(applied[leader], oldLeader);
        for (int i = 0; i < stations.length; i++) {
            member[i] = stations[i].up() && !severed[i];
        }
        catchUp();
    }

    /** The running copy, except one, that has most of the log; -1 when there is none. */
    int mostComplete(int except) {
        int best = -1;
        for (int i = 0; i < stations.length; i++) {
            if (i != except && stations[i].up() && !severed[i] && (best < 0 || applied[i] > applied[best])) {
                best = i;
            }
        }
        return best;
    }

    /** What lies beyond that position in the log was only on a copy that leads no more, or on a disk that is gone. */
    void cutTo(int position, int copy) {
        while (log.end() > position) {
            int last = log.end();
            int entity = log.entity(last);
            long key = log.key(last);
            long version = log.version(last);
            if (log.cutLast()) {
                store.counters.lost.value++;
                engine.journal.lost(entity, key, version, engine.now(), Journal.place(store.node, first + copy));
            }
        }
        for (int i = 0; i < stations.length; i++) {
            applied[i] = Math.min(applied[i], position);
            joinsAt[i] = Math.min(joinsAt[i], position);
            damage.cutTo(i, position);
        }
        snapshots.cutTo(position);
    }

    /** What a copy that comes back without its disk has of the log. */
    void restored(int copy, int position) {
        damage.replaced(copy);
        applied[copy] = position;
    }
}
