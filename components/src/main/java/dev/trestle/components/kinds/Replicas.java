package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Shares;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * The copies of a database at work. Instance 0 leads at first. A write is committed at the leader, then copied; with
 * synchronous replication the writer waits, holding its place at the leader, until enough followers have it. After the
 * leader has been down for the failover time the running follower that has most of the log takes over, and what only the
 * old leader had is lost.
 */
final class Replicas extends Behaviour {
    private static final int SERVED = FIRST_EVENT;
    private static final int APPLIED = FIRST_EVENT + 1;
    private static final int FAIL_OVER = FIRST_EVENT + 2;

    /** What the settings say, in the engine's units. */
    record Shape(
            int followers,
            String replication,
            String readFrom,
            Distribution copyTime,
            long failoverNanos,
            int workers,
            int queue) {}

    private final Work work;
    private final Distribution copyTime;
    private final Chance serviceChance;
    private final Chance copyChance;
    private final boolean semiSync;
    private final boolean sync;
    private final boolean readLeader;
    private final boolean readFollowers;
    private final long failoverNanos;
    private final Station[] stations;
    private final CommitLog log;
    /** Up to where each copy has applied the log, and when its last copy in flight arrives. */
    private final int[] applied;

    private final long[] lastArrival;
    private final long[] sizeBytes;
    private final Counter reads;
    private final Counter writes;
    private final Counter lost;
    private final Counter failovers;
    private Call failoverTimer;
    /** Writes that wait for followers, oldest first, linked by {@link Call#other}. */
    private Call waitingHead;

    private Call waitingTail;
    private int leader;
    private int turn;
    /** Changes when the leader dies; copies in flight from before that are void. */
    private int epoch;

    Replicas(Site site, Shape shape, Work work) {
        super(site.engine(), site.node(), site.id());
        this.work = work;
        sync = shape.replication().equals("sync");
        semiSync = shape.replication().equals("semi-sync");
        copyTime = shape.copyTime();
        serviceChance = site.chance("service");
        copyChance = site.chance("replication");
        readLeader = shape.readFrom().equals("leader");
        readFollowers = shape.readFrom().equals("followers");
        failoverNanos = shape.failoverNanos();
        stations = new Station[1 + shape.followers()];
        for (int i = 0; i < stations.length; i++) {
            stations[i] = new Station(engine, this, i, shape.workers(), shape.queue());
        }
        applied = new int[stations.length];
        lastArrival = new long[stations.length];
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        log = new CommitLog(sizeBytes.length);
        reads = meter.counter("reads");
        writes = meter.counter("writes");
        lost = meter.counter("lostWrites");
        failovers = meter.counter("failovers");
        if (stations.length > 1) {
            meter.measuresLag("from a write to a copy that has it", Shares.numbered("copy", stations.length));
        }
    }

    @Override
    public void start() {
        failoverTimer = engine.call(this);
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public String role(int instance) {
        return stations.length == 1 ? "" : instance == leader ? "leader" : "follower";
    }

    @Override
    public boolean up(int instance) {
        return stations[instance].up();
    }

    @Override
    public void arrive(Call call) {
        book(call);
        boolean read = call.verb == Call.READ;
        if (!read) {
            call.instance = leader;
        } else if (call.instance == Call.ANY) {
            call.instance = reader();
        }
        if (!stations[call.instance].enter(call)) {
            answer(call);
        }
    }

    /** The copy that answers the next read: those that run, in turn; the leader when no other may or can. */
    private int reader() {
        if (readLeader || stations.length == 1) {
            return leader;
        }
        for (int i = 0; i < stations.length; i++) {
            int copy = turn++ % stations.length;
            if (stations[copy].up() && !(readFollowers && copy == leader)) {
                return copy;
            }
        }
        return leader;
    }

    @Override
    public void begin(Call call) {
        engine.schedule(call, SERVED, stations[call.instance].slowed(work.nanos(call, serviceChance)));
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case SERVED -> served(call);
            case APPLIED -> apply(call);
            default -> failOver();
        }
    }

    private void served(Call call) {
        if (call.verb == Call.READ) {
            reads.value++;
            int position = call.instance == leader ? log.end() : applied[call.instance];
            call.version = log.versionAt(call.subject, call.key, position);
            call.replyBytes = sizeBytes[call.subject];
            done(call);
            return;
        }
        if (call.instance != leader) {
            // A failover has happened while it was executing: the old leader no longer takes writes.
            call.outcome = Call.FAILED;
            done(call);
            return;
        }
        writes.value++;
        call.version = engine.version(call);
        int position = log.append(call.subject, call.key, call.version, engine.now());
        engine.journal.committed(call.subject, call.key, call.version);
        applied[leader] = position;
        copy(position);
        int needed = sync ? stations.length - 1 : semiSync ? 1 : 0;
        if (needed == 0) {
            done(call);
        } else {
            await(call, position, needed);
        }
    }

    private void done(Call call) {
        call.place = Journal.place(node, call.instance);
        stations[call.instance].leave(call);
        answer(call);
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
        lastArrival[follower] = Math.max(lastArrival[follower], engine.now() + copyTime.sample(copyChance));
        Call copy = engine.call(this);
        copy.instance = follower;
        copy.scratch = position;
        copy.stage = epoch;
        engine.schedule(copy, APPLIED, lastArrival[follower] - engine.now());
    }

    private void apply(Call copy) {
        int follower = copy.instance;
        int position = (int) copy.scratch;
        boolean valid = copy.stage == epoch && stations[follower].up() && follower != leader;
        engine.free(copy);
        if (!valid || position <= applied[follower]) {
            return;
        }
        meter.lagged(follower, engine.now() - log.time(position));
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
                done(call);
            } else {
                previous = call;
            }
            call = next;
        }
    }

    @Override
    public void lose(Call call) {
        unlink(call);
        super.lose(call);
    }

    private void unlink(Call lostCall) {
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

    @Override
    public void crash(int instance) {
        boolean led = stations[leader].up();
        super.crash(instance);
        if (led && !stations[leader].up()) {
            breakOff();
            if (failoverNanos >= 0 && stations.length > 1) {
                engine.schedule(failoverTimer, FAIL_OVER, failoverNanos);
            }
        }
    }

    /** A dead leader sends nothing more: what has not arrived at a follower by now is only on the leader's disk. */
    private void breakOff() {
        epoch++;
        Arrays.fill(lastArrival, engine.now());
    }

    /** A copy that comes back catches up with the log; a leader that comes back in time stays the leader. */
    @Override
    public void recover(int instance) {
        super.recover(instance);
        if (stations[leader].up()) {
            engine.cancel(failoverTimer);
        }
        for (int i = 0; i < stations.length; i++) {
            if (i != leader && stations[i].up() && applied[i] < log.end()) {
                copyTo(i, log.end());
            }
        }
    }

    private void failOver() {
        int best = -1;
        for (int i = 0; i < stations.length; i++) {
            if (stations[i].up() && (best < 0 || applied[i] > applied[best])) {
                best = i;
            }
        }
        if (best < 0) {
            engine.schedule(failoverTimer, FAIL_OVER, failoverNanos);
            return;
        }
        failovers.value++;
        int oldLeader = leader;
        leader = best;
        while (log.end() > applied[leader]) {
            int last = log.end();
            lost.value++;
            engine.journal.lost(
                    log.entity(last), log.key(last), log.version(last), engine.now(), Journal.place(node, oldLeader));
            log.cutLast();
        }
        for (int i = 0; i < stations.length; i++) {
            applied[i] = Math.min(applied[i], log.end());
            if (i != leader && stations[i].up()) {
                copyTo(i, log.end());
            }
        }
    }
}
