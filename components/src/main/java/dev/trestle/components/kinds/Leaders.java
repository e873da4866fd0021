package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.engine.Shares;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Stock;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * Leaders of several regions at work: each takes reads and writes for its own people at once and tells the others
 * later, in order.
 *
 * <p>Two writes to a row are in conflict when neither leader had seen the other's. A write remembers how much of each
 * region's history its leader had seen, a version vector (Parker et al., "Detection of mutual inconsistency in
 * distributed systems", IEEE TSE 9(3), 1983); as copies arrive in order, one number per region says it all.
 */
final class Leaders extends Behaviour {
    private static final int SERVED = FIRST_EVENT;
    private static final int ARRIVED = FIRST_EVENT + 1;
    private static final int FORWARDED = FIRST_EVENT + 2;

    private final Station[] stations;
    private final boolean keepBoth;
    private final double roaming;
    private final Distribution readTime;
    private final Distribution writeTime;
    private final Distribution lag;
    private final Chance service;
    private final Chance network;
    private final Chance travel;
    private final CommitLog log;
    private final long[] sizeBytes;
    private final long[] clockNanos;
    /** By write: its region, its place in the region's history, and the vector of what the region had seen. */
    private int[] origins = new int[1_024];

    private int[] sequences = new int[1_024];
    private int[] seen;
    private boolean[] inConflict = new boolean[1_024];
    /** By region: its writes in order, how much of each other region it has applied, and its newest write of each row. */
    private final int[][] histories;

    private final int[] lengths;
    private final int[][] applied;
    private final long[][] lastArrival;
    private final LongMap[] newest;
    private final DamagedRegions damage;
    private final Chance damageChance;
    private final Stock.Shelf stock;
    private final Counter reads = meter.counter("reads");
    private final Counter writes = meter.counter("writes");
    private final Counter conflicts = meter.counter("conflicts");
    private final Counter lostUpdates = meter.counter("lostUpdates");
    private final Counter keptBoth = meter.counter("keptBoth");

    Leaders(Site site) {
        super(site.engine(), site.node(), site.id());
        Settings settings = site.settings();
        int regions = settings.integer(MultiLeader.REGIONS);
        keepBoth = settings.text(MultiLeader.CONFLICTS).equals("keep-both");
        roaming = settings.ratio(MultiLeader.ROAMING);
        readTime = settings.distribution(MultiLeader.READ_TIME);
        writeTime = settings.distribution(MultiLeader.WRITE_TIME);
        lag = settings.distribution(MultiLeader.LAG);
        stock = site.stock().at(meter);
        service = site.chance("service");
        network = site.chance("replication");
        travel = site.chance("roaming");
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        log = new CommitLog(sizeBytes.length);
        stations = new Station[regions];
        newest = new LongMap[regions];
        clockNanos = new long[regions];
        long skew = settings.nanos(MultiLeader.CLOCK_SKEW);
        Chance clocks = site.chance("clocks");
        for (int i = 0; i < regions; i++) {
            stations[i] = new Station(engine, this, i, settings.integer(MultiLeader.WORKERS), Integer.MAX_VALUE);
            newest[i] = new LongMap(1_024);
            clockNanos[i] = skew > 0 ? clocks.below(2 * skew + 1) - skew : 0;
        }
        damage = new DamagedRegions(this, engine, log, newest);
        damageChance = site.chance("damage");
        histories = new int[regions][1_024];
        lengths = new int[regions];
        applied = new int[regions][regions];
        lastArrival = new long[regions][regions];
        seen = new int[1_024 * regions];
        meter.measuresLag("from a write to a region that has it", Shares.numbered("region", regions));
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public boolean up(int instance) {
        return stations[instance].up();
    }

    /** Where regions are drawn, who asks goes to the nearest leader that is to be reached, unless they travel. */
    @Override
    public int choose(Call call) {
        if (engine.network().spots(node) == 1) {
            return Call.ANY;
        }
        int best = -1;
        long bestNanos = 0;
        int first = roaming > 0 && travel.happens(roaming) ? (int) travel.below(stations.length) : -1;
        for (int i = 0; i < stations.length; i++) {
            long nanos = i == first ? 0 : engine.network().nanosTo(call, node, i);
            if (stations[i].up() && nanos >= 0 && (best < 0 || i == first || nanos < bestNanos && best != first)) {
                best = i;
                bestNanos = nanos;
            }
        }
        return best;
    }

    /** People go to the leader of their region, unless they travel or it is down. */
    @Override
    public void arrive(Call call) {
        book(call);
        if (findsNoRoom(call)) {
            return;
        }
        if (call.instance == Call.ANY) {
            int regions = stations.length;
            call.instance = (int) Math.floorMod(HashRing.mix(call.client), (long) regions);
            if (roaming > 0 && travel.happens(roaming)) {
                call.instance = (int) travel.below(regions);
            }
            for (int i = 0; i < regions && !stations[call.instance].up(); i++) {
                call.instance = (call.instance + 1) % regions;
            }
        }
        if (!stations[call.instance].enter(call)) {
            answer(call);
        }
    }

    @Override
    public void begin(Call call) {
        Distribution time = call.verb == Call.READ ? readTime : writeTime;
        engine.schedule(call, SERVED, stations[call.instance].slowed(time.sample(service)));
    }

    @Override
    public void event(Call call, int type) {
        if (type == ARRIVED) {
            catchUp(call);
            return;
        }
        if (type == FORWARDED) {
            if (!stations[call.instance].enter(call)) {
                answer(call);
            }
            return;
        }
        int region = call.instance;
        long row = LruKeys.of(call.subject, call.key);
        if (call.verb == Call.READ && damage.finds(region, row)) {
            askAnother(call, region, row);
            return;
        }
        if (call.verb == Call.READ) {
            reads.value++;
            int write = (int) Math.max(0, newest[region].get(row));
            call.version = write == 0 ? 0 : log.version(write);
            call.replyBytes = sizeBytes[call.subject];
        } else {
            writes.value++;
            write(call, region, row);
        }
        call.place = Journal.place(node, region);
        stations[region].leave(call);
        answer(call);
    }

    /** Another region that has the same of the row answers in place of this one, which takes it over. */
    private void askAnother(Call call, int region, long row) {
        int other = damage.repaired(region, row);
        stations[region].leave(call);
        if (other < 0) {
            call.outcome = Call.FAILED;
            call.place = Journal.place(node, region);
            answer(call);
            return;
        }
        call.instance = other;
        long there = engine.network().apartNanos(node, region, other, network);
        long back = engine.network().apartNanos(node, other, region, network);
        engine.schedule(call, FORWARDED, there + back);
    }

    @Override
    public void corrupt(int instance, double share) {
        for (int i = 0; i < stations.length; i++) {
            if (instance < 0 || instance == i) {
                damage.corrupt(i, share, damageChance.below(Long.MAX_VALUE));
            }
        }
    }

    private void write(Call call, int region, long row) {
        int before = (int) Math.max(0, newest[region].get(row));
        // What other regions have sold since, this one does not know.
        long seen = before == 0 ? 0 : log.version(before);
        if (stock.refuses(call, seen)) {
            return;
        }
        call.version = engine.nextVersion();
        stock.made(call, seen);
        // A clock that is behind steps over the timestamp that it has seen: what follows must win.
        long clock = engine.now() + clockNanos[region] + skewNanos(region);
        long time = before == 0 ? clock : Math.max(clock, log.stamp(before) + 1);
        int write = log.append(call.subject, call.key, call.version, engine.now());
        log.stamp(write, time);
        engine.journal.committed(call, engine.now());
        remember(write, region);
        put(region, row, write);
        for (int other = 0; other < stations.length; other++) {
            if (other != region && stations[other].up()) {
                copy(region, other);
            }
        }
    }

    private void remember(int write, int region) {
        int regions = stations.length;
        if (write >= origins.length) {
            int length = 2 * write;
            origins = Arrays.copyOf(origins, length);
            sequences = Arrays.copyOf(sequences, length);
            inConflict = Arrays.copyOf(inConflict, length);
            seen = Arrays.copyOf(seen, length * regions);
        }
        if (++lengths[region] == histories[region].length) {
            histories[region] = Arrays.copyOf(histories[region], 2 * lengths[region]);
        }
        histories[region][lengths[region]] = write;
        applied[region][region] = lengths[region];
        origins[write] = region;
        sequences[write] = lengths[region];
        for (int i = 0; i < regions; i++) {
            seen[write * regions + i] = applied[region][i];
        }
    }

    /** Tells another region how far this one is; the order on the way is kept. */
    private void copy(int from, int to) {
        if (!engine.network().joins(node, from, to)) {
            return;
        }
        long nanos = lag.sample(network) + engine.network().apartNanos(node, from, to, network);
        lastArrival[from][to] = Math.max(lastArrival[from][to], engine.now() + nanos);
        Call copy = engine.call(this);
        copy.instance = to;
        copy.key = from;
        copy.scratch = lengths[from];
        engine.schedule(copy, ARRIVED, lastArrival[from][to] - engine.now());
    }

    private void catchUp(Call copy) {
        int to = copy.instance;
        int from = (int) copy.key;
        int upTo = (int) copy.scratch;
        engine.free(copy);
        if (!stations[to].up() || !stations[from].up() || !engine.network().joins(node, from, to)) {
            return;
        }
        while (applied[to][from] < upTo) {
            int write = histories[from][++applied[to][from]];
            meter.lagged(to, engine.now() - log.time(write));
            take(to, write);
        }
    }

    @Override
    public void behind(java.util.function.LongConsumer ages) {
        for (int to = 0; to < stations.length; to++) {
            for (int from = 0; from < stations.length; from++) {
                for (int i = applied[to][from] + 1; from != to && i <= lengths[from]; i++) {
                    ages.accept(engine.now() - log.time(histories[from][i]));
                }
            }
        }
    }

    private boolean saw(int write, int other) {
        return seen[write * stations.length + origins[other]] >= sequences[other];
    }

    private void take(int region, int write) {
        long row = LruKeys.of(log.entity(write), log.key(write));
        int here = (int) Math.max(0, newest[region].get(row));
        if (here == 0 || saw(write, here)) {
            put(region, row, write);
            return;
        }
        if (saw(here, write)) {
            return;
        }
        boolean wins = LsmTree.newer(log, write, here);
        if (wins) {
            put(region, row, write);
        }
        conflict(wins ? here : write, region);
    }

    private void put(int region, long row, int write) {
        newest[region].put(row, write);
        damage.written(region, row);
    }

    /** The write that does not stay on top; told once, though every region finds it by itself. */
    private void conflict(int loser, int region) {
        if (inConflict[loser]) {
            return;
        }
        inConflict[loser] = true;
        conflicts.value++;
        if (keepBoth) {
            keptBoth.value++;
            return;
        }
        lostUpdates.value++;
        engine.journal.lost(
                log.entity(loser), log.key(loser), log.version(loser), engine.now(), Journal.place(node, region));
    }

    /** A region that is back tells the others what they miss and hears what it has missed: nothing is lost with it. */
    @Override
    public void recover(int instance) {
        super.recover(instance);
        makeUp();
    }

    /** So does one that is cut off no longer. */
    @Override
    public void rewired() {
        makeUp();
    }

    private void makeUp() {
        for (int from = 0; from < stations.length; from++) {
            for (int to = 0; to < stations.length; to++) {
                boolean behind = from != to && applied[to][from] < lengths[from];
                if (behind && stations[from].up() && stations[to].up()) {
                    copy(from, to);
                }
            }
        }
    }
}
