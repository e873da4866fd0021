package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Station;
import dev.trestle.components.engine.Wire;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;
import java.util.List;

/**
 * Proxies at work: a worker reads the request, then waits parked while the next node answers; a second turn with a worker
 * compresses the answer where that is asked for. Kept answers ({@link Answers}) end there.
 */
class Proxying extends Behaviour {
    private static final int READ = FIRST_EVENT;
    private static final int COMPRESSED = FIRST_EVENT + 1;
    static final int DUE = FIRST_EVENT + 2;
    static final int FIRST_OWN_EVENT = FIRST_EVENT + 3;

    /** Clients that proxies are: far from the numbers of people. */
    private static final long FIRST_PROXY = 1L << 40;

    private static final int INSTANCE_BITS = 16;
    private static final int ASKING = 0;
    private static final int ANSWERING = 1;
    /** The stage of a call that {@link Aggregation} has made. */
    static final int PART = 2;

    /**
     * What compression takes and leaves.
     *
     * @param nanosPerByte a worker's time per byte of an answer
     * @param left share of the bytes that is left
     */
    record Compression(double nanosPerByte, double left) {
        static final Compression NONE = new Compression(0, 1);
    }

    final Site site;
    private final Compression compression;
    private final boolean hides;
    private final Distribution hop;
    private final Distribution tls;
    private final Chance chance;
    private final Chance damageChance;
    private final Station[] stations;
    private final boolean[] denied;
    /** Null where nothing is kept. */
    private final Answers answers;

    private final Counter filtered;
    private Wire[][] ways;
    private int nextInstance;
    private int turn;

    Proxying(Site site, Compression compression, boolean hides) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        this.compression = compression;
        this.hides = hides;
        Settings settings = site.settings();
        hop = settings.distribution(Proxy.HOP);
        tls = settings.distribution(Proxy.TLS_TIME);
        chance = site.chance("work");
        damageChance = site.chance("damage");
        stations = new Station[settings.integer(Proxy.INSTANCES)];
        for (int i = 0; i < stations.length; i++) {
            stations[i] = new Station(engine, this, i, settings.integer(Proxy.WORKERS), settings.limit(Proxy.QUEUE));
        }
        denied = named(settings.names(Proxy.DENIES));
        answers = settings.isNone(Proxy.CAPACITY) ? null : new Answers(site, stations.length, compression.left());
        if (answers != null) {
            meter.countsHits();
        }
        filtered = meter.counter("filtered");
    }

    /** Which operations the names mean. */
    final boolean[] named(List<String> names) {
        boolean[] named = new boolean[site.operations().size()];
        for (OperationPlan operation : site.operations()) {
            named[operation.index()] = names.contains(operation.name());
        }
        return named;
    }

    @Override
    public void start() {
        ways = new Wire[site.operations().size()][];
        for (int i = 0; i < ways.length; i++) {
            ways[i] = site.requests(i);
        }
        if (answers != null) {
            meter.keys = answers.warm();
        }
    }

    @Override
    public final int instances() {
        return stations.length;
    }

    @Override
    public final boolean up(int instance) {
        return stations[instance].up();
    }

    @Override
    public final void arrive(Call call) {
        book(call);
        if (call.instance == Call.ANY) {
            call.instance = nextInstance++ % stations.length;
        }
        call.stage = ASKING;
        if (!stations[call.instance].enter(call)) {
            answer(call);
        }
    }

    @Override
    public final void begin(Call call) {
        Station station = stations[call.instance];
        if (call.stage == ASKING) {
            engine.schedule(call, READ, station.slowed(workNanos(call)));
        } else {
            engine.schedule(call, COMPRESSED, station.slowed((long) (call.replyBytes * compression.nanosPerByte())));
        }
    }

    /** A worker's time on a request. */
    long workNanos(Call call) {
        return hop.sample(chance) + tls.sample(chance);
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case READ -> read(call);
            case COMPRESSED -> {
                call.replyBytes = (long) (call.replyBytes * compression.left());
                end(call);
            }
            default -> forward(call);
        }
    }

    private void read(Call call) {
        if (denied[call.operation]) {
            filtered.value++;
            call.outcome = Call.REJECTED;
            end(call);
            return;
        }
        long wait = admit(call);
        if (wait < 0) {
            call.outcome = Call.REJECTED;
            end(call);
        } else if (answers != null && answers.keeps(call.operation)) {
            if (answers.found(call, engine)) {
                meter.hits.value++;
                end(call);
            } else {
                meter.misses.value++;
                goOn(call, wait);
            }
        } else {
            goOn(call, wait);
        }
    }

    private void goOn(Call call, long wait) {
        stations[call.instance].park(call);
        if (wait == 0) {
            forward(call);
        } else {
            engine.schedule(call, DUE, wait);
        }
    }

    /** How long the request must wait before it goes on, {@link Limit#REJECTED} when it must not. */
    long admit(Call call) {
        return 0;
    }

    /** Sends the call on, over one of the ways of its operation. */
    void forward(Call call) {
        Wire way = way(ways[call.operation]);
        if (way == null) {
            call.outcome = Call.REJECTED;
            end(call);
            return;
        }
        Call child = engine.child(call);
        if (hides) {
            child.client = FIRST_PROXY + ((long) node << INSTANCE_BITS) + call.instance;
        }
        sending(call, child, way);
        engine.send(child, way, Call.ANY);
    }

    /** Which of the ways a request takes: each in turn; null for none. */
    Wire way(Wire[] targets) {
        return targets[turn++ % targets.length];
    }

    /** A request is about to go out. */
    void sending(Call call, Call child, Wire way) {}

    @Override
    public void reply(Call call, Call child) {
        call.takeAnswer(child);
        if (child.outcome != Call.OK) {
            end(call);
            return;
        }
        if (answers != null) {
            answers.passed(call, engine.now());
        }
        if (compression.left() == 1 || call.replyBytes == 0) {
            end(call);
            return;
        }
        Station station = stations[call.instance];
        station.leave(call);
        call.stage = ANSWERING;
        if (!station.enter(call)) {
            // No worker is to be had: the answer leaves as it came.
            call.outcome = Call.OK;
            answer(call);
        }
    }

    /** The request is done with: its worker or its place among the parked ones is free, and its answer goes out. */
    void end(Call call) {
        stations[call.instance].leave(call);
        answer(call);
    }

    /** A dead instance forgets what it kept. */
    @Override
    public void crash(int instance) {
        super.crash(instance);
        flush(instance);
    }

    @Override
    public void corrupt(int instance, double share) {
        answers.damaged(instance, share, damageChance);
    }

    @Override
    public void flush(int instance) {
        if (answers != null) {
            answers.forget(instance);
        }
    }
}
