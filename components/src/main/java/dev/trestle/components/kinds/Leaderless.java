package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Shares;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Stock;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * Nodes without a leader at work. The node that a request comes to coordinates it: it asks all N owners of the row and
 * answers with the first R or W that reply; what comes later repairs reads and leaves hints ({@link Handoff}). What nodes have
 * on their disks is up to {@link NodeTables}, whose write is the later one to {@link Timestamps}.
 *
 * <p>Calls: the request waits at its coordinator, parked; a <em>round</em> (child of the request) stands for all that is
 * done on its behalf and outlives the answer; each owner gets a <em>task</em> (child of the round). Delays are those of
 * the WARS model (Bailis et al., "Probabilistically bounded staleness", VLDB 2012): write, acknowledge, read, respond.
 */
final class Leaderless extends Behaviour {
    private static final int COORDINATED = FIRST_EVENT;
    private static final int TIMED_OUT = FIRST_EVENT + 1;
    static final int AT_OWNER = FIRST_EVENT + 2;
    static final int SERVED = FIRST_EVENT + 3;
    private static final int BACK = FIRST_EVENT + 4;
    private static final int GIVEN_UP = FIRST_EVENT + 5;

    /** What a call is, in {@link Call#stage}; 0 is a request from outside. */
    private static final int REQUEST = 0;

    private static final int READ_TASK = 1;
    private static final int WRITE_TASK = 2;
    private static final int REPAIR = 3;
    static final int HINT = 4;
    static final int COMPACTION = 5;

    private final WideColumn.Shape shape;
    private final int nodes;
    private final Station[] stations;
    private final NodeTables tables;
    private final CommitLog log;
    private final Preference preference;
    private final Handoff handoff;
    private final Timestamps timestamps;
    private final DamagedTables damage;
    private final Chance damageChance;
    private final boolean[] runs;
    private final boolean[] away;
    private final long[] downSince;
    private final int[] lives;
    private final Severed cut;
    private final long[] sizeBytes;
    private final Chance coordinators;
    private final Chance service;
    private final Chance network;
    private final Stock.Shelf stock;
    private final Counter reads = meter.counter("reads");
    private final Counter writes = meter.counter("writes");
    private final Counter repairs = meter.counter("repairs");
    private final Counter unavailable = meter.counter("unavailable");
    private final Staleness staleness;
    /** Whether a request goes to all owners, or to as many as its quorum needs, drawn anew each time. */
    private final boolean readsAll;

    private final boolean writesAll;
    private int timeoutLane;

    Leaderless(Site site) {
        super(site.engine(), site.node(), site.id());
        Settings settings = site.settings();
        shape = WideColumn.shape(settings);
        nodes = settings.integer(WideColumn.NODES);
        stations = new Station[nodes];
        stock = site.stock().at(meter);
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        long[] counts = site.entities().stream().mapToLong(EntityPlan::count).toArray();
        log = new CommitLog(sizeBytes.length);
        staleness = new Staleness(meter);
        readsAll = settings.text(WideColumn.READS_ASK).equals("all");
        writesAll = settings.text(WideColumn.WRITES_REACH).equals("all");
        LsmTree[] trees = new LsmTree[nodes];
        for (int i = 0; i < nodes; i++) {
            stations[i] = new Station(engine, this, i, settings.integer(WideColumn.WORKERS), Integer.MAX_VALUE);
            trees[i] = new LsmTree(shape.tree(), log, sizeBytes, counts);
        }
        HashRing ring = new HashRing(nodes, settings.integer(WideColumn.VIRTUAL_NODES));
        preference = new Preference(ring, nodes, shape.copies(), settings.integer(WideColumn.SITES));
        runs = new boolean[nodes];
        Arrays.fill(runs, true);
        downSince = new long[nodes];
        service = site.chance("service");
        tables = new NodeTables(this, engine, shape, trees, stations, service);
        timestamps = new Timestamps(site, meter, log, nodes);
        handoff = new Handoff(this, engine, shape, nodes);
        damage = new DamagedTables(this, engine, log, trees, preference);
        damageChance = site.chance("damage");
        away = new boolean[nodes];
        lives = new int[nodes];
        cut = new Severed(nodes);
        coordinators = site.chance("coordinators");
        network = site.chance("network");
        meter.measuresLag("from a write to a node that has it", Shares.numbered("node", nodes));
    }

    @Override
    public void start() {
        timeoutLane = engine.lane(shape.timeoutNanos());
    }

    @Override
    public int instances() {
        return nodes;
    }

    @Override
    public boolean up(int instance) {
        return runs[instance];
    }

    /** How long a node that does not run has been down, in nanoseconds; 0 for one that runs. */
    long downNanos(int instance) {
        return runs[instance] ? 0 : engine.now() - downSince[instance];
    }

    /** Drivers know who runs and who is near: any of the nearest nodes coordinates, each with the same chance. */
    @Override
    public int choose(Call call) {
        int first = (int) coordinators.below(nodes);
        int best = first;
        long bestNanos = Long.MAX_VALUE;
        for (int i = 0; i < nodes && bestNanos > 0; i++) {
            int candidate = (first + i) % nodes;
            long nanos = runs[candidate] ? engine.network().nanosTo(call, node, candidate) : -1;
            if (nanos >= 0 && nanos < bestNanos) {
                best = candidate;
                bestNanos = nanos;
            }
        }
        return best;
    }

    @Override
    public void arrive(Call call) {
        book(call);
        if (findsNoRoom(call)) {
            return;
        }
        if (call.instance == Call.ANY) {
            call.instance = choose(call);
        }
        if (stations[call.instance].enter(call)) {
            engine.scheduleInLane(call, TIMED_OUT, timeoutLane);
        } else {
            answer(call);
        }
    }

    @Override
    public void begin(Call call) {
        Station station = stations[call.instance];
        switch (call.stage) {
            case REQUEST ->
                engine.schedule(
                        call, COORDINATED, station.slowed(shape.coordinate().sample(service)));
            case READ_TASK -> engine.schedule(call, SERVED, station.slowed(tables.lookUp(call)));
            case COMPACTION -> engine.schedule(call, SERVED, station.slowed(call.scratch));
            default ->
                engine.schedule(call, SERVED, station.slowed(shape.write().sample(service)));
        }
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case COORDINATED -> {
                stations[call.instance].park(call);
                coordinate(call);
            }
            case TIMED_OUT -> end(call, Call.TIMED_OUT);
            case AT_OWNER -> atOwner(call);
            case SERVED -> served(call);
            case BACK -> {
                if (engine.network().joins(node, call.instance, call.parent.instance)) {
                    back(call);
                } else {
                    missed(call);
                }
            }
            default -> giveUp(call);
        }
    }

    private void end(Call request, int outcome) {
        request.place = Journal.place(node, request.instance);
        stations[request.instance].leave(request);
        request.outcome = outcome;
        answer(request);
    }

    private void coordinate(Call request) {
        boolean read = request.verb == Call.READ;
        long row = LruKeys.of(request.subject, request.key);
        (read ? reads : writes).value++;
        preference.of(row);
        for (int i = 0; i < nodes; i++) {
            away[i] = !runs[i] && engine.now() - downSince[i] >= shape.detectNanos()
                    || cut.since(request.instance, i) <= engine.now() - shape.detectNanos();
        }
        Arrays.fill(preference.substitutes, -1);
        if (shape.sloppy()) {
            preference.standIn(row, away);
        }
        int asked = preference.asked(away);
        if (asked < (read ? shape.readQuorum() : shape.writeQuorum())) {
            unavailable.value++;
            end(request, Call.FAILED);
            return;
        }
        long seen = tables.seen(preference, row, away, stock.counts(request.subject) ? shape.readQuorum() : 0);
        if (stock.refuses(request, seen)) {
            end(request, Call.MISS);
            return;
        }
        Call round = engine.child(request);
        round.instance = request.instance;
        round.repeat = lives[request.instance];
        boolean all = read ? readsAll : writesAll;
        round.pending = all ? asked : read ? shape.readQuorum() : shape.writeQuorum();
        if (!read) {
            request.version = engine.nextVersion();
            stock.made(request, seen);
            int write = log.append(request.subject, request.key, request.version, engine.now());
            log.stamp(write, timestamps.of(request.instance, skewNanos(request.instance)));
            round.scratch = write;
            engine.journal.committed(request, engine.now());
        }
        askOwners(round, read);
    }

    private void askOwners(Call round, boolean read) {
        boolean all = read ? readsAll : writesAll;
        int chosen = all ? 0 : round.pending;
        int left = preference.asked(away);
        for (int i = 0; i < preference.owners.length; i++) {
            int owner = preference.owners[i];
            int target = away[owner] ? preference.substitutes[i] : owner;
            if (!all && target >= 0) {
                // One after the other with the chance that leaves every set of that size equally likely.
                boolean taken = coordinators.below(left--) < chosen;
                if (!taken) {
                    continue;
                }
                chosen--;
            }
            if (away[owner] && !read) {
                handoff.hint(owner, target < 0 ? round.instance : target, (int) round.scratch);
            }
            if (target >= 0) {
                Call task = engine.child(round);
                task.stage = read ? READ_TASK : WRITE_TASK;
                task.instance = target;
                task.scratch = round.scratch;
                task.message = round.instance;
                engine.network().carried(node, round.instance, target, read ? 0 : sizeBytes[round.subject]);
                engine.schedule(task, AT_OWNER, delay(read ? shape.r() : shape.w(), round.instance, target));
            }
        }
    }

    /** How long a message takes from one node to another. */
    long delay(Distribution law, int from, int to) {
        long nanos = law.sample(network) + engine.network().apartNanos(node, from, to, network);
        return preference.site(from) == preference.site(to)
                ? nanos
                : nanos + shape.siteDelay().sample(network);
    }

    /** Tasks say in {@link Call#message} who sent them. */
    private void atOwner(Call task) {
        boolean arrives = runs[task.instance] && engine.network().joins(node, (int) task.message, task.instance);
        if (!arrives || !stations[task.instance].enter(task)) {
            missed(task);
        }
    }

    private void served(Call task) {
        int owner = task.instance;
        if (task.stage == COMPACTION) {
            tables.compacted(task);
            return;
        }
        if (task.stage != READ_TASK) {
            apply(task);
        }
        stations[owner].leave(task);
        if (task.stage == READ_TASK && damage.finds(owner, LruKeys.of(task.subject, task.key), (int) task.scratch)) {
            task.outcome = Call.FAILED;
        }
        if (task.stage == READ_TASK || task.stage == WRITE_TASK) {
            Distribution law = task.stage == READ_TASK ? shape.s() : shape.a();
            long bytes = task.stage == READ_TASK ? sizeBytes[task.subject] : 0;
            engine.network().carried(node, owner, task.parent.instance, bytes);
            engine.schedule(task, BACK, delay(law, owner, task.parent.instance));
            return;
        }
        boolean hint = task.stage == HINT;
        engine.free(task);
        if (hint) {
            handoff.arrived(owner);
        }
    }

    /** Timestamps from the future stay when the clocks are right again. */
    @Override
    public void skew(long nanos) {
        super.skew(nanos);
        timestamps.skewed(nanos);
    }

    private void apply(Call task) {
        int write = (int) task.scratch;
        if (write == 0) {
            damage.repaired(task.instance, LruKeys.of(task.subject, task.key));
            return;
        }
        long row = LruKeys.of(log.entity(write), log.key(write));
        damage.repaired(task.instance, row);
        meter.lagged(task.instance, engine.now() - log.time(write));
        if (timestamps.mayDisagree()) {
            timestamps.compare(write, tables.newest(task.instance, row), Journal.place(node, task.instance));
        }
        tables.put(task.instance, row, write);
    }

    /** A reply has come back to the coordinator, if that still is the one who asked. */
    private void back(Call task) {
        Call round = task.parent;
        boolean read = task.stage == READ_TASK;
        if (task.outcome != Call.OK) {
            // Of those that are still to reply there may be too few.
            if (round.step + round.pending - 1 < shape.readQuorum() && round.parentWaits()) {
                end(round.parent, Call.FAILED);
            }
            settle(task);
            return;
        }
        round.step++;
        if (read && LsmTree.newer(log, (int) task.scratch, (int) round.scratch)) {
            round.scratch = task.scratch;
        }
        int needed = read ? shape.readQuorum() : shape.writeQuorum();
        if (round.step == needed && round.parentWaits()) {
            Call request = round.parent;
            if (read) {
                request.version = round.scratch == 0 ? 0 : log.version((int) round.scratch);
                request.replyBytes = sizeBytes[request.subject];
                staleness.read(request, log);
            } else {
                log.acknowledge((int) round.scratch, engine.now());
            }
            end(request, Call.OK);
        }
        settle(task);
    }

    /** The owner was down or died with the task: nobody answers. */
    private void missed(Call task) {
        if (task.stage == REPAIR) {
            engine.free(task);
        } else if (task.stage == HINT) {
            handoff.missed(task);
        } else if (task.stage == WRITE_TASK && shape.handoff()) {
            task.outcome = Call.CRASHED;
            engine.scheduleInLane(task, GIVEN_UP, timeoutLane);
        } else {
            task.outcome = Call.CRASHED;
            settle(task);
        }
    }

    /** The coordinator has waited long enough for this owner: it keeps the write for it. */
    private void giveUp(Call task) {
        Call round = task.parent;
        if (lives[round.instance] == round.repeat) {
            handoff.hint(task.instance, round.instance, (int) task.scratch);
            handoff.deliver(task.instance);
        }
        settle(task);
    }

    private void settle(Call task) {
        Call round = task.parent;
        task.other = round.other;
        round.other = task;
        if (--round.pending == 0) {
            finish(round);
        }
    }

    /** All owners have replied or will not: those that replied with something old are told. */
    private void finish(Call round) {
        boolean repairing = round.verb == Call.READ && shape.readRepair() && lives[round.instance] == round.repeat;
        Call task = round.other;
        while (task != null) {
            Call next = task.other;
            task.other = null;
            boolean old = task.outcome == Call.OK && task.scratch != round.scratch;
            boolean damaged = task.outcome == Call.FAILED && round.step > 0;
            if (repairing && (old || damaged)) {
                repairs.value++;
                task.orphan();
                task.outcome = Call.OK;
                task.stage = REPAIR;
                task.scratch = round.scratch;
                task.message = round.instance;
                engine.network().carried(node, round.instance, task.instance, sizeBytes[task.subject]);
                engine.schedule(task, AT_OWNER, delay(shape.w(), round.instance, task.instance));
            } else {
                engine.free(task);
            }
            task = next;
        }
        engine.free(round);
    }

    @Override
    public void lose(Call call) {
        if (call.stage == REQUEST) {
            super.lose(call);
            return;
        }
        engine.cancel(call);
        if (call.stage == COMPACTION) {
            tables.lose(call);
        } else {
            missed(call);
        }
    }

    @Override
    public void crash(int instance) {
        for (int i = 0; i < nodes; i++) {
            if (runs[i] && (instance < 0 || instance == i)) {
                runs[i] = false;
                downSince[i] = engine.now();
                lives[i]++;
            }
        }
        super.crash(instance);
    }

    /** With hints about, what an owner has missed may still come. */
    @Override
    public void corrupt(int instance, double share) {
        long settled = handoff.pending() ? Long.MIN_VALUE : engine.now() - shape.timeoutNanos();
        for (int i = 0; i < nodes; i++) {
            if (instance < 0 || i == instance) {
                damage.corrupt(i, share, damageChance.below(Long.MAX_VALUE), settled);
            }
        }
    }

    @Override
    public void behind(java.util.function.LongConsumer ages) {
        handoff.each(write -> ages.accept(engine.now() - log.time(write)));
    }

    /** A node that is back takes its hints, and hands out those that it keeps for others. */
    @Override
    public void recover(int instance) {
        super.recover(instance);
        for (int i = 0; i < nodes; i++) {
            runs[i] |= instance < 0 || instance == i;
        }
        makeUp();
    }

    /** Whoever can be reached again is handed what was kept for it. */
    @Override
    public void rewired() {
        cut.rewired(engine.network(), node, engine.now());
        makeUp();
    }

    private void makeUp() {
        for (int i = 0; i < nodes; i++) {
            handoff.deliver(i);
            tables.compact(i);
        }
    }
}
