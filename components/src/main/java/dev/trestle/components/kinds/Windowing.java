package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import dev.trestle.components.engine.Counter;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.kind.Settings;

/**
 * Which windows a record belongs to, and when they are fired and forgotten: tumbling, sliding or session windows of event
 * time (Akidau et al., The Dataflow Model, VLDB 2015). A window is fired when the watermark reaches its end, and once more
 * for each record that comes while it is still kept; what comes later is late.
 */
final class Windowing {
    private final WindowStore store = new WindowStore();
    private final Results results;
    private final boolean sessions;
    private final long sizeNanos;
    private final long slideNanos;
    private final long latenessNanos;
    private final boolean sideOutput;
    private final Counter late;
    private final Counter sideOutputs;
    private final Counter updates;
    private final Counter windows;
    /** No window has anything to do before the watermark is here. */
    private long due = Long.MAX_VALUE;

    Windowing(Settings settings, Meter meter, Results results) {
        this.results = results;
        String kind = settings.text(StreamProcessor.WINDOW);
        sessions = kind.equals("session");
        sizeNanos = settings.nanos(sessions ? StreamProcessor.GAP : StreamProcessor.SIZE);
        slideNanos = kind.equals("sliding") ? settings.nanos(StreamProcessor.SLIDE) : sizeNanos;
        latenessNanos = settings.nanos(StreamProcessor.LATENESS);
        sideOutput = settings.text(StreamProcessor.LATE).equals("side-output");
        windows = meter.counter("windows");
        late = meter.counter("late");
        sideOutputs = meter.counter("sideOutputs");
        updates = meter.counter("updates");
    }

    WindowStore store() {
        return store;
    }

    void restore(WindowStore saved) {
        store.copy(saved);
        due = Long.MIN_VALUE;
    }

    /** Counts a record in; false when it is late for all of its windows and goes nowhere. */
    boolean add(Call record, long eventNanos, long watermark) {
        int entity = record.keyEntity;
        long key = entity < 0 ? -1 : record.key;
        boolean counted = false;
        if (sessions) {
            long end = eventNanos + sizeNanos;
            if (!over(end, watermark)) {
                put(store.addToSession(record.subject, entity, key, eventNanos, end), watermark);
                counted = true;
            }
        } else {
            long last = Math.floorDiv(eventNanos, slideNanos) * slideNanos;
            for (long start = last; start > eventNanos - sizeNanos; start -= slideNanos) {
                if (!over(start + sizeNanos, watermark)) {
                    put(store.add(record.subject, entity, key, start, start + sizeNanos), watermark);
                    counted = true;
                }
            }
        }
        if (!counted && sideOutput) {
            sideOutputs.value++;
            results.single(record, eventNanos);
            return true;
        }
        late.value += counted ? 0 : 1;
        return counted;
    }

    private boolean over(long end, long watermark) {
        return watermark != Long.MIN_VALUE && end + latenessNanos <= watermark;
    }

    private void put(int slot, long watermark) {
        due = Math.min(due, store.end(slot));
        if (store.end(slot) <= watermark) {
            updates.value += store.fired(slot) > 0 ? 1 : 0;
            fire(slot);
        }
    }

    private void fire(int slot) {
        windows.value += store.fired(slot) == 0 ? 1 : 0;
        results.of(store, slot);
        store.fire(slot);
    }

    /** The watermark is there: windows that end before it are fired, and those that ended long before are forgotten. */
    void pass(long watermark) {
        if (watermark < due) {
            return;
        }
        due = Long.MAX_VALUE;
        for (int slot = 0; slot < store.slots(); slot++) {
            if (store.used(slot)) {
                pass(slot, watermark);
            }
        }
    }

    private void pass(int slot, long watermark) {
        long end = store.end(slot);
        if (end <= watermark && store.fired(slot) == 0) {
            fire(slot);
        }
        if (over(end, watermark)) {
            store.close(slot);
        } else {
            due = Math.min(due, store.fired(slot) > 0 ? end + latenessNanos : end);
        }
    }
}
