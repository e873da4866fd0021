package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;

/**
 * Generators at work: each write becomes a real number by the scheme. What was handed out before is remembered, so that
 * ids given twice and ids out of order are counted, not computed.
 */
final class Numbering extends Behaviour {
    private static final int SERVED = FIRST_EVENT;
    private static final int TRY_AGAIN = FIRST_EVENT + 1;
    /** Ids beyond this number are not looked up any more: 64 MB of a replication. */
    private static final int MOST_REMEMBERED = 1 << 21;

    private static final long ID_BYTES = 8;

    /** How ids are made. */
    private enum Scheme {
        SNOWFLAKE,
        TICKET,
        RANGE,
        RANDOM
    }

    private final Scheme scheme;
    private final Distribution serviceTime;
    private final Chance serviceChance;
    private final Station[] stations;
    private final SnowflakeClock[] clocks;
    private final String clockBack;
    private final int bits;
    private final Chance random;
    private final long block;
    private final Distribution blockTime;
    private final Chance blockChance;
    /** Per instance: the last ticket, or the next id of its block. */
    private final long[] next;

    private final long[] blockEnd;
    /** When the block that an instance has asked for is there. */
    private final long[] blockReady;

    private long counter = 1;
    private final LongMap handedOut = new LongMap(64);
    private final Counter issued;
    private final Counter duplicates;
    private final Counter outOfOrder;
    private final Counter waited;
    private final Counter skipped;
    private long largest = -1;
    private int nextInstance;

    Numbering(Site site) {
        super(site.engine(), site.node(), site.id());
        Settings settings = site.settings();
        scheme = Scheme.valueOf(settings.text(IdGenerator.SCHEME).toUpperCase(java.util.Locale.ROOT));
        serviceTime = settings.distribution(IdGenerator.SERVICE_TIME);
        serviceChance = site.chance("service");
        stations = new Station[settings.integer(IdGenerator.INSTANCES)];
        clocks = new SnowflakeClock[stations.length];
        boolean same = settings.text(IdGenerator.MACHINES).equals("same");
        for (int i = 0; i < stations.length; i++) {
            stations[i] = new Station(engine, this, i, settings.integer(IdGenerator.WORKERS), Integer.MAX_VALUE);
            int sign = i % 2 == 0 ? 1 : -1;
            clocks[i] = new SnowflakeClock(
                    same ? 0 : i,
                    sign * settings.nanos(IdGenerator.SKEW),
                    sign * settings.ratio(IdGenerator.DRIFT),
                    settings.nanos(IdGenerator.SYNC));
        }
        clockBack = settings.text(IdGenerator.CLOCK_BACK);
        bits = settings.integer(IdGenerator.BITS);
        random = site.chance("ids");
        block = settings.integer(IdGenerator.BLOCK);
        blockTime = settings.distribution(IdGenerator.BLOCK_TIME);
        blockChance = site.chance("blocks");
        next = new long[stations.length];
        blockEnd = new long[stations.length];
        blockReady = new long[stations.length];
        issued = meter.counter("issued");
        duplicates = meter.counter("duplicates");
        outOfOrder = meter.counter("outOfOrder");
        waited = meter.counter("waited");
        skipped = meter.counter("skipped");
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
        if (call.instance == Call.ANY) {
            call.instance = nextInstance++ % stations.length;
        }
        if (!stations[call.instance].enter(call)) {
            answer(call);
        }
    }

    @Override
    public void begin(Call call) {
        engine.schedule(call, SERVED, stations[call.instance].slowed(serviceTime.sample(serviceChance)));
    }

    @Override
    public void event(Call call, int type) {
        if (call.verb == Call.READ) {
            finish(call);
            return;
        }
        switch (scheme) {
            case SNOWFLAKE -> snowflake(call);
            case TICKET -> give(call, next[call.instance]++ * stations.length + call.instance + 1);
            case RANGE -> range(call);
            default -> give(call, random.nextLong() >>> (64 - bits));
        }
    }

    @Override
    public void skew(long nanos) {
        super.skew(nanos);
        for (int i = 0; i < clocks.length && clocks[i] != null; i++) {
            clocks[i].skew(skewNanos(i));
        }
    }

    private void snowflake(Call call) {
        SnowflakeClock clock = clocks[call.instance];
        long behind = clock.behind(engine.now());
        if (behind > 0 && clockBack.equals("refuse")) {
            call.outcome = Call.FAILED;
            finish(call);
            return;
        }
        long wait = behind > 0 && clockBack.equals("ignore") ? clock.goBack(engine.now()) : behind;
        if (wait == 0) {
            wait = clock.untilNext(engine.now());
        }
        if (wait > 0) {
            waited.value++;
            engine.schedule(call, TRY_AGAIN, wait);
        } else {
            give(call, clock.next(engine.now()));
        }
    }

    /** The next id of the block in memory; when it is used up, the first one to see it asks for the next and all wait. */
    private void range(Call call) {
        int instance = call.instance;
        long now = engine.now();
        if (next[instance] == blockEnd[instance]) {
            if (blockReady[instance] < 0) {
                blockReady[instance] = now + slowed(blockTime.sample(blockChance));
            }
            if (blockReady[instance] > now) {
                waited.value++;
                engine.schedule(call, TRY_AGAIN, blockReady[instance] - now);
                return;
            }
            next[instance] = counter;
            counter += block;
            blockEnd[instance] = counter;
            blockReady[instance] = -1;
        }
        give(call, next[instance]++);
    }

    private void give(Call call, long id) {
        issued.value++;
        boolean mayRepeat = scheme == Scheme.SNOWFLAKE || scheme == Scheme.RANDOM;
        if (mayRepeat && handedOut.get(id) != LongMap.NONE) {
            duplicates.value++;
        } else if (mayRepeat && handedOut.size() < MOST_REMEMBERED) {
            handedOut.put(id, 1);
        }
        if (id < largest) {
            outOfOrder.value++;
        }
        largest = Math.max(largest, id);
        call.key = id;
        call.version = engine.nextVersion();
        finish(call);
    }

    private void finish(Call call) {
        stations[call.instance].leave(call);
        call.replyBytes = ID_BYTES;
        call.place = Journal.place(node, call.instance);
        answer(call);
    }

    /** A counter on disk goes on where it was; a block in memory is lost, and so is what a clock was last used for. */
    @Override
    public void crash(int instance) {
        super.crash(instance);
        for (int i = 0; i < stations.length; i++) {
            if (instance < 0 || i == instance) {
                clocks[i].forget();
                if (scheme == Scheme.RANGE) {
                    skipped.value += blockEnd[i] - next[i];
                    next[i] = blockEnd[i];
                    blockReady[i] = -1;
                }
            }
        }
    }
}
