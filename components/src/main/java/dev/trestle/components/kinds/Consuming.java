package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Station;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;

/**
 * Consumers at work: when they acknowledge a message, whether they know those that they have handled, how many deliveries
 * fail by themselves.
 *
 * <p>Who acknowledges before the work answers the delivery when a worker takes it, and goes on with a copy of the call
 * that nobody waits for. An idempotent consumer notes a message as begun when it comes and as handled when its work is
 * done; one that comes while another copy of it is in work is refused, as that one may still fail.
 *
 * <p>A worker takes up to a batch of the messages that wait at its instance: one service time for all of them, then the
 * steps of one after the other. They are a ring by {@link Call#rival}, in which the first one holds the worker to the end.
 */
final class Consuming extends Processing {
    private final boolean before;
    private final int batch;
    private final long pollNanos;
    private final boolean idempotent;
    private double failures;
    private final Chance failureChance;
    /** What an idempotent consumer has in work. */
    private final MessageSet begun = new MessageSet();
    /** What it knows that it has handled. */
    private final MessageWindow known;
    /** What was handled, whether anybody knows it or not: for the books. */
    private final MessageSet handled = new MessageSet();

    private final Counter messages;
    private final Counter duplicates;
    private final Counter skipped;
    private final Counter lost;
    private final Counter batches;

    Consuming(Site site) {
        super(site, shapeOf(site.settings()));
        Settings settings = site.settings();
        batch = settings.integer(Worker.BATCH);
        pollNanos = settings.text(Worker.MODE).equals("pull") ? settings.nanos(Worker.POLL_EVERY) : 0;
        before = settings.text(Worker.ACKNOWLEDGE).equals("before");
        idempotent = settings.flag(Worker.IDEMPOTENT);
        known = new MessageWindow(settings.isNone(Worker.REMEMBERS) ? -1 : settings.nanos(Worker.REMEMBERS));
        failures = settings.ratio(Worker.FAILURES);
        failureChance = site.chance("failures");
        messages = meter.counter("messages");
        duplicates = meter.counter("duplicates");
        skipped = meter.counter("skipped");
        lost = meter.counter("lostInWork");
        batches = meter.counter("batches");
    }

    @Override
    public void tune(Settings settings) {
        super.tune(settings);
        failures = settings.ratio(Worker.FAILURES);
    }

    @Override
    Shape shape(Settings settings) {
        return shapeOf(settings);
    }

    private static Shape shapeOf(Settings settings) {
        return new Shape(
                settings.integer(Worker.INSTANCES),
                settings.integer(Worker.WORKERS),
                Integer.MAX_VALUE,
                settings.distribution(Worker.SERVICE_TIME),
                false);
    }

    @Override
    public void arrive(Call call) {
        book(call);
        if (call.verb != Call.DELIVER) {
            admit(call);
            return;
        }
        noteAgain(call);
        if (idempotent && known.contains(call.message, engine.now())) {
            skipped.value++;
            answer(call);
        } else if (idempotent && !begun.add(call.message)) {
            call.outcome = Call.FAILED;
            answer(call);
        } else {
            admit(before ? copy(call) : call);
        }
    }

    /** What is worked on once the delivery itself is answered; until then it knows the delivery. */
    private Call copy(Call delivery) {
        Call work = engine.call(this);
        work.verb = Call.DELIVER;
        work.subject = delivery.subject;
        work.key = delivery.key;
        work.keyEntity = delivery.keyEntity;
        work.message = delivery.message;
        work.attempt = delivery.attempt;
        work.phase = delivery.phase;
        work.instance = delivery.instance;
        work.wire = delivery.wire;
        work.other = delivery;
        return work;
    }

    /** With batches one is got ready while another is worked on. */
    @Override
    public int takes(int instance) {
        return super.takes(instance) * (batch == 1 ? 1 : 2 * batch);
    }

    /** How often it asks a queue that had nothing; 0 when the queue hands out by itself. */
    long pollNanos() {
        return pollNanos;
    }

    @Override
    public void begin(Call call) {
        Station station = meter.stations.get(call.instance);
        Call last = call;
        for (int i = 1; i < batch && station.queued() > 0; i++) {
            Call next = station.oldest();
            station.leave(next);
            last.rival = next;
            last = next;
        }
        if (last != call) {
            batches.value++;
            last.rival = call;
        }
        Call each = call;
        do {
            if (before) {
                acknowledge(each, Call.OK);
            }
            each = each.rival;
        } while (each != null && each != call);
        super.begin(call);
    }

    /** The others of its batch run their steps before the first one does. */
    @Override
    void served(Call call) {
        super.served(call.rival == null ? call : call.rival);
    }

    @Override
    public void finish(Call call) {
        if (call.rival == null) {
            super.finish(call);
            return;
        }
        Station station = meter.stations.get(call.instance);
        Call first = call.rival;
        while (!station.serves(first)) {
            first = first.rival;
        }
        first.rival = call.rival == first ? null : call.rival;
        call.rival = null;
        super.finish(call);
        served(first);
    }

    /** The whole batch is lost with its worker. */
    @Override
    public void lose(Call call) {
        Call each = call.rival;
        call.rival = null;
        while (each != null && each != call) {
            Call next = each.rival;
            each.rival = null;
            super.lose(each);
            each = next;
        }
        super.lose(call);
    }

    private void acknowledge(Call work, int outcome) {
        Call delivery = work.other;
        if (delivery != null) {
            work.other = null;
            delivery.outcome = outcome;
            answer(delivery);
        }
    }

    @Override
    boolean fails(Call call) {
        return failures > 0 && failureChance.uniform() < failures;
    }

    @Override
    void worked(Call call) {
        if (call.outcome == Call.OK) {
            (handled.add(call.message) ? messages : duplicates).value++;
            if (idempotent) {
                known.add(call.message, engine.now());
            }
        } else if (before && call.other == null) {
            lost.value++;
        }
    }

    @Override
    void settle(Call call) {
        boolean delivery = call.verb == Call.DELIVER;
        if (delivery && idempotent) {
            begun.remove(call.message);
        }
        if (!delivery || !before) {
            answer(call);
            return;
        }
        acknowledge(call, call.outcome);
        engine.journal.end(call, engine.now(), call.outcome);
        engine.free(call);
    }
}
