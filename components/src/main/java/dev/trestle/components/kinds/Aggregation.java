package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.kind.Program;
import dev.trestle.components.kind.Route;
import dev.trestle.components.kind.Site;

/**
 * One request from outside, several calls inside: a gateway runs the steps of the operations that it aggregates, each a
 * call that goes out as any other request does ({@link Proxying#forward}), and answers when all have answered.
 */
final class Aggregation extends Course {
    private final Proxying gate;
    private final boolean[] aggregated;
    /** By operation; null where it is only passed on. */
    private final Program[] programs;

    Aggregation(Proxying gate, Site site, boolean[] aggregated) {
        super(site);
        this.gate = gate;
        this.aggregated = aggregated;
        programs = new Program[aggregated.length];
    }

    void start() {
        for (int i = 0; i < programs.length; i++) {
            if (aggregated[i]) {
                programs[i] = site.program(i);
            }
        }
    }

    /** Whether the call is one whose steps are run here. */
    boolean runs(Call call) {
        return aggregated[call.operation] && !part(call);
    }

    /** Whether the call is one of those that an aggregated one has made. */
    boolean part(Call call) {
        return call.stage == Proxying.PART;
    }

    @Override
    Program program(Call call) {
        return programs[call.operation];
    }

    @Override
    void launch(Call access, Route route) {
        access.stage = Proxying.PART;
        access.arrivedNanos = engine.now();
        // Not at once: who starts several calls is not ready to hear of an end.
        engine.schedule(access, Proxying.DUE, 0);
    }

    @Override
    void through(Call call) {
        gate.end(call);
    }

    /** A part has its answer, good or not. */
    void joined(Call part) {
        if (!part.parentWaits()) {
            engine.free(part);
            return;
        }
        Call call = part.parent;
        call.replyBytes += part.replyBytes;
        accessed(call, part);
    }
}
