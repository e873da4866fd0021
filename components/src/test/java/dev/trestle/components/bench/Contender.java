package dev.trestle.components.bench;

import java.util.function.Supplier;
import umontreal.ssj.simevents.eventlist.Henriksen;
import umontreal.ssj.simevents.eventlist.SplayTree;

/** Who does what: each plays in a virtual machine of its own. The first of each workload is the one that others are measured by. */
enum Contender {
    MM1_SSJ("M/M/1 at 0.8", "SSJ, defaults", 3, () -> new SsjServer(5_000_000)),
    MM1_SSJ_TUNED("M/M/1 at 0.8", "SSJ, tuned", 3, () -> new SsjTunedServer(5_000_000)),
    MM1("M/M/1 at 0.8", "Trestle", 3, () -> new TwoEvents(5_000_000)),
    MM1_STATION("M/M/1 at 0.8", "Trestle, a call for each customer at a station", 3, () -> new OneServer(5_000_000)),
    HOLD_4K_SSJ("HOLD, 4,096 pending", "SSJ, defaults", 3, () -> new SsjHold(new SplayTree(), 4_096, 2_000_000)),
    HOLD_4K_SSJ_TUNED("HOLD, 4,096 pending", "SSJ, best list", 3, () -> new SsjHold(new Henriksen(), 4_096, 2_000_000)),
    HOLD_4K("HOLD, 4,096 pending", "Trestle", 3, () -> new Hold(4_096, 10_000_000)),
    HOLD_64K_SSJ("HOLD, 65,536 pending", "SSJ, defaults", 3, () -> new SsjHold(new SplayTree(), 65_536, 1_000_000)),
    HOLD_64K_SSJ_TUNED(
            "HOLD, 65,536 pending", "SSJ, best list", 3, () -> new SsjHold(new Henriksen(), 65_536, 1_000_000)),
    HOLD_64K("HOLD, 65,536 pending", "Trestle", 3, () -> new Hold(65_536, 10_000_000)),
    TEN_SSJ("ten components", "SSJ, defaults", 1, () -> new SsjTenComponents(false)),
    TEN_SSJ_TUNED("ten components", "SSJ, tuned", 1, () -> new SsjTenComponents(true)),
    TEN("ten components", "Trestle", 1, () -> TenComponents.whole(1)),
    TEN_SETUP("ten components", "Trestle, set-up alone", 1, TenComponents::setUp),
    TEN_TWO_THREADS("ten components", "Trestle, two threads", 1, () -> TenComponents.whole(2));

    final String workload;
    final String who;
    /** Laps before the measured ones: until the compiler is through with it. */
    final int warmUp;

    private final Supplier<Task> task;

    Contender(String workload, String who, int warmUp, Supplier<Task> task) {
        this.workload = workload;
        this.who = who;
        this.warmUp = warmUp;
        this.task = task;
    }

    Task task() {
        return task.get();
    }
}
