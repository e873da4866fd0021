package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.Arrays;

/**
 * A stream processor at work: records are counted into windows of their event time at the instance that has their key, and
 * a window whose end the watermark has passed runs the steps of the operation once, for all its records.
 *
 * <p>A checkpoint cuts between records: the windows, and how far each channel was read. When an instance is lost, or a
 * result cannot be delivered, the whole job begins anew from the last complete checkpoint, as Flink's does (Carbone et
 * al., Lightweight asynchronous snapshots, 2015). So it does when it comes upon a window that is damaged where it is kept.
 */
final class Streaming extends Behaviour implements Steps.Owner {
    private static final int SERVED = FIRST_EVENT;
    private static final int WATERMARK = FIRST_EVENT + 1;
    private static final int CHECKPOINT = FIRST_EVENT + 2;
    private static final int STORED = FIRST_EVENT + 3;
    private static final int RESTART = FIRST_EVENT + 4;
    private static final int CALLS = FIRST_EVENT + 5;

    private final Site site;
    private final Station[] stations;
    private final boolean[] alive;
    private final Distribution serviceTime;
    private final Distribution pauseTime;
    private final Distribution storeTime;
    private final Chance serviceChance;
    private final Chance checkpointChance;
    private final Chance damageChance;
    private final Steps steps;
    private final Windowing windowing;
    private final Channels channels = new Channels();
    private final Results results;
    private final Settled settled;
    private final boolean transactional;
    private final long watermarkNanos;
    private final long outOfOrderNanos;
    private final long idleNanos;
    private final long checkpointNanos;
    private final long restartNanos;
    private final Counter records;
    private final Counter skipped;
    private final Counter checkpoints;
    private final Counter restarts;
    private final Counter replayed;
    private final Counter damaged;
    private final WindowStore saved = new WindowStore();
    private final WindowStore saving = new WindowStore();
    private long[] savingPositions = {};
    private Call checkpoint;
    private boolean running = true;
    private boolean storing;
    private boolean stored;
    private boolean waitsToRestart;
    private long pausedUntil;
    private long watermark = Long.MIN_VALUE;

    Streaming(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        stations = new Station[settings.integer(StreamProcessor.INSTANCES)];
        alive = new boolean[stations.length];
        Arrays.fill(alive, true);
        for (int i = 0; i < stations.length; i++) {
            stations[i] = new Station(engine, this, i, settings.integer(StreamProcessor.WORKERS), Integer.MAX_VALUE);
        }
        serviceTime = settings.distribution(StreamProcessor.SERVICE_TIME);
        pauseTime = settings.distribution(StreamProcessor.PAUSE);
        storeTime = settings.distribution(StreamProcessor.STORE_TIME);
        serviceChance = site.chance("service");
        checkpointChance = site.chance("checkpoint");
        damageChance = site.chance("damage");
        transactional = settings.text(StreamProcessor.SINK).equals("transactional");
        watermarkNanos = settings.nanos(StreamProcessor.WATERMARK_EVERY);
        outOfOrderNanos = settings.nanos(StreamProcessor.OUT_OF_ORDER);
        idleNanos = settings.nanos(StreamProcessor.IDLE);
        checkpointNanos = settings.nanos(StreamProcessor.CHECKPOINT_EVERY);
        restartNanos = settings.nanos(StreamProcessor.RESTART_TIME);
        steps = new Steps(this, site, new Downstream(this, site, stations.length, CALLS), CALLS);
        records = meter.counter("records");
        skipped = meter.counter("skipped");
        results = new Results(this, site, steps, transactional);
        windowing = new Windowing(settings, meter, results);
        settled = new Settled(engine.journal, node);
        checkpoints = meter.counter("checkpoints");
        restarts = meter.counter("restarts");
        replayed = meter.counter("replayed");
        damaged = meter.counter("damagedReads");
        meter.measuresLag("from an event until it is counted");
    }

    /** Whether it says itself up to where it has read. */
    boolean checkpoints() {
        return checkpointNanos >= 0;
    }

    /** The group of a topic that reads for it. */
    void reads(ConsumerGroup group) {
        channels.add(group);
    }

    /** The group goes on from another offset. */
    void moved(ConsumerGroup group, int partition, long offset) {
        channels.moved(group, partition, offset);
    }

    @Override
    public void start() {
        steps.start();
        engine.schedule(engine.call(this), WATERMARK, watermarkNanos);
        checkpoint = engine.call(this);
        if (checkpoints()) {
            engine.schedule(checkpoint, CHECKPOINT, checkpointNanos);
        }
    }

    @Override
    public int instances() {
        return stations.length;
    }

    @Override
    public boolean up(int instance) {
        return running && alive[instance];
    }

    @Override
    public boolean givesUp() {
        return true;
    }

    @Override
    public void arrive(Call call) {
        book(call);
        call.operation = call.verb == Call.DELIVER ? site.handlerOperation(call.subject) : -1;
        if (call.operation < 0) {
            call.outcome = Call.NO_ROUTE;
            answer(call);
            return;
        }
        call.instance = owner(call.keyEntity, call.key);
        if (!running || !stations[call.instance].enter(call)) {
            call.outcome = Call.REFUSED;
            answer(call);
        }
    }

    /** Who counts the key among those who are alive; what has no key is all for the first. */
    private int owner(int keyEntity, long key) {
        int living = 0;
        for (boolean one : alive) {
            living += one ? 1 : 0;
        }
        int turn = living == 0 || keyEntity < 0 ? 0 : (int) Math.floorMod(HashRing.mix(key), (long) living);
        for (int i = 0; i < alive.length; i++) {
            if (alive[i] && turn-- == 0) {
                return i;
            }
        }
        return 0;
    }

    /** Who begins while a checkpoint's barriers are awaited stands still until they have come. */
    @Override
    public void begin(Call call) {
        long nanos = stations[call.instance].slowed(serviceTime.sample(serviceChance));
        engine.schedule(call, SERVED, nanos + Math.max(0, pausedUntil - engine.now()));
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case SERVED -> served(call);
            case WATERMARK -> {
                engine.schedule(call, WATERMARK, watermarkNanos);
                advance();
            }
            case CHECKPOINT -> beginCheckpoint();
            case STORED -> {
                stored = true;
                complete();
            }
            case RESTART -> {
                engine.free(call);
                restart();
            }
            default -> {
                if (!results.event(call, type)) {
                    steps.event(call, type);
                }
            }
        }
    }

    private void served(Call call) {
        if (engine.isPoison(call.message)) {
            // An exception in an operator ends the job, and what it went on from brings the event back.
            fail();
            return;
        }
        if (windowing.store().spoiled(call.subject, call.keyEntity < 0 ? -1 : call.key)) {
            findDamage();
            return;
        }
        if (call.parentWaits()) {
            count(call);
        } else {
            // The sender has given it up, and will send it again.
            call.outcome = Call.TIMED_OUT;
        }
        stations[call.instance].leave(call);
        answer(call);
    }

    private void count(Call call) {
        int channel = channels.of(call, engine.now());
        if (!channels.read(channel, call)) {
            skipped.value++;
            return;
        }
        long eventNanos = call.parent.madeNanos;
        records.value++;
        meter.lagged(engine.now() - eventNanos);
        if (windowing.add(call, eventNanos, watermark)) {
            int group = site.broadcasts(call.wire.from.node) ? node : -1;
            if (transactional) {
                settled.add(call, group);
            } else {
                engine.journal.handled(call, group, engine.now(), Journal.place(node, call.instance));
            }
        }
        channels.saw(channel, eventNanos, engine.now());
    }

    private void advance() {
        long least = channels.least(engine.now(), idleNanos);
        if (running && least != Long.MIN_VALUE && least - outOfOrderNanos > watermark) {
            watermark = least - outOfOrderNanos;
            if (windowing.store().spoiledBy(watermark)) {
                findDamage();
            } else {
                windowing.pass(watermark);
            }
        }
    }

    private void beginCheckpoint() {
        engine.schedule(checkpoint, CHECKPOINT, checkpointNanos);
        if (!running || storing) {
            return;
        }
        if (windowing.store().anySpoiled()) {
            findDamage();
            return;
        }
        storing = true;
        stored = false;
        long pause = pauseTime.sample(checkpointChance);
        pausedUntil = engine.now() + pause;
        saving.copy(windowing.store());
        savingPositions = channels.positions(savingPositions);
        results.barrier();
        settled.barrier();
        engine.schedule(checkpoint, STORED, pause + storeTime.sample(checkpointChance));
    }

    /** Complete when the state is stored and what was sent before the barrier has arrived. */
    void complete() {
        if (!storing || !stored || !results.flushed()) {
            return;
        }
        storing = false;
        checkpoints.value++;
        saved.copy(saving);
        channels.commit(savingPositions);
        settled.completed(engine.now());
        results.completed();
    }

    @Override
    public void reply(Call access, Call child) {
        steps.reply(access, child);
    }

    @Override
    public long message(Call call) {
        return results.message(call);
    }

    @Override
    public void finish(Call call) {
        if (results.ended(call)) {
            complete();
        } else {
            fail();
        }
    }

    @Override
    public void crash(int instance) {
        for (int i = 0; i < alive.length; i++) {
            alive[i] &= instance >= 0 && i != instance;
        }
        fail();
    }

    /** One more instance is used: for that the job begins anew, as with Flink's reactive mode. */
    @Override
    public void recover(int instance) {
        for (int i = 0; i < alive.length; i++) {
            alive[i] |= instance < 0 || i == instance;
        }
        fail();
    }

    /** What is read of a window does not fit its checksum: what is kept elsewhere, the checkpoint, is whole. */
    private void findDamage() {
        damaged.value++;
        fail();
    }

    @Override
    public void corrupt(int instance, double share) {
        long salt = damageChance.below(Long.MAX_VALUE);
        WindowStore store = windowing.store();
        for (int slot = 0; slot < store.slots(); slot++) {
            boolean hit = store.used(slot)
                    && (instance < 0 || owner(store.keyEntity(slot), store.key(slot)) == instance)
                    && Damage.drawn(salt, HashRing.mix(store.key(slot)) + store.start(slot), share);
            if (hit) {
                store.spoil(slot);
            }
        }
    }

    /** All tasks stop; they begin anew a while later. */
    private void fail() {
        running = false;
        storing = false;
        engine.cancel(checkpoint);
        for (Station station : stations) {
            station.crash();
        }
        windowing.store().clear();
        settled.restart();
        results.restart();
        if (!waitsToRestart) {
            waitsToRestart = true;
            engine.schedule(engine.call(this), RESTART, restartNanos);
        }
    }

    private void restart() {
        waitsToRestart = false;
        boolean any = false;
        for (int i = 0; i < alive.length; i++) {
            if (alive[i]) {
                stations[i].recover();
                any = true;
            }
        }
        if (!any) {
            return;
        }
        running = true;
        restarts.value++;
        watermark = Long.MIN_VALUE;
        pausedUntil = 0;
        windowing.restore(saved);
        replayed.value += channels.restart(engine.now());
        if (checkpoints()) {
            engine.schedule(checkpoint, CHECKPOINT, checkpointNanos);
        }
    }
}
