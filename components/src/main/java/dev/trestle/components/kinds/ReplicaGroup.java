package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Engine;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Station;
import java.util.Arrays;

/**
 * One shard of a database: a leader and its followers, a log of their own. Copy 0 leads at first. A write is committed at
 * the leader, then copied; with synchronous replication the writer waits, holding its place at the leader, until enough
 * followers have it. After the leader has been down for the failover time the running follower that has most of the log
 * takes over, and what only the old leader had is lost.
 */
final class ReplicaGroup {
    private final Replicas store;
    private final Engine engine;
    /** Number of its first copy among the instances of the node. */
    private final int first;

    private final Station[] stations;
    private final CommitLog log;
    /** Up to where each copy has applied the log, and when its last copy in flight arrives. */
    private final int[] applied;

    /** Up to where each copy shows it: what has come in since the last refresh is not found yet. */
    private final int[] visible;

    private final long[] lastArrival;
    private Call failoverTimer;
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
        first = stations[0].instance;
        applied = new int[stations.length];
        visible = new int[stations.length];
        lastArrival = new long[stations.length];
        log = new CommitLog(entities);
    }

    void start() {
        failoverTimer = engine.call(store);
        failoverTimer.instance = first;
        if (store.refreshNanos > 0) {
            Call timer = engine.call(store);
            timer.instance = first;
            engine.schedule(timer, Replicas.REFRESH, store.refreshNanos);
        }
    }

    /** All copies show what they have by now. */
    void refresh(Call timer) {
        for (int copy = 0; copy < stations.length; copy++) {
            int end = copy == leader ? log.end() : applied[copy];
            while (stations[copy].up() && visible[copy] < end) {
                store.meter.lagged(engine.now() - log.time(++visible[copy]));
            }
        }
        engine.schedule(timer, Replicas.REFRESH, store.refreshNanos);
    }

    /** Instance number of the leader. */
    int leader() {
        return first + leader;
    }

    /** Instance number of the copy that answers the next read: those that run, in turn; the leader when no other may. */
    int reader(boolean fromLeader, boolean fromFollowers) {
        if (fromLeader || stations.length == 1) {
            return first + leader;
        }
        for (int i = 0; i < stations.length; i++) {
            int copy = turn++ % stations.length;
            if (stations[copy].up() && !(fromFollowers && copy == leader)) {
                return first + copy;
            }
        }
        return first + leader;
    }

    /** What the copy that answers sees of a key. */
    long versionAt(Call call) {
        int copy = call.instance - first;
        int position = store.refreshNanos > 0 ? visible[copy] : copy == leader ? log.end() : applied[copy];
        return log.versionAt(call.subject, call.key, position);
    }

    /** The leader has executed a write: it is committed, and acknowledged now or when enough followers have it. */
    void commit(Call call) {
        call.version = engine.version(call);
        int position = log.append(call.subject, call.key, call.version, engine.now());
        engine.journal.committed(call.subject, call.key, call.version);
        applied[leader] = position;
        copy(position);
        int needed = store.sync ? stations.length - 1 : store.semiSync ? 1 : 0;
        if (needed == 0) {
            store.done(call);
        } else {
            await(call, position, needed);
        }
    }

    /** Sends a write on to every follower that runs; the order of the log is kept on the way. */
    private void copy(int position) {
        for (int i = 0; i < stations.length; i++) {
            if (i != leader && stations[i].up()) {
                copyTo(i, position);
            }
        }
    }

    private void copyTo(int follower, int position) {
        lastArrival[follower] = Math.max(lastArrival[follower], engine.now() + store.copyTime.sample(store.copyChance));
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
        engine.free(copy);
        if (!valid || position <= applied[follower]) {
            return;
        }
        if (store.refreshNanos == 0) {
            store.meter.lagged(engine.now() - log.time(position));
        }
        int before = applied[follower];
        applied[follower] = position;
        acknowledge(before, position);
    }

    private void await(Call call, int position, int needed) {
        call.scratch = position;
        call.pending = needed;
        call.other = null;
        if (waitingTail == null) {
            waitingHead = call;
        } else {
            waitingTail.other = call;
        }
        waitingTail = call;
    }

    /** A follower has applied the log from after {@code before} up to {@code position}: some writers may go on. */
    private void acknowledge(int before, int position) {
        Call previous = null;
        Call call = waitingHead;
        while (call != null && call.scratch <= position) {
            Call next = call.other;
            if (call.scratch > before && --call.pending == 0) {
                if (previous == null) {
                    waitingHead = next;
                } else {
                    previous.other = next;
                }
                if (next == null) {
                    waitingTail = previous;
                }
                store.done(call);
            } else {
                previous = call;
            }
            call = next;
        }
    }

    /** A call that will not be answered by a copy of this shard; it need not have waited for followers. */
    void forget(Call lostCall) {
        Call previous = null;
        for (Call call = waitingHead; call != null; call = call.other) {
            if (call == lostCall) {
                if (previous == null) {
                    waitingHead = call.other;
                } else {
                    previous.other = call.other;
                }
                if (call.other == null) {
                    waitingTail = previous;
                }
                return;
            }
            previous = call;
        }
    }

    /** The leader has died just now, it ran before. */
    void leaderDied() {
        breakOff();
        if (store.failoverNanos >= 0 && stations.length > 1) {
            engine.schedule(failoverTimer, Replicas.FAIL_OVER, store.failoverNanos);
        }
    }

    boolean leaderUp() {
        return stations[leader].up();
    }

    boolean leads(int instance) {
        return instance == first + leader;
    }

    /** A dead leader sends nothing more: what has not arrived at a follower by now is only on the leader's disk. */
    private void breakOff() {
        epoch++;
        Arrays.fill(lastArrival, engine.now());
    }

    /** A copy that comes back catches up with the log; a leader that comes back in time stays the leader. */
    void recovered() {
        if (stations[leader].up()) {
            engine.cancel(failoverTimer);
        }
        for (int i = 0; i < stations.length; i++) {
            if (i != leader && stations[i].up() && applied[i] < log.end()) {
                copyTo(i, log.end());
            }
        }
    }

    void failOver() {
        int best = -1;
        for (int i = 0; i < stations.length; i++) {
            if (stations[i].up() && (best < 0 || applied[i] > applied[best])) {
                best = i;
            }
        }
        if (best < 0) {
            engine.schedule(failoverTimer, Replicas.FAIL_OVER, store.failoverNanos);
            return;
        }
        store.failovers.value++;
        int oldLeader = leader;
        leader = best;
        while (log.end() > applied[leader]) {
            int last = log.end();
            store.lost.value++;
            engine.journal.lost(
                    log.entity(last),
                    log.key(last),
                    log.version(last),
                    engine.now(),
                    Journal.place(store.node, first + oldLeader));
            log.cutLast();
        }
        for (int i = 0; i < stations.length; i++) {
            applied[i] = Math.min(applied[i], log.end());
            visible[i] = Math.min(visible[i], log.end());
            if (i != leader && stations[i].up()) {
                copyTo(i, log.end());
            }
        }
    }
}
