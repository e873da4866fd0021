package dev.trestle.components.kinds;

import dev.trestle.components.engine.Chance;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.load.Distribution;

/**
 * Execution environments at work: one request each. The one that was used last is used next; where none is warm, the
 * request waits for a cold start. A crash takes all of them.
 */
final class Environments extends Processing {
    private final Distribution coldStart;
    private final Chance chance;
    private final long keepWarmNanos;
    private final int provisioned;
    /** Since when the warm ones are idle, the latest on top: when the top is too old, all are. */
    private final long[] idleSince;

    private int warm;
    private int running;
    private final Counter coldStarts;
    private final Counter warmStarts;

    Environments(Site site) {
        super(site, shapeOf(site.settings()));
        Settings settings = site.settings();
        coldStart = settings.distribution(Function.COLD_START);
        chance = site.chance("cold start");
        keepWarmNanos = settings.nanos(Function.KEEP_WARM);
        provisioned = settings.integer(Function.PROVISIONED);
        idleSince = new long[settings.integer(Function.CONCURRENCY)];
        coldStarts = meter.counter("coldStarts");
        warmStarts = meter.counter("warmStarts");
    }

    /** As many workers as may run at the same time, and nobody waits. */
    private static Shape shapeOf(Settings settings) {
        return new Shape(
                1, settings.integer(Function.CONCURRENCY), 0, settings.distribution(Function.SERVICE_TIME), false);
    }

    @Override
    long startUpNanos() {
        int before = running++;
        if (warm > 0 && engine.now() - idleSince[warm - 1] > keepWarmNanos) {
            warm = 0;
        }
        if (warm > 0) {
            warm--;
            warmStarts.value++;
            return 0;
        }
        // Nothing idle is young enough, so fewer running than provisioned means that a provisioned one is free.
        if (before < provisioned) {
            warmStarts.value++;
            return 0;
        }
        coldStarts.value++;
        return coldStart.sample(chance);
    }

    @Override
    void workerFreed() {
        running--;
        idleSince[warm++] = engine.now();
    }

    @Override
    public void crash(int instance) {
        super.crash(instance);
        warm = 0;
        running = 0;
    }
}
