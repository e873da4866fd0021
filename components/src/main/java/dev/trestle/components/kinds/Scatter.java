package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.Demand;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Forecast;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Stock;
import dev.trestle.components.load.Distribution;
import java.util.Optional;

/**
 * Shards over nodes at work: a read asks a copy of every shard at once and is as slow as the slowest, a write goes to
 * the copies of one. What is written can be found from the next refresh on.
 *
 * <p>The request is parked at the node that took it; each shard's part is a child of it that queues at its node.
 */
final class Scatter extends Behaviour {
    private static final int TAKEN = FIRST_EVENT;
    private static final int SERVED = FIRST_EVENT + 1;
    static final int REBUILT = FIRST_EVENT + 2;

    /**
     * What the settings say, in the engine's units.
     *
     * @param copies nodes that can read a shard
     * @param written copies that a write goes to
     * @param refreshNanos from one refresh to the next; 0 for at once
     * @param take time at the node that takes a request
     * @param rebuildNanos to build a copy of a shard anew from another one; negative where copies are one shared storage, which
     *     mends itself
     */
    record Shape(
            int nodes,
            int shards,
            int copies,
            int written,
            int workers,
            long refreshNanos,
            Distribution take,
            long rebuildNanos) {}

    /**
     * What is known without running: how busy all places for parts are together. Parts of one query come together, so there
     * is no closed form for how long they wait.
     *
     * @param readSeconds mean time of one part of a read
     */
    static Optional<Forecast> forecast(Shape shape, Demand demand, double readSeconds, double writeSeconds) {
        double read = demand.readShare() == 0 ? 0 : demand.readShare() * shape.shards() * readSeconds;
        double write = (1 - demand.readShare()) * Math.min(shape.copies(), shape.written()) * writeSeconds;
        double load = demand.callsPerSecond() * (read + write);
        return Double.isNaN(load)
                ? Optional.empty()
                : Optional.of(Forecast.busy((long) shape.nodes() * shape.workers(), load));
    }

    private final Shape shape;
    private final Work work;
    private final Station[] stations;
    private final CommitLog log;
    private final long[] sizeBytes;
    private final Chance service;
    private final DamagedShards damage;
    private final Chance damageChance;
    private final Stock.Shelf stock;
    private final Counter reads = meter.counter("reads");
    private final Counter writes = meter.counter("writes");
    private final Counter parts = meter.counter("parts");
    private final Counter incomplete = meter.counter("incomplete");
    /** Up to where the log can be found. */
    private int visible;

    private int turn;
    /** Which copy of each shard the next read begins with. */
    private int copyTurn;

    Scatter(Site site, Shape shape, Work work) {
        super(site.engine(), site.node(), site.id());
        this.shape = shape;
        this.work = work;
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        log = new CommitLog(sizeBytes.length);
        stock = site.stock().at(meter);
        service = site.chance("service");
        damage = new DamagedShards(this, engine, log, shape);
        damageChance = site.chance("damage");
        stations = new Station[shape.nodes()];
        for (int i = 0; i < stations.length; i++) {
            stations[i] = new Station(engine, this, i, shape.workers(), Integer.MAX_VALUE);
        }
        meter.measuresLag("from a write until it is found");
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public boolean up(int instance) {
        return stations[instance].up();
    }

    @Override
    public void arrive(Call call) {
        book(call);
        if (findsNoRoom(call)) {
            return;
        }
        if (call.instance == Call.ANY) {
            call.instance = turn++ % stations.length;
            for (int i = 0; i < stations.length && !stations[call.instance].up(); i++) {
                call.instance = turn++ % stations.length;
            }
        }
        if (!stations[call.instance].enter(call)) {
            answer(call);
        }
    }

    @Override
    public void begin(Call call) {
        Station station = stations[call.instance];
        if (call.wire == null) {
            engine.schedule(call, SERVED, station.slowed(work.nanos(call, service)));
        } else {
            // Taking a request is not a part of a query: it holds no place of those.
            station.park(call);
            engine.schedule(call, TAKEN, station.slowed(shape.take().sample(service)));
        }
    }

    @Override
    public void event(Call call, int type) {
        if (type == TAKEN) {
            spread(call);
        } else if (type == REBUILT) {
            damage.rebuilt(call);
        } else {
            stations[call.instance].leave(call);
            if (call.verb == Call.READ && damage.finds(call.step, copy(call.step, call.instance), call)) {
                askAnother(call);
            } else {
                collect(call);
            }
        }
    }

    /** What a part has come upon is damaged: another copy of the shard is asked in its place. */
    private void askAnother(Call part) {
        for (int i = 0; i < shape.copies(); i++) {
            if (damage.answers(part.step, i, part)) {
                part.instance = node(part.step, i);
                parts.value++;
                if (stations[part.instance].enter(part)) {
                    return;
                }
            }
        }
        part.outcome = Call.FAILED;
        collect(part);
    }

    /** The node that a copy of a shard stands on. */
    int node(int shard, int copy) {
        return (shard + copy) % stations.length;
    }

    private int copy(int shard, int node) {
        return Math.floorMod(node - shard, stations.length);
    }

    /** Whether the node of a copy runs. */
    boolean runs(int shard, int copy) {
        return stations[node(shard, copy)].up();
    }

    int place(int shard) {
        return Journal.place(node, node(shard, 0));
    }

    /** The shard that a document is in. */
    int shard(int entity, long key) {
        return (int) ((HashRing.mix(LruKeys.of(entity, key)) >>> 1) % shape.shards());
    }

    @Override
    public void corrupt(int instance, double share) {
        damage.corrupt(instance, share, damageChance);
    }

    /** Sends the parts out; one that is held back by this loop keeps the request from ending too early. */
    private void spread(Call call) {
        call.pending = 1;
        if (call.verb == Call.READ) {
            reads.value++;
            // One turn for all shards: with a turn for each, every second shard would go to the same node.
            copyTurn++;
            for (int shard = 0; shard < shape.shards(); shard++) {
                int holder = holder(shard);
                if (holder < 0) {
                    call.outcome = Call.FAILED;
                } else {
                    ask(call, shard, holder);
                }
            }
        } else {
            writes.value++;
            int shard = shard(call.subject, call.key);
            int asked = 0;
            for (int i = 0; i < shape.copies() && asked < shape.written(); i++) {
                if (runs(shard, i)) {
                    ask(call, shard, node(shard, i));
                    asked++;
                }
            }
            call.outcome = asked == 0 ? Call.FAILED : call.outcome;
        }
        settle(call);
    }

    /** A running node that has a copy of the shard, in turn; -1 when there is none. */
    private int holder(int shard) {
        for (int i = 0; i < shape.copies(); i++) {
            int copy = (copyTurn + i) % shape.copies();
            if (runs(shard, copy) && !damage.isAway(shard, copy)) {
                return node(shard, copy);
            }
        }
        return -1;
    }

    private void ask(Call call, int shard, int target) {
        Call part = engine.child(call);
        part.step = shard;
        part.instance = target;
        parts.value++;
        call.pending++;
        if (!stations[target].enter(part)) {
            part.outcome = Call.CRASHED;
            collect(part);
        }
    }

    private void collect(Call part) {
        if (part.parentWaits()) {
            Call call = part.parent;
            call.outcome = part.outcome == Call.OK ? call.outcome : part.outcome;
            settle(call);
        }
        engine.free(part);
    }

    private void settle(Call call) {
        if (--call.pending > 0) {
            return;
        }
        if (call.outcome != Call.OK) {
            incomplete.value++;
        } else if (call.verb == Call.READ) {
            refresh();
            call.version = log.versionAt(call.subject, call.key, visible);
            call.replyBytes = sizeBytes[call.subject];
        } else {
            write(call);
        }
        call.place = Journal.place(node, call.instance);
        stations[call.instance].leave(call);
        answer(call);
    }

    /** A document's owner sees what was written before, though searches do not find it yet. */
    private void write(Call call) {
        long seen = log.versionAt(call.subject, call.key, log.end());
        if (stock.refuses(call, seen)) {
            return;
        }
        call.version = engine.nextVersion();
        stock.made(call, seen);
        log.append(call.subject, call.key, call.version, engine.now());
        engine.journal.committed(call, engine.now());
    }

    /** What was written before the last refresh is found from then on. */
    private void refresh() {
        long now = engine.now();
        long last = shape.refreshNanos() == 0 ? now : now - now % shape.refreshNanos();
        while (visible < log.end() && log.time(visible + 1) <= last) {
            visible++;
            meter.lagged(last - log.time(visible));
        }
    }

    @Override
    public void behind(java.util.function.LongConsumer ages) {
        long now = engine.now();
        long last = shape.refreshNanos() == 0 ? now : now - now % shape.refreshNanos();
        for (int write = visible + 1; write <= log.end(); write++) {
            if (log.time(write) > last) {
                ages.accept(now - log.time(write));
            }
        }
    }

    @Override
    public void lose(Call call) {
        if (call.wire != null) {
            super.lose(call);
            return;
        }
        engine.cancel(call);
        call.outcome = Call.CRASHED;
        collect(call);
    }
}
