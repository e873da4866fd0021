package dev.trestle.components.run;

import dev.trestle.components.engine.Engine;
import dev.trestle.components.measure.Replication;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;

/** One replication of a run, script and faults and all, with the books audited after every event or not at all. */
public record Audited(Replication replication, Assembly assembly) {
    /** Plays replication 0 up to that many events, or to the end of the script. */
    public static Audited play(Plan plan, long seed, long events, boolean audit) {
        long[] passed = {0};
        Engine.Stop stop = (soFar, calls) -> {
            passed[0] = soFar;
            return soFar >= events;
        };
        Replayer replayer = new Replayer(plan, seed, 0, stop, (replication, share, frame) -> {});
        if (audit) {
            replayer.assembly().engine().auditEveryEvent();
        }
        return new Audited(replayer.play(), replayer.assembly());
    }
}
