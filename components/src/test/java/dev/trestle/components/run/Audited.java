package dev.trestle.components.run;

import dev.trestle.components.measure.Replication;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;

/** One replication of a run, script and faults and all, with the books audited after every event or not at all. */
public record Audited(Replication replication, Assembly assembly) {
    /** Plays replication 0 up to that many events, or to the end of the script. */
    public static Audited play(Plan plan, long seed, long events, boolean audit) {
        Options options = new Options(seed, events * Options.REPLICATIONS, Options.WALL_NANOS, 1);
        Budget budget = new Budget(options, System.nanoTime());
        Replayer replayer = new Replayer(plan, seed, 0, budget, (replication, share, frame) -> {});
        if (audit) {
            replayer.assembly().engine().auditEveryEvent();
        }
        replayer.script();
        boolean more = true;
        while (more) {
            more = replayer.turn();
        }
        return new Audited(replayer.finish(), replayer.assembly());
    }
}
