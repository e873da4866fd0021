package dev.trestle.components.measure;

import dev.trestle.components.engine.Slice;
import dev.trestle.components.kind.OperationPlan;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;

/** Cuts the time of one replication into slices for its {@link Course}. A slice ends with its phase at the latest. */
public final class Slices {
    /** Less of a slice than this says nothing. */
    private static final double WORTH = 0.5;

    private final Recorder recorder;
    private final Course course;
    private final Slice slice = new Slice();
    private int phase;
    private long offset;
    private long began;
    private long level;
    private long end = Long.MAX_VALUE;

    Slices(Plan plan, Assembly assembly, Recorder recorder, Course course) {
        this.recorder = recorder;
        this.course = course;
        plan.operations().stream()
                .filter(OperationPlan::external)
                .forEach(operation -> assembly.meter(operation.index()).slice = slice);
    }

    /** A piece of a phase begins now, of which so much has been played. */
    public void begin(int ofPhase, long played, long now) {
        phase = ofPhase;
        offset = now - played;
        next(now);
    }

    private void next(long now) {
        began = now;
        end = now + course.sliceNanos();
        level = recorder.level();
        slice.clear();
    }

    /** When the slice ends. */
    public long end() {
        return end;
    }

    /** The slice has ended, or the piece of a phase has. */
    public void cut(long now) {
        if (now - began >= WORTH * course.sliceNanos()) {
            double inside = (double) (recorder.level() - level) / (now - began);
            course.add(phase, now - offset, slice, inside);
        }
        next(now);
    }
}
