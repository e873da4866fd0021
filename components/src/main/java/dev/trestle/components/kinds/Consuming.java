package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;

/**
 * Consumers at work: when they acknowledge a message, whether they know those that they have handled, how many deliveries
 * fail by themselves.
 *
 * <p>Who acknowledges before the work answers the delivery when a worker takes it, and goes on with a copy of the call
 * that nobody waits for. An idempotent consumer notes a message as begun when it comes and as handled when its work is
 * done; one that comes while another copy of it is in work is refused, as that one may still fail.
 */
final class Consuming extends Processing {
    private final boolean before;
    private final boolean idempotent;
    private final double failures;
    private final Chance failureChance;
    private final MessageSet begun = new MessageSet();
    private final MessageSet handled = new MessageSet();
    private final Counter messages;
    private final Counter duplicates;
    private final Counter skipped;
    private final Counter lost;

    Consuming(Site site) {
        super(site, shape(site.settings()));
        Settings settings = site.settings();
        before = settings.text(Worker.ACKNOWLEDGE).equals("before");
        idempotent = settings.flag(Worker.IDEMPOTENT);
        failures = settings.ratio(Worker.FAILURES);
        failureChance = site.chance("failures");
        messages = meter.counter("messages");
        duplicates = meter.counter("duplicates");
        skipped = meter.counter("skipped");
        lost = meter.counter("lostInWork");
    }

    private static Shape shape(Settings settings) {
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
        if (idempotent && handled.contains(call.message)) {
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

    @Override
    public void begin(Call call) {
        if (before) {
            acknowledge(call, Call.OK);
        }
        super.begin(call);
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
        } else if (before && call.other == null) {
            lost.value++;
        }
    }

    @Override
    void settle(Call call) {
        boolean delivery = call.verb == Call.DELIVER;
        if (delivery && idempotent && call.outcome != Call.OK) {
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
