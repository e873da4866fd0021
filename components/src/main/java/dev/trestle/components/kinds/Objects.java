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
import dev.trestle.components.load.Distribution;

/** The objects of a store: any number at the same time, each read sees the last finished write. */
final class Objects extends Behaviour {
    private static final int SERVED = FIRST_EVENT;

    private final Site site;
    private final Distribution readTime;
    private final Distribution writeTime;
    private final Chance chance;
    private final double nanosPerByte;
    private final long[] sizeBytes;
    private final LongMap[] versions;
    private final Counter reads;
    private final Counter writes;
    private boolean up = true;

    Objects(Site site) {
        super(site.engine(), site.node(), site.id());
        this.site = site;
        Settings settings = site.settings();
        readTime = settings.distribution(ObjectStore.READ_TIME);
        writeTime = settings.distribution(ObjectStore.WRITE_TIME);
        chance = site.chance("service");
        nanosPerByte = 1e9 / settings.bytes(ObjectStore.BANDWIDTH);
        sizeBytes = site.entities().stream().mapToLong(EntityPlan::sizeBytes).toArray();
        versions = new LongMap[sizeBytes.length];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = new LongMap(64);
        }
        reads = meter.counter("reads");
        writes = meter.counter("writes");
    }

    @Override
    public boolean up(int instance) {
        return up;
    }

    @Override
    public void arrive(Call call) {
        book(call);
        if (!up) {
            call.outcome = Call.REFUSED;
            answer(call);
            return;
        }
        if (call.verb == Call.REQUEST) {
            call.subject = site.operations().get(call.operation).single();
        }
        Distribution time = writes(call) ? writeTime : readTime;
        long transfer = (long) (sizeBytes[call.subject] * nanosPerByte);
        engine.schedule(call, SERVED, slowed(time.sample(chance) + transfer));
    }

    private boolean writes(Call call) {
        if (call.verb == Call.REQUEST) {
            return site.operations().get(call.operation).writer();
        }
        return call.verb != Call.READ;
    }

    @Override
    public void event(Call call, int type) {
        boolean write = writes(call);
        if (!up) {
            call.outcome = Call.CRASHED;
            answer(call);
            return;
        }
        if (write) {
            writes.value++;
            call.version = engine.version(call);
            versions[call.subject].put(call.key, call.version);
            engine.journal.committed(call.subject, call.key, call.version);
            if (call.verb == Call.REQUEST
                    && site.operations().get(call.operation).fresh()) {
                site.created(call.subject, call.key);
            }
        } else {
            reads.value++;
            call.version = Math.max(0, versions[call.subject].get(call.key));
            call.replyBytes = sizeBytes[call.subject];
        }
        call.place = Journal.place(node, 0);
        if (call.verb == Call.REQUEST) {
            engine.journal.effect(call, write);
        }
        answer(call);
    }

    @Override
    public void crash(int instance) {
        up = false;
    }

    @Override
    public void recover(int instance) {
        up = true;
    }
}
