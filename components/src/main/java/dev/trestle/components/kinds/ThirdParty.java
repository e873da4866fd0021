package dev.trestle.components.kinds;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Journal;
import dev.trestle.components.engine.LongMap;
import dev.trestle.components.kind.EntityPlan;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Stock;
import dev.trestle.components.load.Distribution;

/** A third party at work: any number of calls at once, each with its own luck; what was written is there to read. */
final class ThirdParty extends Behaviour {
    private static final int SERVED = FIRST_EVENT;
    private static final int BROKEN_OFF = FIRST_EVENT + 1;
    private static final int OUTAGE_BEGINS = FIRST_EVENT + 2;
    private static final int OUTAGE_ENDS = FIRST_EVENT + 3;

    private final Site site;
    private final Distribution latency;
    private final Chance latencyChance;
    private final double errors;
    private final double doneAnyway;
    private final Chance errorChance;
    /** Null where there is none. */
    private final Limit limit;

    private final long outageEveryNanos;
    private final Distribution outage;
    private final Chance outageChance;
    private final boolean hangs;
    private final long hangNanos;
    private final long[] sizeBytes;
    private final LongMap[] versions;
    private final Stock.Shelf stock;
    private final Counter reads;
    private final Counter writes;
    private final Counter limited;
    private final Counter outages;
    private final Counter doneButFailed;
    private Call timer;
    private boolean crashed;
    private boolean out;

    ThirdParty(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        latency = settings.distribution(ExternalService.LATENCY);
        latencyChance = site.chance("latency");
        errors = settings.ratio(ExternalService.ERRORS);
        doneAnyway = settings.ratio(ExternalService.DONE_ANYWAY);
        errorChance = site.chance("errors");
        limit = settings.isNone(ExternalService.LIMIT)
                ? null
                : Limit.perSecond(settings.perSecond(ExternalService.LIMIT));
        outageEveryNanos = settings.nanos(ExternalService.OUTAGE_EVERY);
        outage = settings.distribution(ExternalService.OUTAGE);
        outageChance = site.chance("outages");
        hangs = settings.text(ExternalService.WHEN_DOWN).equals("hangs");
        hangNanos = settings.nanos(ExternalService.HANG_TIME);
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        versions = new LongMap[sizeBytes.length];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = new LongMap(64);
        }
        stock = site.stock().at(meter);
        reads = meter.counter("reads");
        writes = meter.counter("writes");
        limited = meter.counter("limited");
        outages = meter.counter("outages");
        doneButFailed = meter.counter("doneButFailed");
    }

    @Override
    public void start() {
        timer = engine.call(this);
        if (outageEveryNanos > 0) {
            nextOutage();
        }
    }

    private void nextOutage() {
        engine.schedule(timer, OUTAGE_BEGINS, (long) (outageEveryNanos * outageChance.exponential()));
    }

    @Override
    public boolean up(int instance) {
        return !crashed && !out;
    }

    @Override
    public void arrive(Call call) {
        book(call);
        if (crashed || out) {
            call.outcome = Call.REFUSED;
            if (hangs) {
                engine.schedule(call, BROKEN_OFF, hangNanos);
            } else {
                answer(call);
            }
        } else if (limit != null && limit.admit(0, engine.now()) == Limit.REJECTED) {
            limited.value++;
            call.outcome = Call.REJECTED;
            answer(call);
        } else {
            if (call.verb == Call.REQUEST) {
                call.subject = site.operations().get(call.operation).single();
            }
            engine.schedule(call, SERVED, slowed(latency.sample(latencyChance)));
        }
    }

    @Override
    public void event(Call call, int type) {
        switch (type) {
            case SERVED -> serve(call);
            case BROKEN_OFF -> answer(call);
            case OUTAGE_BEGINS -> {
                out = true;
                outages.value++;
                engine.schedule(timer, OUTAGE_ENDS, outage.sample(outageChance));
            }
            default -> {
                out = false;
                nextOutage();
            }
        }
    }

    private void serve(Call call) {
        if (crashed || out) {
            call.outcome = Call.CRASHED;
            answer(call);
            return;
        }
        boolean write = writes(call);
        if (errorChance.uniform() < errors) {
            call.outcome = Call.FAILED;
            if (write && errorChance.uniform() < doneAnyway) {
                doneButFailed.value++;
                write(call);
            }
        } else if (write) {
            write(call);
        } else {
            reads.value++;
            call.version = Math.max(0, versions[call.subject].get(call.key));
            call.replyBytes = sizeBytes[call.subject];
        }
        call.place = Journal.place(node, 0);
        if (call.verb == Call.REQUEST && call.outcome == Call.OK) {
            engine.journal.effect(call, write);
        }
        answer(call);
    }

    private void write(Call call) {
        long seen = Math.max(0, versions[call.subject].get(call.key));
        if (call.outcome == Call.OK && stock.refuses(call, seen)) {
            return;
        }
        writes.value++;
        call.version = engine.nextVersion();
        stock.made(call, seen);
        versions[call.subject].put(call.key, call.version);
        engine.journal.committed(call, engine.now());
    }

    private boolean writes(Call call) {
        if (call.verb == Call.REQUEST) {
            return site.operations().get(call.operation).writer();
        }
        return call.verb != Call.READ;
    }

    /** An outage of the script; nothing that was written is lost by it. */
    @Override
    public void crash(int instance) {
        crashed = true;
    }

    @Override
    public void recover(int instance) {
        crashed = false;
    }
}
