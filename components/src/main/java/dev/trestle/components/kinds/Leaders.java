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
import java.util.Arrays;

/**
 * The leaders of a database at work, an instance each. People read and write at the leader of their home region, or at the
 * next one that runs. A write is acknowledged there and copied to the others, in order; each executes it again, and finds
 * by version vectors ({@link Revisions}) whether it knew of what stands there, or contradicts it.
 */
final class Leaders extends Behaviour {
    private static final int SERVED = FIRST_EVENT;
    private static final int ARRIVED = FIRST_EVENT + 1;
    /** {@link Call#stage} of a copy that waits for or has a worker. */
    private static final int EXECUTING = 1;

    private final Distribution readTime;
    private final Distribution writeTime;
    private final Distribution lag;
    private final Chance serviceChance;
    private final Chance lagChance;
    private final boolean keepBoth;
    private final long[] clockOff;
    private final Station[] stations;
    private final Revisions revisions;
    /** What each leader has of each key: a revision. */
    private final LongMap[] heads;
    /** Revisions in the order in which a leader has made them, with their keys and times: what the others must get. */
    private int[][] logs;

    private long[][] logKeys;
    private long[][] logTimes;
    private final int[] logEnds;
    /** Up to where a leader (first) has the log of another one (second), and when the last copy on its way arrives. */
    private final int[][] applied;

    private final long[][] lastArrival;
    /** Changes when a leader dies: what it had not yet sent arrives only after it is back. */
    private final int[] epochs;

    private final long[] sizeBytes;
    private final Counter reads;
    private final Counter writes;
    private final Counter copies;
    private final Counter conflicts;
    private final Counter lost;

    Leaders(Site site) {
        super(site.engine(), site.node(), site.id());
        Settings settings = site.settings();
        int leaders = settings.integer(MultiLeader.LEADERS);
        readTime = settings.distribution(MultiLeader.READ_TIME);
        writeTime = settings.distribution(MultiLeader.WRITE_TIME);
        lag = settings.distribution(MultiLeader.LAG);
        serviceChance = site.chance("service");
        lagChance = site.chance("replication");
        keepBoth = settings.text(MultiLeader.CONFLICTS).equals("keep both");
        clockOff = new long[leaders];
        stations = new Station[leaders];
        heads = new LongMap[leaders];
        Chance clockChance = site.chance("clocks");
        for (int i = 0; i < leaders; i++) {
            clockOff[i] = (long) ((2 * clockChance.uniform() - 1) * settings.nanos(MultiLeader.CLOCK_SKEW));
            stations[i] = new Station(engine, this, i, settings.integer(MultiLeader.WORKERS), Integer.MAX_VALUE);
            heads[i] = new LongMap(64);
        }
        revisions = new Revisions(leaders);
        logs = new int[leaders][256];
        logKeys = new long[leaders][256];
        logTimes = new long[leaders][256];
        logEnds = new int[leaders];
        applied = new int[leaders][leaders];
        lastArrival = new long[leaders][leaders];
        epochs = new int[leaders];
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        reads = meter.counter("reads");
        writes = meter.counter("writes");
        copies = meter.counter("copies");
        conflicts = meter.counter("conflicts");
        lost = meter.counter("lostWrites");
        meter.measuresLag();
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public String role(int instance) {
        return "leader of region " + (instance + 1);
    }

    @Override
    public boolean up(int instance) {
        return stations[instance].up();
    }

    @Override
    public void arrive(Call call) {
        book(call);
        int home = (int) Long.remainderUnsigned(HashRing.mix(call.client), stations.length);
        call.instance = home;
        for (int i = 0; i < stations.length && !stations[call.instance].up(); i++) {
            call.instance = (home + i) % stations.length;
        }
        if (!stations[call.instance].enter(call)) {
            answer(call);
        }
    }

    @Override
    public void begin(Call call) {
        Distribution time = call.verb == Call.READ ? readTime : writeTime;
        engine.schedule(call, SERVED, stations[call.instance].slowed(time.sample(serviceChance)));
    }

    @Override
    public void event(Call call, int type) {
        if (type == ARRIVED) {
            arrived(call);
        } else if (call.stage == EXECUTING) {
            apply(call);
        } else {
            served(call);
        }
    }

    private void served(Call call) {
        int leader = call.instance;
        long key = LruKeys.of(call.subject, call.key);
        int head = head(leader, key);
        if (call.verb == Call.READ) {
            reads.value++;
            call.version = head < 0 ? 0 : revisions.version(head);
            call.replyBytes = sizeBytes[call.subject];
        } else {
            writes.value++;
            call.version = engine.version(call);
            engine.journal.committed(call.subject, call.key, call.version);
            int made = revisions.write(leader, head, call.version, engine.now() + clockOff[leader]);
            heads[leader].put(key, made);
            log(leader, key, made);
            for (int other = 0; other < stations.length; other++) {
                if (other != leader && stations[other].up()) {
                    send(leader, other);
                }
            }
        }
        call.place = Journal.place(node, leader);
        stations[leader].leave(call);
        answer(call);
    }

    private int head(int leader, long key) {
        long head = heads[leader].get(key);
        return head == LongMap.NONE ? -1 : (int) head;
    }

    private void log(int leader, long key, int revision) {
        int end = ++logEnds[leader];
        if (end == logs[leader].length) {
            logs[leader] = Arrays.copyOf(logs[leader], 2 * end);
            logKeys[leader] = Arrays.copyOf(logKeys[leader], 2 * end);
            logTimes[leader] = Arrays.copyOf(logTimes[leader], 2 * end);
        }
        logs[leader][end] = revision;
        logKeys[leader][end] = key;
        logTimes[leader][end] = engine.now();
    }

    /** Sends all that a leader has made so far to another one; what is on its way already is not applied twice. */
    private void send(int from, int to) {
        lastArrival[to][from] = Math.max(lastArrival[to][from], engine.now() + lag.sample(lagChance));
        Call copy = engine.call(this);
        copy.verb = Call.WRITE;
        copy.instance = to;
        copy.step = from;
        copy.scratch = logEnds[from];
        copy.repeat = epochs[from];
        engine.schedule(copy, ARRIVED, lastArrival[to][from] - engine.now());
    }

    private void arrived(Call copy) {
        boolean valid = copy.repeat == epochs[copy.step] && stations[copy.instance].up();
        copy.stage = EXECUTING;
        if (!valid || copy.scratch <= applied[copy.instance][copy.step] || !stations[copy.instance].enter(copy)) {
            engine.free(copy);
        }
    }

    private void apply(Call copy) {
        int to = copy.instance;
        int from = copy.step;
        stations[to].leave(copy);
        while (applied[to][from] < copy.scratch) {
            int position = ++applied[to][from];
            copies.value++;
            meter.lagged(engine.now() - logTimes[from][position]);
            receive(to, logKeys[from][position], logs[from][position]);
        }
        engine.free(copy);
    }

    private void receive(int leader, long key, int revision) {
        int head = head(leader, key);
        if (head < 0 || revisions.knows(revision, head)) {
            heads[leader].put(key, revision);
            return;
        }
        if (revisions.knows(head, revision)) {
            return;
        }
        boolean wins = revisions.later(revision, head);
        int winner = wins ? revision : head;
        int loser = wins ? head : revision;
        heads[leader].put(key, revisions.merge(winner, loser));
        if (revisions.loses(loser)) {
            conflicts.value++;
            if (!keepBoth) {
                lost.value++;
                engine.journal.lost(
                        (int) (key >>> 48),
                        key & (1L << 48) - 1,
                        revisions.version(loser),
                        engine.now(),
                        Journal.place(node, leader));
            }
        }
    }

    @Override
    public void lose(Call call) {
        if (call.stage == EXECUTING) {
            engine.free(call);
        } else {
            super.lose(call);
        }
    }

    @Override
    public void crash(int instance) {
        super.crash(instance);
        for (int i = 0; i < stations.length; i++) {
            if (instance < 0 || i == instance) {
                epochs[i]++;
                for (int other = 0; other < stations.length; other++) {
                    lastArrival[other][i] = engine.now();
                }
            }
        }
    }

    /** A leader that comes back sends what the others do not have, and gets what it has missed. */
    @Override
    public void recover(int instance) {
        super.recover(instance);
        for (int from = 0; from < stations.length; from++) {
            for (int to = 0; to < stations.length; to++) {
                boolean behind = applied[to][from] < logEnds[from];
                if (from != to && behind && stations[from].up() && stations[to].up()) {
                    send(from, to);
                }
            }
        }
    }
}
